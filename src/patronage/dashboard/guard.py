"""Who may ask, how often and how much: checked before any page sees the request.

Order matters: a wrong host is refused before a token is looked at, so that a page of another site
which points its name here (DNS rebinding) learns nothing.
"""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from patronage.dashboard.sessions import Sessions
from patronage.dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "Guard"]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    # Not no-referrer: then browsers send "Origin: null" with our own forms.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
_RAW = [(name.encode(), value.encode()) for name, value in HEADERS]
_SAFE = frozenset({"GET", "HEAD"})
_OPEN = frozenset({"/login", "/static/page.css", "/static/board.css"})
_ADDRESSES = 4_096  # addresses whose requests are counted; the one seen longest ago goes first


class Guard:
    """An ASGI application around another: host, rate, token, origin, size, headers."""

    def __init__(
        self, app: ASGIApp, settings: Settings, sessions: Sessions,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        bounds = settings.bounds
        self._app, self._settings, self._sessions = app, settings, sessions
        self._hosts = settings.hosts()
        self._reads = Rate(bounds.reads, bounds.burst, clock)
        self._writes = Rate(bounds.writes / 60, bounds.writes, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with what is refused, or let the request in."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no web sockets here
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_RAW]}
            await send(message)

        heads = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        refused = self._refusal(scope, heads)
        if refused is not None:
            await _say(sealed, *refused)
            return
        scope["session"] = self._sessions.of(heads.get("cookie", ""))
        limit = self._limit(scope)
        if _told_length(heads) > limit:
            await _say(sealed, 413, f"Too large: at most {limit / 1e6:g} MB.")
            return
        await self._app(scope, _Bounded(receive, limit), sealed)

    def _refusal(self, scope: Scope, heads: dict[str, str]) -> tuple[int, str] | None:
        if sum(name == b"host" for name, _ in scope["headers"]) != 1:
            return 400, "One Host header is needed."
        if _host(heads["host"]) not in self._hosts:
            return 421, "This dashboard is not asked under this name. Start it with --name NAME."
        address = (scope.get("client") or ("", 0))[0]
        if not self._reads.allows(address):
            return 429, "Too many requests. Wait a moment."
        method, path = scope["method"], scope["path"]
        if method not in _SAFE:
            if method != "POST":
                return 405, "Only GET, HEAD and POST are answered."
            if not _same_origin(heads):
                return 403, "The request comes from another site."
            if not self._writes.allows(address):
                return 429, "Too many changes. Wait a minute."
        if self._settings.token and path not in _OPEN and not self._known(heads):
            return (401, "Sign in at /login.") if method != "GET" else (303, "/login")
        return None

    def _known(self, heads: dict[str, str]) -> bool:
        kind, _, given = heads.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self._settings.token:
            # Wrong tokens cost a read each and are compared in constant time.
            return hmac.compare_digest(given.encode("utf-8"), self._settings.token.encode("utf-8"))
        return self._sessions.signed_in(heads.get("cookie", ""))

    def _limit(self, scope: Scope) -> int:
        bounds = self._settings.bounds
        return bounds.upload if scope["path"] == "/documents" else bounds.form


class Rate:
    """So many requests a second of one address in the long run, so many at once."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Whether one more may come now; if so it is counted."""
        now = self._clock()
        left, seen = self._left.pop(address, (float(self._burst), now))
        left = min(self._burst, left + (now - seen) * self._rate)
        allowed = left >= 1
        self._left[address] = (left - 1 if allowed else left, now)
        while len(self._left) > _ADDRESSES:
            self._left.popitem(last=False)
        return allowed


class _Bounded:
    """A body that ends in an error where it is longer than allowed, whatever its header said."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._left = receive, limit

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                from starlette.exceptions import HTTPException

                raise HTTPException(413)
        return message


def _host(told: str) -> str:
    """The name in a Host header, without its port."""
    name, _, port = told.rpartition(":")
    return (name if name and port.isdigit() and not told.endswith("]") else told).lower()


def _told_length(heads: dict[str, str]) -> int:
    told = heads.get("content-length", "0")
    return int(told) if told.isdecimal() and len(told) < 16 else 0


def _same_origin(heads: dict[str, str]) -> bool:
    """Whether a change was asked for by one of our own pages.

    Browsers send Origin with every such request; one that sends neither it nor Sec-Fetch-Site is
    refused, since nothing shows where it comes from.
    """
    site = heads.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    if "origin" in heads:
        try:
            parts = urlsplit(heads["origin"])
        except ValueError:  # "http://[oops"
            return False
        return parts.scheme in ("http", "https") and parts.netloc.lower() == heads["host"].lower()
    return site == "same-origin"


async def _say(send: Send, status: int, text: str) -> None:
    heads = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    if status == 303:
        heads, text = [(b"location", text.encode()), (b"cache-control", b"no-store")], ""
    if status == 429:
        heads.append((b"retry-after", b"10"))
    body = text.encode()
    heads.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": heads})
    await send({"type": "http.response.body", "body": body})
