"""The codebook's tables turned into tries of words, once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from patronage.actors.words import FUNCTION, fold, keys_of
from patronage.periods import date_of

__all__ = ["TABLES", "Entry", "Leader", "Noun", "Vocabulary"]

Row = Mapping[str, str]
TABLES = ("states", "state_names", "leaders", "organisations", "nouns", "not_actors")
# People whose family name is written first; for all others it is written last.
_FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "VNM", "TWN", "SGP", "KHM"})
_KINDS = {"abbreviation": "name", "plural": "demonym"}
_ALSO = re.compile(r"\balso (?:of )?([A-Z]{3})\b")
_ENDS = {"jr", "sr", "ii", "iii", "iv"}
_PARTICLES = frozenset({"al", "el", "de", "der", "van", "von", "bin", "ben", "ibn", "abu", "di"})


@dataclass(frozen=True, slots=True)
class Leader:
    """A head of state or government, with the terms ``(start, end, office)`` that we know."""

    country: str
    name: str
    terms: tuple[tuple[dt.date | None, dt.date | None, str], ...]

    def in_office(self, date: dt.date | None) -> bool:
        """Whether a term holds the date; without one, whether a term has no end."""
        if date is None:
            return any(end is None for _, end, _ in self.terms)
        return any((s is None or s <= date) and (e is None or date < e) for s, e, _ in self.terms)

    def been(self, date: dt.date | None) -> bool:
        """Whether some term began by the date."""
        return date is None or any(start is None or start <= date for start, _, _ in self.terms)

    def office(self, date: dt.date | None) -> str:
        """The office held at the date, else the last one held before it."""
        begun = [t for t in self.terms if date is None or t[0] is None or t[0] <= date]
        begun.sort(key=lambda term: (term[1] or dt.date.max, term[0] or dt.date.min))
        return begun[-1][2] if begun else ""

    @property
    def latest(self) -> dt.date:
        """When the last term began."""
        return max((start or dt.date.min for start, _, _ in self.terms), default=dt.date.min)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a run of words can mean.

    ``exact``: the capitals must be these; ``lower``: it needs none; ``article``: "the" belongs to
    it ("The National"); ``body``: what kind of organisation it is.
    """

    kind: str
    country: str | None = None
    code: str | None = None
    sector: str | None = None
    name: str | None = None
    acts: bool = True
    exact: str | None = None
    lower: bool = False
    ambiguous: bool = False
    start: dt.date | None = None
    end: dt.date | None = None
    leader: Leader | None = None
    plural: bool = False
    body: str = ""
    article: bool = False

    def valid(self, date: dt.date | None) -> bool:
        """Whether the name was in use at the date."""
        if date is None:
            return self.end is None
        return (self.start is None or self.start <= date) and (self.end is None or date < self.end)


@dataclass(frozen=True, slots=True)
class Noun:
    """An actor noun: its sector, whether it names a person, a group or a body, its number."""

    sector: str | None
    kind: str
    plural: bool


Trie = dict[Any, Any]


def _insert(trie: Trie, keys: Sequence[str], value: object) -> None:
    node = trie
    for key in keys:
        node = node.setdefault(key, {})
    node[None] = (*node.get(None, ()), value)


