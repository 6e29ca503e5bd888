"""Vendors that answer with the picture: OpenAI, LocalAI, Gemini, AUTOMATIC1111."""

import base64
import json
from dataclasses import dataclass, field

from tests.support.painters.fake import KEY, FakeVendor, Trouble, encoded, form
from tests.support.vendor import Answer, Asked


@dataclass
class FakeOpenAI(FakeVendor):
    """The images API, edits among it."""

    links: bool = False

    def key_refused(self, asked: Asked) -> Answer:
        """Repeat the key, as OpenAI does in part."""
        sent = asked.headers.get("authorization", "").removeprefix("Bearer ")
        said = {"message": f"Incorrect API key provided: {sent}.", "code": "invalid_api_key"}
        return Answer.of({"error": said | {"type": "invalid_request_error"}}, status=401)

    def answer(self, asked: Asked) -> Answer:
        """Generate, edit, or give a file that was linked to."""
        if asked.method == "GET":
            return Answer(self.picture, media_type="image/png")
        if asked.path == "/v1/images/edits":
            fields, files = form(asked)
            assert {name for name, _ in files} <= {"image[]", "image"}
            references = [data for _, data in files]
        else:
            assert asked.path == "/v1/images/generations"
            fields = asked.json
            references = [base64.b64decode(each) for each in fields.get("ref_images", ())]
        if fields["model"] != self.model:
            said = {"message": f"The model `{fields['model']}` does not exist."}
            said |= {"type": "invalid_request_error", "code": "model_not_found"}
            return Answer.of({"error": said}, status=404)
        width, height = map(int, fields["size"].split("x"))
        if width % 16 or height % 16:
            said = {"message": "Sides must be divisible by 16.", "code": "invalid_value"}
            return Answer.of({"error": said}, status=400)
        self.bill(fields["prompt"], references)
        wants_link = self.links and fields.get("response_format") != "b64_json"
        one = {"url": f"{self.url}/a.png"} if wants_link else {"b64_json": encoded(self.picture)}
        details = {"text_tokens": 20, "image_tokens": 300 * len(references)}
        usage = {"input_tokens": 20 + 300 * len(references), "input_tokens_details": details}
        usage |= {"output_tokens": 408, "total_tokens": usage["input_tokens"] + 408}
        return Answer.of({"created": 1, "data": [one], "usage": usage})

    def troubled(self, asked: Asked, trouble: Trouble) -> Answer:
        """Refuse, or want money."""
        if trouble is Trouble.NO_BALANCE:
            said = {"message": "You exceeded your current quota.", "code": "insufficient_quota"}
            return Answer.of({"error": said | {"type": "insufficient_quota"}}, status=429)
        if trouble is Trouble.REFUSED:
            said = {"message": f"Rejected by the safety system. {KEY}"}
            said |= {"type": "image_generation_user_error", "code": "moderation_blocked"}
            return Answer.of({"error": said}, status=400)
        return Answer.of({"created": 1, "data": []})


@dataclass
class FakeGemini(FakeVendor):
    """``generateContent`` with pictures."""

    def knows(self, asked: Asked) -> bool:
        """Its key has a header of its own."""
        return asked.headers.get("x-goog-api-key") == KEY

    def key_refused(self, asked: Asked) -> Answer:
        """Tell it with status 400."""
        said = {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}
        details = [
            {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
        ]
        return Answer.of({"error": said | {"details": details}}, status=400)

    def answer(self, asked: Asked) -> Answer:
        """Give a picture after a word."""
        model = asked.path.removeprefix("/v1beta/models/").removesuffix(":generateContent")
        if model != self.model:
            said = {"code": 404, "message": f"models/{model} is not found", "status": "NOT_FOUND"}
            return Answer.of({"error": said}, status=404)
        given = asked.json["generationConfig"]
        assert given["responseModalities"] == ["IMAGE"]
        assert given["imageConfig"]["aspectRatio"] in {"9:16", "16:9", "1:1"}
        parts = asked.json["contents"][0]["parts"]
        sent = [part["inlineData"]["data"] for part in parts if "inlineData" in part]
        either = [each.replace("-", "+").replace("_", "/") for each in sent]
        self.bill(parts[0]["text"], [base64.b64decode(each) for each in either])
        inline = {"mimeType": "image/png", "data": encoded(self.picture)}
        content = {"role": "model", "parts": [{"text": "Here."}, {"inlineData": inline}]}
        usage = {"promptTokenCount": 20, "candidatesTokenCount": 1290, "totalTokenCount": 1310}
        candidate = {"content": content, "finishReason": "STOP", "index": 0}
        return Answer.of({"candidates": [candidate], "usageMetadata": usage})

    def troubled(self, asked: Asked, trouble: Trouble) -> Answer:
        """A refusal is no error here."""
        if trouble is Trouble.NO_BALANCE:
            said = {"code": 429, "message": "Your prepayment credits are depleted."}
            return Answer.of({"error": said | {"status": "RESOURCE_EXHAUSTED"}}, status=429)
        reason = "IMAGE_SAFETY" if trouble is Trouble.REFUSED else "STOP"
        return Answer.of({"candidates": [{"finishReason": reason, "index": 0}]})


@dataclass
class FakeAutomatic1111(FakeVendor):
    """``txt2img`` of a web UI with ``--api-auth``."""

    user: str = "painter"
    asked_for: dict[str, object] = field(default_factory=dict[str, object])

    def knows(self, asked: Asked) -> bool:
        """Basic authentication."""
        both = base64.b64encode(f"{self.user}:{KEY}".encode()).decode()
        return asked.headers.get("authorization") == f"Basic {both}"

    def key_refused(self, asked: Asked) -> Answer:
        """As FastAPI says it."""
        return Answer.of({"detail": "Incorrect username or password"}, status=401)

    def answer(self, asked: Asked) -> Answer:
        """Sample, or list what there is."""
        if asked.method == "GET":
            return Answer.of({"txt2img": [], "img2img": []})
        assert asked.path == "/sdapi/v1/txt2img"
        given = asked.json
        wanted = (given.get("override_settings") or {}).get("sd_model_checkpoint")
        if wanted not in {None, self.model}:
            said = {"error": "RuntimeError", "detail": "", "body": ""}
            said["errors"] = f"Unknown checkpoint: {wanted}"
            return Answer.of(said, status=500)
        assert given["width"] % 64 == given["height"] % 64 == 0
        self.asked_for = given
        self.bill(given["prompt"], [])
        info = json.dumps({"seed": given["seed"], "prompt": given["prompt"]})
        images = {"images": [encoded(self.picture)], "parameters": given, "info": info}
        return Answer.of(images)

    def troubled(self, asked: Asked, trouble: Trouble) -> Answer:
        """It refuses nothing and sells nothing."""
        return Answer.of({"images": [], "parameters": {}, "info": "{}"})
