"""Any sequence of edits, packs, steps back, forks, translations and batches: nothing is lost or mixed up."""

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from studio.db.engine import Database, open_database
from studio.domain import edit, packing
from studio.domain.batch import BatchKind
from studio.domain.changes import SceneChange, SceneDraft, StyleChange
from studio.domain.errors import InvalidEdit, SceneLocked, TurnInProgress, VersionConflict
from studio.domain.storyboard import Mood, Storyboard
from studio.domain.translation import TranslatedScene, Translation, translated
from studio.domain.units import BatchId, ThreadId, UserId
from studio.packs.shelf import built_in
from studio.services import (
    accounts,
    assets,
    batches,
    charges,
    conversations,
    forks,
    localisations,
    patches,
    storyboards,
    versions,
)
from studio.services.batch_plans import Plan, Planned
from studio.services.batches import Terms
from studio.services.versions import Hand, Moved
from tests.support.makers import FLAT, HUMMED
from tests.support.storyboards import storyboard

LANGUAGES = ("de", "fr", "es", "pt", "ja")
WISHES = st.lists(
    st.tuples(
        st.sampled_from(
            ["say", "add", "remove", "move", "lock", "mood", "pack"] * 2
            + ["undo", "redo"] * 3
            + ["patch"] * 3
            + ["localise", "batch"] * 2
            + ["go", "restore", "fork", "switch", "forget", "stale", "tidy"]
        ),
        st.integers(0, 7),
        st.integers(0, 7),
    ),
    min_size=4,
    max_size=16,
)


@dataclass
class Model:
    """What a person believes of one conversation."""

    now: Storyboard
    past: list[Storyboard] = field(default_factory=list[Storyboard])
    future: list[Storyboard] = field(default_factory=list[Storyboard])
    kept: dict[int, Storyboard] = field(default_factory=dict[int, Storyboard])

    def change(self, board: Storyboard) -> None:
        if board != self.now:
            self.past.append(self.now)
            self.now, self.future = board, []


