"""What ``reelwright doctor`` looks at, one function a thing."""

import asyncio
import importlib
import platform
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

import psycopg
import redis

import api
from api.cli.state import StateDir
from studio import typefaces
from studio.domain.errors import StudioError
from studio.embedded.ground import server_account
from studio.embedded.postgres import find_binaries
from studio.embedded.valkey import find_binary
from studio.jobs.redis import RqRenderQueue
from studio.ports import WorkerStanding
from studio.providers.client import is_here
from studio.providers.llm import Capabilities, ChatModel, open_model, probe
from studio.providers.speech.espeak import EspeakSpeech
from studio.settings import Settings
from studio.wiring import SystemClock, open_signing

_WARN_FREE_BYTES = 2_000_000_000
_LEAST_FREE_BYTES = 300_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found.

    Attributes:
        state: ``"bad"`` keeps Reelwright from working, ``"warn"`` does not.
        detail: What is there.
        mend: What to do, empty where nothing is to be done.
    """

    state: Literal["ok", "warn", "bad"]
    detail: str
    mend: str = ""


Check = Callable[[Settings, StateDir], Finding]


def python(settings: Settings, state: StateDir) -> Finding:
    """Look at the interpreter."""
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Finding("ok", detail)


def postgres_binaries(settings: Settings, state: StateDir) -> Finding:
    """Run the embedded PostgreSQL's binary."""
    return _run_version(lambda: find_binaries(server_account()) / "postgres", "DATABASE_URL")


def valkey_binary(settings: Settings, state: StateDir) -> Finding:
    """Run the embedded Valkey's binary."""
    return _run_version(lambda: find_binary(server_account()), "REDIS_URL")


def database(settings: Settings, state: StateDir) -> Finding:
    """Connect to the database."""
    url = settings.database.database_url.get_secret_value()
    running = state.running()
    kind = "DATABASE_URL" if url else "embedded"
    url = url or (running.database_url if running else "")
    if not url:
        return Finding("ok", "embedded, starts with `reelwright up`")
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute("SELECT to_regclass('public.alembic_version')").fetchone()
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        return Finding(
            "bad", f"{kind}: {_first_line(error)}", "start that server or correct DATABASE_URL"
        )
    if not row or row[0] is None:
        return Finding(
            "warn", f"{kind}, PostgreSQL {version}, without tables", "reelwright migrate"
        )
    return Finding("ok", f"{kind}, PostgreSQL {version}")


def key_value_store(settings: Settings, state: StateDir) -> Finding:
    """Connect to Redis or Valkey."""
    url = settings.redis.redis_url.get_secret_value()
    running = state.running()
    kind = "REDIS_URL" if url else "embedded"
    url = url or (running.redis_url if running else "")
    if not url:
        return Finding("ok", "embedded, starts with `reelwright up`")
    try:
        facts = _ask_redis(url)
    except redis.RedisError as error:
        return Finding(
            "bad", f"{kind}: {_first_line(error)}", "start that server or correct REDIS_URL"
        )
    version = facts.get("valkey_version") or facts.get("redis_version")
    if facts.get("maxmemory_policy") != "noeviction":
        return Finding(
            "warn", f"{kind}, {version}, may evict jobs", "set maxmemory-policy noeviction"
        )
    return Finding("ok", f"{kind}, {version}")


def renderer(settings: Settings, state: StateDir) -> Finding:
    """Tell how many workers there are on all machines, and what they are doing."""
    running = state.running()
    url = settings.redis.redis_url.get_secret_value() or (running.redis_url if running else "")
    if not url:
        return Finding("ok", "workers start with `reelwright up`")
    try:
        found = asyncio.run(_workers(url))
    except StudioError:
        return Finding("warn", "unknown; the queue does not answer")
    if not found:
        return Finding("warn", "no worker: nothing is rendered", "start `reelwright worker`")
    return Finding("ok", fleet(found))


def fleet(workers: Sequence[WorkerStanding]) -> str:
    """Say in words what workers there are: slots by machine, and each one's task."""
    lines: list[str] = []
    for machine, slots in groupby(workers, key=lambda worker: worker.machine):
        each = list(slots)
        encoders = ", ".join(sorted({worker.encoder for worker in each}))
        count = f"{len(each)} slot{'s' if len(each) > 1 else ''}"
        lines.append(f"{machine}: {count}, {encoders}; {', '.join(map(_doing, each))}")
    return "\n".join(lines)


