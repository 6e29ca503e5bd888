"""One running product for the tests of a module."""

from collections.abc import Iterator

import pytest

from tests.support.product import Product, running


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("product") / "state") as started:
        yield started
