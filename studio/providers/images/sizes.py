"""Sizes and shapes that providers make, nearest to what is asked for. Pure."""

from studio.domain.asset import PictureRequest

SHAPES = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")


def in_steps(request: PictureRequest, *, long_side_px: int, step_px: int) -> tuple[int, int]:
    """Give a size near the request's shape whose sides are multiples of a step.

    Args:
        request: For its shape.
        long_side_px: About the longer side.
        step_px: What both sides are multiples of.
    """
    longest = max(request.width_px, request.height_px)
    width, height = (
        max(step_px, round(side * long_side_px / longest / step_px) * step_px)
        for side in (request.width_px, request.height_px)
    )
    return width, height


def shape_of(request: PictureRequest) -> str:
    """Give the nearest of the shapes that models are told by name, e.g. ``"9:16"``."""
    wanted = request.width_px / request.height_px

    def distance(shape: str) -> float:
        width, height = map(int, shape.split(":"))
        return abs(width / height - wanted) / wanted

    return min(SHAPES, key=distance)
