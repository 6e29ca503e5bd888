"""A reader finds every page, and no link leads nowhere."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs" / "guides"
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


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


def test_the_files_that_contributors_are_sent_to_are_there() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text()
    named = [name for name in re.findall(r"`([a-z_]+/[\w/.*<>-]+)`", told) if "<" not in name]

    assert named
    assert [name for name in named if not list(ROOT.glob(name))] == []
