"""Install the page's packages, build the page into api/static and copy the fonts to studio/fonts.

Needs only the standard library and this project. Does nothing when nothing changed since the last run.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from studio.embedded.node import OLDEST_NODE, Node, find_node

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
STATIC = ROOT / "api" / "static"
FONTS = ROOT / "studio" / "fonts"
STAMP = WEB / "node_modules" / ".reelwright-stamp"
FAMILIES: dict[str, tuple[str, tuple[int, ...]]] = {
    "archivo": ("@expo-google-fonts/archivo", (500, 700, 800, 900)),
    "noto-sans": ("@expo-google-fonts/noto-sans", (400, 500, 700, 900)),
    "noto-sans-arabic": ("@expo-google-fonts/noto-sans-arabic", (400, 500, 700, 900)),
    "noto-sans-hebrew": ("@expo-google-fonts/noto-sans-hebrew", (400, 500, 700, 900)),
    "noto-sans-devanagari": ("@expo-google-fonts/noto-sans-devanagari", (400, 500, 700, 900)),
    "noto-sans-thai": ("@expo-google-fonts/noto-sans-thai", (400, 500, 700, 900)),
    "noto-emoji": ("@expo-google-fonts/noto-emoji", (700,)),
    "jetbrains-mono": ("@expo-google-fonts/jetbrains-mono", (400, 700)),
    "noto-sans-jp": ("@expo-google-fonts/noto-sans-jp", (700, 900)),
    "noto-sans-kr": ("@expo-google-fonts/noto-sans-kr", (700,)),
    "black-han-sans": ("@fontsource/black-han-sans:korean", (400,)),
    "noto-sans-sc": ("@expo-google-fonts/noto-sans-sc", (700, 900)),
    "noto-sans-tc": ("@expo-google-fonts/noto-sans-tc", (700, 900)),
}
"""Family -> (package, weights). The first kind of package holds whole fonts; the second splits them
by script, and only its East Asian files hold Latin letters, digits and punctuation as well."""
EMOJI = "emoji/pictures.zip"
_PICTURES, _FLAGS = "@iconify-json/noto", "flag-icons"
_SKINS = {
    "1f3fb": "#fadcbc",
    "1f3fc": "#e0bb95",
    "1f3fd": "#bf8f68",
    "1f3fe": "#9b643d",
    "1f3ff": "#594539",
}
"""Code point -> colour: alone, a skin tone is a swatch, which the pictures do not have."""
_SWATCH = '<rect x="12" y="12" width="104" height="104" rx="22" fill="{colour}"/>'
_FLAG_SHAPE = (
    "M18 20h92a10 10 0 0 1 10 10v68a10 10 0 0 1-10 10H18A10 10 0 0 1 8 98V30a10 10 0 0 1 10-10z"
)
_TAGS, _LAST_TAG, _BLACK_FLAG = 0xE0000, 0xE007F, 0x1F3F4
_REGIONAL_A = 0x1F1E6
_ELSEWHERE = {"ac": "sh-ac", "ta": "sh-ta", "ea": "es"}
"""Regions whose flag goes by another name in the package, or is that of their country."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


class BuildFailed(Exception):
    """Something is missing or a step failed; the message says how to mend it."""


def main() -> int:
    """Build what is out of date and return the exit code."""
    parser = argparse.ArgumentParser(description="Build the page and copy the fonts.")
    parser.add_argument("--dev", action="store_true", help="install the page's test tools as well")
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    parser.add_argument("--run", metavar="SCRIPT", help="then run one of the page's npm scripts")
    options = parser.parse_args()
    try:
        build(dev=options.dev or bool(options.run), force=options.force)
        if options.run:
            _run(usable_node(), "run", options.run, step=f"npm run {options.run}")
    except BuildFailed as error:
        print(f"  page: {error}", file=sys.stderr)
        return 1
    return 0


def build(*, dev: bool, force: bool) -> None:
    """Install, build and copy, skipping each step whose inputs are unchanged."""
    packages = _digest([WEB / "package.json", WEB / "package-lock.json"])
    sources = _digest([Path(__file__), *_sources()])
    stamps = _read_stamps()
    installed = stamps.get("packages") == packages and (stamps.get("dev") == "yes" or not dev)
    built = stamps.get("sources") == sources and (STATIC / "index.html").is_file() and _has_fonts()
    if installed and built and not force:
        print("  page and fonts: up to date")
        return
    node = usable_node()
    if force or not installed:
        STAMP.unlink(missing_ok=True)
        _run(node, "ci", *([] if dev else ["--omit=dev"]), step=f"packages (Node {node.version})")
    _run(node, "run", "build", step="page")
    copy_fonts()
    kept_dev = dev or (installed and stamps.get("dev") == "yes")
    STAMP.write_text(f"packages={packages}\nsources={sources}\ndev={'yes' if kept_dev else 'no'}\n")


def usable_node() -> Node:
    """Find a Node.js that is new enough."""
    node = find_node()
    if node is None:
        raise BuildFailed(
            f"no Node.js {OLDEST_NODE} or newer was found. "
            "Run `make install`, which brings one, or install Node.js yourself."
        )
    return node


