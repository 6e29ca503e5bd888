"""Where an embedded server may live and as whom it runs.

PostgreSQL refuses root, so root drops to ``nobody``, who must be able to reach the binaries and
the data. Nothing above our own folders is ever chmodded: where ``nobody`` cannot pass, binaries
are copied and data is put elsewhere.
"""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
import uuid
from collections.abc import Iterable
from pathlib import Path

from studio.domain.errors import Misconfigured
from studio.embedded.child import Account

_DATA_ROOTS = (Path("/var/lib/reelwright"), Path("/var/tmp/reelwright"))  # noqa: S108 - owner checked
_CACHE_ROOTS = (Path("/var/cache/reelwright"), Path("/var/tmp/reelwright-cache"))  # noqa: S108


def server_account() -> Account | None:
    """Give the user to drop to, ``None`` where we are not root."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


def home_for(wanted: Path, account: Account | None) -> Path:
    """Give a folder, private to the server's user, at ``wanted`` or where that user can reach it.

    A place elsewhere is written to ``<wanted>.location`` and stays the place from then on.
    """
    wanted = wanted.absolute()
    record = wanted.with_name(f"{wanted.name}.location")
    if record.exists():
        return _claim(Path(record.read_text().strip()), account)
    if account is None or others_can_reach(wanted.parent):
        return _claim(wanted, account)
    place = _own_root(_DATA_ROOTS) / uuid.uuid4().hex
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(f"{place}\n")
    return _claim(place, account)


def reachable_copy(root: Path, parts: Iterable[str], account: Account | None) -> Path:
    """Give ``root``, or a copy of its ``parts`` that everyone can read.

    Args:
        root: The folder that holds the parts.
        parts: Folder names below it that belong together.
        account: Who must be able to read them.
    """
    if account is None or others_can_reach(root):
        return root
    stamp = f"{root}:{[(root / part).stat().st_mtime_ns for part in parts]}"
    target = _own_root(_CACHE_ROOTS) / hashlib.sha256(stamp.encode()).hexdigest()[:16]
    if target.exists():
        return target
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        copy = Path(scratch) / "copy"
        copy.mkdir()
        for part in parts:
            shutil.copytree(root / part, copy / part, symlinks=True)
        _let_everyone_read(copy)
        if not target.exists():
            copy.rename(target)
    return target


def others_can_reach(folder: Path) -> bool:
    """Tell whether a stranger may pass through every folder down to this one."""
    folder = folder.resolve()
    existing = (path for path in (folder, *folder.parents) if path.exists())
    return all(path.stat().st_mode & stat.S_IXOTH for path in existing)


def _claim(folder: Path, account: Account | None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
    return folder


def _own_root(candidates: Iterable[Path]) -> Path:
    for root in candidates:
        try:
            root.mkdir(mode=0o711, exist_ok=True)
        except OSError:
            continue
        facts = root.lstat()
        if stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid():
            root.chmod(0o711)
            return root
    message = (
        "no folder that the user `nobody` can reach; set REELWRIGHT_STATE_DIR to one outside "
        "of private folders, or do not run as root"
    )
    raise Misconfigured(message)


def _let_everyone_read(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            extra = 0o555 if path.is_dir() or mode & stat.S_IXUSR else 0o444
            path.chmod(mode | extra)
