"""Read the text of a foreign file: ``python -m renderer.programs.secluded renderer.uploads.reading FILE NAME``.

A process of its own, without a network, prints one JSON object: ``passage``, or ``refused`` with the reason
in words. Documents and web pages are parsed here and nowhere else. What they say is data.
"""

import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

from renderer.programs.confinement import confine
from studio.domain.errors import InvalidMedia, StudioError, TooLarge
from studio.domain.source import (
    MAX_DOCUMENT_BYTES,
    MAX_PAGES,
    MAX_TEXT,
    Passage,
    SourceKind,
)

MEMORY_BYTES = 2 * 1024**3
CPU_S = 30
UNPACKED_BYTES = 120 * 1024**2
"""Of all parts of a document that is a ZIP file."""
_CUE_TIME = re.compile(r"^\s*\d+:\d\d(:\d\d)?[,.]\d{3}\s*-->\s*\d+:\d\d", re.MULTILINE)
_TAG = re.compile(r"<[^<>\n]{1,80}>|\{\\[^}]{1,40}\}")
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|article|main)\b", re.IGNORECASE)
_BLANK = re.compile(r"\n{3,}")
_TITLE_CHARACTERS = 120


def main() -> None:
    """Read the file that the arguments name."""
    confine(memory_bytes=MEMORY_BYTES, cpu_s=CPU_S)
    print(json.dumps(_answer(Path(sys.argv[1]), sys.argv[2])))  # noqa: T201


def passage(path: Path, name: str) -> Passage:
    """Give the text of a file; its bytes alone decide what it is.

    Args:
        path: Where it lies.
        name: The user's, for the title and for errors.

    Raises:
        TooLarge: It has too many bytes or pages.
        InvalidMedia: It is of no kind that can be read, damaged, locked or without text.
    """
    if path.stat().st_size > MAX_DOCUMENT_BYTES:
        raise TooLarge(
            f"{name!r} has more than {MAX_DOCUMENT_BYTES // 1024**2} MiB; make it smaller."
        )
    data = path.read_bytes()
    if data.startswith(b"%PDF-"):
        found = _pdf(path, name)
    elif data.startswith(b"PK\x03\x04"):
        found = _docx(path, name)
    elif _HTML.search(data[:4_096]):
        found = _page(data, name)
    else:
        found = _plain(data, name)
    text = _BLANK.sub("\n\n", found.text.replace("\r\n", "\n").replace("\x00", "")).strip()
    if not text:
        raise InvalidMedia(f"{name!r} has no text; a scan has pictures only.")
    is_cut = len(text) > MAX_TEXT
    return found.model_copy(update={"text": text[:MAX_TEXT], "is_cut": is_cut})


def _answer(path: Path, name: str) -> dict[str, Any]:
    try:
        return {"passage": passage(path, name).model_dump(mode="json")}
    except StudioError as error:
        return {"refused": error.message, "is_too_large": isinstance(error, TooLarge)}
    except MemoryError:
        return {"refused": f"{name!r} needs too much memory.", "is_too_large": True}
    except Exception as error:  # noqa: BLE001 - whatever a poisoned file does to its parser
        kind = type(error).__name__
        return {"refused": f"{name!r} is damaged ({kind}).", "is_too_large": False}


def _pdf(path: Path, name: str) -> Passage:
    from pypdf import PdfReader  # noqa: PLC0415

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise InvalidMedia(f"{name!r} is locked with a password; save it without one.")
    if len(reader.pages) > MAX_PAGES:
        raise TooLarge(f"{name!r} has more than {MAX_PAGES} pages; take out those that you need.")
    parts: list[str] = []
    length = 0
    for page in reader.pages:
        parts.append(page.extract_text())
        length += len(parts[-1])
        if length > MAX_TEXT:
            break
    title = (reader.metadata.title if reader.metadata else None) or _stem(name)
    return _passage(SourceKind.PDF, title, "\n\n".join(parts))


