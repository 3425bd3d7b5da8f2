"""What a host lets programs fetch: its robots.txt, read as RFC 9309 has it.

Of the groups that name this program those hold, else the one for all; of two rules that fit, the
longer, and of two of one length the one that allows. A delay between requests is no part of the
RFC, but many hosts tell one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

__all__ = ["NOTHING", "Robots", "robots_of"]

_NAME = "patronage"
_MOST = 512_000  # bytes that are read; the RFC asks for 500 KiB at least
_SLOWEST = 60.0  # seconds between two requests that a host may ask for


@dataclass(frozen=True, slots=True)
class Robots:
    """Rules of one host: path, and whether it may be fetched; seconds between two requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        r"""Whether a path, with its query, may be fetched.

        >>> robots_of(b"User-agent: *\nDisallow: /private").allows("/private/a")
        False
        """
        if path == "/robots.txt":
            return True
        plain = _plain(path)
        fits = [(len(rule), allowed) for rule, allowed in self.rules if _fits(rule, plain)]
        return max(fits, default=(0, True))[1]


NOTHING = Robots((("/", False),))
"""Of a host whose rules cannot be had just now: the RFC takes it to forbid everything."""


def robots_of(data: bytes) -> Robots:
    r"""The rules that a robots.txt has for this program; lines that are none are passed over.

    >>> robots_of(b"User-agent: patronage\nCrawl-delay: 5\nDisallow:").delay
    5.0
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    open_ = False  # whether the lines before named who is meant: then one more name joins them
    for line in data[:_MOST].decode("utf-8", "replace").splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower().lstrip("\ufeff"), value.strip()
        if not colon:
            continue
        if field == "user-agent":
            names = [*names, value.lower()] if open_ else [value.lower()]
            groups.setdefault(value.lower(), [])
            open_ = True
        elif field in ("allow", "disallow", "crawl-delay"):
            for name in names:
                groups[name].append((field, value))
            open_ = False
    mine = groups.get(_NAME, groups.get("*", []))
    rules = tuple((_plain(path), field == "allow") for field, path in mine
                  if field != "crawl-delay" and path)  # fmt: skip
    delays = [float(told) for field, told in mine
              if field == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d{1,3})?", told)]  # fmt: skip
    return Robots(rules, min(max(delays, default=0.0), _SLOWEST))


def _plain(path: str) -> str:
    """A path in one writing: %7E and ~ are the same sign."""
    return quote(unquote(path), safe="/?&=*$%~:@!'(),;+-._")


def _fits(rule: str, path: str) -> bool:
    """Whether a rule's beginning fits: ``*`` stands for any signs, ``$`` at its end for the end.

    Looked for piece by piece, since a pattern of many stars could keep a regular expression busy.
    """
    ends = rule.endswith("$")
    first, *others = (rule[:-1] if ends else rule).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, piece in enumerate(others):
        if ends and number == len(others) - 1:
            return len(path) - len(piece) >= at and path.endswith(piece)
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not ends or at == len(path)
