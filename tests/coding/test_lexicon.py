"""The lexicon: lemmas of word forms, what verb and noun make together, the gate's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patronage.codebook import rows
from patronage.coding.lexicon import Lexicon, lemmas


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("sent", "send"), ("gave", "give"), ("withdrew", "withdraw"), ("struck", "strike"),
        ("supplies", "supply"), ("denied", "deny"), ("imposes", "impose"), ("passes", "pass"),
        ("shelled", "shell"), ("halting", "halt"), ("cutting", "cut"), ("providing", "provide"),
        ("warned", "warn"), ("sanctions", "sanction"), ("Refused", "refuse"), ("met", "meet"),
        ("aircraft", "aircraft"),
    ],
)  # fmt: skip
def test_lemmas(form: str, lemma: str) -> None:
    assert lemma in lemmas(form)


@given(st.text(max_size=20))
def test_the_form_itself_comes_first_and_nothing_twice(form: str) -> None:
    found = lemmas(form)
    assert found[0] == form.lower()
    assert len(set(found)) == len(found)


def test_every_irregular_form_leads_to_its_lemma() -> None:
    for row in rows("irregular_forms"):
        assert row["lemma"] in lemmas(row["form"])


def test_every_trigger_passes_the_gate() -> None:
    lexicon = Lexicon.default()
    for word in (*lexicon.verbs, *lexicon.nouns):
        assert lexicon.known(word.split(" ")[0]), word
    assert not lexicon.known("giraffe")
    assert not lexicon.known("")


def test_a_verb_means_what_its_object_makes_of_it() -> None:
    lexicon = Lexicon.default()
    give = next(e for e in lexicon.verbs["provide"] if e.classes)
    impose = next(e for e in lexicon.verbs["impose"] if e.classes)
    goods = lexicon.combine(give, "noun", ("goods",))
    sanctions = lexicon.combine(impose, "noun", ("sanctions",))
    assert goods is not None
    assert (goods.type, goods.polarity) == ("AID", "support")
    assert sanctions is not None
    assert (sanctions.type, sanctions.polarity) == ("COERCE", "pressure")
    assert lexicon.combine(give, "noun", ("nothing of the kind",)) is None


def test_every_combination_can_be_reached_and_used() -> None:
    lexicon = Lexicon.default()
    types = {row["type"] for row in rows("types")}
    verbal = {c for side in (lexicon.verbs, lexicon.nouns) for es in side.values()
              for e in es for c in e.classes}  # fmt: skip
    for (verb, _, _), made in lexicon.combinations.items():
        assert verb in verbal, f"no verb has the class {verb}"
        assert made.frame in lexicon.frames
        assert made.type in types
