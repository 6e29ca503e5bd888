"""A reader finds every page, and no link leads nowhere."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs" / "guides"
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
ANCHOR = re.compile(r"\]\(([^)#\s]*)#([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def links(page: Path) -> list[Path]:
    told = [target for target in LINK.findall(page.read_text()) if "://" not in target]
    return [(page.parent / target).resolve() for target in told]


def test_every_guide_stands_in_the_index() -> None:
    listed = set(links(GUIDES / "README.md"))

    assert {page.name for page in GUIDES.glob("*.md")} - {p.name for p in listed} == {"README.md"}


def test_no_link_leads_nowhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [(page.name, str(to)) for page in pages for to in links(page) if not to.exists()]

    assert broken == []


def test_a_link_to_a_heading_finds_it() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    aimed = [
        (page.parent / name if name else page, anchor)
        for page in pages
        for name, anchor in ANCHOR.findall(page.read_text())
        if "://" not in name
    ]

    assert aimed
    assert [(str(to), anchor) for to, anchor in aimed if anchor not in headings(to)] == []


def headings(page: Path) -> set[str]:
    """Name a page's headings as GitHub does."""
    said = HEADING.findall(page.read_text())
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in said}


def test_the_files_that_contributors_are_sent_to_are_there() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text()
    named = [name for name in re.findall(r"`([a-z_]+/[\w/.*<>-]+)`", told) if "<" not in name]

    assert named
    assert [name for name in named if not list(ROOT.glob(name))] == []
