"""Every hero object by name."""

from collections.abc import Callable

from studio.providers.images.illustration.objects import (
    garden,
    home,
    living,
    machines,
    mind,
    things,
)
from studio.providers.images.illustration.scene import Easel

Drawing = Callable[[Easel, float, float, float], None]

OBJECTS: dict[str, Drawing] = {
    drawing.__name__: drawing
    for drawing in (
        living.heart, living.octopus, living.jellyfish, living.fish, living.plant, living.flame,
        living.person, living.crowd, living.bird, living.cat, garden.bee, garden.flower, mind.brain, mind.head_thinking,
        things.cup, things.book, things.bulb, things.clock, things.hourglass, things.coins,
        things.coin, home.house, home.umbrella, home.bed,
        machines.rocket, machines.planet, machines.phone, machines.chip, machines.note,
        machines.trophy, machines.dumbbell, machines.target, machines.calendar, machines.plane,
        machines.football,
    )
}  # fmt: skip
"""Name: draws the object around (x, y) within about the radius r, design units."""
