"""Who is signed in, and the tokens that show a form to be ours: signed, nothing is stored.

The key is made anew at each start, so that all sessions end with the process.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie

__all__ = ["COOKIE", "Sessions", "cookie"]

COOKIE = "patronage"
_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}\.(?:in|out)\.[0-9a-f]{64}")


def cookie(session: str) -> str:
    """The header that sets a session's cookie; no script sees it, no other site's form sends it."""
    return f"{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax"


@dataclass(frozen=True, slots=True)
class Sessions:
    """Makes and checks the cookie of a session (``id.in.signature``) and its forms' tokens."""

    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def fresh(self, *, signed_in: bool = False) -> str:
        """A new session's cookie."""
        told = f"{secrets.token_urlsafe(16)}.{'in' if signed_in else 'out'}"
        return f"{told}.{self._sign('cookie', told)}"

    def of(self, header: str) -> str | None:
        """The session that a Cookie header names, if its signature is ours."""
        try:
            cookies = SimpleCookie(header)
        except CookieError:
            return None
        value = cookies[COOKIE].value if COOKIE in cookies else ""
        if not _SHAPE.fullmatch(value):
            return None
        told, _, signature = value.rpartition(".")
        return value if hmac.compare_digest(signature, self._sign("cookie", told)) else None

    def signed_in(self, header: str) -> bool:
        """Whether the session gave the token before."""
        session = self.of(header)
        return session is not None and session.split(".")[1] == "in"

    def form_token(self, session: str) -> str:
        """What a form of this session must bring back."""
        return self._sign("form", session)

    def is_form_token(self, session: str | None, given: str) -> bool:
        """Whether a form was made for this session."""
        if session is None or not given.isascii():
            return False
        return hmac.compare_digest(given, self.form_token(session))

    def _sign(self, use: str, text: str) -> str:
        return hmac.new(self._key, f"{use} {text}".encode(), sha256).hexdigest()
