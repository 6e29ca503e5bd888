"""Quality checks of finished videos: measured here, judged in ``studio.domain.inspection``."""
