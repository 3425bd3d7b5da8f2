"""How much is read at most, and which dates of publication can be true."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep memory to one document and dates to what can be true.

    ``max_bytes`` bounds one file of text, HTML or PDF, one line of JSON lines and one record of a
    web archive (not a folder or an archive as a whole); ``max_chars`` bounds one document's text.
    ``earliest`` and ``latest`` bound dates of publication; without ``latest`` it is tomorrow, so
    that a publisher east of this machine is believed.

    >>> Limits(max_bytes=1_000).max_bytes
    1000
    """

    max_bytes: int = 25_000_000
    max_chars: int = 5_000_000
    earliest: dt.date = dt.date(1800, 1, 1)
    latest: dt.date | None = None

    def believes(self, day: dt.date) -> bool:
        """Whether a text can have been published on that day.

        The clock is read here alone, to refuse a date in the future; it never gives a date.
        """
        latest = self.latest or dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
        return self.earliest <= day <= latest