def _docx(path: Path, name: str) -> Passage:
    from docx import Document  # noqa: PLC0415
    from docx.table import Table  # noqa: PLC0415

    with zipfile.ZipFile(path) as archive:
        if "word/document.xml" not in archive.namelist():
            raise InvalidMedia(f"{name!r} is no Word document; save it as DOCX, PDF or text.")
        if sum(part.file_size for part in archive.infolist()) > UNPACKED_BYTES:
            raise TooLarge(f"{name!r} unpacks to too much; make it smaller.")
    document = Document(str(path))
    title, lines = document.core_properties.title, list[str]()
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += ["; ".join(cell.text.strip() for cell in row.cells) for row in block.rows]
        elif not title and not any(lines) and _is_heading(block.style and block.style.name):
            title = block.text.strip()
        else:
            lines.append(block.text)
    return _passage(
        SourceKind.DOCX, title or _stem(name), "\n".join(lines if any(lines) else [title])
    )


def _is_heading(style: str | None) -> bool:
    return (style or "").startswith(("Title", "Heading"))


def _page(data: bytes, name: str) -> Passage:
    from trafilatura import bare_extraction  # noqa: PLC0415
    from trafilatura.settings import Document  # noqa: PLC0415

    found = bare_extraction(data, include_comments=False, include_tables=False, with_metadata=True)
    told: dict[str, Any] = found.as_dict() if isinstance(found, Document) else {}
    return _passage(SourceKind.PAGE, told.get("title") or name, told.get("text") or "")


def _plain(data: bytes, name: str) -> Passage:
    text = _decoded(data, name)
    if text.startswith("WEBVTT") or _CUE_TIME.search(text[:2_000]):
        return _passage(SourceKind.SUBTITLES, _stem(name), _spoken(text))
    if not name.lower().endswith((".md", ".markdown")):
        return _passage(SourceKind.TEXT, _stem(name), text)
    text = re.sub(r"^---\n.*?\n---\n", "", text, count=1, flags=re.DOTALL)
    heading = re.match(r"\s*#{1,6}[ \t]+(.+)", text)
    told = text[heading.end() :] if heading else ""
    if heading is None or not told.strip():
        return _passage(SourceKind.MARKDOWN, _stem(name), _unmarked(text))
    return _passage(SourceKind.MARKDOWN, _unmarked(heading[1]).rstrip("# "), _unmarked(told))


def _decoded(data: bytes, name: str) -> str:
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    encodings = [code for mark, code in marks.items() if data.startswith(mark)]
    if not encodings and b"\x00" in data[:8_192]:
        raise InvalidMedia(f"{name!r} is no text; send TXT, MD, DOCX, PDF or SRT.")
    for encoding in (*encodings, "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidMedia(f"{name!r} is no text; send TXT, MD, DOCX, PDF or SRT.")


def _spoken(text: str) -> str:
    """Give what subtitles say, each line once, without numbers and times."""
    lines: list[str] = []
    for cue in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        rows = cue.split("\n")
        timed = next((i for i, row in enumerate(rows) if "-->" in row), None)
        if timed is None:
            continue
        for row in rows[timed + 1 :]:
            said = _TAG.sub("", row).strip()
            if said and (not lines or lines[-1] != said):
                lines.append(said)
    return " ".join(lines)


def _unmarked(text: str) -> str:
    """Take Markdown's marks out of a text."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    text = re.sub(r"!\[[^\]\n]*\]\([^)\n]*\)", "", text)
    text = re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)
    text = re.sub(r"^[ \t]*(?:#{1,6}|[-*+]|\d+\.|>)[ \t]+", "", text, flags=re.MULTILINE)
    return re.sub(r"(\*\*|__|`|~~)", "", text)


def _passage(kind: SourceKind, title: str, text: str) -> Passage:
    shown = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    return Passage(kind=kind, title=shown[:_TITLE_CHARACTERS] or "text", text=text)


def _stem(name: str) -> str:
    return Path(name).stem or name


if __name__ == "__main__":
    main()
