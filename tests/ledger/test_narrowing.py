"""What is narrowed before anything is joined is what a look at everything would keep."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from itertools import product

import pytest

from patronage.ledger import Ledger
from patronage.records import Actor, Coding, Judgement, Span

from .samples import NOW, claim, document, event, found

SIDES = ("actor", "recipient", "beneficiary", "against")
CODES = ("RUS", "VEN", "CUB", "SYR", "USA")


@pytest.fixture
def mixed(ledger: Ledger) -> Ledger:
    """Texts with other actors, dates and no dates, coded twice, corrected in who acts on whom."""
    texts = [document(n, dt.date(2015 + n, 1, 1) if n % 4 else None) for n in range(12)]
    for round_, coder in enumerate(("coder 1", "coder 2")):
        codings = []
        for n, text in enumerate(texts[: 12 - 5 * round_]):
            told = [
                replace(
                    event(text, start, coder=coder),
                    actor=(Actor("x", Span(0, 1), country=CODES[(n + start) % 5]),),
                    recipient=(Actor("y", Span(1, 2), country=CODES[(n * 2 + 1) % 5]),),
                )
                for start in range(3 - round_)
            ]
            one = claim(text, coder=coder, subject=told[0].actor)
            codings.append(Coding(text.id, coder, tuple(told), (one,), ()))
        later = NOW + dt.timedelta(days=round_)
        ledger.append([found(text) for text in texts], codings, later)
    for n, field, new in ((1, "actor", ["CUB"]), (2, "recipient", ["SYR"]), (3, "event", False)):
        span = Span(0, len(texts[n].text))
        made = Judgement("", texts[n].id, span, field, "null", json.dumps(new), "A", "b")
        ledger.judge(made, NOW + dt.timedelta(days=2))
    return ledger


ASKED = [
    {}, {"as_of": dt.date(2020, 6, 1)}, {"known_on": NOW}, {"known_on": NOW + dt.timedelta(days=1)},
    {"as_of": dt.date(2018, 1, 1), "known_on": NOW},
]  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("client", [*CODES, "ATA"])
def test_a_clients_frame_is_part_of_the_whole(mixed: Ledger, client: str, asked: dict) -> None:
    whole, part = mixed.frame(**asked), mixed.frame(client=client, **asked)
    kept = [r for r in whole.to_pylist() if any(client in r[side] for side in SIDES)]
    assert part.to_pylist() == kept
    undated = mixed.undated_left_out(client=client, **asked)
    assert part.schema.metadata[b"undated_left_out"] == str(undated).encode()
    if not asked:
        assert bool(kept) == (client != "ATA")


@pytest.mark.parametrize("learnt", [False, True])
@pytest.mark.parametrize("asked", ASKED)
def test_chosen_events_and_claims_are_part_of_the_whole(
    mixed: Ledger, asked: dict, learnt: bool
) -> None:
    if learnt:
        mixed.learn()
    events, claims = mixed.events(**asked), mixed.claims(**asked)
    ids = [one.id for one in events][::3]
    assert mixed.events(ids, **asked) == events[::3]
    cited = [one.id for one in claims][::2]
    assert mixed.claims(cited, **asked) == claims[::2]
    for client in CODES:
        named = [e for e in events if client in {a.key for s in SIDES for a in getattr(e, s)}]
        assert mixed.events(client=client, **asked) == named
        assert mixed.events(ids, client=client, **asked) == [e for e in named if e.id in set(ids)]
        told = [c for c in claims if client in {a.key for a in c.subject}]
        assert mixed.claims(client=client, **asked) == told
    texts = mixed.documents(**asked)
    wanted = [text.id for text in texts][::2]
    assert mixed.documents(wanted, **asked) == texts[::2]


def test_what_a_reader_corrected_is_found_under_its_new_side(mixed: Ledger) -> None:
    frame = mixed.frame(client="CUB")
    judged = [r for r in frame.to_pylist() if r["actor"] == ["CUB"] and "judged" not in r["quote"]]
    assert document(1).id in {row["document"] for row in judged}


def test_a_part_read_at_once_is_what_reads_one_by_one_give(mixed: Ledger) -> None:
    for client, most, asked in product(("VEN", "SYR", "ATA"), (3, 1_000), ASKED[::2]):
        _same_as_one_by_one(mixed, client, most, asked)


def _same_as_one_by_one(mixed: Ledger, client: str, most: int, asked: dict) -> None:
    part, sample = mixed.part(client, most, **asked), mixed.sample(client, most, **asked)
    frame = mixed.frame(client=client, **asked)
    assert part.frame.equals(frame)
    assert part.frame.schema.metadata == frame.schema.metadata
    assert part.claims == mixed.claims(client=client, **asked)
    own = set(frame["id"].to_pylist())
    beside = [row for row in sample.to_pylist() if row["id"] not in own]
    assert part.others.to_pylist() == beside
    assert part.of == int((sample.schema.metadata or {}).get(b"sample", 1))
    assert all(client not in row[side] for row in beside for side in SIDES)


def test_a_part_is_never_half_an_append(mixed: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is appended while it is read is in it whole or not at all."""
    listed = mixed._store.files
    seen = []

    def files(name: str, origin: str | None = None) -> list[str]:
        paths = listed(name, origin)
        if name == "coding" and not seen:  # the marks are listed: now somebody else writes
            seen.append(name)
            text = document(0, None)
            told = [event(text, start, coder="coder 3") for start in range(3)]
            again = Coding(text.id, "coder 3", tuple(told), (), ())
            Ledger(mixed.path).append([found(text)], [again], NOW + dt.timedelta(days=5))
        return paths

    before = mixed.frame(client="VEN").to_pylist()
    monkeypatch.setattr(mixed._store, "files", files)
    monkeypatch.setattr(mixed, "_halvings", lambda asked, most: 0)
    assert mixed.part("VEN", 3).frame.to_pylist() == before
    assert seen
