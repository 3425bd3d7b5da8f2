"""A view and its address: what is in the address is all there is, so that it can be shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from patronage.errors import UsageError
from patronage.periods import date_of
from patronage.pipeline.briefs import View
from patronage.pipeline.watching import code_of

__all__ = ["address_of", "fields_of", "view_of"]

_DAYS = ("since", "start", "end", "as_of", "known_on")
_GRAINS = ("month", "quarter", "year")
_MOST_PATRONS = 12


def view_of(query: Iterable[tuple[str, str]], most: int) -> View:
    """The view that an address names.

    Raises:
        UsageError: for a state, date or period that cannot be read, and where no client is named.
        Fields of other names are passed over.
    """
    given: dict[str, Any] = {"patrons": []}
    for name, value in query:
        text = value.strip()[:100]
        if not text:
            continue
        if name == "client":
            given["client"] = code_of(text, "client")
        elif name == "patron":
            codes = [code_of(one, "patron") for one in text.split(",") if one.strip()]
            given["patrons"] += [c for c in codes if c not in given["patrons"]]
        elif name == "coercer":
            given["coercers"] = (code_of(text, "coercer"),)
        elif name == "period":
            if text not in _GRAINS:
                raise UsageError(f"No period '{text}'. Periods: {', '.join(_GRAINS)}.")
            given["grain"] = text
        elif name in _DAYS:
            given[name] = date_of(text, name.replace("_", " "))
    if "client" not in given:
        raise UsageError("Name the client: a code (VEN) or an English name.")
    if len(given["patrons"]) > _MOST_PATRONS:
        raise UsageError(f"Name at most {_MOST_PATRONS} patrons.")
    if given.get("start") and given.get("end") and given["start"] >= given["end"]:
        raise UsageError("The period ends before it begins.")
    given["patrons"] = tuple(given["patrons"])
    return View(**given, most=most)


def fields_of(view: View) -> list[tuple[str, str]]:
    """A view as the fields of an address, in one order, so that one view has one address."""
    found = [("client", view.client)]
    found += [("patron", code) for code in view.patrons]
    found += [("coercer", code) for code in view.coercers]
    if view.grain != "year":
        found.append(("period", view.grain))
    for name in _DAYS:
        day: dt.date | None = getattr(view, name)
        if day is not None:
            found.append((name, day.isoformat()))
    return found


def address_of(view: View, path: str = "/view", more: Sequence[tuple[str, str]] = ()) -> str:
    """The address of a view.

    >>> address_of(View("VEN", patrons=("RUS",)))
    '/view?client=VEN&patron=RUS'
    """
    return f"{path}?{urlencode([*fields_of(view), *more])}"
