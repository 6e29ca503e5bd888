"""Start one worker: ``python -m renderer``."""

from renderer import job
from renderer.worker import work
from studio import log, wiring

assert job  # Loaded before the first fork, so that no work-horse pays for the imports.


def main() -> None:
    """Work with the settings of the environment."""
    settings = wiring.read_environment()
    log.configure(format=settings.server.log_format, level=settings.server.log_level)
    work(settings.redis.redis_url.get_secret_value())


if __name__ == "__main__":
    main()
