"""What a dashboard is started with, and the bounds that hold for whoever asks it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from patronage.errors import UsageError

__all__ = ["Bounds", "Settings", "is_loopback"]

_SHORTEST = 16  # characters of a token: what is shorter can be guessed


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much anyone may ask: bytes, requests of one address, time.

    ``upload`` bounds the body of a request in bytes; ``reads`` are requests a second in the long
    run and ``burst`` at once; ``writes`` are changes and tries to sign in within a minute;
    ``waiting`` bounds the uploads that wait to be coded, ``evidence`` the reports on one page,
    ``kept`` the pages kept in memory and ``memory`` their bytes with their tables, ``stale`` the
    seconds for which a page may lag behind the ledger while the next is made. A reader with a
    browser who has waited ``patience`` seconds for a page is told how far its making has come.
    """

    upload: int = 10_000_000
    form: int = 100_000
    reads: float = 100.0
    burst: int = 1_000
    writes: int = 30
    waiting: int = 20
    evidence: int = 1_000
    kept: int = 32
    memory: int = 500_000_000
    stale: float = 900.0
    patience: float = 5.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the dashboard stands, who may ask it, what it watches.

    ``names`` are further names under which it is asked (behind a proxy, say). ``alert`` is the
    probability of a decline from which on an alert is given, ``every`` the minutes between two
    looks at the ledger and the feeds, ``notes`` the folder in which alerts and the state of feeds
    are kept (default: beside the ledger, its name and ``.watch``).
    """

    ledger: str
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    names: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    alert: float = 0.8
    webhook: str | None = None
    feeds: tuple[str, ...] = ()
    every: float = 15.0
    allow_private: bool = False
    notes: str | None = None
    bounds: Bounds = field(default_factory=Bounds)

    def __post_init__(self) -> None:
        """Refuse what would open the ledger to others, or cannot work."""
        if not is_loopback(self.host) and not self.token:
            raise UsageError(
                f"'{self.host}' can be reached from other machines. Give a token of at least "
                f"{_SHORTEST} characters (--token or PATRONAGE_TOKEN), or stay on 127.0.0.1."
            )
        if self.token is not None and len(self.token) < _SHORTEST:
            raise UsageError(f"The token is too short. Give at least {_SHORTEST} characters.")
        if not 0 < self.alert <= 1:
            raise UsageError(f"--alert {self.alert:g} is no probability. Give one such as 0.8.")
        if self.webhook and not self.webhook.startswith(("https://", "http://")):
            raise UsageError(f"The webhook '{self.webhook}' is no http or https address.")

    @property
    def folder(self) -> Path:
        """Where alerts and the state of feeds are kept."""
        return Path(self.notes) if self.notes else Path(f"{Path(self.ledger).absolute()}.watch")

    def hosts(self) -> frozenset[str]:
        """Names by which a browser may ask: another site's name that points here is refused."""
        own = {"localhost", "127.0.0.1", "[::1]"} if is_loopback(self.host) else set()
        if self.host not in ("0.0.0.0", "::"):
            own.add(f"[{self.host}]" if ":" in self.host else self.host)
        return frozenset(name.lower() for name in (*own, *self.names))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host by this name.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