def storage(settings: Settings, state: StateDir) -> Finding:
    """Tell where finished files go."""
    if settings.s3.bucket:
        where = settings.s3.endpoint_url or "AWS"
        is_known = bool(settings.s3.access_key_id.get_secret_value())
        if not is_known:
            return Finding(
                "bad",
                f"bucket {settings.s3.bucket} at {where}",
                "set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY",
            )
        return Finding("ok", f"bucket {settings.s3.bucket} at {where}")
    return Finding("ok", f"files below {state.root}")


def disk(settings: Settings, state: StateDir) -> Finding:
    """Measure the free space."""
    folder = next(p for p in (state.root, *state.root.parents) if p.exists())
    free = shutil.disk_usage(folder).free
    detail = f"{free / 1e9:.1f} GB free at {folder}"
    mend = "free some space, or set REELWRIGHT_STATE_DIR to another disk"
    if free < _LEAST_FREE_BYTES:
        return Finding("bad", detail, mend)
    return Finding("warn", detail, mend) if free < _WARN_FREE_BYTES else Finding("ok", detail)


def fonts(settings: Settings, state: StateDir) -> Finding:
    """Look for the fonts of the videos."""
    try:
        found = {typefaces.font_path(role, "en") for role in ("display", "text", "mono")}
    except StudioError as error:
        return Finding("bad", "not installed", f"make install ({error.message})")
    return Finding("ok", ", ".join(sorted({path.parent.name for path in found})))


def page(settings: Settings, state: StateDir) -> Finding:
    """Look for the built chat page."""
    index = Path(api.__path__[0]) / "static" / "index.html"
    if not index.exists():
        return Finding(
            "warn", "not built; the API and the commands work without it", "make install"
        )
    return Finding("ok", "built")


def voice(settings: Settings, state: StateDir) -> Finding:
    """Count the voices."""
    voices = asyncio.run(EspeakSpeech().voices())
    languages = {each.language for each in voices}
    if not voices:
        return Finding("bad", "no voice", "make install")
    return Finding("ok", f"{len(voices)} voices for {len(languages)} languages, offline")


def model(settings: Settings, state: StateDir) -> Finding:
    """Tell which language model would hold the conversation, and what one on this machine can do."""
    return _model(settings, lambda found: _free(found) if _is_ours(found) else None)


def probed_model(settings: Settings, state: StateDir) -> Finding:
    """Tell what the language model can do; one that may be billed is asked through the ledger."""
    return _model(
        settings, lambda found: _free(found) if _is_ours(found) else _paid(settings, found)
    )


def _is_ours(found: ChatModel) -> bool:
    """Tell whether a model's server is on this machine; any other may be a gateway that bills."""
    return found.kind == "ollama" or is_here(urlsplit(found.url).hostname or "")


def _free(found: ChatModel) -> tuple[Capabilities, str]:
    return asyncio.run(probe(found)), ""


def _paid(settings: Settings, found: ChatModel) -> tuple[Capabilities, str]:
    # Opens the whole product, which nothing else here needs.
    from api.cli.probing import probe_in_ledger  # noqa: PLC0415

    return asyncio.run(probe_in_ledger(settings, found))


def _model(
    settings: Settings, examine: Callable[[ChatModel], tuple[Capabilities, str] | None]
) -> Finding:
    chosen = settings.model
    try:
        found = asyncio.run(
            open_model(
                spec=chosen.model,
                base_url=chosen.model_base_url,
                api_key=chosen.model_api_key.get_secret_value(),
                openai_api_key=chosen.openai_api_key.get_secret_value(),
                ollama_url=chosen.ollama_url,
                timeout_s=chosen.model_timeout_s,
            )
        )
    except StudioError as error:
        return Finding("bad", chosen.model, error.message)
    try:
        told = None if found.kind == "director" else examine(found)
    except StudioError as error:
        return Finding("bad", f"{found.name} was not asked", error.message)
    if told is None:
        return Finding("warn" if found.note else "ok", found.name, found.note)
    able, paid = told
    if able.why_not:
        return Finding("bad", found.name, able.why_not)
    mend = "" if able.calls_tools else "name a model that calls tools in REELWRIGHT_MODEL"
    said = "; ".join(filter(None, (f"{found.name}: {able.told()}", paid)))
    return Finding("ok" if able.calls_tools else "bad", said, mend)


