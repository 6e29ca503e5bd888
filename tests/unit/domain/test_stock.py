"""Licences and the order of what was found."""

import pytest

from studio.domain.media import MediaKind
from studio.domain.stock import (
    Find,
    Licence,
    Shape,
    StockQuery,
    mixed,
    open_licence,
    ranked,
    shape_of,
    shortened,
)


@pytest.mark.parametrize(
    ("code", "version", "name"),
    [
        ("by", "2.0", "CC BY 2.0"),
        ("cc-by-4.0", "", "CC BY 4.0"),
        ("CC BY 3.0", "", "CC BY 3.0"),
        ("by-sa", "4.0", "CC BY-SA 4.0"),
        ("cc-by-sa-3.0", "", "CC BY-SA 3.0"),
        ("cc0", "1.0", "CC0 1.0"),
        ("cc-zero", "", "CC0 1.0"),
        ("pdm", "1.0", "Public Domain Mark 1.0"),
        ("pd-usgov", "", "Public Domain Mark 1.0"),
        ("Public domain", "", "Public Domain Mark 1.0"),
    ],
)
def test_open_licences_are_read(code: str, version: str, name: str) -> None:
    licence = open_licence(code, version=version)

    assert licence
    assert licence.name == name
    assert licence.is_share_alike is ("SA" in name)


@pytest.mark.parametrize(
    "code",
    ["by-nc", "by-nd", "by-nc-sa", "by-nc-nd", "cc-by-nc-2.0", "sampling+", "nc-sampling+", "gfdl",
     "", "fair use", "all rights reserved", "bypass", "by-xx"],
)  # fmt: skip
def test_what_forbids_commerce_or_changes_or_is_unknown_is_refused(code: str) -> None:
    assert open_licence(code) is None


def find(name: str, width: int, height: int) -> Find:
    return Find(
        library="x",
        id=name,
        kind=MediaKind.PICTURE,
        page_url="https://x.invalid/",
        licence=Licence(name="L", url="https://x.invalid/"),
        attribution="by A",
        file_url="https://x.invalid/f",
        width_px=width,
        height_px=height,
    )


def test_the_shape_comes_first_then_the_size_then_the_librarys_order() -> None:
    finds = [find("wide", 3000, 2000), find("small", 300, 600), find("a", 900, 1600),
             find("b", 1080, 1920)]  # fmt: skip

    order = [f.id for f in ranked(finds, StockQuery(words="x"))]

    assert order == ["a", "b", "small", "wide"]


def test_libraries_take_turns() -> None:
    one, two = [find(n, 1, 1) for n in "abc"], [find(n, 1, 1) for n in "xy"]

    assert [f.id for f in mixed([one, [], two], limit=4)] == ["a", "x", "b", "y"]


def test_shapes() -> None:
    assert [shape_of(1080, 1920), shape_of(1920, 1080), shape_of(1000, 1100)] == [
        Shape.PORTRAIT,
        Shape.LANDSCAPE,
        Shape.SQUARE,
    ]


def test_a_long_narration_becomes_a_query_of_whole_words() -> None:
    query = shortened("The sea, at night: " + "silver waves " * 20)

    assert query.startswith("The sea at night silver")
    assert len(query) <= 100
    assert query.endswith(("silver", "waves"))
