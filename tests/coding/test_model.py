"""The linear models: features keep to what stands in the sentence, files are the pinned ones."""

from dataclasses import replace

import pytest

from patronage.actors import Cast, gazetteer
from patronage.coding import Coder, sentences
from patronage.coding.candidates import find
from patronage.coding.lexicon import Lexicon
from patronage.coding.model import linear
from patronage.coding.model.encoder import encoder
from patronage.coding.model.learned import Learned, Reader, Scene
from patronage.coding.model.tagger import NONE, Tagger, blend
from patronage.coding.parse import Parser
from patronage.coding.roles import assign
from patronage.coding.standins import reading
from patronage.coding.tree import Tree
from patronage.errors import PatronageError
from patronage.records import Document


def tree_of(text: str) -> Tree:
    spans = sentences.split(text)
    own = Cast(gazetteer(), text, spans).in_sentence(0)
    read = reading(text, 0, own)
    return Tree(next(iter(Parser().parse([read.text]))), read, own)


def read(text: str) -> list[Learned]:
    """By the models alone: no rule is asked."""
    tree = tree_of(text)
    [told] = encoder().read([[token.text for token in tree.doc]])
    return Reader(Lexicon.default()).read(tree, (), (), told, Scene())


def test_probabilities_of_a_word_sum_to_one():
    tags = Tagger(Lexicon.default()).tag(tree_of("Russia sent Syria tanks."))
    assert tags
    assert all(sum(row.values()) == pytest.approx(1, abs=1e-4) for _, row in tags)


def test_an_event_with_its_sides():
    [event] = read("Turkey condemned the Russian government on Monday.")
    assert event.candidate.type == "ACCUSE"
    assert [m.country for m in event.roles.actor] == ["TUR"]
    assert [m.country for m in event.roles.recipient] == ["RUS"]


def test_names_do_not_decide():
    ones, twos = read("Turkey condemned Russia."), read("Russia condemned Turkey.")
    assert [e.probability for e in ones] == [e.probability for e in twos]
    assert [e.candidate.type for e in ones] == [e.candidate.type for e in twos]


def test_nobody_did_anything():
    assert read("The old bridge over the river is closed for repairs.") == []


def test_a_rule_keeps_its_sides_and_the_models_add_to_it():
    lexicon = Lexicon.default()
    tree = tree_of("Turkey condemned the Russian government on Monday.")
    [candidate] = find(tree, lexicon)
    [told] = encoder().read([[token.text for token in tree.doc]])
    whole = assign(tree, candidate, lexicon)
    half = replace(whole, recipient=())
    for roles in (whole, half):
        [event] = Reader(lexicon).read(tree, [candidate], [(candidate, roles)], told, Scene())
        assert event.by == "rule"
        assert [m.country for m in event.roles.actor] == ["TUR"]
        assert [m.country for m in event.roles.recipient] == ["RUS"]


def test_a_deed_told_below_its_verb_is_told_once(coder: Coder) -> None:
    [event] = coder.code(Document.of("Russia failed to send missiles to Syria.")).events
    assert (event.type, event.status) == ("AID", "negated")


def test_an_average_keeps_what_only_one_tells():
    ones = [(1, {NONE: 0.2, "AID": 0.8}), (3, {NONE: 1.0, "AID": 0.0})]
    assert blend(ones, [(1, {NONE: 0.6, "AID": 0.4})], 0.5) == [
        (1, {NONE: pytest.approx(0.4), "AID": pytest.approx(0.6)}),
        (3, {NONE: 1.0, "AID": 0.0}),
    ]


def test_a_file_that_is_not_the_pinned_one_is_refused(tmp_path, monkeypatch):
    (tmp_path / "linear.csv").write_text("name,sha256,source\ntagger,00,\n", encoding="utf-8")
    (tmp_path / "tagger.npz").write_bytes(b"other")
    monkeypatch.setattr(linear, "_HERE", tmp_path)
    linear.load.cache_clear()
    with pytest.raises(PatronageError, match="not the one"):
        linear.load("tagger")
    linear.load.cache_clear()


@pytest.mark.parametrize(
    ("text", "key", "sector"),
    [
        ("Turkey shelled Kurdish forces in northern Syria.", "REB:SYR", "REB"),
        ("Turkey accused Iran of arming the Kurds in Iraq.", "REB:IRQ", "REB"),
        ("Russia sent weapons to the Kurds.", "ISM", "CVL"),
        ("Japan sent weapons to the Kurds in Chile.", "ISM", "CVL"),
    ],
)
def test_a_people_across_states_holds_a_side_where_the_sentence_plays(coder, text, key, sector):
    told = [r for e in coder.code(Document.of(text)).events for r in e.recipient]
    assert (key, sector) in {(r.key, r.sector) for r in told}


def test_we_are_whoever_says_so(coder: Coder) -> None:
    text = "France said it was worried, and Russia's envoy said “we have sent missiles to Syria”."
    [event] = coder.code(Document.of(text)).events
    assert [a.key for a in event.actor] == ["RUS"]


def test_the_unnamed_are_where_the_sentence_plays(coder: Coder) -> None:
    text = "Gunmen killed nine people in the Baghdad suburbs."
    [event] = coder.code(Document.of(text)).events
    assert [r.country for r in event.recipient] == ["IRQ"]


@pytest.mark.parametrize("region", ["Caribbean", "Black Sea", "Gulf of Aden"])
def test_a_sea_is_no_states(coder: Coder, region: str) -> None:
    text = f"Clashes broke out in Iran. The United States sent four warships into the {region}."
    told = [e for e in coder.code(Document.of(text)).events if e.type == "MOBILIZE"]
    assert [[a.key for a in e.actor] for e in told] == [["USA"]]
    assert not any(r.country for r in told[0].recipient)


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Russia and Ukraine held marathon talks in Minsk.", ["CONSULT"]),
        ("Russia and Ukraine met in the marathon in Minsk.", []),
    ],
)
def test_a_word_of_sport_shuts_out_games_alone(coder: Coder, text: str, types: list[str]) -> None:
    assert [e.type for e in coder.code(Document.of(text)).events] == types


def test_a_noun_that_completes_a_verb_tells_no_event_of_its_own(coder: Coder) -> None:
    text = (
        "Cuba's president is experiencing a significant decline in support from his long-time "
        "allies, Russia and China, as pressure from the United States grows."
    )
    told = [e for e in coder.code(Document.of(text)).events if e.type == "SANCTION"]
    assert [(e.trigger.of(text), e.polarity) for e in told] == [("experiencing", "curtailment")]
