"""Every hero object by name."""

from collections.abc import Callable

from studio.providers.images.illustration.objects import (
    animals,
    garden,
    home,
    landmarks,
    living,
    machines,
    mind,
    swimmers,
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
        animals.fox, animals.wolf, animals.dog, animals.bear, animals.elephant, animals.owl,
        swimmers.whale, swimmers.shark, swimmers.turtle, swimmers.butterfly,
        landmarks.lighthouse, landmarks.ship, landmarks.castle, landmarks.pyramid, landmarks.robot,
        landmarks.car, landmarks.bicycle,
    )
}  # fmt: skip
"""Name: draws the object around (x, y) within about the radius r, design units."""
