"""What a claim measures and what narrows it: stage, prices, designation, kind of sanction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from patronage.codebook import rows
from patronage.coding.claims.scene import Scene, Told
from patronage.coding.clauses import Clause, clause_at

__all__ = ["narrowed", "phrases"]

_CONSTANT = re.compile(
    r"\bconstant\b[^.;]{0,12}\bdollars?\b|\b(?:in|at)\s(?:constant\s)?20\d\d\s(?:prices|dollars|USD|US)",
    re.I,
)
_DESIGNATION = re.compile(
    r"(?:Type\s)?[A-Z][\w/-]*\d[\w/-]*(?:\s[A-Z0-9][\w/-]*)*"
    r"|[A-Z][\w-]+(?:\s[A-Z]?\d[\w/-]*)?(?:\s[A-Z][\w-]+)?"
)
_ABROAD = re.compile(
    r"\s*(?:in|at|on|near|across|into|to|inside)\s(?:the\s)?(?!January|February|March|April|May\b|June"
    r"|July|August|September|October|November|December)[A-Z]"
)
_MONEY_OR_SHARE = ("%", "TIV")
_LOOSE = ("budget", "trade", "arms", "loans", "investment", "finance", "aid", None)
_STATE = re.compile(r"\bstill\b|\b(?:was|were|is|are|been|remained)\s(?:still\s)?(?:at war|allied"
                    r"|allies|treaty allies|rivals)\b")  # fmt: skip
_VOTES = re.compile(r"\b(?:UN|United Nations|General Assembly)\b[^.]*\bvot|\bvot\w+\b[^.]*\b(?:UN|"
                    r"General Assembly)\b")  # fmt: skip


def narrowed(scene: Scene, told: Told) -> Told:
    """The claim with its measure by the nearest telling phrase, and its details."""
    if told.kind in ("figure", "count"):
        return _figure(scene, told)
    if told.kind in ("trend", "cause"):
        return _moving(scene, told)
    if told.kind == "rank":
        return replace(told, detail=(*told.detail, *_stages(scene, told)))
    if told.kind == "date":
        return _date(scene, told)
    return told


def _figure(scene: Scene, told: Told) -> Told:
    amount = told.amount
    assert amount is not None, "figures have an amount"
    unit = amount.unit
    money = len(unit) == 3 and unit.isupper() and unit != "TIV"
    measure = told.measure
    if money or unit in _MONEY_OR_SHARE:
        measure = _measure(scene, told) or measure
    elif unit == "organisation":
        measure = "shared organisations"
    elif unit not in _things():
        measure = _people(scene, told) or measure
    detail = [*told.detail, *_stages(scene, told)]
    if money and _CONSTANT.search(scene.text):
        detail.append("constant")
    if unit == "%" and measure:
        detail += _whole(scene, told)
    if money and measure == "trade" and _BOTH.search(scene.text):
        detail.append("both")
    if unit in _ARMED and any(_designation(scene, told)):
        measure = "arms"
    if measure == "arms" and not money and unit not in _MONEY_OR_SHARE:
        detail += _designation(scene, told)
    return replace(told, measure=measure, detail=tuple(dict.fromkeys(detail)))


def _moving(scene: Scene, told: Told) -> Told:
    """A trend with the measure that its clause names more closely: "military spending"."""
    measure = told.measure
    if measure in _LOOSE or (measure == "relations" and _VOTES.search(scene.text)):
        clause = clause_at(scene.parts, told.place)
        near = [
            (abs(m.start() - told.place), row["value"])
            for m, row in phrases(scene.text, "thing")
            if clause[0] <= m.start() < clause[1]
        ]
        measure = "UN votes" if measure == "relations" else (min(near)[1] if near else measure)
    both = ("both",) if measure == "trade" and _BOTH.search(scene.text) else ()
    return replace(told, measure=measure, detail=(*told.detail, *_stages(scene, told), *both))


def _measure(scene: Scene, told: Told) -> str | None:
    """The measure of the phrase nearest to the figure, those of its clause first."""
    found = list(phrases(scene.text, "thing"))
    clause = clause_at(scene.parts, told.place)
    inside = [(m, row) for m, row in found if clause[0] <= m.start() < clause[1]] or found
    # "Committed $3bn in credit" is credit: what says less counts only where nothing else is said.
    inside = [pair for pair in inside if not pair[0][0].lower().startswith("commit")] or inside
    if told.measure and all(m[0].lower().startswith("commit") for m, _ in inside):
        return None
    amount = told.amount
    if not inside or amount is None:
        return None
    start, end = scene.local(amount.span)
    # "military spending" holds no arms, nor "arms trade" trade: the longer phrase goes first.
    return min(inside, key=lambda pair: (_gap(pair[0].span(), (start, end)), -len(pair[0][0])))[1][
        "value"
    ]


def _gap(one: Clause, two: Clause) -> int:
    """Characters between two stretches; what follows a figure counts as nearer than what leads."""
    return 2 * (two[0] - one[1]) if one[1] <= two[0] else one[0] - two[1]


def _people(scene: Scene, told: Told) -> str | None:
    """Whether persons counted are a state's forces or population, and not some of them abroad."""
    amount = told.amount
    assert amount is not None, "counts have an amount"
    start, end = scene.local(amount.span)
    found = list(phrases(scene.text, "people"))
    if not found:
        return None
    match, row = min(found, key=lambda pair: _gap(pair[0].span(), (start, end)))
    if row["value"] == "military personnel" and match[0].lower() == "soldiers":
        adjective = any(
            start <= scene.local(a.span)[0] < end for a in scene.actors
        )  # "45,000 Eritrean soldiers in Tigray" are some, not all
        if adjective or _ABROAD.match(scene.text, end):
            return "troops"
    return row["value"]


