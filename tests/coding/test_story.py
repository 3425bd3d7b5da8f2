"""Whose "the army" is: the state told most, or the one that such a group was told with before."""

from __future__ import annotations

from patronage.actors import Cast, gazetteer
from patronage.coding.coder import Coder
from patronage.coding.model.story import Setting, Story
from patronage.coding.sentences import split
from patronage.records import Document, Span


def settings(text: str) -> list[Setting]:
    """The setting of each sentence."""
    spans = split(text)
    story = Story(Cast(gazetteer(), text, spans).mentions, text)
    return [story.at(span) for span in spans]


def test_a_story_plays_in_the_state_told_most() -> None:
    told = settings(
        "Myanmar was quiet. In Myanmar nobody voted. Naypyidaw fell silent. "
        "Thailand and China watched from afar."
    )
    assert [s.state for s in told] == ["MMR"] * 4
    assert told[-1].sure
    assert not settings("Thailand watched.")[0].sure
    assert settings("Nobody watched.") == [Setting(None, sure=False, _start=0)]


def test_what_comes_later_counts_less() -> None:
    told = settings("France waited. Chad waited. Chad stayed.")
    assert [s.state for s in told] == ["FRA", "TCD", "TCD"]


def test_a_group_is_whose_it_was_told_to_be() -> None:
    told = settings(
        "Syrian soldiers took a town. The army of Mali shelled Yemen's port. The soldiers left."
    )
    assert told[0].of("soldiers") is None  # only what stands before a sentence counts
    assert told[1].of("soldier") == "SYR"
    assert [told[2].of(word) for word in ("army", "port", "town")] == ["MLI", "YEM", None]


def test_the_last_one_told_counts() -> None:
    told = settings("The Libyan army waited. Egypt's army moved. The army won.")
    assert [s.of("army") for s in told] == [None, "LBY", "EGY"]


def test_an_unnamed_army_is_the_storys_and_not_a_neighbours() -> None:
    text = (
        "Myanmar's junta declared martial law in two towns on Monday. Protesters in Myanmar burned "
        "tyres. The army shot 14 protesters dead, a Thai newspaper said."
    )
    events = Coder().code(Document("d", text, None, None)).events
    shot = [e for e in events if e.type == "ASSAULT"]
    assert shot
    assert {a.country for e in shot for a in e.actor} == {"MMR"}


def test_place_of_the_last_sentence_is_in_the_text() -> None:
    assert Story((), "").at(Span(0, 0)).state is None
