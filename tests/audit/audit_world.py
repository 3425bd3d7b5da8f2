"""A few rows as registers, and claims found in a sentence or made by hand, for the auditor."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from patronage.audit import Held
from patronage.audit.asking import Question, ask
from patronage.coding import amounts, times
from patronage.coding.claims import ClaimInput, find
from patronage.records import Actor, Amount, Attribution, Claim, Span, Time

PUBLISHED = dt.date(2025, 11, 5)
NAMES = {
    **{"Russia": "RUS", "Russian": "RUS", "China": "CHN", "Chinese": "CHN", "India": "IND"},
    **{"Venezuela": "VEN", "Iran": "IRN", "Cuba": "CUB", "Peru": "PER", "Egypt": "EGY"},
    **{"United States": "USA", "Brazil": "BRA", "Kenya": "KEN", "Norway": "NOR"},
}
_NAMES = re.compile("|".join(rf"\b{name}\b" for name in sorted(NAMES, key=len, reverse=True)))
_COVERS = {
    **{"sipri": (1950, 2023), "aiddata": (2000, 2021), "gsdb": (1950, 2023)},
    **{"cow_trade": (1870, 2014), "cow_nmc": (1816, 2016), "cow_igo": (1816, 2014)},
    **{"ideal_points": (1946, 2019), "archigos": (1875, 2015), "atop": (1815, 2018)},
    **{"mids": (1816, 2014), "ucdp_conflict": (1946, 2024), "rivalries": (1494, 2020)},
}
UNITS = {
    **{"arms orders": "TIV", "arms deliveries": "TIV", "imports": "million USD"},
    **{"military expenditure": "thousand USD", "military personnel": "thousand persons"},
    **{"population": "thousand persons", "shared organisations": "organisations"},
    **{"official finance, OOF-like": "USD", "official finance, ODA-like": "USD"},
    **{"official finance, vague": "USD", "UN ideal point": "points"},
}


@dataclass
class World:
    """Registers of the rows that a test puts in; which are loaded is told by ``loaded``."""

    loaded: Sequence[str] = tuple(_COVERS)
    rows: list[dict[str, Any]] = field(default_factory=list)
    deeds: list[dict[str, Any]] = field(default_factory=list)
    sheets: dict[int, dict[str, Any]] = field(default_factory=dict)

    def held(self, dataset: str) -> Held | None:
        if dataset not in self.loaded:
            return None
        first, last = _COVERS[dataset]
        days = dt.date(first, 1, 1), dt.date(last + 1, 1, 1)
        return Held(dataset, f"{dataset.upper()}, as made here", *days, "what it holds", "It errs.")

    def flows(
        self, dataset: str, measure: str, giver: str | None, receiver: str | None
    ) -> list[dict[str, Any]]:
        return [
            r for r in self.rows
            if (r["dataset"], r["measure"]) == (dataset, measure)
            and giver in (None, r["giver"]) and receiver in (None, r["receiver"])
        ]  # fmt: skip

    def acts(self, dataset: str, actor: str | None, recipient: str | None) -> list[dict[str, Any]]:
        return [
            r for r in self.deeds
            if r["dataset"] == dataset
            and actor in (None, r["actor"]) and recipient in (None, r["recipient"])
        ]  # fmt: skip

    def originals(self, dataset: str, rows: Iterable[int]) -> list[dict[str, Any]]:
        assert dataset == "sipri"
        return [self.sheets[row] for row in sorted(set(rows))]

    def flow(
        self, dataset: str, measure: str, sides: str, years: int | tuple[int, int],
        value: float | None, **more: Any,
    ) -> World:  # fmt: skip
        """Put in a flow; ``sides`` are ``CHN>VEN``, or one state alone."""
        giver, _, receiver = sides.partition(">")
        first, last = years if isinstance(years, tuple) else (years, years)
        number = len(self.rows) + 1
        made = {
            "id": f"{dataset}:{number}", "dataset": dataset, "row": number, "measure": measure,
            "giver": giver, "receiver": receiver or None, "start": dt.date(first, 1, 1),
            "end": dt.date(last + 1, 1, 1), "value": value, "unit": UNITS.get(measure, "level"),
            "base": None, "estimated": False,
        }  # fmt: skip
        self.rows.append(made | more)
        return self

    def act(self, dataset: str, sides: str, year: int, code: str, row: int = 0) -> World:
        """Put in an act; ``row`` joins the begin and the end of one case."""
        actor, _, recipient = sides.partition(">")
        number = row or len(self.deeds) + 1
        self.deeds.append({
            "id": f"{dataset}:{len(self.deeds) + 1}", "dataset": dataset, "row": number,
            "actor": actor, "recipient": recipient or None, "code": code,
            "start": dt.date(year, 1, 1), "end": dt.date(year + 1, 1, 1),
        })  # fmt: skip
        return self

    def deal(
        self, sides: str, year: int, number: int, name: str, kind: str = "tank", mark: str = ""
    ) -> World:
        """Put in an order of weapons with its row as published."""
        self.flow("sipri", "arms orders", sides, year, 10.0 * number)
        self.sheets[len(self.rows)] = {
            "row": len(self.rows), "weapon_designation": name, "weapon_description": kind,
            "number_ordered": str(number), "number_ordered_mark": mark, "number_delivered": "",
            "number_delivered_mark": "",
        }  # fmt: skip
        return self


def told(text: str, voice: str = "", document: str = "d") -> list[Claim]:
    """The claims that the coder finds in one sentence, with the states of ``NAMES``."""
    voices = (Attribution(voice, Span(0, 0), "according to", name=voice),) if voice else ()
    mentions = [Actor(m[0], Span(*m.span()), NAMES[m[0]]) for m in _NAMES.finditer(text)]
    return find(
        ClaimInput(
            document, 0, Span(0, len(text)), text, amounts.find(text, 0),
            times.find(text, PUBLISHED, 0), mentions, voices, False, "test",
        )
    )  # fmt: skip


def one(text: str, kind: str, voice: str = "") -> Claim:
    """The one claim of a kind in a sentence."""
    (claim,) = [c for c in told(text, voice) if c.kind == kind]
    return claim


def asked(text: str, kind: str, voice: str = "", published: dt.date | None = PUBLISHED) -> Question:
    """The question that the one claim of a kind in a sentence puts."""
    return ask(one(text, kind, voice), published)


def person(name: str, country: str) -> Actor:
    return Actor(name, Span(0, len(name)), country, "GOV", name)


def term(actor: Actor, measure: str, when: str, quote: str = "") -> Claim:
    """A term of office as the coder tells it, its time read from words."""
    text = f"It was so {when}."
    (time,) = times.find(text, PUBLISHED, 0)
    return Claim(
        f"{actor.name}{measure}{when}", "d", 0, Span(0, 1), quote or f"{actor.name} {when}",
        "term", (actor,), measure, None, time, (),
    )  # fmt: skip


def amount(text: str) -> Amount:
    """An amount as the coder reads it from words."""
    (found,) = amounts.find(text, 0)
    return found


def years(first: int, last: int) -> Time:
    """A period told in years."""
    days = dt.date(first, 1, 1), dt.date(last + 1, 1, 1)
    return Time(f"{first} to {last}", Span(0, 1), *days, "year" if first == last else "range")
