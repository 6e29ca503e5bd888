"""Logs: structured lines, with the ids of whatever is being worked on."""

import logging
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal

import structlog
from structlog.typing import Processor

_QUIET = dict.fromkeys(("alembic", "httpx", "rq.worker", "uvicorn.access"), logging.WARNING)


def configure(*, format: Literal["auto", "json", "pretty"], level: str) -> None:
    """Send every log line of this process, the libraries' included, to stderr.

    Args:
        format: ``"auto"`` is pretty on a terminal and JSON elsewhere.
        level: The least severe level that is shown, e.g. ``"info"``.
    """
    is_pretty = format == "pretty" or (format == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(is_pretty),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    _let_libraries_propagate()


@contextmanager
def bind(**ids: object) -> Generator[None]:
    """Put ids on every line logged inside, e.g. ``request_id``, ``thread_id``, ``turn_id``."""
    with structlog.contextvars.bound_contextvars(**{k: str(v) for k, v in ids.items()}):
        yield


def _rendering(is_pretty: bool) -> list[Processor]:
    if is_pretty:
        # Local variables would put secrets and prompts into the log.
        plainly = structlog.dev.RichTracebackFormatter(show_locals=False)
        return [
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plainly)
        ]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def _let_libraries_propagate() -> None:
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
