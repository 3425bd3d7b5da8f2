"""The codebook's tables turned into tries of words, once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from patronage.actors.entries import Entry, Leader, Noun
from patronage.actors.words import FUNCTION, fold, keys_of
from patronage.periods import date_of, period_of

__all__ = ["TABLES", "Entry", "Leader", "Noun", "Vocabulary", "family_name", "node_of"]

Row = Mapping[str, str]
TABLES = (
    *("states", "state_names", "leaders", "ministers", "organisations", "nouns", "not_actors"),
    *("sector_words", "titles", "collectives", "stand_ins", "officials", "spellings"),
)
# People whose family name is written first; for all others it is written last.
_FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "VNM", "TWN", "SGP", "KHM"})
_KINDS = {"abbreviation": "name", "plural": "demonym"}
_ALSO = re.compile(r"\balso (?:of )?([A-Z]\w+(?:[- ][A-Z]\w+)*)(?: and ([A-Z]\w+(?: [A-Z]\w+)*))?")
_PART = re.compile(r"\bambiguous: (?:[^;]*, )?(\w+) (?:state|region|city|province)\b")
_ENDS = {"jr", "sr", "ii", "iii", "iv"}
_OFFICIAL = "ambiguous surname of an official"
_PARTICLES = frozenset({"al", "el", "de", "der", "van", "von", "bin", "ben", "ibn", "abu", "di"})


Trie = dict[Any, Any]


def _insert(trie: Trie, keys: Sequence[str], value: object) -> None:
    node = node_of(trie, keys)
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
    rulers: dict[str, tuple[Leader, ...]] = field(default_factory=dict)
    office_sectors: dict[str, str] = field(default_factory=dict)
    plain_titles: frozenset[str] = frozenset()
    offices: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)
    stand_ins: dict[str, frozenset[str]] = field(default_factory=dict)
    sector_words: dict[str, tuple[tuple[str, frozenset[str]], ...]] = field(default_factory=dict)

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
        vocabulary._add_leaders(
            [*tables.get("leaders", ()), *tables.get("ministers", ())],
            tables.get("officials", ()),
            tables.get("spellings", ()),
        )
        vocabulary._add_organisations(tables.get("organisations", ()))
        for row in tables.get("titles", ()):
            for country in row["country"].split("|"):
                title = (row["office"], country)
                known_titles = vocabulary.offices.get(title, frozenset())
                vocabulary.offices[title] = known_titles | {" ".join(keys_of(row["text"]))}
            if row["sector"]:
                vocabulary.office_sectors[row["office"]] = row["sector"]
        told = {title for titles in vocabulary.offices.values() for title in titles}
        vocabulary.plain_titles = frozenset(told - {"minister", "secretary", "leader", "ruler"})
        vocabulary._add_collectives(tables.get("collectives", ()))
        for row in tables.get("stand_ins", ()):
            vocabulary.stand_ins[" ".join(keys_of(row["text"]))] = frozenset(
                row["kinds"].split("|")
            )
        for row in tables.get("sector_words", ()):
            adds = (row["adds"], frozenset(filter(None, row["to"].split("|"))))
            known = vocabulary.sector_words.get(fold(row["text"]), ())
            vocabulary.sector_words[fold(row["text"])] = (*known, adds)
        return vocabulary

    def guard(self, role: str) -> frozenset[str]:
        """The single words of ``not_actors.csv`` that play a role."""
        return self.guards.get(role, frozenset())

    def leader_sector(self, leader: Leader, date: dt.date | None) -> str:
        """The sector of the office that a leader holds at the date or held last."""
        if leader.sector:
            return leader.sector
        office = leader.office(date)
        roles = ("office OPP", "office LEG", "office REB", "office PRM", "office MIL")
        told = next((role[-3:] for role in roles if office in self.guard(role)), None)
        return told or self.office_sectors.get(office, "GOV")

    def titles(self, leader: Leader) -> frozenset[str]:
        """The words by which a leader's offices are called: "president", "premier"."""
        offices = {office for _, _, office in leader.terms}
        return frozenset().union(*(self.called(office, leader.country) for office in offices))

    def called(self, office: str, country: str) -> frozenset[str]:
        """The words by which an office is called in a country: its own name and its titles."""
        everywhere, here = self.offices.get((office, "")), self.offices.get((office, country))
        return frozenset({office}).union(everywhere or (), here or ())

    def is_title(self, title: str) -> bool:
        """Whether an office of state is called so somewhere, and by more than "minister"."""
        return title in self.plain_titles

    def holders(self, title: str, country: str, date: dt.date | None) -> list[Leader]:
        """Who of a country holds an office of that title at the date; without one, now."""
        return [
            leader
            for leader in self.rulers.get(country, ())
            if any(title in self.called(office, country) for office in leader.offices(date))
        ]

    def _add_guards(self, rows: Iterable[Row]) -> None:
        found: dict[str, set[str]] = {}
        for row in rows:
            if row["note"] == "stop":
                stop = Entry("stop", lower=row["text"][:1].islower())
                _insert(self.names, keys_of(row["text"]), stop)
            else:
                found.setdefault(row["note"], set()).add(" ".join(keys_of(row["text"])))
        self.guards = {role: frozenset(words) for role, words in found.items()}

    def _add_names(self, rows: Iterable[Row]) -> None:
        rows = tuple(rows)
        states = {name: iso3 for iso3, name in self.state_names.items()}
        states |= {iso3: iso3 for iso3 in self.state_names}
        plain = {row["text"]: row["iso3"] for row in rows if not row["note"].startswith("amb")}
        for row in rows:
            note = row["note"]
            kind = _KINDS.get(row["kind"], row["kind"])
            sector = row["sector"] or ("GOV" if kind in {"capital", "metonym"} else None)
            entry = Entry(
                kind=kind,
                country=row["iso3"],
                sector=sector,
                exact=self.exact(row["text"], "case" in note),
                ambiguous="ambiguous" in note,
                start=_date(row["start"]),
                end=_date(row["end"]),
                plural=row["kind"] == "plural",
            )
            _insert(self.names, keys_of(row["text"]), entry)
            # "ambiguous: also COG": the document decides between the two.
            for found in _ALSO.findall(note):
                for other in filter(None, (states.get(name) for name in found)):
                    _insert(self.names, keys_of(row["text"]), replace(entry, country=other))
            # "ambiguous: US state": where the words speak against the state, it is that place.
            for whose in _PART.findall(note) if kind in {"name", "capital"} else ():
                part = Entry("place", plain.get(whose), exact=entry.exact, ambiguous=True)
                _insert(self.names, keys_of(row["text"]), part)

    def _add_collectives(self, rows: Iterable[Row]) -> None:
        for row in rows:
            keys, means = keys_of(row["text"]), tuple(row["means"].split("|"))
            if row["kind"] == "seat":
                self.seats[" ".join(keys)] = row["means"]
                continue
            start, end = _date(row["start"]), _date(row["end"])
            entry = Entry("adjective", means[0], start=start, end=end, members=means)
            if row["kind"] == "prefix":
                entry = Entry("prefix", means[0])
            elif row["kind"] == "several":
                entry = replace(entry, kind="name", exact=self.exact(row["text"]))
            _insert(self.names, keys, entry)

    def exact(self, text: str, asked: bool = False) -> str | None:
        """How a name must be written where its capitals matter; None where they do not."""
        bare = text.replace(".", "")
        initials = bare.isupper() and bare.isalpha()
        if asked or (initials and (len(bare) <= 3 or self._plain_word(bare.lower()))):
            return bare
        return None

    def _plain_word(self, key: str) -> bool:
        return key in FUNCTION or key in self.guard("word")

    def _add_leaders(
        self, rows: Sequence[Row], officials: Iterable[Row], spellings: Iterable[Row]
    ) -> None:
        """Add leaders and ministers, other officials, and further spellings of their names."""
        known = {(row["iso3"], row["name"]) for row in rows}
        # An official who was a leader too keeps the leader's surname; others need their full name.
        plain = [
            {**row, "note": "" if (row["iso3"], row["name"]) in known else _OFFICIAL}
            for row in officials
        ]
        self._add_people(
            [*rows, *plain], {(r["iso3"], r["name"]): r["spellings"] for r in spellings}
        )

    def _add_people(self, rows: Sequence[Row], spellings: Mapping[tuple[str, str], str]) -> None:
        terms: dict[tuple[str, str], list[tuple[dt.date | None, dt.date | None, str]]] = {}
        names: dict[tuple[str, str], set[str]] = {}
        notes: dict[tuple[str, str], str] = {}
        for row in rows:
            key = (row["iso3"], row["name"])
            terms.setdefault(key, []).append(
                (_date(row["start"]), _last(row["end"]), row["office"])
            )
            notes[key] = f"{notes.get(key, '')};{row['note']}"
            aliases = f"{row['aliases']}|{spellings.get(key, '')}".split("|")
            names.setdefault(key, {row["name"]}).update(filter(None, aliases))
        people = {key: Leader(*key, tuple(value)) for key, value in terms.items()}
        self.leaders = tuple(people.values())
        for leader in self.leaders:
            self.rulers[leader.country] = (*self.rulers.get(leader.country, ()), leader)
        given: set[str] = set()
        for key, leader in people.items():
            forms = {self._untitled(keys_of(name)) for name in names[key]}
            full = keys_of(leader.name)
            if leader.country not in _FAMILY_FIRST and len(full) > 1 and len(full[0]) > 2:
                given.add(full[0])
            forms.add(family_name(full, leader.country))
            for form in forms:
                if len(form) == 1 and form[0] in FUNCTION:
                    continue
                single = len([k for k in form if k not in _PARTICLES]) == 1
                if single and len(full) > 1 and "full name only" in notes[key]:
                    continue
                entry = Entry(
                    kind="surname" if single else "leader",
                    country=leader.country,
                    sector="GOV",
                    name=leader.name,
                    ambiguous=single and "ambiguous surname" in notes[key],
                    body="official" if _OFFICIAL in notes[key] else "",
                    leader=leader,
                )
                _insert(self.names, form, entry)
        # "King Talal", "Said Musa": neither a title nor a verb is a given name
        given -= self.guard("say") | self.guard("honorific") | FUNCTION | set(self.nouns)
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
                    exact=self.exact(text),
                    lower=text[:1].islower(),
                    start=_date(row["start"]),
                    end=_date(row["end"]),
                    body=row["kind"],
                    article=article,
                )
                _insert(self.names, ("the", *keys) if article else keys, entry)


def node_of(trie: Trie, keys: Sequence[str]) -> Trie:
    """The node of a trie under some keys, made where there is none."""
    node = trie
    for key in keys:
        node = node.setdefault(key, {})
    return node


def family_name(full: tuple[str, ...], country: str) -> tuple[str, ...]:
    """The part of a full name by which a person is known alone."""
    if len(full) < 2:
        return full
    if country in _FAMILY_FIRST:
        return full[:1]
    end = len(full) - 1 if full[-1] in _ENDS else len(full)
    return full[max(end - 1, 0) : end]


def _date(text: str | None) -> dt.date | None:
    return date_of(text) if text else None


def _last(text: str | None) -> dt.date | None:
    """The end of a term; of a bare month or year, its last day and not its first."""
    first = _date(text)
    if first is None or text is None or len(text) > len("2025-11"):
        return first
    return period_of(first, "month" if "-" in text else "year").end


def initial(word: str) -> bool:
    """Whether a word is one letter, as in "G. W. Bush"."""
    return len(fold(word)) == 1
