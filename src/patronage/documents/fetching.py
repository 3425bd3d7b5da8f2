"""Fetching over the network, only when asked to: bounded, polite, and never on a private network.

A name is resolved once and the connection goes to the address that was checked, so that a name
which changes its mind in between (DNS rebinding) leads nowhere. Redirects are checked anew.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from patronage.documents.robots import NOTHING, Robots, robots_of

__all__ = ["Answer", "Fetcher", "NotFetched", "is_public"]

AGENT = "patronage/0.1 (reads feeds for event data)"
_HOPS = 5
_CHUNK = 1 << 16
_MOVED = frozenset({301, 302, 303, 307, 308})


class NotFetched(Exception):  # noqa: N818  # told as a problem, never raised to a caller of a verb
    """Why an address gave nothing; the words may be shown. ``wait``: seconds it asks to be left."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: the address after redirects, status, headers (lower case), body."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where it wraps another.

    >>> is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("9.9.9.9")
    (False, False, True)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class Fetcher:
    """Fetches addresses one at a time, with a pause between two of the same host.

    Each host is asked once for its robots.txt, and what that forbids is not fetched; a host whose
    rules cannot be had is not asked for anything else.

    Args:
        allow_private: also fetch from this machine and private networks (for tests).
        most: bytes of one answer, unpacked.
        pause: seconds between the ends of two requests to one host.
        patience: seconds that connecting, and the whole answer, may take.
    """

    def __init__(
        self, *, allow_private: bool = False, most: int = 10_000_000, pause: float = 2.0,
        patience: float = 20.0,
    ) -> None:  # fmt: skip
        self._private, self._most = allow_private, most
        self._pause, self._patience = pause, patience
        self._last: dict[str, float] = {}
        self._rules: dict[tuple[str, str], Robots] = {}

    def get(self, url: str, headers: dict[str, str] | None = None) -> Answer:
        """Fetch an address, following at most five redirects.

        Raises:
            NotFetched: where it may not be asked, gives nothing, or too much.
        """
        return self._followed(url, headers or {}, kept=True)

    def _followed(self, url: str, headers: dict[str, str], *, kept: bool) -> Answer:
        for _ in range(_HOPS + 1):
            if kept and not self._robots(url).allows(_path(url)):
                raise NotFetched("its host does not let programs fetch it (robots.txt)")
            answer = self._once(url, headers)
            if answer.status not in _MOVED:
                return answer
            goal = answer.headers.get("location")
            if not goal:
                raise NotFetched("it moved, and does not say where to")
            url = urljoin(url, goal)
        raise NotFetched("it moved too often")

    def _robots(self, url: str) -> Robots:
        """The rules of an address's host, asked for once."""
        parts = urlsplit(url)
        host = (parts.scheme, parts.netloc.lower())
        if host not in self._rules:
            try:
                answer = self._followed(f"{parts.scheme}://{parts.netloc}/robots.txt", {},
                                        kept=False)  # fmt: skip
            except NotFetched as error:
                # Told as what it is: of an address that may not be asked these are the words.
                raise NotFetched(str(error), error.wait) from None
            if answer.status >= 500 or answer.status == 429:
                self._rules[host] = NOTHING
            else:  # none, or one that this program may not see, forbids nothing
                self._rules[host] = robots_of(answer.body if answer.status == 200 else b"")
        return self._rules[host]

    def _once(self, url: str, headers: dict[str, str]) -> Answer:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        try:
            port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
        except ValueError:
            port = 0
        if parts.scheme not in ("http", "https") or not host or not port:
            raise NotFetched("it is no http or https address")
        if parts.username is not None or any(ord(c) <= 32 or ord(c) > 126 for c in url):
            raise NotFetched("its address holds a user's name, blanks or signs that are not ASCII")
        if not self._private and port not in (80, 443):
            raise NotFetched("only ports 80 and 443 are asked")
        address = self._address(host, port)
        rules = self._rules.get((parts.scheme, parts.netloc.lower()), Robots())
        pause = max(self._pause, rules.delay)
        wait = self._last.get(host, -1e9) + pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        try:
            return self._ask(url, host, port, address, headers)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotFetched(f"it could not be read ({type(error).__name__})") from None
        finally:
            self._last[host] = time.monotonic()

    def _address(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotFetched("its host is not known") from None
        addresses = [str(one[4][0]) for one in found]
        # All must be public: of a name with one address inside and one outside, neither is asked.
        if not self._private and not all(map(is_public, addresses)):
            raise NotFetched("its host is on this machine or a private network")
        return addresses[0]

    def _ask(self, url: str, host: str, port: int, address: str, more: dict[str, str]) -> Answer:
        parts = urlsplit(url)
        until = time.monotonic() + self._patience
        plain = socket.create_connection((address, port), timeout=self._patience)
        with plain:
            if parts.scheme == "https":
                plain = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            link = http.client.HTTPConnection(host, port, timeout=self._patience)
            link.sock = plain
            path = _path(url)
            heads = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close", **more}
            link.request("GET", path, headers=heads)
            got = link.getresponse()
            told = {name.lower(): value for name, value in got.getheaders()}
            body = b"" if got.status in _MOVED else self._body(got, told, until)
            link.close()
        return Answer(url, got.status, told, body)

    def _body(self, got: http.client.HTTPResponse, told: dict[str, str], until: float) -> bytes:
        packed = told.get("content-encoding", "").lower() in ("gzip", "x-gzip")
        unpack = zlib.decompressobj(31) if packed else None
        parts, size, raw = [], 0, 0
        while chunk := got.read1(_CHUNK):
            raw += len(chunk)
            if unpack is not None:  # bounded while it grows: a small answer may unpack to gigabytes
                try:
                    chunk = unpack.decompress(chunk, self._most + 1 - size)
                except zlib.error:
                    raise NotFetched("it is packed in a way that cannot be undone") from None
            size += len(chunk)
            if size > self._most or raw > self._most:
                raise NotFetched(f"it is over the limit of {self._most / 1e6:g} MB")
            if time.monotonic() > until:
                raise NotFetched("it took too long")
            parts.append(chunk)
        return b"".join(parts)


def _path(url: str) -> str:
    """What is asked of the host: the path with its query."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