def copy_fonts() -> None:
    """Copy every family with its licence to `studio/fonts/<family>/<weight>.<extension>`."""
    started = time.monotonic()
    fresh = FONTS.with_name("fonts.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for family, (package, weights) in FAMILIES.items():
        folder = fresh / family
        folder.mkdir(parents=True)
        name, _, script = package.partition(":")
        source = WEB / "node_modules" / name
        for weight in weights:
            file = _font_file(source, script=script, weight=weight)
            shutil.copyfile(file, folder / f"{weight}{file.suffix}")
        licence = source / "LICENSE_FONT"
        shutil.copyfile(licence if licence.is_file() else source / "LICENSE", folder / "LICENSE")
    count = pack_emoji(fresh / EMOJI)
    shutil.rmtree(FONTS, ignore_errors=True)
    fresh.rename(FONTS)
    seconds = time.monotonic() - started
    print(f"  fonts: {len(FAMILIES)} families, {count} emoji, {seconds:.1f} s")


def pack_emoji(archive: Path) -> int:
    """Gather the pictures of all emoji in one archive, and say how many.

    Each is an SVG, named by its code points in lower hexadecimal without U+FE0F: `1f44b-1f3fd.svg`.
    The same packages give the same bytes.
    """
    modules = WEB / "node_modules"
    pictures = {**_noto(modules / _PICTURES), **_flags(modules / _FLAGS), **_swatches()}
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for key, svg in sorted(pictures.items()):
            packed.writestr(zipfile.ZipInfo(f"{key}.svg", _EARLIEST), svg, zipfile.ZIP_DEFLATED)
    shutil.copyfile(modules / _FLAGS / "LICENSE", archive.with_name("LICENSE-flags"))
    licence = json.loads((modules / _PICTURES / "info.json").read_text("utf-8"))["license"]
    named = f"Noto Emoji: {licence['title']}, {licence['url']}\n"
    archive.with_name("LICENSE-pictures").write_text(named, "utf-8")
    return len(pictures)


def _noto(package: Path) -> dict[str, str]:
    drawn = json.loads((package / "icons.json").read_text("utf-8"))
    names = json.loads((package / "chars.json").read_text("utf-8"))
    icons = drawn["icons"]
    icons |= {alias: icons[to["parent"]] for alias, to in drawn["aliases"].items()}
    return {_emoji_key(codes): _svg(icons[name]["body"]) for codes, name in names.items()}


def _flags(package: Path) -> dict[str, str]:
    """Lay every flag, cut to rounded corners, on the square that emoji have."""
    files = {file.stem: file for file in (package / "flags" / "4x3").glob("*.svg")}
    regions = {code: code for code in files if len(code) == 2} | _ELSEWHERE
    flags = {_regional(code): files[name] for code, name in regions.items()}
    flags |= {_tagged(code): files[code] for code in ("gb-eng", "gb-sct", "gb-wls")}
    return {key: _flag(file.read_text("utf-8")) for key, file in flags.items()}


def _flag(drawing: str) -> str:
    box = 'x="8" y="20" width="112" height="88" preserveAspectRatio="none"'
    placed = drawing.replace("<svg ", f"<svg {box} ", 1)
    cut = f'<clipPath id="flag-shape"><path d="{_FLAG_SHAPE}"/></clipPath>'
    return _svg(f'{cut}<g clip-path="url(#flag-shape)">{placed}</g>')


def _swatches() -> dict[str, str]:
    return {key: _svg(_SWATCH.format(colour=colour)) for key, colour in _SKINS.items()}


def _svg(body: str) -> str:
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{head} viewBox="0 0 128 128">{body}</svg>'


def _emoji_key(codes: str) -> str:
    return "-".join(f"{int(code, 16):x}" for code in codes.split("-") if code != "fe0f")


def _regional(code: str) -> str:
    return "-".join(f"{_REGIONAL_A + ord(letter) - ord('a'):x}" for letter in code)


def _tagged(code: str) -> str:
    tags = [_TAGS + ord(letter) for letter in code.replace("-", "")]
    return "-".join(f"{point:x}" for point in (_BLACK_FLAG, *tags, _LAST_TAG))


def _font_file(source: Path, *, script: str, weight: int) -> Path:
    pattern = f"files/*-{script}-{weight}-normal.woff2" if script else f"{weight}*/*_{weight}*.ttf"
    files = [f for f in sorted(source.glob(pattern)) if "Italic" not in f.name]
    if len(files) != 1:
        raise BuildFailed(f"{source.name} has no single file for weight {weight}: {files!r}")
    return files[0]


def _has_fonts() -> bool:
    return (
        all(
            any((FONTS / family).glob(f"{weight}.*"))
            for family, (_, weights) in FAMILIES.items()
            for weight in weights
        )
        and (FONTS / EMOJI).is_file()
    )


def _run(node: Node, *arguments: str, step: str) -> None:
    print(f"  {step} ...", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        [*node.npm, *arguments],
        cwd=WEB,
        env=node.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        lines = done.stdout.splitlines()
        tail = "\n".join(lines[:12] + lines[12:][-12:])
        raise BuildFailed(
            f"`npm {' '.join(arguments)}` failed with exit code {done.returncode}:\n{tail}\n"
            "  Where packages could not be fetched, try again with `make install`."
        )
    print(f"  {step}: {time.monotonic() - started:.1f} s", flush=True)


def _sources() -> Iterator[Path]:
    yield from (WEB / "index.html", WEB / "vite.config.ts", WEB / "package-lock.json")
    yield from sorted(p for p in (WEB / "src").rglob("*") if p.is_file())
    yield from sorted(p for p in (WEB / "public").rglob("*") if p.is_file())


def _digest(files: list[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.relative_to(ROOT).as_posix().encode())
        whole.update(file.read_bytes() if file.is_file() else b"")
    return whole.hexdigest()


def _read_stamps() -> dict[str, str]:
    if not STAMP.is_file():
        return {}
    return dict(line.split("=", 1) for line in STAMP.read_text().splitlines() if "=" in line)


if __name__ == "__main__":
    sys.exit(main())
