"""``crisis run``, ``register``, ``resolve`` and ``score``, from their doors."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from patronage import pipeline
from patronage.cli import app
from patronage.crisis.scenario import scenario
from patronage.errors import PatronageError, UnknownNameError, UsageError
from patronage.pipeline import Stated
from patronage.pipeline.scenarios import backing_of
from patronage.results import Episode

EXAMPLE = Path(__file__).parents[1] / "examples/scenarios/venezuela-2025.yaml"
DAY = dt.date(2025, 11, 30)


def ask(*words: object) -> Any:
    return CliRunner().invoke(app, ["crisis", *map(str, words)])


def written(place: Path, **changed: Any) -> Path:
    told = yaml.safe_load(EXAMPLE.read_text("utf-8")) | changed
    place.write_text(yaml.safe_dump(told), "utf-8")
    return place


@pytest.fixture
def coming(tmp_path: Path) -> Path:
    """A scenario whose horizon lies ahead, whenever the test runs."""
    day = dt.datetime.now(dt.UTC).date()
    return written(tmp_path / "coming.yaml", as_of=day.isoformat(), horizon=12)


def test_a_run_is_one_line_with_its_warning_and_five_indicators() -> None:
    done = ask("run", EXAMPLE, "--runs", 600, "--seed", 3)
    assert done.exit_code == 0, done.output
    [line] = done.stdout.splitlines()
    said = json.loads(line)
    assert "not causally identified" in said["outlook"]["warning"]
    assert [o["name"] for o in said["outlook"]["outcomes"]] == ["exit", "change", "realignment"]
    assert len(said["indicators"]) == 5
    moved = [abs(i["difference"]) for i in said["indicators"]]
    assert moved == sorted(moved, reverse=True)
    assert all("not causally identified" in i["warning"] for i in said["indicators"])
    assert all(i["low"] <= i["high"] for i in said["indicators"])
    assert ask("run", EXAMPLE, "--runs", 600, "--seed", 3, "--workers", 4).stdout == done.stdout


def test_two_scenarios_are_compared(tmp_path: Path) -> None:
    shocks = [{"kind": "blockade", "month": 1}]
    other = written(tmp_path / "b.yaml", shocks=shocks, title="with a blockade")
    done = ask("run", EXAMPLE, "--runs", 600, "--compare", other, "--no-watch")
    said = json.loads(done.stdout)["comparison"]
    assert "not causally identified" in said["warning"]
    assert said["second"] == "with a blockade"
    assert {row["outcome"] for row in said["differences"] if row["shown"]} == {"exit", "change"}
    force = next(row for row in said["pressure"] if row[0] == "force")
    assert force[2] > force[1] + 0.5


def test_lines_for_people_say_the_same(tmp_path: Path) -> None:
    from patronage.terminal_crisis import run_lines

    other = written(tmp_path / "b.yaml", exposure={"CHN": {"low": 1, "high": 2, "unit": "USD",
                                                           "lost": {"change": 0.5}}})  # fmt: skip
    done = pipeline.crisis_run(other, runs=600, compare=EXAMPLE)
    text = "\n".join(run_lines(done))
    assert "Model-implied, not causally identified" in text.splitlines()[1]
    assert "realignment: base rate 6.5% (n = 3434 state-years); the model showed no skill" in text
    assert "at risk by change, CHN:" in text
    assert "at risk by exit, CHN: unknown" in text
    assert "what would move change of government most" in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"horizon": 0}, "horizon is 0"),
        ({"roles": {"client": "VEN", "coercer": "USA", "patrons": ["USA"]}}, "two roles"),
        ({"roles": {"client": "VEN", "patrons": ["RUS"]}}, "'coercer' is missing"),
        ({"roles": {"client": "VENN", "coercer": "USA", "patrons": ["RUS"]}}, "No state 'VENN'"),
    ],
)
def test_a_scenario_that_cannot_be_meant_is_a_wrong_call(
    tmp_path: Path, changed: dict[str, Any], said: str
) -> None:
    place = written(tmp_path / "wrong.yaml", **changed)
    with pytest.raises(PatronageError, match=said):
        pipeline.crisis_run(place, runs=10)


def test_files_that_are_not_there_or_differ_in_length(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No file"):
        pipeline.crisis_run(tmp_path / "none.yaml")
    short = written(tmp_path / "short.yaml", horizon=3, shocks=[])
    with pytest.raises(UsageError, match="same horizon"):
        pipeline.crisis_run(EXAMPLE, runs=10, compare=short, watch=False)


def episode(actor: str, day: dt.date, **changed: Any) -> Episode:
    fields = {"id": f"{actor}{day}", "actor": (actor,), "recipient": ("VEN",), "type": "AID",
              "polarity": "support", "instrument": "arms", "status": "occurred", "start": day,
              "end": None, "when": "now", "events": ()}  # fmt: skip
    return Episode(**(fields | changed))


def test_backing_comes_from_episodes_of_the_ledger() -> None:
    one = scenario(yaml.safe_load(EXAMPLE.read_text("utf-8")))
    told = [episode("RUS", dt.date(2025, 6, 1))]
    told += [episode("RUS", dt.date(2023, month, 1)) for month in (2, 3, 4, 5)]
    told += [episode("CHN", dt.date(2025, 6, 1), instrument="loan")]  # too few to tell
    left_out = [
        episode("RUS", dt.date(2025, 12, 1)), episode("RUS", dt.date(2025, 7, 1), status="future"),
        episode("RUS", dt.date(2025, 7, 1), polarity="pressure"),
        episode("USA", dt.date(2025, 7, 1)),
    ]  # fmt: skip
    assert backing_of([*told, *left_out], one) == {("RUS", "military"): 0.25}


def test_a_ledger_with_nothing_to_tell_is_said(tmp_path: Path) -> None:
    from patronage.ledger import Ledger

    Ledger(tmp_path / "ledger", create=True)
    done = pipeline.crisis_run(EXAMPLE, runs=50, ledger=tmp_path / "ledger", watch=False)
    assert any("too few episodes" in mark for mark in done.outlook.marks)


def test_a_scenario_is_registered_settled_and_scored(tmp_path: Path, coming: Path) -> None:
    place = tmp_path / "ledger"
    lines = pipeline.crisis_register(coming, place, runs=600)
    assert [line["basis"] for line in lines] == ["model", "model", "base rate"]
    assert lines[2]["probability"] == lines[2]["base"]
    assert all(len(line["hash"]) == 32 and line["rule"] and line["due"] for line in lines)
    assert "Archigos" in lines[1]["rule"]
    again = pipeline.crisis_register(coming, place, runs=600)
    assert [line["hash"] for line in again] == [line["hash"] for line in lines]

    pipeline.crisis_resolve(lines[0]["id"], "no", place, source="the news")
    pipeline.crisis_resolve(lines[1]["id"][:12], "yes", place, source="the news")
    pipeline.crisis_resolve(lines[2]["id"], "void", place, source="no vote was held")
    told = pipeline.crisis_score(place)
    assert (told["registered"], told["open"], told["void"], told["changed"]) == (3, 0, 1, 0)
    assert told["record"].count == 2
    p, q = lines[0]["probability"], lines[1]["probability"]
    assert told["record"].brier == pytest.approx((p**2 + (1 - q) ** 2) / 2, abs=1e-6)
    # The last answer holds, and the first stays in the file.
    pipeline.crisis_resolve(lines[1]["id"], "no", place, source="a correction")
    assert pipeline.crisis_score(place)["record"].brier == pytest.approx(
        (p**2 + q**2) / 2, abs=1e-6
    )
    assert len((place / "forecasts.jsonl").read_text("utf-8").splitlines()) == 7


def test_a_ledger_with_a_register_is_still_whole(tmp_path: Path) -> None:
    own = Stated("Does it rain?", 0.3, "By the weather service.", dt.date(2999, 1, 1))
    pipeline.crisis_register(own, tmp_path / "ledger")
    assert [p for p in pipeline.verify(tmp_path / "ledger") if p.lost] == []


def test_forecasts_of_ones_own_and_what_is_refused(tmp_path: Path) -> None:
    place, far = tmp_path / "ledger", dt.date(2999, 1, 1)
    [line] = pipeline.crisis_register(Stated("Q?", 0.3, "By the gazette.", far, "VEN"), place)
    assert (line["basis"], line["client"], line["base"]) == ("own", "VEN", None)
    with pytest.raises(UsageError, match="which is past"):
        pipeline.crisis_register(Stated("Q?", 0.3, "By the gazette.", DAY), place)
    with pytest.raises(UsageError, match="past"):
        pipeline.crisis_register(written(tmp_path / "o.yaml", as_of="2015-01-01"), place, runs=50)
    with pytest.raises(UsageError, match="probability is 3"):
        pipeline.crisis_register(Stated("Q?", 3, "By the gazette.", far), place)
    with pytest.raises(UsageError, match="needs a question and a rule"):
        pipeline.crisis_register(Stated("Q?", 0.3, " ", far), place)
    with pytest.raises(UnknownNameError, match="No forecast 'zz'"):
        pipeline.crisis_resolve("zz", "yes", place, source="s")
    with pytest.raises(UsageError, match="Answer 'maybe'"):
        pipeline.crisis_resolve(line["id"], "maybe", place, source="s")
    with pytest.raises(UsageError, match="source"):
        pipeline.crisis_resolve(line["id"], "yes", place, source="")


def test_a_forecast_recorded_after_its_day_is_not_scored(tmp_path: Path) -> None:
    from patronage.ledger import ForecastFile, Ledger

    Ledger(tmp_path, create=True)
    late = {"kind": "forecast", "id": "a" * 32, "question": "Q?", "rule": "R", "due": "2020-01-01",
            "probability": 1.0, "base": None, "group": "g", "basis": "own",
            "recorded": "2020-02-01T00:00:00+00:00"}  # fmt: skip
    ForecastFile(tmp_path).append(late)
    pipeline.crisis_resolve("a", "yes", tmp_path, source="s")
    told = pipeline.crisis_score(tmp_path)
    assert (told["late"], told["record"].count) == (1, 0)


def test_the_register_from_the_command_line(tmp_path: Path) -> None:
    place = ["--ledger", tmp_path / "ledger"]
    own = ["--question", "Q?", "--probability", "0.2", "--rule", "R", "--due", "2999-01-01"]
    made = ask("register", *own, *place)
    assert made.exit_code == 0, made.output
    id = json.loads(made.stdout)["id"]
    assert ask("resolve", id, "no", "--source", "s", *place).exit_code == 0
    told = json.loads(ask("score", *place).stdout)
    assert (told["record"]["count"], told["record"]["brier"]) == (1, 0.04)
    with pytest.raises(UsageError, match="Give a scenario, or"):
        CliRunner().invoke(app, ["crisis", "register", *map(str, place)], catch_exceptions=False)


def test_an_edited_register_is_told(tmp_path: Path) -> None:
    place = tmp_path / "ledger"
    pipeline.crisis_register(Stated("Q?", 0.2, "R", dt.date(2999, 1, 1)), place)
    file = place / "forecasts.jsonl"
    file.write_text(file.read_text("utf-8").replace("0.2", "0.9"), "utf-8")
    done = ask("score", "--ledger", place)
    assert done.exit_code == 3
    assert json.loads(done.stdout)["changed"] == 1