def ffmpeg(settings: Settings, state: StateDir) -> Finding:
    """Run ffmpeg."""
    module = importlib.import_module("imageio_ffmpeg")
    return _run_version(lambda: Path(module.get_ffmpeg_exe()), "", flag="-version")


def seclusion(settings: Settings, state: StateDir) -> Finding:
    """Ask whether programs that decode foreign files can be kept from every network."""
    asked = [sys.executable, "-m", "renderer.programs.seclusion"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        return Finding("warn", _first_line(error), "run `make install`")
    if said.stdout.strip() == "alone":
        return Finding("ok", "ffmpeg and what examines uploads have no network")
    mend = "permit user namespaces, or cut off the worker's container"
    return Finding("ok", "ffmpeg has its whitelist of files and pipes alone", mend)


def encoder(settings: Settings, state: StateDir) -> Finding:
    """Ask the renderer which encoders of graphics processors work."""
    wanted = settings.server.encoder
    if wanted == "off":
        return Finding("ok", "the processor (REELWRIGHT_ENCODER is off)")
    asked = [sys.executable, "-m", "renderer.encoding.hardware", wanted]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, timeout=300, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        return Finding("warn", _first_line(error), "REELWRIGHT_ENCODER=off")
    lines = said.stdout.splitlines()
    working = [line.partition(":")[0] for line in lines if line.endswith(": works")]
    if working:
        return Finding("ok", ", ".join(working))
    refused = "; ".join(lines) or "this installation has none of that kind"
    return Finding("warn", f"the processor encodes: {refused}", "install the driver")


def signature(settings: Settings, state: StateDir) -> Finding:
    """Look at the certificate that videos are signed with."""
    chosen = settings.signing
    try:
        # Where the certificate is self-made, any secret shows that it can be.
        made = open_signing(chosen, "doctor", SystemClock())
    except StudioError as error:
        return Finding("bad", str(chosen.c2pa_cert or chosen.c2pa_key), error.message)
    whose = "self-made certificate" if chosen.c2pa_cert is None else str(chosen.c2pa_cert)
    return Finding("ok", f"{whose}, {made.algorithm}")


def port(settings: Settings, state: StateDir) -> Finding:
    """Look whether the API's port is free."""
    running = state.running()
    if running is not None:
        return Finding("ok", f"serving at {running.url} (process {running.pid})")
    host, number = settings.server.host, settings.server.port
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as error:
            mend = "`up` takes the next free port; set REELWRIGHT_PORT for one of your choice"
            return Finding("warn", f"{host}:{number}: {error.strerror}", mend)
    return Finding("ok", f"{host}:{number} is free")


def _run_version(find: Callable[[], Path], setting: str, *, flag: str = "--version") -> Finding:
    mend = "make install" + (f", or set {setting} to a server of yours" if setting else "")
    try:
        program = find()
        said = subprocess.run(
            [str(program), flag], capture_output=True, text=True, timeout=20, check=True
        )
    except StudioError as error:
        return Finding("bad", error.message, mend)
    except (OSError, subprocess.SubprocessError, RuntimeError) as error:
        return Finding("bad", _first_line(error), mend)
    version = re.search(r"\d+(\.\d+)+", said.stdout)
    return Finding("ok", f"{program.name} {version.group() if version else 'of unknown version'}")


def _doing(worker: WorkerStanding) -> str:
    return f"{worker.doing} for {worker.seconds:.0f} s" if worker.doing else "idle"


async def _workers(url: str) -> Sequence[WorkerStanding]:
    queue = RqRenderQueue(url)
    try:
        return await queue.workers()
    finally:
        queue.close()


def _ask_redis(url: str) -> dict[str, Any]:
    # redis-py leaves half of it untyped.
    with cast(Any, redis.Redis).from_url(url, socket_connect_timeout=3, socket_timeout=3) as client:
        return dict(client.info())


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
