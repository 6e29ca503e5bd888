"""What may not be in the repository: hosts of package registries, machine paths, secrets."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT_BYTES = 600_000
# Written in two pieces so that this file does not name them itself.
HOSTS = [
    "pypi" + ".org",
    "files.python" + "hosted.org",
    "registry.npm" + "js.org",
    "registry.yarn" + "pkg.com",
    "deb.debian" + ".org",
]
MACHINE_PATHS = ["/work" + "/main", "/root" + "/", "/tmp" + "/boot", "/home" + "/"]
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|sk-[A-Za-z0-9]{32,}|ghp_[A-Za-z0-9]{36}"
)


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    out = {}
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data:
            out[str(path.relative_to(ROOT))] = data.decode()
    return out


def test_no_file_names_a_package_registry() -> None:
    found = [(name, host) for name, text in texts().items() for host in HOSTS if host in text]

    assert found == []


def test_no_file_carries_a_path_of_some_machine() -> None:
    found = [(n, path) for n, text in texts().items() for path in MACHINE_PATHS if path in text]

    assert found == []


def test_no_file_holds_a_secret() -> None:
    assert [name for name, text in texts().items() if SECRET.search(text)] == []


def test_nothing_large_or_binary_is_kept_but_pictures_of_the_product() -> None:
    odd = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.stat().st_size > LIMIT_BYTES
        or (b"\0" in path.read_bytes() and path.suffix not in {".png", ".jpg"})
    ]

    assert odd == []