@dataclass(slots=True)
class Vocabulary:
    """Names, nouns and guard words, ready to be walked. Treat as frozen once built."""

    names: Trie = field(default_factory=dict)
    nouns: Trie = field(default_factory=dict)
    guards: dict[str, frozenset[str]] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    state_names: dict[str, str] = field(default_factory=dict)
    leaders: tuple[Leader, ...] = ()

    @staticmethod
    def of(tables: Mapping[str, Iterable[Row]]) -> Vocabulary:
        """Build from rows by table name; an absent table counts as empty."""
        vocabulary = Vocabulary()
        vocabulary._add_guards(tables.get("not_actors", ()))
        for row in tables.get("states", ()):
            vocabulary.state_names[row["iso3"]] = row["name"]
        for row in tables.get("nouns", ()):
            for text, plural in ((row["text"], False), (row["plural"], True)):
                if text:
                    noun = Noun(row["sector"] or None, row["kind"], plural)
                    _insert(vocabulary.nouns, keys_of(text), noun)
        for kind in ("person", "body"):
            for role, plural in ((f"noun {kind}", False), (f"nouns {kind}", True)):
                for text in vocabulary.guard(role):
                    _insert(vocabulary.nouns, keys_of(text), Noun(None, kind, plural))
        vocabulary._add_names(tables.get("state_names", ()))
        vocabulary._add_leaders(tables.get("leaders", ()))
        vocabulary._add_organisations(tables.get("organisations", ()))
        return vocabulary

    def guard(self, role: str) -> frozenset[str]:
        """The single words of ``not_actors.csv`` that play a role."""
        return self.guards.get(role, frozenset())

    def leader_sector(self, leader: Leader, date: dt.date | None) -> str:
        """The sector of the office that a leader holds at the date or held last."""
        office = leader.office(date)
        roles = ("office OPP", "office LEG", "office REB", "office PRM", "office MIL")
        return next((role[-3:] for role in roles if office in self.guard(role)), "GOV")

    def titles(self, leader: Leader) -> frozenset[str]:
        """The words by which a leader's offices are called: "president", "premier"."""
        offices = {office for _, _, office in leader.terms}
        return frozenset().union(*(self.guard(f"title {office}") for office in offices), offices)

    def _add_guards(self, rows: Iterable[Row]) -> None:
        found: dict[str, set[str]] = {}
        for row in rows:
            if row["note"] == "stop":
                _insert(self.names, keys_of(row["text"]), Entry("stop"))
            else:
                found.setdefault(row["note"], set()).add(" ".join(keys_of(row["text"])))
        self.guards = {role: frozenset(words) for role, words in found.items()}

    def _add_names(self, rows: Iterable[Row]) -> None:
        for row in rows:
            note = row["note"]
            kind = _KINDS.get(row["kind"], row["kind"])
            sector = row["sector"] or ("GOV" if kind in {"capital", "metonym"} else None)
            entry = Entry(
                kind=kind,
                country=row["iso3"],
                sector=sector,
                exact=self._exact(row["text"], "case" in note),
                ambiguous="ambiguous" in note,
                start=_date(row["start"]),
                end=_date(row["end"]),
                plural=row["kind"] == "plural",
            )
            _insert(self.names, keys_of(row["text"]), entry)
            # "ambiguous: also COG": the document decides between the two.
            for other in _ALSO.findall(note):
                _insert(self.names, keys_of(row["text"]), replace(entry, country=other))

    def _exact(self, text: str, asked: bool = False) -> str | None:
        bare = text.replace(".", "")
        initials = bare.isupper() and bare.isalpha()
        words = FUNCTION | self.guard("word")
        if asked or (initials and (len(bare) <= 3 or bare.lower() in words)):
            return bare
        return None

    def _add_leaders(self, rows: Iterable[Row]) -> None:
        terms: dict[tuple[str, str], list[tuple[dt.date | None, dt.date | None, str]]] = {}
        names: dict[tuple[str, str], set[str]] = {}
        for row in rows:
            key = (row["iso3"], row["name"])
            terms.setdefault(key, []).append(
                (_date(row["start"]), _date(row["end"]), row["office"])
            )
            names.setdefault(key, {row["name"]}).update(a for a in row["aliases"].split("|") if a)
        people = {key: Leader(*key, tuple(value)) for key, value in terms.items()}
        self.leaders = tuple(people.values())
        given: set[str] = set()
        for key, leader in people.items():
            forms = {self._untitled(keys_of(name)) for name in names[key]}
            full = keys_of(leader.name)
            if leader.country not in _FAMILY_FIRST and len(full) > 1 and len(full[0]) > 2:
                given.add(full[0])
            forms.add(_family_name(full, leader.country))
            for form in forms - {(word,) for word in FUNCTION}:
                single = len([k for k in form if k not in _PARTICLES]) == 1
                kind = "surname" if single else "leader"
                entry = Entry(kind, leader.country, sector="GOV", name=leader.name, leader=leader)
                _insert(self.names, form, entry)
        self.given = frozenset(given) | self.guard("given")

    def _untitled(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """A name without its title, which is joined later ("President Xi" ends before Jinping)."""
        node, last = self.nouns, 0
        for at, key in enumerate(keys[:-1]):
            node = node.get(key, {})
            last = at + 1 if None in node else last
        return keys[last:]

    def _add_organisations(self, rows: Iterable[Row]) -> None:
        for row in rows:
            for text in (row["name"], *(a for a in row["aliases"].split("|") if a)):
                keys = keys_of(text)
                article = len(keys) == 1 and text[:4].lower() == "the "
                entry = Entry(
                    kind="organisation",
                    country=row["country"] or None,
                    code=row["code"] or None,
                    sector=row["sector"] or None,
                    name=row["name"],
                    acts=row["acts"] != "no",
                    exact=self._exact(text),
                    lower=text[:1].islower(),
                    start=_date(row["start"]),
                    end=_date(row["end"]),
                    body=row["kind"],
                    article=article,
                )
                _insert(self.names, ("the", *keys) if article else keys, entry)


def _family_name(full: tuple[str, ...], country: str) -> tuple[str, ...]:
    if len(full) < 2:
        return full
    if country in _FAMILY_FIRST:
        return full[:1]
    end = len(full) - 1 if full[-1] in _ENDS else len(full)
    return full[max(end - 1, 0) : end]


def _date(text: str | None) -> dt.date | None:
    return date_of(text) if text else None


def initial(word: str) -> bool:
    """Whether a word is one letter, as in "G. W. Bush"."""
    return len(fold(word)) == 1
