"""The errors that a caller can catch: one base, a few leaves.

Bad *data* is never an error: it is a :class:`patronage.records.Problem`, and the run goes on.
An error here means that the *call* was wrong or the machine would not do it. Each message says
what, where, the options and the mend.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["LedgerError", "PatronageError", "UnknownNameError", "UsageError", "nearest"]


class PatronageError(Exception):
    """Base of every error that this package raises on purpose."""


class UsageError(PatronageError):
    """The call itself is wrong: a bad date, a missing file, options that exclude each other."""


class UnknownNameError(UsageError):
    """A name that no table knows; the message lists the nearest ones that it does."""


class LedgerError(PatronageError):
    """The ledger cannot be opened, written or understood."""


def nearest(word: str, options: Iterable[str], count: int = 3) -> str:
    """Say which options are nearest to a misspelt word.

    >>> nearest("RUSS", ["RUS", "USA", "FRA"])
    'Nearest: RUS, USA.'
    >>> nearest("zzz", ["RUS"])
    ''
    """
    found = get_close_matches(word, list(options), n=count, cutoff=0.5)
    return f"Nearest: {', '.join(found)}." if found else ""
