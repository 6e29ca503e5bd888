"""Fetch a file from a link that a provider answered with, and nothing that the link should not reach.

A link is somebody else's word. It is followed over TLS only, to addresses of the public internet only,
and the connection goes to the very address that was checked: a name that changes its mind between the
look-up and the call gains nothing. Nothing of ours is sent along.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx
from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from studio.domain.errors import ProviderFailed, ProviderUnavailable
from studio.providers.answers import nonsense
from studio.providers.sniffing import media_type
from studio.providers.trust import usual_trust

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses of a host, best first."""

ATTEMPTS = 3
CONNECT_S = 5.0
MAX_REDIRECTS = 4
_NAT64 = IPv6Network("64:ff9b::/96")
_WAIT = wait_random_exponential(multiplier=0.3, max=3)


@dataclass(frozen=True, slots=True)
class File:
    """What was fetched.

    Attributes:
        data: All of it.
        media_type: Told by the bytes, e.g. ``"image/png"``; what the server calls it is ignored.
    """

    data: bytes
    media_type: str


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public internet, whichever way it is written."""
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped
        if inside is None and address in _NAT64:
            inside = IPv4Address(int(address) & 0xFFFF_FFFF)
        if inside is not None:
            return is_public(inside)
        if address.sixtofour or address.teredo or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


async def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system for a host's addresses."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True, slots=True)
class Downloader:
    """Fetches the files of one provider.

    Attributes:
        title: The provider, for people.
        own: Its base URL. Links to the same scheme, host and port are followed wherever they lead,
            because the operator named it: a server on this machine or in this network.
        timeout_s: Longest wait for a file, redirects included.
        max_bytes: Largest file.
        resolve: Looks names up.
        allows: Which addresses a name may lead to.
        trust: Certificates that are believed; ``None`` for the usual ones.
    """

    title: str
    own: str = ""
    timeout_s: float = 120.0
    max_bytes: int = 64 * 1024 * 1024
    resolve: Resolve = look_up
    allows: Callable[[Address], bool] = is_public
    trust: ssl.SSLContext | None = field(default=None, repr=False)

    async def fetch(self, link: str, *, kinds: Sequence[str] = ("image/",)) -> File:
        """Give the file behind a link.

        Args:
            link: As the provider answered it.
            kinds: Beginnings of media types that are fine, as the bytes tell them; none takes all.

        Raises:
            ProviderFailed: The link leads where it must not, the file is gone, too large or of
                another kind.
            ProviderUnavailable: The server cannot be reached, after repetitions.
        """
        attempts = AsyncRetrying(
            stop=stop_after_attempt(ATTEMPTS),
            retry=retry_if_exception_type(ProviderUnavailable),
            wait=_WAIT,
            reraise=True,
        )
        data = await attempts(self._once, link)
        kind = media_type(data)
        if kinds and not kind.startswith(tuple(kinds)):
            raise nonsense(self.title, f"a link to {kind or 'something unknown'}")
        return File(data, kind)

    async def _once(self, link: str) -> bytes:
        try:
            async with asyncio.timeout(self.timeout_s):
                return await self._follow(link)
        except (TimeoutError, httpx.TransportError) as error:
            raise self._gone("it does not answer") from error

    async def _follow(self, link: str) -> bytes:
        for _ in range(MAX_REDIRECTS + 1):
            url = self._read(link)
            async with self._open(url) as response:
                if not response.has_redirect_location:
                    return await self._whole(response)
                link = str(url.join(response.headers["location"]))
        raise nonsense(self.title, "a link that leads on and on")

    def _read(self, link: str) -> httpx.URL:
        try:
            url = httpx.URL(link)
        except httpx.InvalidURL as error:
            raise nonsense(self.title, "a link that is none") from error
        if not url.host or url.userinfo or not 0 < _port(url) < 2**16:
            raise nonsense(self.title, "a link without a place, or with a password")
        if url.scheme != "https" and not self._is_own(url):
            raise nonsense(self.title, f"a link over {url.scheme or 'nothing'}, not https")
        return url

    def _is_own(self, url: httpx.URL) -> bool:
        return bool(self.own) and _origin(url) == _origin(httpx.URL(self.own))

    @asynccontextmanager
    async def _open(self, url: httpx.URL) -> AsyncGenerator[httpx.Response]:
        """Connect to an address that was checked; the host's name goes into TLS and ``Host``."""
        addresses = await self._addresses(url)
        async with httpx.AsyncClient(
            timeout=httpx.Timeout(self.timeout_s, connect=CONNECT_S),
            trust_env=False,
            verify=self.trust or usual_trust(),
        ) as client:
            for address in addresses:
                asked = client.build_request(
                    "GET",
                    url.copy_with(host=str(address), fragment=None),
                    headers={"Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity"},
                    extensions={"sni_hostname": url.raw_host.decode("ascii")},
                )
                try:
                    response = await client.send(asked, stream=True)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    continue
                try:
                    yield response
                finally:
                    await response.aclose()
                return
        raise self._gone("it cannot be reached")

    async def _addresses(self, url: httpx.URL) -> Sequence[Address]:
        host = url.raw_host.decode("ascii").strip("[]")
        try:
            found = [ip_address(each) for each in await self.resolve(host, _port(url))]
        except (OSError, ValueError) as error:
            raise self._gone("its name is unknown") from error
        if not found:
            raise self._gone("its name is unknown")
        if not self._is_own(url) and not all(self.allows(address) for address in found):
            raise nonsense(self.title, "a link into a private network")
        return list(dict.fromkeys(found))

    async def _whole(self, response: httpx.Response) -> bytes:
        status = response.status_code
        if status == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
            raise self._gone(f"it has trouble (HTTP {status})")
        if not response.is_success:
            raise ProviderFailed(f"The file of {self.title} is not there (HTTP {status}).")
        whole = bytearray()
        async for part in response.aiter_bytes():
            whole += part
            if len(whole) > self.max_bytes:
                raise nonsense(self.title, f"a file of more than {self.max_bytes // 2**20} MiB")
        return bytes(whole)

    def _gone(self, why: str) -> ProviderUnavailable:
        return ProviderUnavailable(
            f"The server with the file of {self.title} fails: {why}; try again later."
        )


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return (url.scheme, url.host, _port(url))


def _port(url: httpx.URL) -> int:
    if url.port is not None:
        return url.port
    return 443 if url.scheme == "https" else 80
