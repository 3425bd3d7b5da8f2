"""Appending: repeats, races, and what is refused."""

import datetime as dt
from dataclasses import replace

import pytest

from patronage.errors import LedgerError
from patronage.ledger import Appended, Ledger
from patronage.ledger.store import Store
from patronage.records import Coding, Document, Problem

from .samples import CODER, NOW, batch, coding, document, event, found, sighting


def test_repeating_adds_nothing(ledger):
    first = ledger.append(*batch(range(3)), NOW)
    assert first == Appended(documents=3, sightings=3, events=9, claims=3, problems=3, codings=3)
    before = ledger.events()
    assert ledger.append(*batch(range(3)), NOW + dt.timedelta(days=1)) == Appended()
    assert Ledger(ledger.path).append(*batch(range(3)), NOW) == Appended()
    assert ledger.events() == before
    assert ledger.append(*batch(range(2, 4)), NOW).events == 3


def test_batches_add_up(ledger):
    parts = [ledger.append(*batch(range(n, n + 2)), NOW) for n in (0, 2)]
    assert parts[0] + parts[1] == Appended(4, 4, 12, 4, 4, 4)


def test_what_cannot_be_written_says_so(ledger):
    ledger.path.joinpath("span", "_delta_log").rename(ledger.path / "span" / "gone")
    with pytest.raises(LedgerError, match="lacks its table 'span'"):
        ledger.append(*batch(range(1)), NOW)
    ledger.path.joinpath("span", "gone").rename(ledger.path / "span" / "_delta_log")
    assert ledger.append(*batch(range(1)), NOW).events == 3


def test_a_log_that_cannot_be_read_says_so(ledger):
    (ledger.path / "event" / "_delta_log" / f"{0:020}.json").write_text("{")
    with pytest.raises(LedgerError, match="'event' that cannot be read"):
        ledger.append(*batch(range(1)), NOW)
    with pytest.raises(LedgerError, match="'event' that cannot be read"):
        ledger.events()
    assert {p.source for p in ledger.verify()} == {"verify files", "verify format"}


def test_repeats_within_a_batch_add_nothing(ledger):
    pairs, codings = batch(range(2))
    done = ledger.append([*pairs, *pairs], [*codings, *codings], NOW)
    assert (done.documents, done.sightings, done.codings, done.events) == (2, 2, 2, 6)
    assert len(ledger.events()) == 6


def test_another_sighting_is_kept_beside_the_first(ledger):
    one = document(1)
    done = ledger.append([found(one), (one, sighting(one, url="b"))], [coding(one)], NOW)
    assert (done.documents, done.sightings) == (1, 2)
    assert ledger.append([(one, sighting(one, url="c"))], [coding(one)], NOW).sightings == 1
    assert len(ledger.sightings([one.id])) == 3


def test_a_coding_may_come_after_its_document(ledger):
    one = document(1)
    ledger.append([found(one)], [], NOW)
    assert ledger.append([], [coding(one)], NOW).events == 3
    assert ledger.events() == list(coding(one).events)


def test_a_coding_that_found_nothing_is_committed(ledger):
    one = document(1)
    assert ledger.append([found(one)], [Coding(one.id, CODER)], NOW).codings == 1
    assert ledger.coded(CODER) == {one.id}
    assert ledger.verify() == []


@pytest.mark.parametrize("together", [True, False])
def test_one_id_for_two_texts_is_refused(ledger, together):
    one, two = Document.of("First text.", "7"), Document.of("Second text.", "7")
    codes = [Coding("7", CODER, (quoting(text),)) for text in (one, two)]
    if together:
        refused = ledger.append([found(one), found(two)], codes, NOW).refused
    else:
        ledger.append([found(one)], codes[:1], NOW)
        refused = ledger.append([found(two)], codes[1:], NOW).refused
    assert refused[0].lost
    assert "Another text has this id" in refused[0].message
    assert ledger.documents() == [one]
    assert ledger.events() == list(codes[0].events)
    assert ledger.verify() == []


def quoting(text):
    plain = event(document(1))
    span = plain.span._replace(end=5)
    nobody = dict.fromkeys(("actor", "recipient", "against", "amount"), ())
    return replace(plain, document=text.id, span=span, quote=text.text[:5], **nobody)


def test_half_a_surrogate_pair_is_refused_and_the_rest_kept(ledger):
    broken = Document(id="broken", text="a \ud83d b")
    pairs, codings = batch(range(1))
    mine = [Coding("broken", CODER, (), (), (Problem("a", "b", "c", "d"),)), *codings]
    done = ledger.append([found(broken), *pairs], mine, NOW)
    assert (done.documents, done.codings) == (1, 1)
    assert [p.place for p in done.refused] == ["document 'broken'"]
    assert "\\ud83d" in done.refused[0].message
    one = document(1)
    odd = Coding(one.id, CODER, (event(one, in_return_for=("\ud83d",)),))
    done = ledger.append([found(one)], [odd], NOW)
    assert done.codings == 0
    assert "no Unicode" in done.refused[0].message
    assert one.id not in ledger.coded(CODER)


def test_a_coding_that_misquotes_is_refused(ledger):
    one, two = document(1), document(2)
    wrong = Coding(one.id, CODER, (replace(event(one), quote="Never said."),))
    done = ledger.append([found(one), found(two)], [wrong, coding(two)], NOW)
    assert done.codings == 1
    assert "does not quote" in done.refused[0].message
    assert ledger.coded(CODER) == {two.id}


def test_many_coders_at_once_keep_apart(ledger):
    one = document(1)
    both = [coding(one, "coder 1", 3), coding(one, "coder 2", 2)]
    assert ledger.append([found(one)], both, NOW).events == 5
    assert {e.coder for e in ledger.events()} == {"coder 2"}  # same instant: by name
    assert ledger.coded("coder 1") == ledger.coded("coder 2") == {one.id}
    assert ledger.verify() == []


class Rival(Store):
    """A store in which another process is faster by a moment."""

    before = None

    def insert(self, name, rows):
        if self.before and self.before[0] == name:
            other, self.before = self.before[1], None
            other()
        return super().insert(name, rows)


@pytest.mark.parametrize(
    ("moment", "documents", "sightings"), [("document", 1, 1), ("sighting", 3, 1), ("coding", 3, 3)]
)
def test_losing_a_race_doubles_nothing(ledger, moment, documents, sightings):
    rival = Ledger(ledger.path)
    rival._store.__class__ = Rival
    rival._store.before = (moment, lambda: ledger.append(*batch(range(2)), NOW))
    done = rival.append(*batch(range(3)), NOW)
    # What the other added first is counted there and not here.
    assert done == Appended(documents, sightings, events=3, claims=1, problems=1, codings=1)
    assert len(ledger.documents()) == len(ledger.sightings()) == 3
    assert len(ledger.events()) == 9
    notes = ledger.verify()
    assert [p.source for p in notes if p.lost] == []
    # Only who loses at the very last step has written rows that nobody will read.
    assert bool(notes) == (moment == "coding")


def test_losing_a_race_to_another_text_refuses_ours(ledger):
    one, two = Document.of("First text.", "7"), Document.of("Second text.", "7")
    rival = Ledger(ledger.path)
    rival._store.__class__ = Rival
    mine = Coding("7", CODER, (quoting(two),))
    rival._store.before = ("document", lambda: ledger.append([found(one)], [], NOW))
    done = rival.append([found(two)], [mine], NOW)
    assert "Another text has this id" in done.refused[0].message
    assert (done.documents, done.codings) == (0, 0)
    assert ledger.documents() == [one]
    assert ledger.verify() == []
