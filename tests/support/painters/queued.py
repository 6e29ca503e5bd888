"""Vendors that take orders: Replicate, fal, ComfyUI."""

from dataclasses import dataclass, field
from typing import Any

from tests.support.painters.fake import KEY, FakeVendor, Trouble, form, unlinked
from tests.support.vendor import Answer, Asked


@dataclass
class FakeQueue(FakeVendor):
    """A vendor with orders.

    Attributes:
        looks: How often an order is looked at before it is done.
        outcome: What becomes of orders: done, or a trouble.
        jobs: How often each was looked at.
    """

    looks: int = 1
    outcome: Trouble | None = None
    jobs: dict[str, int] = field(default_factory=dict)

    def take(self, prompt: str, references: list[bytes]) -> str:
        """Take an order and give its name."""
        self.bill(prompt, references)
        name = f"job-{self.billed}"
        self.jobs[name] = 0
        return name

    def is_done(self, job_id: str) -> bool:
        """Tell, after some looks."""
        self.jobs[job_id] += 1
        return self.jobs[job_id] > self.looks


@dataclass
class FakeReplicate(FakeQueue):
    """Predictions of one model."""

    model: str = "acme/painter"
    inputs: dict[str, Any] = field(default_factory=dict)

    def key_refused(self, asked: Asked) -> Answer:
        """As problem details."""
        said = {"title": "Unauthenticated", "detail": "You did not pass a valid token."}
        return Answer.of(said, status=401)

    def answer(self, asked: Asked) -> Answer:
        """Create a prediction, tell of one, or give a file."""
        if asked.path.startswith("/files/"):
            return Answer(self.picture, media_type="image/png")
        if asked.method == "GET":
            return self._told(asked.path.rpartition("/")[2])
        if asked.path != f"/v1/models/{self.model}/predictions":
            said = {"title": "Not found", "detail": "The requested resource could not be found."}
            return Answer.of(said, status=404)
        self.inputs = asked.json["input"]
        links = [each for each in self.inputs.get("input_images", ()) if each]
        job_id = self.take(self.inputs["prompt"], [unlinked(link) for link in links])
        return Answer.of(self._prediction(job_id, "starting"), status=201)

    def _told(self, job_id: str) -> Answer:
        if job_id not in self.jobs:
            return Answer.of({"detail": "Not found.", "status": 404}, status=404)
        if not self.is_done(job_id):
            return Answer.of(self._prediction(job_id, "processing"))
        if self.outcome is Trouble.REFUSED:
            error = f"NSFW content detected. {KEY}"
            return Answer.of(self._prediction(job_id, "failed", error=error))
        if self.outcome is not None:
            return Answer.of(self._prediction(job_id, "failed", error="CUDA out of memory"))
        output = [f"{self.url}/files/out-0.png"]
        return Answer.of(self._prediction(job_id, "succeeded", output=output))

    def _prediction(
        self, job_id: str, status: str, *, output: object = None, error: str | None = None
    ) -> dict[str, Any]:
        place = f"{self.url}/v1/predictions/{job_id}"
        return {
            "id": job_id,
            "model": self.model,
            "version": "hidden",
            "input": self.inputs,
            "logs": "",
            "output": output,
            "error": error,
            "status": status,
            "created_at": "2026-11-28T00:00:00Z",
            "urls": {"get": place, "cancel": f"{place}/cancel"},
        }

    def troubled(self, asked: Asked, trouble: Trouble) -> Answer:
        """Want money; a refusal comes later."""
        if trouble is Trouble.NO_BALANCE:
            said = {"title": "Insufficient credit", "detail": "Go and buy some.", "status": 402}
            return Answer.of(said, status=402)
        return Answer.of({"status": "starting"}, status=201)


