"""What the description says of the API is true, whatever is sent."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.support.api import app_for, make_user, served, settings_for, sign_in
from tests.support.servers import Databases

SEND_S = 10
EXAMPLES = 10
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
    ignored_auth,
]

# The description does not depend on the servers; this app is never started.
_described = app_for(settings_for("", "", Path()))
schema = schemathesis.openapi.from_dict(_described.openapi())


@pytest.fixture(scope="module")
def address(
    databases: Databases,
    migrated_template: str,
    redis_server_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("api")
    with databases.fresh(template=migrated_template) as database_url:
        configured = settings_for(database_url, redis_server_url, folder)
        asyncio.run(make_user(configured, "a@example.com"))
        with served(app_for(configured)) as url:
            yield url


@pytest.fixture(scope="module")
def token(address: str) -> str:
    return sign_in(address, "a@example.com")


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
    ],
)
def test_whatever_is_sent_is_answered_as_described(
    case: Case[Any], address: str, token: str
) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = case.call(base_url=address, headers=headers, timeout=SEND_S)
    case.validate_response(answer, checks=CHECKS, headers=headers)
