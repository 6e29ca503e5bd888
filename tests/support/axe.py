"""What axe finds wrong with a page."""

from playwright.sync_api import Page

from tests.support import npm

VERSION = "4.14.1"
_MOVED = """() => Promise.all(
    document.getAnimations().map((a) => a.effect.getTiming().iterations === Infinity || a.finished.catch(() => null))
)"""


def violations(page: Page) -> list[str]:
    """List what is wrong, once everything has moved into its place."""
    page.evaluate(_MOVED)
    axe = npm.package("axe-core", VERSION) / "axe-core" / "axe.min.js"
    page.evaluate(axe.read_text())
    found = page.evaluate("axe.run().then((r) => r.violations)")
    return [f"{v['id']}: {[n['html'] for n in v['nodes']]}" for v in found]