@dataclass
class FakeFal(FakeQueue):
    """The queue of one app."""

    model: str = "acme/painter/fast"
    inputs: dict[str, Any] = field(default_factory=dict)

    def knows(self, asked: Asked) -> bool:
        """Keys have a scheme of their own."""
        return asked.headers.get("authorization") == f"Key {KEY}"

    def key_refused(self, asked: Asked) -> Answer:
        """In one line."""
        return Answer.of({"detail": "No user found for Key ID and Secret"}, status=401)

    def answer(self, asked: Asked) -> Answer:
        """Queue, tell, or give."""
        if asked.path.startswith("/files/"):
            return Answer(self.picture, media_type="image/png")
        if asked.method == "GET":
            return self._told(asked.path)
        if asked.path != f"/{self.model}":
            return Answer.of({"detail": "Application not found"}, status=404)
        self.inputs = asked.json
        links = self.inputs.get("image_urls", ())
        job_id = self.take(self.inputs["prompt"], [unlinked(link) for link in links])
        return Answer.of(self._places(job_id) | {"status": "IN_QUEUE", "queue_position": 0})

    def _told(self, path: str) -> Answer:
        assert path.startswith("/acme/painter/requests/"), path
        job_id = path.split("/")[4]
        if job_id not in self.jobs:
            return Answer.of({"detail": "Request not found"}, status=404)
        if path.endswith("/status"):
            return self._status(job_id)
        if self.outcome is Trouble.REFUSED:
            said = {"loc": ["body", "prompt"], "msg": f"Not allowed. {KEY}"}
            said |= {"type": "content_policy_violation"}
            return Answer.of({"detail": [said]}, status=422)
        image = {"url": f"{self.url}/files/out.png", "content_type": "image/png"}
        return Answer.of({"images": [image], "seed": 1, "has_nsfw_concepts": [False]})

    def _status(self, job_id: str) -> Answer:
        told = self._places(job_id)
        if not self.is_done(job_id):
            return Answer.of(told | {"status": "IN_PROGRESS", "logs": None}, status=202)
        failed = self.outcome not in {None, Trouble.REFUSED}
        error = {"error": "Worker died", "error_type": "runner_error"} if failed else {}
        return Answer.of(told | error | {"status": "COMPLETED", "metrics": {}, "logs": None})

    def _places(self, job_id: str) -> dict[str, Any]:
        place = f"{self.url}/acme/painter/requests/{job_id}"
        return {
            "request_id": job_id,
            "response_url": place,
            "status_url": f"{place}/status",
            "cancel_url": f"{place}/cancel",
        }

    def troubled(self, asked: Asked, trouble: Trouble) -> Answer:
        """Want money; a refusal comes later."""
        if trouble is Trouble.NO_BALANCE:
            said = "User is locked. Reason: Exhausted balance. Top up your balance."
            return Answer.of({"detail": said}, status=403)
        return Answer.of({"status": "IN_QUEUE"})


@dataclass
class FakeComfyUI(FakeQueue):
    """A server with one checkpoint."""

    graph: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(default_factory=dict)

    def is_order(self, asked: Asked) -> bool:
        """Uploads are none."""
        return asked.path == "/prompt"

    def knows(self, asked: Asked) -> bool:
        """It knows no keys."""
        return True

    def key_refused(self, asked: Asked) -> Answer:
        """Never."""
        raise AssertionError(asked)

    def answer(self, asked: Asked) -> Answer:
        """Queue a graph, take a file, tell or give."""
        match asked.path.split("/")[1:]:
            case ["prompt"]:
                return self._queued(asked.json["prompt"])
            case ["upload", "image"]:
                _, [(field_name, data)] = form(asked)
                assert field_name == "image"
                name = f"upload-{len(self.uploads)}.jpg"
                self.uploads[name] = data
                return Answer.of({"name": name, "subfolder": "", "type": "input"})
            case ["history", job_id]:
                return self._told(job_id)
            case ["queue"]:
                waiting = [[n, job_id, {}, {}, []] for n, job_id in enumerate(self.jobs)]
                return Answer.of({"queue_running": waiting, "queue_pending": []})
            case _:
                assert asked.query == {"filename": "out.png", "type": "output"}
                return Answer(self.picture, media_type="image/png")

    def _queued(self, graph: dict[str, Any]) -> Answer:
        if graph["1"]["inputs"]["ckpt_name"] != self.model:
            error = {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed"}
            error |= {"details": "ckpt_name not in list", "extra_info": {}}
            return Answer.of({"error": error, "node_errors": {"1": {}}}, status=400)
        self.graph = graph
        files = [node["inputs"].get("image") for node in graph.values()]
        references = [self.uploads[name] for name in files if isinstance(name, str)]
        job_id = self.take(graph["2"]["inputs"]["text"], references)
        return Answer.of({"prompt_id": job_id, "number": self.billed, "node_errors": {}})

    def _told(self, job_id: str) -> Answer:
        if job_id not in self.jobs or not self.is_done(job_id):
            return Answer.of({})
        if self.outcome is not None:
            failure = ["execution_error", {"exception_message": "out of memory"}]
            status = {"status_str": "error", "completed": False, "messages": [failure]}
            return Answer.of({job_id: {"prompt": [], "outputs": {}, "status": status}})
        preview = {"filename": "tmp.png", "subfolder": "", "type": "temp"}
        saved = {"filename": "out.png", "subfolder": "", "type": "output"}
        outputs = {"8": {"images": [preview]}, "9": {"images": [saved]}}
        status = {"status_str": "success", "completed": True, "messages": []}
        return Answer.of({job_id: {"prompt": [], "outputs": outputs, "status": status}})

    def troubled(self, asked: Asked, trouble: Trouble) -> Answer:
        """It refuses nothing and sells nothing."""
        return Answer.of({"number": 1, "node_errors": {}})
