"""What all fake vendors of pictures have: a key, a model, a picture, and troubles."""

import base64
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.parser import BytesParser
from email.policy import HTTP
from enum import StrEnum
from io import BytesIO
from typing import Any

from PIL import Image

from tests.support.vendor import Answer, Asked, Hang

KEY = "sk-5ecret-of-the-operator"


class Trouble(StrEnum):
    """What goes wrong."""

    REFUSED = "refused"
    NO_BALANCE = "no balance"
    BUSY_ONCE = "busy once"
    DOWN = "down"
    ERROR_IN_200 = "200 with an error"
    WRONG_TYPE = "wrong content type"
    NO_PICTURE_INSIDE = "an answer without a picture"
    CUT = "cut off"
    HANG = "hang"


def png(size: tuple[int, int] = (72, 128), colour: str = "red") -> bytes:
    """Give a picture."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


@dataclass
class FakeVendor(ABC):
    """A vendor's server.

    Attributes:
        model: The only one that there is.
        picture: What it gives, whatever is asked for.
        trouble: What goes wrong; ``None`` for nothing.
        url: Where it is reached, once it is.
        billed: How many pictures were ordered.
        references: The pictures that came along with the last order.
        prompt: The last order's.
    """

    model: str = "painter-1"
    picture: bytes = field(default_factory=png)
    trouble: Trouble | None = None
    url: str = ""
    billed: int = 0
    references: list[bytes] = field(default_factory=list)
    prompt: str = ""

    def respond(self, asked: Asked) -> Answer | Hang:
        """Answer a request."""
        is_file = asked.method == "GET" and asked.path.endswith(".png")
        if not is_file and not self.knows(asked):
            return self.key_refused(asked)
        if not self.is_order(asked) or self.trouble is None:
            return self.answer(asked)
        return self._in_trouble(asked, self.trouble)

    def _in_trouble(self, asked: Asked, trouble: Trouble) -> Answer | Hang:
        match trouble:
            case Trouble.HANG:
                return Hang()
            case Trouble.CUT:
                whole = self.answer(asked)
                assert isinstance(whole, Answer)
                return replace(whole, cut=len(whole.body) // 2)
            case Trouble.BUSY_ONCE:
                self.trouble = None
                return Answer.of({"detail": "slow down"}, status=429, Retry_After="0")
            case Trouble.DOWN:
                return Answer.of({"detail": "overloaded"}, status=503, Retry_After="0")
            case Trouble.WRONG_TYPE:
                return Answer(b"<!doctype html><p>hello", media_type="text/html")
            case Trouble.ERROR_IN_200:
                return Answer.of({"error": {"message": f"odd, {KEY}", "type": "odd"}})
            case _:
                return self.troubled(asked, trouble)

    def is_order(self, asked: Asked) -> bool:
        """Tell whether this request is billed."""
        return asked.method == "POST"

    def knows(self, asked: Asked) -> bool:
        """Tell whether the key is right."""
        return asked.headers.get("authorization") == f"Bearer {KEY}"

    @abstractmethod
    def key_refused(self, asked: Asked) -> Answer:
        """Answer to a wrong key."""

    @abstractmethod
    def answer(self, asked: Asked) -> Answer | Hang:
        """Answer as on a good day."""

    @abstractmethod
    def troubled(self, asked: Asked, trouble: Trouble) -> Answer | Hang:
        """Answer in a trouble of its own kind."""

    def bill(self, prompt: str, references: list[bytes]) -> None:
        """Count an order."""
        self.billed += 1
        self.prompt, self.references = prompt, references


def encoded(data: bytes) -> str:
    """Give bytes as JSON takes them."""
    return base64.b64encode(data).decode()


def unlinked(link: str) -> bytes:
    """Give the bytes in a data link."""
    return base64.b64decode(link.partition(",")[2], validate=True)


def form(asked: Asked) -> tuple[Mapping[str, str], list[tuple[str, bytes]]]:
    """Read a form: its fields, and its files with their fields' names."""
    head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + asked.body)
    fields: dict[str, str] = {}
    files: list[tuple[str, bytes]] = []
    for part in message.iter_parts():
        name: Any = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_filename():
            files.append((str(name), content))
        else:
            fields[str(name)] = content.decode()
    return fields, files