@settings(
    max_examples=12,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(wishes=WISHES)
def test_any_sequence_keeps_the_invariants_and_every_asset(
    database_url: str, wishes: list[tuple[str, int, int]]
) -> None:
    asyncio.run(_live(database_url, wishes))


async def _live(url: str, wishes: list[tuple[str, int, int]]) -> None:
    works = open_database(url, pool=2)
    try:
        async with works.work() as work:
            owner = (await accounts.ensure_local_user(work)).id
            thread = await conversations.create_thread(work, owner_id=owner)
        life = _Life(works, owner, thread.id)
        await life.begin()
        for wish, a, b in wishes:
            await life.wish(wish, a, b)
            await life.check()
        await life.check_all()
    finally:
        await works.close()


class _Life:
    def __init__(self, works: Database, owner: UserId, thread: ThreadId) -> None:
        self.works, self.owner, self.thread = works, owner, thread
        self.models: dict[ThreadId, Model] = {}
        self.busy: set[ThreadId] = set()
        self.made = 0

    @property
    def whose(self) -> Any:
        return {"owner_id": self.owner, "thread_id": self.thread}

    @property
    def model(self) -> Model:
        return self.models[self.thread]

    async def begin(self) -> None:
        board = storyboard("One.", "Two.", "Three.")
        async with self.works.work() as work:
            await storyboards.save(
                work, **self.whose, storyboard=board, expected_version=0, author="agent", message=""
            )
        self.models[self.thread] = Model(board, kept={1: board})
        await self._make(board)

    async def wish(self, wish: str, a: int, b: int) -> None:
        """Do it in the database and in the model; what the one refuses, the other must, too."""
        ways = {
            "undo": lambda: self._step(wish),
            "redo": lambda: self._step(wish),
            "go": lambda: self._go(a),
            "restore": lambda: self._restore(a, b),
            "fork": lambda: self._fork(a),
            "switch": lambda: self._switch(a),
            "localise": lambda: self._localise(LANGUAGES[a % 4 : a % 4 + 2]),
            "batch": lambda: self._batch(a),
            "forget": lambda: self._forget(a),
            "patch": lambda: self._patch(a, b),
            "stale": lambda: self._stale(a),
            "tidy": self._tidy,
        }
        with suppress(InvalidEdit, SceneLocked):
            await ways.get(wish, lambda: self._edit(wish, a, b))()

    async def check(self) -> None:
        """The open conversation holds what it should."""
        async with self.works.work() as work:
            newest = await storyboards.latest(work, **self.whose)
            known = await versions.history(work, **self.whose)
        assert newest is not None
        assert newest.storyboard == self.model.now
        assert len(known.standing.past) == len(self.model.past)
        assert len(known.standing.future) == len(self.model.future)
        assert [step.version for step in known.steps] == list(self.model.kept)

    async def check_all(self) -> None:
        """No version of any conversation is changed, and all that was made for it is there."""
        for thread, model in self.models.items():
            whose: Any = {"owner_id": self.owner, "thread_id": thread}
            async with self.works.work() as work:
                for version, board in model.kept.items():
                    saved = await storyboards.get(work, **whose, version=version)
                    assert saved.storyboard == board
                    assert Storyboard.model_validate(saved.storyboard.model_dump()) == board
                    found = await assets.find_for(
                        work,
                        owner_id=self.owner,
                        storyboard=board,
                        pictures=FLAT,
                        speech=HUMMED,
                    )
                    assert all(one.picture and one.voice for one in found.values())

    async def _edit(self, wish: str, a: int, b: int) -> None:
        board = _edited(self.model.now, wish, a, b, self.made)
        self.made += 1
        async with self.works.work() as work:
            newest = await storyboards.latest(work, **self.whose)
            assert newest is not None
            saved = await storyboards.save(
                work,
                **self.whose,
                storyboard=board,
                expected_version=newest.version,
                author="user" if a % 2 else "agent",
                message=wish,
            )
        self._keep(saved.version, board)
        self.model.change(board)
        await self._make(board)

    async def _patch(self, a: int, b: int) -> None:
        """Change a scene by hand: its words, or the lock that stands in the way of that."""
        number = a % len(self.model.now.scenes)
        scene = self.model.now.scenes[number]
        field, value = ("locked", not scene.locked) if b < 2 else ("narration", f"By hand {b}.")
        change = {"op": "replace", "path": f"/scenes/{number}/{field}", "value": value}
        scenes = list(self.model.now.scenes)
        scenes[number] = scene.model_copy(update={field: value})
        board = self.model.now.model_copy(update={"scenes": tuple(scenes)})
        is_kept = scene.locked and field != "locked" and scene.narration != value
        try:
            moved = await self._apply(change, expected=max(self.model.kept))
        except SceneLocked:
            assert is_kept
            return
        assert not is_kept
        self._keep(moved.saved.version, board)
        self.model.change(board)
        await self._make(board)

    async def _stale(self, a: int) -> None:
        """A hand that looked at an older version changes nothing, and is told what is different."""
        newest = max(self.model.kept)
        seen = a % newest + 1
        if seen == newest:
            return
        with pytest.raises(VersionConflict) as refused:
            await self._apply({"op": "replace", "path": "/title", "value": "Late"}, expected=seen)
        assert refused.value.present == newest

    async def _apply(self, change: dict[str, Any], *, expected: int) -> Moved:
        hand = Hand(**self.whose, expected_version=expected)
        async with self.works.work() as work:
            return await patches.apply(work, hand, [change], pictures=FLAT, speech=HUMMED)

    async def _tidy(self) -> None:
        """Do what the reconciler does from time to time; nothing else ever removes a thing."""
        async with self.works.work() as work:
            await charges.sweep(work)

    async def _step(self, wish: str) -> None:
        model = self.model
        source, other = (model.past, model.future) if wish == "undo" else (model.future, model.past)
        call = versions.undo if wish == "undo" else versions.redo
        is_possible = bool(source)
        try:
            async with self.works.work() as work:
                moved = await call(work, Hand(**self.whose))
        except InvalidEdit:
            assert not is_possible
            return
        assert is_possible
        other.append(model.now)
        model.now = source.pop()
        self._keep(moved.saved.version, model.now)

    async def _go(self, a: int) -> None:
        version = a % len(self.model.kept) + 1
        async with self.works.work() as work:
            moved = await versions.go_to(work, Hand(**self.whose), version=version)
        self.model.change(self.model.kept[version])
        self._keep(moved.saved.version, self.model.now)

    async def _restore(self, a: int, b: int) -> None:
        scene = a % len(self.model.now.scenes) + 1
        version = b % len(self.model.kept) + 1
        async with self.works.work() as work:
            moved = await versions.restore_scene(
                work, Hand(**self.whose), scene=scene, version=version
            )
        self.model.change(moved.saved.storyboard)
        self._keep(moved.saved.version, self.model.now)

    async def _fork(self, a: int) -> None:
        version = a % len(self.model.kept) + 1
        async with self.works.work() as work:
            made = await forks.fork(work, Hand(**self.whose), version=version)
        board = self.model.kept[version].model_copy(update={"title": made.thread.title[:120]})
        self.models[made.thread.id] = Model(board, kept={1: board})
        self.thread = made.thread.id

    async def _localise(self, languages: Sequence[str]) -> None:
        """Fork this into languages; each is told in its own words over the same pictures."""
        makers: Any = {"pictures": FLAT, "speech": HUMMED}
        async with self.works.work() as work:
            plan = await localisations.plan(work, **self.whose, languages=languages, **makers)
        origin = self.model.now
        shown = set(assets.picture_recipes(origin, FLAT).values())
        for tag, thread in zip(languages, await self._begin(plan), strict=True):
            title = next(video.title for video in plan.videos if video.title.endswith(f"[{tag}]"))
            self.models[thread] = Model(origin.model_copy(update={"title": title}))
            self.models[thread].kept[1] = self.models[thread].now
            told = translated(
                self.models[thread].now, _words(origin, tag), keeps_voice=False, keeps_locked=False
            )
            assert set(assets.picture_recipes(told, FLAT).values()) == shown
            await self._save(thread, told)

    async def _batch(self, a: int) -> None:
        """Begin videos of their own, one of which says what this one says."""
        boards = [self.model.now, storyboard(f"Bees {a}."), storyboard("One.", f"Wasps {a}.")]
        videos = tuple(Planned(f"No. {n}", 30, "Go on.", board) for n, board in enumerate(boards))
        plan = Plan(BatchKind.TOPICS, "3 videos", videos, (None,) * len(videos))
        for thread, board in zip(await self._begin(plan), boards, strict=True):
            self.models[thread] = Model(board, kept={1: board})
            await self._make(board)

    async def _begin(self, plan: Plan) -> Sequence[ThreadId]:
        """Begin a batch whose turns nobody takes."""
        batch = BatchId(uuid7())
        async with self.works.work() as work:
            card = await batches.begin(
                work, **self.whose, batch_id=batch, plan=plan, terms=Terms(None)
            )
            await batches.stop(work, owner_id=self.owner, batch_id=batch)
        begun = [video.thread_id for video in card.videos if video.thread_id]
        self.busy.update(begun)
        return begun

    async def _save(self, thread: ThreadId, board: Storyboard) -> None:
        whose: Any = {"owner_id": self.owner, "thread_id": thread}
        async with self.works.work() as work:
            saved = await storyboards.save(
                work,
                **whose,
                storyboard=board,
                expected_version=1,
                author="agent",
                message="Translate",
            )
        self.models[thread].kept.setdefault(saved.version, board)
        self.models[thread].change(board)
        await self._make(board, is_drawn=True)

    async def _switch(self, a: int) -> None:
        self.thread = list(self.models)[a % len(self.models)]

    async def _forget(self, a: int) -> None:
        if len(self.models) < 2:
            return
        gone = list(self.models)[a % len(self.models)]
        with pytest.raises(TurnInProgress) if gone in self.busy else nullcontext():
            async with self.works.work() as work:
                await conversations.delete_thread(work, owner_id=self.owner, thread_id=gone)
        if gone not in self.busy:
            del self.models[gone]
            self.thread = next(iter(self.models))

    def _keep(self, version: int, board: Storyboard) -> None:
        self.model.kept.setdefault(version, board)

    async def _make(self, board: Storyboard, *, is_drawn: bool = False) -> None:
        """Note voices and, where they are not there already, pictures as made, without their bytes."""
        picture = {"thumbnail": "t/aa/t.jpg", "width_px": 9, "height_px": 16}
        voice = {"duration_ms": 900, "words": []}
        drawn = () if is_drawn else assets.picture_recipes(board, FLAT).values()
        spoken = assets.voice_recipes(board, HUMMED).values()
        kinds = (("picture", drawn, picture, "jpg"), ("voice", spoken, voice, "wav"))
        async with self.works.work() as work:
            for kind, recipes, facts, suffix in kinds:
                for recipe in recipes:
                    await work.assets.save(
                        owner_id=self.owner,
                        kind=kind,
                        recipe=recipe,
                        key=str(PurePosixPath(kind) / recipe[:2] / f"{recipe}.{suffix}"),
                        maker="flat",
                        facts=facts,
                    )


def _words(board: Storyboard, language: str) -> Translation:
    """Say everything in another language."""
    return Translation(
        language=language,
        title=f"{language}: {board.title}"[:120],
        scenes=tuple(
            TranslatedScene(scene=number, narration=f"{language}: {scene.narration}")
            for number, scene in enumerate(board.scenes, 1)
        ),
    )


def _edited(board: Storyboard, wish: str, a: int, b: int, fresh: int) -> Storyboard:
    scene = board.scenes[a % len(board.scenes)]
    match wish:
        case "say":
            return edit.rewrite_scene(board, scene.id, SceneChange(narration=f"Said {fresh}."))
        case "add":
            at = b % (len(board.scenes) + 1)
            return edit.add_scene(board, SceneDraft(narration=f"New {fresh}."), at=at)
        case "remove":
            return edit.remove_scene(board, scene.id)
        case "move":
            return edit.move_scene(board, scene.id, to=b % len(board.scenes))
        case "pack":
            packs = [None, *built_in().packs.values()]
            packed = packing.put_on(board, packs[a % len(packs)])
            assert [s for s in packed.scenes if s.locked] == [s for s in board.scenes if s.locked]
            return packed
        case "lock":
            return edit.set_lock(board, scene.id, locked=not scene.locked)
        case _:
            return edit.set_style(board, StyleChange(mood=list(Mood)[b % len(Mood)]))
