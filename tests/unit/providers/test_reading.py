"""Documents and pages become text in a process of their own; poisoned ones fail alone, in words."""

import sys
from pathlib import Path

import pytest

from studio.domain.errors import InvalidMedia, TooLarge
from studio.domain.source import SourceKind
from studio.providers.reading import ProcessReader
from tests.support import documents

PAGE = b"""<!doctype html><html><head><title>Tides | The Bay Post</title>
<meta property="og:title" content="Why the bay empties twice a day"></head><body>
<nav><a href="/">Home</a> <a href="/buy">Subscribe now for one dollar</a></nav>
<article><h1>Why the bay empties twice a day</h1>
<p>The moon pulls at the sea, and the sea follows it around the earth, a little later every day.</p>
<p>In a narrow bay the water has nowhere to go but up, so it rises as high as a house of four floors.</p>
<p>Fishermen know the hour by heart, and they tie their boats with ropes that are long enough.</p>
<script>alert("steal")</script></article>
<footer>Cookies. We use cookies. Accept all cookies.</footer></body></html>"""
SRT = """1
00:00:01,000 --> 00:00:03,000
<i>The moon pulls</i>
at the sea.

2
00:00:03,500 --> 00:00:05,000
at the sea.

3
00:00:05,000 --> 00:00:07,000
Twice a day.
"""
MARKDOWN = """---
title: x
---
# Tides

The **moon** pulls at [the sea](https://example.com), ![photo](a.png)twice.

- first
- second

```
code()
```
"""


async def read(tmp_path: Path, data: bytes, name: str):
    file = tmp_path / "upload"
    file.write_bytes(data)
    return await ProcessReader().read(file, name=name)


@pytest.mark.parametrize(
    ("name", "data", "kind", "title", "text"),
    [
        ("a.txt", "Die Flut kommt.\r\nÄ".encode(), SourceKind.TEXT, "a", "Die Flut kommt.\nÄ"),
        ("a.txt", "La marée".encode("cp1252"), SourceKind.TEXT, "a", "La marée"),
        ("a.txt", "La marée".encode("utf-16"), SourceKind.TEXT, "a", "La marée"),
        ("n.md", MARKDOWN.encode(), SourceKind.MARKDOWN, "Tides",
         "The moon pulls at the sea, twice.\n\nfirst\nsecond"),
        ("n.md", b"Tides.\n\n# Twice **a** day", SourceKind.MARKDOWN, "n", "Tides.\n\nTwice a day"),
        ("n.md", b"# Tides\n", SourceKind.MARKDOWN, "n", "Tides"),
        ("w.docx", documents.docx("One.", heading="Tides"), SourceKind.DOCX, "Tides", "One."),
        ("w.docx", documents.docx("One.", heading="High", title="Tides"), SourceKind.DOCX, "Tides", "High\nOne."),
        ("w.docx", documents.docx(heading="Tides"), SourceKind.DOCX, "Tides", "Tides"),
        ("s.srt", SRT.encode(), SourceKind.SUBTITLES, "s", "The moon pulls at the sea. Twice a day."),
        ("s.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nTides.\n", SourceKind.SUBTITLES, "s", "Tides."),
        ("wrong.txt", documents.docx("One.", "Two.", title="Tides", rows=(("a", "b"),)),
         SourceKind.DOCX, "Tides", "One.\nTwo.\na; b"),
        ("d.pdf", documents.pdf("The moon pulls.", "Twice a day.", title="Tides"),
         SourceKind.PDF, "Tides", "The moon pulls.\n\nTwice a day."),
    ],
)  # fmt: skip
async def test_a_document_gives_its_text(
    tmp_path: Path, name: str, data: bytes, kind: SourceKind, title: str, text: str
) -> None:
    found = await read(tmp_path, data, name)

    assert (found.kind, found.title, found.text) == (kind, title, text)


async def test_a_page_gives_its_main_text_without_menus_and_scripts(tmp_path: Path) -> None:
    found = await read(tmp_path, PAGE, "https://bay.example/tides")

    assert found.kind is SourceKind.PAGE
    assert found.title == "Why the bay empties twice a day"
    assert "nowhere to go but up" in found.text
    assert not {"Subscribe", "cookies", "steal"} & set(found.text.replace(".", " ").split())


@pytest.mark.parametrize(
    ("name", "data", "error", "said"),
    [
        ("a.bin", b"\x00\x01\x02" * 50, InvalidMedia, "is no text"),
        ("a.txt", b"  \n \n", InvalidMedia, "has no text"),
        ("a.pdf", documents.pdf(""), InvalidMedia, "a scan has pictures only"),
        ("a.pdf", documents.pdf("x", password="secret"), InvalidMedia, "locked with a password"),
        ("a.pdf", documents.pdf("x")[:150], InvalidMedia, "is damaged"),
        ("a.pdf", b"%PDF-1.7\n" + b"[" * 200_000, InvalidMedia, "is damaged"),
        ("a.docx", b"PK\x03\x04 no archive", InvalidMedia, "is damaged"),
        ("a.docx", documents.rezipped(documents.docx("x"), documents.WORD, b"<w"), InvalidMedia, "damaged"),
        ("a.docx", documents.bomb(), TooLarge, "unpacks to too much"),
        ("a.docx", documents.entities(), InvalidMedia, "'a.docx' "),
        ("a.html", b"<html>" + b"<div>" * 100_000, InvalidMedia, "'a.html' "),
        ("a.txt", b"x" * (20 * 1024**2 + 1), TooLarge, "more than 20 MiB"),
    ],
)  # fmt: skip
async def test_a_poisoned_file_fails_alone_in_words(
    tmp_path: Path, name: str, data: bytes, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        await read(tmp_path, data, name)


async def test_a_document_shows_no_file_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the password")
    try:
        found = await read(tmp_path, documents.secrets(str(tmp_path / "secret")), "a.docx")
    except InvalidMedia:
        return
    assert "password" not in found.text


async def test_a_parser_that_hangs_is_ended(tmp_path: Path) -> None:
    file = tmp_path / "upload"
    file.write_bytes(b"x")
    hangs = (sys.executable, "-c", "while True: pass")

    with pytest.raises(InvalidMedia, match="takes too long"):
        await ProcessReader(program=hangs, timeout_s=1).read(file, name="a.txt")


async def test_a_long_text_is_cut_and_says_so(tmp_path: Path) -> None:
    found = await read(tmp_path, b"Tides. " * 40_000, "a.txt")

    assert found.is_cut
    assert len(found.text) == 200_000
