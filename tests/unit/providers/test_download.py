"""Links that providers answer with: where they may lead, and what comes back."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from io import BytesIO
from ipaddress import ip_address

import pytest
from PIL import Image

from studio.domain.errors import ProviderAnswerInvalid, ProviderFailed, ProviderUnavailable
from studio.providers import download
from studio.providers.download import Downloader, Resolve, is_public
from tests.support.certificates import Pair, pair_for
from tests.support.vendor import Answer, Asked, VendorServer, serving

NAME = "files.example"


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


FILE = Answer(png(), media_type="text/plain")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return pair_for(NAME, tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(pair: Pair) -> Generator[VendorServer]:
    with serving(lambda asked: FILE, tls=pair.server) as running:
        yield running


def resolving(*answers: Sequence[str]) -> tuple[Resolve, list[str]]:
    left, asked = list(answers), []

    async def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve, asked


@pytest.fixture
def downloader(pair: Pair) -> Downloader:
    resolve, _ = resolving(["127.0.0.1"])
    return Downloader(
        title="Acme", resolve=resolve, allows=lambda _: True, trust=pair.client, timeout_s=5
    )


def link(server: VendorServer, path: str = "/a.png", *, host: str = NAME) -> str:
    return server.url.replace("127.0.0.1", host) + path


async def test_a_file_comes_with_the_type_that_its_bytes_have(
    downloader: Downloader, server: VendorServer
) -> None:
    file = await downloader.fetch(link(server, "/a.png?sig=1"))

    assert (file.media_type, file.data) == ("image/png", FILE.body)
    [asked] = server.asked
    assert (asked.path, asked.query) == ("/a.png", {"sig": "1"})
    assert asked.headers["host"].startswith(f"{NAME}:")
    assert not {"authorization", "cookie"} & asked.headers.keys()


async def test_the_certificate_must_be_the_names_not_the_addresses(
    downloader: Downloader, server: VendorServer
) -> None:
    with pytest.raises(ProviderUnavailable):
        await downloader.fetch(link(server, host="other.example"))

    assert server.asked == []


async def test_a_name_is_looked_up_once_and_the_checked_address_is_called(
    downloader: Downloader, server: VendorServer
) -> None:
    resolve, names = resolving(["127.0.0.1"], ["10.0.0.1"])
    checked: list[str] = []

    def allows(address: download.Address) -> bool:
        checked.append(str(address))
        return True

    await replace(downloader, resolve=resolve, allows=allows).fetch(link(server))

    assert (names, checked) == ([NAME], ["127.0.0.1"])


async def test_one_private_address_among_public_ones_is_enough_to_refuse(
    downloader: Downloader, server: VendorServer
) -> None:
    resolve, _ = resolving(["93.184.215.14", "127.0.0.1"])

    with pytest.raises(ProviderAnswerInvalid, match="private network"):
        await replace(downloader, resolve=resolve, allows=is_public).fetch(link(server))

    assert server.asked == []


async def test_an_address_that_does_not_answer_is_followed_by_the_next(
    downloader: Downloader, server: VendorServer
) -> None:
    resolve, _ = resolving(["::1", "127.0.0.1"])

    assert (await replace(downloader, resolve=resolve).fetch(link(server))).data == FILE.body


@pytest.mark.parametrize(
    "bad",
    [
        "http://files.example/a.png",
        "ftp://files.example/a.png",
        "file:///etc/passwd",
        "//files.example/a.png",
        "a.png",
        "",
        "https://",
        "https://user:password@files.example/a.png",
        "https://files.example:99999/a.png",
        "https://files.example\x00/a.png",
    ],
)
async def test_a_link_that_is_not_https_or_none_is_refused(
    downloader: Downloader, bad: str
) -> None:
    resolve, names = resolving(["127.0.0.1"])

    with pytest.raises(ProviderAnswerInvalid, match="link"):
        await replace(downloader, resolve=resolve).fetch(bad)

    assert names == []


async def test_the_providers_own_server_may_be_on_this_machine_and_without_tls() -> None:
    with serving(lambda asked: FILE) as own, serving(lambda asked: FILE) as other:
        downloader = Downloader(title="Acme", own=f"{own.url}/v1")

        assert (await downloader.fetch(f"{own.url}/files/a.png")).data == FILE.body
        with pytest.raises(ProviderAnswerInvalid, match="not https"):
            await downloader.fetch(f"{other.url}/a.png")
        with pytest.raises(ProviderAnswerInvalid, match="private network"):
            await downloader.fetch(f"{other.url}/a.png".replace("http:", "https:"))

    assert other.asked == []


async def test_redirects_are_followed_and_each_is_checked(
    downloader: Downloader, server: VendorServer
) -> None:
    def respond(asked: Asked) -> Answer:
        place = {"/a": "/b", "/b": link(server, "/c"), "/evil": "http://127.0.0.1:1/"}
        if asked.path in place:
            return Answer(status=302, headers={"Location": place[asked.path]})
        return FILE

    server.respond = respond

    assert (await downloader.fetch(link(server, "/a"))).data == FILE.body
    with pytest.raises(ProviderAnswerInvalid, match="not https"):
        await downloader.fetch(link(server, "/evil"))


async def test_a_redirect_into_a_private_network_is_refused(
    downloader: Downloader, server: VendorServer
) -> None:
    server.respond = lambda asked: Answer(status=307, headers={"Location": "https://inside/"})
    resolve, _ = resolving(["127.0.0.1"], ["169.254.169.254"])
    reachable = replace(downloader, resolve=resolve, allows=lambda a: is_public(a) or a.is_loopback)

    with pytest.raises(ProviderAnswerInvalid, match="private network"):
        await reachable.fetch(link(server))


async def test_an_endless_chain_of_redirects_is_left(
    downloader: Downloader, server: VendorServer
) -> None:
    server.respond = lambda asked: Answer(status=302, headers={"Location": "/again"})

    with pytest.raises(ProviderAnswerInvalid, match="on and on"):
        await downloader.fetch(link(server))

    assert len(server.asked) == download.MAX_REDIRECTS + 1


async def test_a_file_that_is_too_large_is_left(
    downloader: Downloader, server: VendorServer
) -> None:
    server.respond = lambda asked: Answer(png() + b"x" * 2000)

    with pytest.raises(ProviderAnswerInvalid, match="more than"):
        await replace(downloader, max_bytes=1000).fetch(link(server))


async def test_a_page_in_the_place_of_a_picture_is_named(
    downloader: Downloader, server: VendorServer
) -> None:
    server.respond = lambda asked: Answer(b"<!DOCTYPE html><html>", media_type="image/png")

    with pytest.raises(ProviderAnswerInvalid, match="text/html"):
        await downloader.fetch(link(server))


async def test_a_file_that_is_gone_is_named_at_once(
    downloader: Downloader, server: VendorServer
) -> None:
    server.respond = lambda asked: Answer(status=403)

    with pytest.raises(ProviderFailed, match="HTTP 403"):
        await downloader.fetch(link(server))

    assert len(server.asked) == 1


async def test_trouble_and_cut_off_files_are_asked_for_again(
    downloader: Downloader, server: VendorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_WAIT", lambda _: 0.0)
    answers = [Answer(status=503), Answer(FILE.body, cut=20), FILE]
    server.respond = lambda asked: answers.pop(0)

    assert (await downloader.fetch(link(server))).data == FILE.body


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("0.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.0.0.1", False),
        ("198.18.0.1", False),
        ("203.0.113.5", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d70e", True),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
    ],
)
def test_only_the_public_internet_is_public(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public
