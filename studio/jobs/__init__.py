"""The doorbell of the renderer fleet: RQ over Redis, and one in memory."""
