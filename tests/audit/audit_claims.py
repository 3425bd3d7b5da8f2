"""Claims for tests: a number, what it measures, of whom, on whose word."""

from __future__ import annotations

import datetime as dt
from typing import Any

from patronage.records import Actor, Amount, Attribution, Claim, Span, Time, content_id

SCALE = {"billion": 1e9, "million": 1e6}
SPAN = Span(0, 1)


def amount(text: str, unit: str = "USD", high: float | None = None) -> Amount:
    """``over $30 billion`` or ``> 32`` read plainly: the coder is not under test here."""
    words = text.replace("$", "").split()
    signs = {"over": ">", "under": "<", "about": "~"}
    value = next(float(w.replace(",", "")) for w in words if w[0].isdigit())
    scale = next((SCALE[w] for w in words if w in SCALE), 1.0)
    comparator = signs.get(words[0], "=")
    return Amount(text, SPAN, value * scale, unit, comparator, None, high)


def claim(text: str, measure: str | None, *countries: str, **given: Any) -> Claim:
    """A figure; ``by`` is the voice, ``year`` its period, ``quote`` the sentence."""
    document, year = given.pop("document", "d1"), given.pop("year", None)
    unit, by = given.pop("unit", "USD"), given.pop("by", None)
    high = given.pop("high", None)
    quote = given.pop("quote", f"In this sentence {text} is told as {measure} of {countries}.")
    first = dt.date(year or 1, 1, 1)
    period = Time(str(year), SPAN, first, first.replace(year=first.year + 1), "year")
    fields: dict[str, Any] = {
        "id": content_id(document, quote, text, measure, countries, by, year),
        "document": document,
        "sentence": 0,
        "span": SPAN,
        "quote": quote,
        "kind": "figure",
        "subject": tuple(Actor(c, SPAN, country=c) for c in countries),
        "measure": measure,
        "amount": amount(text, unit, high),
        "period": period if year else None,
        "attribution": (Attribution(by, SPAN, "according to"),) if by else (),
    }
    return Claim(**(fields | given))
