"""Making: what recipes ask for is looked up, bought or made, several at a time."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from studio.db.work import Work, Works
from studio.domain.asset import AssetKind
from studio.domain.errors import ProviderRefused, ProviderUnavailable, StudioError, Unavailable
from studio.domain.money import Call, CallKind, Usage, together
from studio.domain.units import Digest, SceneId, StorageKey
from studio.lanes import Lane
from studio.makers import Order, PictureMaker, SpeechMaker
from studio.ports import ArtifactStore
from studio.services import charges
from studio.services.charges import Payer
from studio.services.spending import Paid, Purchase, buy

OnDone = Callable[[SceneId, int, int, bool], Awaitable[None]]
"""Takes the scene, how many are done, how many there are, and whether it was there already."""


async def unwatched(scene_id: SceneId, done: int, total: int, reused: bool) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class AssetsReport:
    """What became of the scenes; ``troubles`` has those that were not made."""

    made: tuple[SceneId, ...]
    reused: tuple[SceneId, ...]
    troubles: Mapping[SceneId, StudioError]

    @property
    def failed(self) -> dict[SceneId, str]:
        """Tell why, in words."""
        return {scene: error.message for scene, error in self.troubles.items()}


@dataclass(frozen=True, slots=True)
class Made:
    """What was put into the store."""

    key: StorageKey
    facts: dict[str, Any]

    @property
    def keys(self) -> tuple[StorageKey, ...]:
        """All that must be there for it to be there."""
        return (self.key, StorageKey(self.facts.get("thumbnail", self.key)))


@dataclass(slots=True)
class Making:
    """One run over all scenes of a storyboard."""

    works: Works
    store: ArtifactStore
    payer: Payer
    kind: AssetKind
    maker: Callable[[SceneId], PictureMaker | SpeechMaker]
    lane: Callable[[SceneId], Lane]
    quote: Callable[[SceneId], Usage]
    make: Callable[[SceneId, Order], Awaitable[Paid[Made]]]
    on_done: OnDone
    make_softer: Callable[[SceneId, Order], Awaitable[Paid[Made]]] | None = None
    total: int = 0
    done: int = 0

    async def run(self, recipes: Mapping[SceneId, Digest], *, concurrency: int) -> AssetsReport:
        self.total = len(recipes)
        scenes: defaultdict[Digest, list[SceneId]] = defaultdict(list)
        for scene_id, recipe in recipes.items():
            scenes[recipe].append(scene_id)
        async with self.works.work() as work:
            found = await self._find(work, set(recipes.values()))
            there = set(found)
            reused = [self.quote(scenes[Digest(recipe)][0]).reused() for recipe in there]
            await charges.record(work, payer=self.payer, used=together(reused))
        widths = {scene: self._width(scene, concurrency) for scene in recipes}
        of_width = {width: asyncio.Semaphore(width) for width in widths.values()}
        failed: dict[SceneId, StudioError] = {}
        try:
            async with asyncio.TaskGroup() as group:
                for recipe, same in scenes.items():
                    slot = of_width[widths[same[0]]]
                    group.create_task(self._one(recipe, same, recipe in there, slot, failed))
        except* Unavailable as errors:
            raise Unavailable("The database or the store went away; try again.") from errors
        return AssetsReport(
            made=tuple(s for s, r in recipes.items() if r not in there and s not in failed),
            reused=tuple(s for s, r in recipes.items() if r in there),
            troubles=failed,
        )

    def _width(self, scene_id: SceneId, usual: int) -> int:
        """Give how many calls of a scene's maker one run makes at a time, so that others get turns."""
        return self.lane(scene_id).limits.concurrency or usual

    async def _one(
        self,
        recipe: Digest,
        scenes: list[SceneId],
        is_there: bool,
        slot: asyncio.Semaphore,
        failed: dict[SceneId, StudioError],
    ) -> None:
        if not is_there:
            try:
                async with slot:
                    await self._buy(recipe, scenes[0])
            except StudioError as error:
                if isinstance(error, Unavailable) and not isinstance(error, ProviderUnavailable):
                    raise
                failed.update(dict.fromkeys(scenes, error))
                return
        for scene_id in scenes:
            self.done += 1
            await self.on_done(scene_id, self.done, self.total, is_there)

    async def _buy(self, recipe: Digest, scene_id: SceneId) -> None:
        maker, quoted = self.maker(scene_id), self.quote(scene_id)
        call = Call(
            key=recipe,
            kind=CallKind(self.kind.value),
            provider=quoted.provider,
            model=quoted.model,
            estimate_usd=quoted.cost_usd,
            replays=maker.replays,
        )

        async def find(work: Work) -> Made | None:
            return (await self._find(work, {recipe})).get(recipe)

        async def keep(work: Work, made: Made) -> None:
            await work.assets.save(
                owner_id=self.payer.owner_id,
                kind=self.kind.value,
                recipe=recipe,
                key=made.key,
                maker=maker.name,
                facts=made.facts,
            )

        send = partial(self.make, scene_id)
        purchase = Purchase(call, find, send, keep, quoted=(quoted,), lane=self.lane(scene_id))
        try:
            await buy(self.works, payer=self.payer, purchase=purchase)
        except ProviderRefused as error:
            # What was made and refused may be billed, so softer words are paid for on their own.
            if not error.may_be_billed or self.make_softer is None:
                raise
            send = partial(self.make_softer, scene_id)
            await buy(self.works, payer=self.payer, purchase=replace(purchase, send=send))

    async def _find(self, work: Work, recipes: set[Digest]) -> dict[str, Made]:
        """Give what is in the store and not only in a row."""
        rows = await work.assets.by_recipe(
            owner_id=self.payer.owner_id, kind=self.kind.value, recipes=recipes
        )
        made = {row.recipe: Made(StorageKey(row.key), row.facts) for row in rows}
        return {recipe: one for recipe, one in made.items() if await self._is_stored(one)}

    async def _is_stored(self, made: Made) -> bool:
        return all([await self.store.exists(key) for key in made.keys])
