"""The API from a program's side: threads, runs as event streams, files."""

import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import httpx

from api.cli.stream import ServerEvent, parse_events
from studio.domain.errors import Unavailable

# The server pings every 15 s: a silence of three pings is a dead connection.
_SILENCE_S = 45.0
_GIVE_UP_S = 120.0
_RETRY_S = 0.5
_EXAMINED_S = 120.0
_PASSING = {502, 503, 504}
_SSE = {"Accept": "text/event-stream"}
_FINAL = {"RUN_FINISHED", "RUN_ERROR"}


class Refused(Exception):
    """The API said no.

    Attributes:
        status: The HTTP status.
        code: The problem document's stable code.
        detail: What was wrong and what to do.
    """

    def __init__(self, *, status: int, code: str, detail: str) -> None:
        """Keep what the problem document said."""
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail


class Client:
    """One user's connection to a running API."""

    def __init__(self, url: str, api_key: str) -> None:
        """Speak to the API at ``url`` with an API key."""
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {api_key}"},
            timeout=httpx.Timeout(30.0, read=_SILENCE_S),
            trust_env=False,
        )

    def __enter__(self) -> Self:
        """Use the connection in a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._http.close()

    def status(self) -> dict[str, Any]:
        """Give what the server is made of."""
        return self._json("GET", "/v1/status")

    def create_thread(self) -> str:
        """Begin a conversation and give its id."""
        return str(self._json("POST", "/v1/threads", json={})["id"])

    def thread(self, thread_id: str) -> dict[str, Any]:
        """Give a conversation with its messages."""
        return self._json("GET", f"/v1/threads/{thread_id}")

    def threads(self) -> list[dict[str, Any]]:
        """Give the conversations, the one used last first."""
        return list(self._json("GET", "/v1/threads")["items"])

    def segments(
        self, *, thread_id: str = "", version: int | None = None, render_id: str = ""
    ) -> dict[str, Any]:
        """Give the pieces of a render, or of a conversation's newest one, and why they are."""
        if render_id:
            return self._json("GET", f"/v1/renders/{render_id}/segments")
        query = {} if version is None else {"version": version}
        return self._json("GET", f"/v1/threads/{thread_id}/segments", params=query)

    def costs(self, *, thread_id: str = "", days: int = 31) -> dict[str, Any]:
        """Give what was used and what it cost, in all or of one conversation."""
        return self._json("GET", _costs_path(thread_id), params={"days": days})

    def costs_csv(self, *, thread_id: str = "", days: int = 31) -> str:
        """Give the same lines as a table."""
        answer = self._call("GET", _costs_path(thread_id), params={"days": days, "format": "csv"})
        return answer.text

    def budgets(self) -> dict[str, Any]:
        """Give what may be spent, and who says so."""
        return self._json("GET", "/v1/budgets")

    def choose_budgets(self, limits: dict[str, Any]) -> dict[str, Any]:
        """Choose one's own limits, all of them."""
        return self._json("PUT", "/v1/budgets", json=limits)

    def thread_budget(self, thread_id: str) -> dict[str, Any]:
        """Give what one conversation may cost."""
        return self._json("GET", f"/v1/threads/{thread_id}/budget")

    def choose_thread_budget(self, thread_id: str, limit_usd: str | None) -> dict[str, Any]:
        """Choose the most that one conversation may cost."""
        body = {"limit_usd": limit_usd}
        return self._json("PUT", f"/v1/threads/{thread_id}/budget", json=body)

    def begin_batch(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begin many videos from one list."""
        return self._json("POST", "/v1/batches", json=asked)

    def localise(self, thread_id: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Begin a fork of a conversation's video in each of some languages."""
        return self._json("POST", f"/v1/threads/{thread_id}/localise", json=asked)

    def batch(self, batch_id: str) -> dict[str, Any]:
        """Give a batch as it stands."""
        return self._json("GET", f"/v1/batches/{batch_id}")

    def newest_batch(self) -> str:
        """Give the newest batch's id.

        Raises:
            Refused: There is none.
        """
        found = self._json("GET", "/v1/batches", params={"limit": 1})["items"]
        if not found:
            raise Refused(status=404, code="not_found", detail="There is no batch yet.")
        return str(found[0]["batch_id"])

    def act_on_batch(self, batch_id: str, action: str) -> dict[str, Any]:
        """Follow, cancel or retry a batch, and give it as it stands."""
        if action == "follow":
            return self.batch(batch_id)
        return self._json("POST", f"/v1/batches/{batch_id}/{action}")

    def batch_scripts(self, batch_id: str) -> list[dict[str, Any]]:
        """List the scripts of a batch that wait for a yes."""
        return list(self._json("GET", f"/v1/batches/{batch_id}/scripts")["items"])

    def answer_scripts(self, batch_id: str, said: dict[str, Any]) -> dict[str, Any]:
        """Answer scripts of a batch, each by its id."""
        return self._json("POST", f"/v1/batches/{batch_id}/scripts", json=said)

    def providers(self) -> list[dict[str, Any]]:
        """List the providers, and how they do."""
        return list(self._json("GET", "/v1/providers")["items"])

    def versions(self, thread_id: str) -> dict[str, Any]:
        """Give what happened to a conversation's storyboard."""
        return self._json("GET", f"/v1/threads/{thread_id}/versions")

    def compare(self, thread_id: str, which: dict[str, Any]) -> dict[str, Any]:
        """Give what is different between two versions."""
        return self._json("GET", f"/v1/threads/{thread_id}/versions/compare", params=which)

    def change_version(self, thread_id: str, what: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Undo, redo, restore or fork, and give what came of it."""
        return self._json("POST", f"/v1/threads/{thread_id}/versions/{what}", json=asked)

    def quality(self, render_id: str) -> dict[str, Any]:
        """Give what the checks of a finished video found."""
        return self._json("GET", f"/v1/renders/{render_id}/quality")

    def export(self, render_id: str, kind: str) -> dict[str, Any]:
        """Ask for another file of a finished video, and give the export as it stands."""
        return self._json("POST", f"/v1/renders/{render_id}/exports", json={"kind": kind})

    def voices(self, *, language: str, maker: str) -> list[dict[str, Any]]:
        """List the voices that there are."""
        asked = {"language": language, "maker": maker}
        return self._json("GET", "/v1/voices", params=asked)["items"]

    def packs(self, kind: str, *, language: str) -> list[dict[str, Any]]:
        """List the niche packs, or the script templates."""
        return self._json("GET", f"/v1/{kind}", params={"language": language})["items"]

    def presets(self) -> list[dict[str, Any]]:
        """List one's presets."""
        return list(self._json("GET", "/v1/presets")["items"])

    def save_preset(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Keep how a video looks and sounds."""
        return self._json("POST", "/v1/presets", json=asked)

    def change_preset(self, name: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Change a preset, whatever it says now."""
        headers = {"If-Match": "*"}
        return self._json("PATCH", f"/v1/presets/{quote(name)}", json=asked, headers=headers)

    def delete_preset(self, name: str) -> None:
        """Delete a preset."""
        self._call("DELETE", f"/v1/presets/{quote(name)}")

    def test_pack(self, name: str, *, language: str) -> str:
        """Have a few seconds made with a pack, and give the render."""
        begun = self._json("POST", f"/v1/packs/{name}/test", json={"language": language})
        return str(begun["render_id"])

    def render(self, render_id: str) -> dict[str, Any]:
        """Give a render as it stands."""
        return self._json("GET", f"/v1/renders/{render_id}")

    def exported(self, export_id: str) -> dict[str, Any]:
        """Give an export as it stands."""
        return self._json("GET", f"/v1/exports/{export_id}")

    def share(self, render_id: str, wanted: dict[str, Any]) -> dict[str, Any]:
        """Make a link to a finished video; its address is whole.

        Raises:
            Refused: It is not finished.
        """
        made = self._json("POST", f"/v1/renders/{render_id}/shares", json=wanted)
        return made | {"url": self._whole(made["url"])}

    def shares(self) -> list[dict[str, Any]]:
        """List the links that work."""
        found: list[dict[str, Any]] = self._json("GET", "/v1/shares")["items"]
        return [one | {"url": one["url"] and self._whole(one["url"])} for one in found]

    def stop_sharing(self, share_id: str) -> None:
        """End a link.

        Raises:
            Refused: There is none.
        """
        self._json("DELETE", f"/v1/shares/{share_id}")

    def cancel(self, run_id: str) -> None:
        """Stop a run; one that is over is fine."""
        self._json("POST", f"/v1/runs/{run_id}/cancel")

    def run(self, thread_id: str, text: str, *, run_id: str) -> Iterator[dict[str, Any]]:
        """Say something and give the run's events to its end, over lost connections, too.

        Raises:
            Refused: The message or the thread is not acceptable.
            Unavailable: The server stayed away for two minutes.
        """
        body: dict[str, Any] = {
            "threadId": thread_id,
            "runId": run_id,
            "state": {},
            "messages": [{"id": str(uuid.uuid4()), "role": "user", "content": text}],
            "tools": [],
            "context": [],
            "forwardedProps": {},
        }
        yield from self._follow(run_id, begin=lambda: self._begin(thread_id, body))

    def answer(self, thread_id: str, gate_id: str, said: dict[str, Any]) -> str | None:
        """Answer a gate; gives the run that goes on, unless more is asked.

        Raises:
            Refused: Somebody answered before.
        """
        return self._json("POST", f"/v1/threads/{thread_id}/gates/{gate_id}", json=said)["run_id"]

    def follow(self, run_id: str) -> Iterator[dict[str, Any]]:
        """Give the events of a run that was begun elsewhere; like ``run``."""
        yield from self._follow(run_id, begin=None)

    def _follow(
        self, run_id: str, *, begin: Callable[[], httpx.Request] | None
    ) -> Iterator[dict[str, Any]]:
        seen = ""
        is_retry, is_accepted = False, begin is None
        silent_since = time.monotonic()
        while time.monotonic() - silent_since < _GIVE_UP_S:
            is_new = begin is not None and not is_accepted
            request = begin() if begin and is_new else self._resume(run_id, seen)
            try:
                for event in self._events(request):
                    is_accepted, silent_since = True, time.monotonic()
                    seen = event.id or seen
                    yield event.data
                    if event.data.get("type") in _FINAL:
                        return
            except httpx.TransportError:
                pass
            except Refused as refusal:
                # A run sent twice may meet itself: the first sending had arrived after all.
                is_own = is_retry and refusal.code == "turn_in_progress"
                is_accepted |= is_own
                if refusal.status not in _PASSING and not is_own:
                    raise
            is_retry = True
            time.sleep(_RETRY_S)
        message = "the server does not answer any more; the conversation is kept, try again later"
        raise Unavailable(message)

    def upload(self, path: Path) -> dict[str, Any]:
        """Send a picture or a clip, and give what it turned out to be.

        Raises:
            Refused: It cannot be used.
        """
        with path.open("rb") as file:
            size = str(path.stat().st_size)
            return self._json(
                "POST",
                "/v1/media",
                params={"name": path.name},
                content=file,
                headers={"Content-Length": size},
                timeout=httpx.Timeout(30.0, read=_EXAMINED_S),
            )

    def download(self, url: str, target: Path, *, size_bytes: int) -> Path:
        """Fetch a file; ``target`` appears only when it is whole.

        Raises:
            Unavailable: It ended early.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.part")
        try:
            with (
                self._http.stream("GET", url, follow_redirects=True) as answer,
                partial.open("wb") as file,
            ):
                _refuse(answer)
                for chunk in answer.iter_bytes():
                    file.write(chunk)
            if partial.stat().st_size != size_bytes:
                message = f"the file ended after {partial.stat().st_size} of {size_bytes} bytes"
                raise Unavailable(message)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        return target

    def _whole(self, url: str) -> str:
        return str(self._http.base_url.join(url))

    def _begin(self, thread_id: str, body: dict[str, Any]) -> httpx.Request:
        return self._http.build_request(
            "POST", f"/v1/threads/{thread_id}/runs", json=body, headers=_SSE
        )

    def _resume(self, run_id: str, seen: str) -> httpx.Request:
        headers = _SSE | ({"Last-Event-ID": seen} if seen else {})
        return self._http.build_request("GET", f"/v1/runs/{run_id}/events", headers=headers)

    def _events(self, request: httpx.Request) -> Iterator[ServerEvent]:
        answer = self._http.send(request, stream=True)
        try:
            _refuse(answer)
            yield from parse_events(answer.iter_bytes())
        finally:
            answer.close()

    def _json(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        answer = self._call(method, path, **options)
        return dict(answer.json()) if answer.content else {}

    def _call(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, **options)
        except httpx.TransportError as error:
            message = f"the server at {self._http.base_url} does not answer: {error}"
            raise Unavailable(message) from error
        _refuse(answer)
        return answer


def _costs_path(thread_id: str) -> str:
    return f"/v1/threads/{thread_id}/costs" if thread_id else "/v1/costs"


def _refuse(answer: httpx.Response) -> None:
    if answer.is_success:
        return
    answer.read()
    try:
        problem: dict[str, Any] = answer.json()
    except ValueError:
        problem = {}
    raise Refused(
        status=answer.status_code,
        code=str(problem.get("code", "http_error")),
        detail=str(problem.get("detail") or problem.get("title") or answer.reason_phrase),
    )
