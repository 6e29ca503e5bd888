"""Start one worker: ``python -m renderer``."""

# The tasks are loaded before the first fork, so that no work-horse pays for the imports.
import renderer.exporting  # pyright: ignore[reportUnusedImport]
import renderer.job  # noqa: F401  # pyright: ignore[reportUnusedImport]
from renderer.encoding.hardware import hardware_recipe
from renderer.rehearsal import rehearse
from renderer.worker import work
from studio import log, wiring
from studio.domain.output import Codec, Hardware


def main() -> None:
    """Work with the settings of the environment."""
    settings = wiring.read_environment()
    log.configure(format=settings.server.log_format, level=settings.server.log_level)
    rehearse()
    graphics = hardware_recipe(Hardware(settings.server.encoder), Codec.H264, fps=30)
    encoder = graphics.encoder if graphics else "processor"
    work(settings.redis.redis_url.get_secret_value(), encoder=encoder)


if __name__ == "__main__":
    main()
