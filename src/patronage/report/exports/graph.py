"""Who did what toward whom as a graph: one edge a pair, with counts by polarity and instrument."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from patronage.report.exports.dictionary import fields_of
from patronage.results import Episode

__all__ = ["Dyad", "dyads", "graphml"]

_FACT = frozenset({"occurred", "historical"})
_POLARITIES = ("support", "pressure", "curtailment")
_KINDS = {"int": "int", "text": "string", "date": "string"}
_ANY = "instrument_X"  # the dictionary's row for all instruments
# What XML 1.0 cannot hold, escaped or not.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Dyad:
    """All episodes told as fact from one actor toward another.

    ``first`` is the earliest start told, ``last`` the latest end (half-open); None where none is.
    """

    source: str
    target: str
    polarities: Mapping[str, int]
    instruments: Mapping[str, int]
    episodes: int
    undated: int
    first: dt.date | None
    last: dt.date | None
    evidence: tuple[str, ...]


def dyads(episodes: Iterable[Episode], client: str | None = None) -> tuple[Dyad, ...]:
    """One dyad for every actor and recipient between whom something is told as fact.

    An episode of several actors or recipients counts once in each of their dyads, so dyads must not
    be added up. With ``client`` only the dyads of which it is a side.

    >>> dyads(())
    ()
    """
    found: dict[tuple[str, str], list[Episode]] = {}
    for one in episodes:
        if one.status in _FACT:
            for source in one.actor:
                for target in one.recipient:
                    if source != target and client in (None, source, target):
                        found.setdefault((source, target), []).append(one)
    return tuple(_dyad(*pair, some) for pair, some in sorted(found.items()))


def _dyad(source: str, target: str, some: list[Episode]) -> Dyad:
    return Dyad(
        source,
        target,
        Counter(one.polarity or "neither" for one in some),
        Counter(one.instrument for one in some if one.instrument),
        len(some),
        sum(one.start is None for one in some),
        min((one.start for one in some if one.start), default=None),
        max((one.end for one in some if one.end), default=None),
        tuple(sorted({id for one in some for id in one.events})),
    )


def graphml(found: Iterable[Dyad], names: Mapping[str, str]) -> Iterator[str]:
    """Lines of a GraphML file of dyads; ``names`` are the actors' names by key.

    GraphML 1.0 (Brandes et al., http://graphml.graphdrawing.org).
    """
    found = tuple(found)
    instruments = sorted({name for one in found for name in one.instruments})
    edge = [field for field in fields_of("dyads") if field.field not in ("source", "target", _ANY)]
    kinds = {f.field: _KINDS[f.kind] for f in edge}
    kinds |= {f"instrument_{name}": "int" for name in instruments}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield '<key id="name" for="node" attr.name="name" attr.type="string"/>'
    for name, kind in kinds.items():
        yield f'<key id={_quoted(name)} for="edge" attr.name={_quoted(name)} attr.type="{kind}"/>'
    yield '<graph edgedefault="directed">'
    for key in sorted({key for one in found for key in (one.source, one.target)}):
        name = _data("name", names.get(key, key))
        yield f"<node id={_quoted(key)}>{name}</node>"
    for one in found:
        ends = f"source={_quoted(one.source)} target={_quoted(one.target)}"
        told = "".join(_data(name, value) for name, value in _told(one).items() if name in kinds)
        yield f"<edge {ends}>{told}</edge>"
    yield "</graph>"
    yield "</graphml>"


def _told(one: Dyad) -> dict[str, Any]:
    """What an edge tells; a count of nothing is 0, a date that no text tells is left out."""
    told: dict[str, Any] = {"episodes": one.episodes, "reports": len(one.evidence)}
    told |= {name: one.polarities.get(name, 0) for name in (*_POLARITIES, "neither")}
    told |= {f"instrument_{name}": count for name, count in sorted(one.instruments.items())}
    told |= {"undated": one.undated, "evidence": " ".join(one.evidence)}
    told |= {"first": one.first, "last": one.last}
    return {name: value for name, value in told.items() if value is not None}


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _quoted(text: str) -> str:
    return quoteattr(_xml(text))


def _data(key: str, value: object) -> str:
    return f"<data key={_quoted(key)}>{escape(_xml(str(value)))}</data>"
