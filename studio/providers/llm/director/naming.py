"""Which scenes a request names, by the numbers that they had before the message."""

from typing import Any

from studio.providers.llm.director.wishes import Request, Scenes, Wish

_WHOLE = {"all", "rest"}


class Naming:
    """Knows the scenes and everything that the message names."""

    def __init__(self, wish: Wish, scenes: list[dict[str, Any]]) -> None:
        """Take the message, and the scenes as ``show_storyboard`` tells them."""
        self._count = len(scenes)
        self._locked = {scene["number"] for scene in scenes if scene["locked"]}
        self._unlocked = set[int]()
        asked = [atom for r in wish.requests for atom in (*r.scenes, *r.to)]
        left = [atom for scenes_left in wish.reading.left for atom in scenes_left]
        self._asked = self._plain(asked)
        self._mentioned = self._asked | self._plain(left)
        for request in wish.requests:
            if request.kind == "unlock":
                self._unlocked |= set(self.numbers(request.scenes))

    def is_locked(self, number: int) -> bool:
        """Say whether a scene is locked, and stays so after the message."""
        return number in self._locked - self._unlocked

    def numbers(self, named: Scenes) -> list[int]:
        """Give the numbers, each once; one that does not exist is given as it was named."""
        found: list[int] = []
        for atom in named:
            if atom in _WHOLE:
                rest = self._mentioned if atom == "rest" else set[int]()
                found += [n for n in range(1, self._count + 1) if n not in rest]
            elif not atom.startswith("!"):
                found.append(self._number(atom))
        without = {self._number(atom[1:]) for atom in named if atom.startswith("!")}
        return [n for n in dict.fromkeys(found) if n not in without]

    def open(self, request: Request) -> list[int]:
        """Give a request's scenes; where it names them all, without the locked ones."""
        numbers = self.numbers(request.scenes)
        if not _WHOLE & set(request.scenes):
            return numbers
        return [n for n in numbers if n not in self._locked]

    def missing(self) -> list[int]:
        """Give the numbers that the message names and no scene has."""
        return sorted(n for n in self._asked if not 1 <= n <= self._count)

    def _plain(self, atoms: list[str]) -> set[int]:
        return {self._number(atom) for atom in atoms if atom.lstrip("-").isdigit()}

    def _number(self, atom: str) -> int:
        number = int(atom)
        return self._count + 1 + number if number < 0 else number
