"""Documents made in code: good ones, and poisoned ones."""

import zipfile
from io import BytesIO

from docx import Document
from pypdf import PdfReader, PdfWriter

WORD = "word/document.xml"


def docx(
    *lines: str, title: str = "", heading: str = "", rows: tuple[tuple[str, ...], ...] = ()
) -> bytes:
    """A Word document with paragraphs below a heading, and a table below them."""
    document = Document()
    document.core_properties.title = title
    if heading:
        document.add_heading(heading)
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*pages: str, title: str = "", password: str = "") -> bytes:
    """A PDF with a line of text on each page; without text a page is blank, as a scan is."""
    writer = PdfWriter()
    for text in pages:
        writer.append(PdfReader(BytesIO(_one_page(text))))
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def rezipped(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one part replaced."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(part.filename, content if part.filename == name else old.read(part))
    return out.getvalue()


def bomb() -> bytes:
    """A Word document of a few hundred kilobytes that unpacks to 150 MB."""
    return rezipped(docx("x"), WORD, b" " * 150_000_000)


def entities() -> bytes:
    """A Word document whose entities multiply to gigabytes."""
    lines = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    xml = f'<!DOCTYPE d [<!ENTITY a0 "lol">{"".join(lines)}]><d>&a9;</d>'
    return rezipped(docx("x"), WORD, xml.encode())


def secrets(path: str) -> bytes:
    """A Word document that would show a file of the machine."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = (
        f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{path}">]><w:document xmlns:w="{space}">'
        "<w:body><w:p><w:r><w:t>It says: &e;</w:t></w:r></w:p></w:body></w:document>"
    )
    return rezipped(docx("x"), WORD, xml.encode())


def _one_page(text: str) -> bytes:
    drawn = f"BT /F1 18 Tf 40 700 Td ({text}) Tj ET".encode("latin-1") if text else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)