_ORDERED = re.compile(r"\bfirst\s(?:ordered|bought)\s(?:[\w-]+\s){0,2}(?:arms|weapons)\b", re.I)
_BOTH = re.compile(r"\b(?:trade|commerce)\b[^.]{0,30}\bbetween\b|\bbilateral trade\b"
                   r"|\btrade with\b", re.I)  # fmt: skip
_ARMED = ("jet", "fighter", "missile", "weapon", "aircraft", "drone", "vehicle", "launcher")


@cache
def _things() -> frozenset[str]:
    return frozenset(row["unit"] for row in rows("count_nouns") if row["kind"] == "thing")


def _stages(scene: Scene, told: Told) -> Iterator[str]:
    """Orders or deliveries, by the word nearest to the figure or cue."""
    stages = phrases(scene.text, "stage")
    found = [(abs(m.start() - told.place), row["value"]) for m, row in stages]
    if found:
        yield min(found)[1]


def _whole(scene: Scene, told: Told) -> Iterator[str]:
    """Of whom a share is told: "12% of Chinese exports" is a share of what the giver gives."""
    amount = told.amount
    assert amount is not None, "shares have an amount"
    tail = scene.text[scene.local(amount.span)[1] :]
    if re.match(r"\s*of\s(?:all\s|the\s)?(?:[\w’'-]+\s){0,4}?(?:exports|sales)\b", tail):
        yield "of giver"


def _designation(scene: Scene, told: Told) -> Iterator[str]:
    """The weapon's name between the number and its noun, or in the number's place."""
    amount = told.amount
    assert amount is not None, "counts have an amount"
    words = amount.text
    for match in _DESIGNATION.finditer(words):
        name = match[0]
        if not any(name == a.text or name in a.text for a in scene.sentence.mentions):
            # "MiG-29s" are MiG-29
            yield name[:-1] if re.search(r"\ds$", name) else name


def _date(scene: Scene, told: Told) -> Told:
    found = list(phrases(scene.text, "happening"))
    clause = clause_at(scene.parts, told.place)
    inside = [(m, row) for m, row in found if clause[0] <= m.start() < clause[1]] or found
    if not inside and _ORDERED.search(scene.text):
        return replace(told, measure="arms", detail=(*told.detail, "orders", "first"))
    if not inside:
        return told
    match, row = min(inside, key=lambda p: abs(p[0].start() - told.place) - 4 * len(p[0][0]))
    detail = list(told.detail)
    if row["value"] == "sanctions":
        kinds = [f"kind {r['value']}" for _, r in phrases(scene.text, "sanctioned")]
        detail += kinds
        near = scene.text[max(0, match.start() - 60) : match.end() + 60].lower()
        products = {r["words"] for r in rows("claim_words") if r["kind"] == "product"}
        if any(re.search(rf"\b{re.escape(p)}\b", near) for p in products):
            detail.append("product")
    if re.search(r"\bfirst\b", scene.text[max(0, match.start() - 40) : match.start()], re.I):
        detail.append("first")
    if re.search(r"\b(?:lifted|ended|removed|dropped)\b", scene.text[clause[0] : clause[1]], re.I):
        detail.append("ends")
    period = told.period
    if period is not None and re.match(r"(?:during|throughout|by|still)\b", period.text, re.I):
        detail.append("during")
    since = period is not None and period.precision in ("since", "after")
    if _STATE.search(scene.text[clause[0] : clause[1]]) and not since:
        detail.append("during")
    return replace(told, measure=row["value"], detail=tuple(dict.fromkeys(detail)))


def phrases(text: str, kind: str) -> Iterator[tuple[re.Match[str], Mapping[str, str]]]:
    """Every phrase of one kind in a text, longer ones first at each place."""
    pattern, table = _pattern(kind)
    for match in pattern.finditer(text):
        yield match, table[" ".join(match[0].lower().split())]


@cache
def _pattern(kind: str) -> tuple[re.Pattern[str], Mapping[str, Mapping[str, str]]]:
    table = {row["words"]: row for row in rows("claim_words") if row["kind"] == kind}
    words = sorted(table, key=len, reverse=True)
    spaced = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<![\w-])(?:{spaced})(?![\w-])", re.IGNORECASE), table
