"""Scenario files: what is read, what is refused and how, what is marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from patronage.crisis.scenario import Shock, read_scenario, scenario
from patronage.errors import PatronageError

EXAMPLE = Path(__file__).parents[2] / "examples/scenarios/venezuela-2025.yaml"


def told(**changed: Any) -> dict[str, Any]:
    roles = {"client": "Venezuela", "coercer": "USA", "patrons": ["RUS", "CHN"]}
    base = {"as_of": "2025-11-30", "horizon": 12, "roles": roles, "state": {"pressure": "threats"}}
    return base | changed


def test_the_example_is_read() -> None:
    made = read_scenario(EXAMPLE.read_text(encoding="utf-8"))
    assert (made.client, made.coercer) == ("VEN", "USA")
    assert made.patrons == ("RUS", "CHN", "IRN", "CUB")
    assert (made.pressure, made.horizon, made.means) == (2, 36, 0.3)
    assert made.backing["CUB", "military"] == 0.6
    assert ("IRN", "military") not in made.backing  # not known is not zero
    assert made.shocks[1] == Shock("patron-war", month=1, patron="RUS", size=0.5)


def test_a_coercer_may_be_armed_or_opposed_within_a_state() -> None:
    roles = {"client": "SYR", "coercer": "REB:Syria", "patrons": ["RUS"]}
    assert scenario(told(roles=roles)).coercer == "REB:SYR"


def test_what_is_not_told_is_not_known() -> None:
    made = scenario(told())
    assert made.means is None
    assert made.backing == {}
    assert made.facts == {}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"roles": {"client": "VEN", "patrons": ["RUS"]}}, "the role 'coercer' is missing"),
        ({"roles": {"coercer": "USA", "patrons": ["RUS"]}}, "the role 'client' is missing"),
        ({"roles": {"client": "VEN", "coercer": "USA"}}, "the role 'patrons' is missing"),
        ({"roles": None}, "the role 'client' is missing"),
        ({"roles": {"client": "VEN", "coercer": "USA", "patrons": ["United States"]}},
         "one state has two roles"),
        ({"roles": {"client": "VEN", "coercer": "Venezuela", "patrons": ["RUS"]}},
         "one state has two roles"),
        ({"roles": {"client": "VEN", "coercer": "USA", "patrons": ["RUS", "Russia"]}},
         "named twice"),
        ({"roles": {"client": "VEN", "coercer": "USA", "patrons": ["RUSS"]}}, "No state 'RUSS'"),
        ({"roles": {"client": "VEN", "coercer": "USA", "patrons": [False]}}, "Write NOR"),
        ({"horizon": 0}, "horizon is 0 months. Write 1 to 120"),
        ({"horizon": "long"}, "no whole number of months"),
        ({"as_of": None}, "'as_of' is missing"),
        ({"as_of": "soon"}, "is no date"),
        ({"state": {}}, "'pressure' is missing"),
        ({"state": {"pressure": "sanction"}}, "Nearest: sanctions"),
        ({"state": {"pressure": "force", "means": 3}}, "means is 3. Write 0 to 1"),
        ({"state": {"pressure": "force", "backing": {"IRN": {"military": 1}}}}, "no patron here"),
        ({"state": {"pressure": "force", "backing": {"RUS": {"army": 1}}}}, "backing of RUS"),
        ({"facts": {"agee": 60}}, "unknown field 'agee'. Nearest: age."),
        ({"facts": {"age": 6}}, "facts: age is 6. Write 10 to 110"),
        ({"known": {"RUS": {"support": 1}}}, "unknown field 'support'"),
        ({"shocks": [{"kind": "meteor", "month": 1}]}, "a shock's kind is 'meteor'"),
        ({"shocks": [{"kind": "blockade"}]}, "needs 'month' or 'monthly'"),
        ({"shocks": [{"kind": "blockade", "month": 13}]}, "Write 1 to 12"),
        ({"shocks": [{"kind": "veto", "month": 1}]}, "needs a patron"),
        ({"shocks": [{"kind": "blockade", "month": 1, "patron": "RUS"}]}, "concerns no patron"),
        ({"shocks": {"kind": "blockade"}}, "no list"),
        ({"exposure": {"CHN": {"low": 2, "high": 1, "unit": "USD"}}}, "low <= high"),
        ({"exposure": {"CHN": {"low": 2}}}, "'None' and no number"),
        ({"target": "fall"}, "target is 'fall'"),
        ({"weather": 1}, "unknown field 'weather'"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(PatronageError) as error:
        scenario(told(**changed))
    assert said in str(error.value)


def test_text_that_is_no_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(PatronageError, match="no YAML in line 2"):
        read_scenario("a: 1\nb: [1}\n")
    with pytest.raises(PatronageError, match="holds no fields"):
        read_scenario("")


def test_yaml_runs_nothing() -> None:
    with pytest.raises(PatronageError, match="no YAML"):
        read_scenario("title: !!python/object/apply:os.getcwd []")


def test_what_lies_outside_the_data_is_marked_and_kept() -> None:
    shock = {"kind": "oil-price", "month": 1, "size": -0.9}
    made = scenario(told(shocks=[shock]))
    assert made.shocks[0].size == -0.9
    assert any("outside the data's range (-0.47 to 2.91)" in mark for mark in made.marks)
    inside = scenario(told(shocks=[shock | {"size": -0.3}]))
    assert not any("range" in mark for mark in inside.marks)
    assert any(mark.startswith("CHN is a patron outside") for mark in inside.marks)


def test_a_file_and_its_values_are_one() -> None:
    assert read_scenario(yaml.safe_dump(told())) == scenario(told())
