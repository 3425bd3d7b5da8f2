"""Read one event line of the corpus: ``AID sent | a Russia=RUS | r Syria=SYR | + arms``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from benchmarks.coding.readings import (
    PRECISIONS,
    Mention,
    PlainSpan,
    Quantity,
    ReadEvent,
    Return,
    Voice,
    When,
    modes,
    units,
    vocabulary,
)

from patronage.errors import UsageError, nearest
from patronage.periods import date_of, period_of

_POLARITIES = {"+": "support", "-": "pressure", "<": "curtailment", "0": None}
#: What a type's polarity is where the line tells none; the other types must tell it.
_USUAL = {
    "AID": "support", "SUPPORT": "support", "COOPERATE": "support", "ASSAULT": "pressure",
    "COERCE": "pressure", "THREATEN": "pressure", "ACCUSE": "pressure", "PROTEST": "pressure",
    "CONSULT": None, "REQUEST": None, "CONCEDE": None, "RETREAT": None,
}  # fmt: skip
_ROLES = {"a": "actor", "r": "recipient", "b": "beneficiary", "x": "against"}
_SCALES = {"k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12, "": 1.0}
_N = r"(\d+(?:\.\d+)?)(k|m|bn|tn)?"
_NUMBER = re.compile(rf"^(>=|<=|>|<|~|=)?{_N}(?:\.\.{_N})?$")
_GRAINS = {4: "year", 7: "month", 10: "day"}


class MarkError(Exception):
    """What is wrong with one field of an event line."""


@dataclass(slots=True)
class _Line:
    """An event line while it is read. ``codes`` are those given so far in the block."""

    text: str
    start: int
    published: dt.date | None
    codes: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, value: object) -> None:
        """Append to a list field."""
        self.values.setdefault(name, []).append(value)

    def where(self, words: str) -> PlainSpan:
        """The place of some words: in the sentence, or with ``^`` before it; ``~2`` the second."""
        words = words.strip()
        before = words.startswith("^")
        low, high = (0, self.start) if before else (self.start, len(self.text))
        number = re.search(r"~(\d)$", words)
        plain = (words[: number.start()] if number else words).lstrip("^").strip()
        if not plain:
            raise MarkError("no words given")
        pattern = rf"(?<!\w){re.escape(plain)}(?!\w)"
        found = list(re.compile(pattern).finditer(self.text, low, high))
        if not found:
            raise MarkError(
                f"'{plain}' does not stand in the {'context' if before else 'sentence'}"
            )
        if len(found) > 1 and not number:
            raise MarkError(
                f"'{plain}' stands there {len(found)} times: write '{plain}~1', '~2', ..."
            )
        at = int(number.group(1)) if number else 1
        if not 1 <= at <= len(found):
            raise MarkError(f"'{plain}' stands there only {len(found)} times")
        return found[at - 1].span()


def event(
    line: str, text: str, start: int, published: dt.date | None, codes: dict[str, str]
) -> tuple[ReadEvent | None, list[str]]:
    """The event of a line (without its ``>``) and what is wrong with it.

    ``text`` is context and sentence, the sentence from ``start``; ``codes`` maps words to the code
    they were given in an earlier line of the block, and learns those of this one.
    """
    made = _Line(text, start, published, codes)
    head, *rest = [part.strip() for part in line.split("|")]
    _guarded(made, head, _head)
    for part in rest:
        _guarded(made, part, _field)
    type_ = made.values.get("type")
    if type_ and "polarity" not in made.values:
        _usual(made, type_)
    if type_ is None or "trigger" not in made.values:
        return None, made.wrong
    lists: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in made.values.items()
    }
    return ReadEvent(**lists), made.wrong  # the fields of a line are those of an event


def _guarded(made: _Line, part: str, how: Any) -> None:
    try:
        how(made, part)
    except MarkError as error:
        made.wrong.append(f"{error} (in '{part}')")


def _usual(made: _Line, type_: str) -> None:
    if type_ == "REJECT":
        made.values["polarity"] = "curtailment" if made.values.get("mode") == "assist" else None
    elif type_ in _USUAL:
        made.values["polarity"] = _USUAL[type_]
    else:
        made.wrong.append(f"{type_} needs its polarity told: + - < or 0")


def _head(made: _Line, part: str) -> None:
    code, _, words = part.partition(" ")
    type_, _, mode = code.partition("/")
    if type_ not in vocabulary("type"):
        raise MarkError(f"unknown type '{type_}'. {nearest(type_, vocabulary('type'))}")
    made.values["type"] = type_
    if mode and mode not in modes(type_):
        made.wrong.append(f"unknown mode '{mode}' of {type_}. {nearest(mode, modes(type_))}")
    elif mode:
        made.values["mode"] = mode
    if not words.strip():
        raise MarkError("an event without a trigger")
    made.values["trigger"] = made.where(words)


def _field(made: _Line, part: str) -> None:
    key, _, rest = part.partition(" ")
    if key in _ROLES:
        made.add(_ROLES[key], _mention(made, rest))
    elif key == "w":
        made.add("actor", _mention(made, rest))
        made.add("recipient", _mention(made, rest))
    elif key == "q":
        made.add("amount", _quantity(made, rest))
    elif key == "t":
        if made.values.get("time"):
            raise MarkError("a second time")
        made.values["time"] = _when(made, rest)
    elif key == "by":
        made.add("attribution", _voice(made, rest))
    elif key == "for":
        words, code = _halves(rest)
        made.add("in_return_for", Return(made.where(words), code))
    else:
        for tag in part.split():
            _tag(made, tag)


def _tag(made: _Line, tag: str) -> None:
    """A value that needs no words: polarity, status, instrument, ``#context``."""
    if tag in _POLARITIES:
        name, value = "polarity", _POLARITIES[tag]
    elif tag in vocabulary("status"):
        name, value = "status", tag
    elif tag in vocabulary("instrument"):
        name, value = "instrument", tag
    elif tag.startswith("#"):
        made.add("context", tag[1:])
        return
    else:
        known = [*vocabulary("status"), *vocabulary("instrument"), "a", "r", "w", "by", "for"]
        raise MarkError(f"'{tag}' is no field, status or instrument. {nearest(tag, known)}".strip())
    if name in made.values:
        raise MarkError(f"a second {name}")
    made.values[name] = value


