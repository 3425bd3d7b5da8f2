"""Coding in a Spark session: the codings of one machine, in order; a poison text is a problem."""

import pytest

import sparks
from patronage.coding import Coder, cluster, code_on
from patronage.errors import UsageError
from patronage.records import Document

pytestmark = pytest.mark.full
TEXTS = [f"Note {n}. Russia sent {n + 2} tankers of fuel to Cuba in May 2018." for n in range(6)]


def documents():
    return [Document.of(text) for text in TEXTS]


@pytest.fixture(scope="module")
def session():
    return sparks.session()


def test_codings_are_those_of_one_machine_in_order(session):
    assert list(code_on(session, documents())) == list(Coder().code_all(documents()))
    assert list(code_on(session, [])) == []


def test_a_text_that_ends_its_process_is_a_problem_and_the_others_are_coded(session, monkeypatch):
    poison, task = documents()[3].text, cluster._task

    def deadly(made):
        run = task(made)

        def killed(batches):
            import os

            for batch in batches:
                if any(poison.encode() in blob for blob in batch.column("documents").to_pylist()):
                    os._exit(9)  # as the kernel does where memory runs out
                yield from run([batch])

        return killed

    monkeypatch.setattr(cluster, "_task", deadly)
    made = list(code_on(session, documents()))
    assert [coding.document for coding in made] == [one.id for one in documents()]
    lost = [coding for coding in made if coding.problems]
    assert [coding.document for coding in lost] == [documents()[3].id]
    assert lost[0].problems[0].lost
    assert all(coding.events for coding in made if coding not in lost)


def test_a_cluster_that_codes_nothing_is_no_fault_of_a_text(session):
    with pytest.raises(UsageError, match="cannot code"):
        list(code_on(session, documents()[:1], parser="no_such_parser"))


def test_a_cluster_with_another_coder_is_told(session, monkeypatch):
    monkeypatch.setattr(cluster, "coder_name", lambda *given: "another coder")
    with pytest.raises(UsageError, match="same version"):
        list(code_on(session, documents()[:1]))