def _halves(rest: str) -> tuple[str, str]:
    """Words and value: what stands before and after the first ``=``."""
    words, sign, value = rest.partition("=")
    if not sign or not value.strip():
        raise MarkError("needs 'words=value'")
    return words.strip(), value.strip()


def _mention(made: _Line, rest: str) -> Mention:
    words, sign, code = rest.rpartition("=")
    if not sign:
        words, code = rest, made.codes.get(rest.strip(), "")
        if not code:
            raise MarkError(f"'{rest.strip()}' has no code yet in this block")
    made.codes[words.strip()] = code.strip()
    return Mention(made.where(words), **_codes(code.strip()))


def _codes(told: str) -> dict[str, str | None]:
    """``RUS``, ``RUS.MIL``, ``REB:TUR``, ``UNO``, ``.UAF``, ``?``: country, code and sector."""
    if told == "?":
        return {"country": None, "code": None, "sector": None}
    place, dot, sector = told.partition(".")
    if ":" in place:  # a group against its state, ``REB:TUR``, is that country with its sector
        sector, _, place = place.partition(":")
        dot = "."
    country = place if place in vocabulary("country") else None
    code = place if place and country is None else None
    if code is not None and code not in vocabulary("code"):
        known = [*vocabulary("country"), *vocabulary("code")]
        raise MarkError(f"unknown country or body '{code}'. {nearest(code, known)}".strip())
    if dot and sector not in vocabulary("sector"):
        raise MarkError(f"unknown sector '{sector}'. {nearest(sector, vocabulary('sector'))}")
    return {"country": country, "code": code, "sector": sector or ("GOV" if country else None)}


def _voice(made: _Line, rest: str) -> Voice:
    """``the ministry=RUS.GOV said``, or a cue alone: ``reportedly``."""
    words, sign, told = rest.partition("=")
    if not sign:
        span = made.where(words)
        return Voice(span, made.text[slice(*span)])
    code, _, cue = told.strip().partition(" ")
    if not cue.strip():
        raise MarkError("an attribution needs its cue: 'words=CODE said'")
    if cue.strip().lower() not in made.text.lower():
        raise MarkError(f"the cue '{cue.strip()}' does not stand in the text")
    return Voice(made.where(words), cue.strip(), **_codes(code))


def _quantity(made: _Line, rest: str) -> Quantity:
    """``over $2bn=>2bn USD loans``, ``40 tanks=40 tank arms``, ``12-15 jets=12..15 jet``."""
    words, value = _halves(rest)
    number, _, tail = value.partition(" ")
    found = _NUMBER.match(number)
    if not found:
        raise MarkError(f"'{number}' is no number such as 40, >2bn, ~300 or 12..15")
    comparator, low, scale, high, top = found.groups()
    told = tail.split()
    if not told:
        raise MarkError("an amount needs a unit")
    measure = told.pop() if len(told) > 1 and told[-1] in vocabulary("measure") else None
    unit = " ".join(told)
    if unit not in units():
        raise MarkError(f"unknown unit '{unit}'. {nearest(unit, units())}".strip())
    ends = [
        float(low) * _SCALES[scale or top or ""],
        float(high) * _SCALES[top or ""] if high else None,
    ]
    return Quantity(made.where(words), ends[0] or 0.0, unit, comparator or "=", measure, ends[1])


def _when(made: _Line, rest: str) -> When:
    """``on Monday=2016-10-03``, ``in 2018=2018``, ``since 2014=2014..``, ``last week=?``."""
    words, value = _halves(rest)
    told, _, precision = value.partition(" ")
    if precision and precision not in PRECISIONS:
        raise MarkError(f"unknown precision '{precision}'. {nearest(precision, PRECISIONS)}")
    span = made.where(words)
    if told == "?":
        return When(span)
    try:
        if ".." not in told:
            grain = _GRAINS.get(len(told), "day")
            start, end = period_of(date_of(told), grain)  # type: ignore[arg-type]
            return When(span, start, end, precision or grain)
        low, high = told.split("..")
        begin = date_of(low) if low else None
        close = date_of(high) if high else None
    except UsageError as error:
        raise MarkError(str(error)) from None
    if (
        close is None and made.published is not None
    ):  # up to the day of publication, as the coder has it
        close = made.published + dt.timedelta(days=1)
    return When(
        span, begin, close, precision or ("range" if low and high else "since" if low else "until")
    )
