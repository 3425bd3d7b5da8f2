"""Time runs of a scenario, and the same model as agents in Mesa beside it.

    python benchmarks/crisis/bench_run.py [--runs 10000] [--million] [--freeze]

Ours: seconds for 10,000 runs of 36 months with four patrons, after loading. Mesa (the extra
``bench``): one model object a run, an agent for the client, the coercer and each patron, plain
floats; its time is taken on fewer runs. The ratio is of CPU-seconds, each on one core. Both must
give the same probabilities, within what so few runs can tell. ``--million`` also plays a million
runs and tells the peak memory.
``--freeze`` writes the ratio to ``bench-run.json``.
"""

import argparse
import json
import math
import random
import resource
import time
from pathlib import Path

from patronage import crisis
from patronage.crisis.outlook import by_draw
from patronage.crisis.paths import _reference
from patronage.crisis.scenario import INSTRUMENTS
from patronage.crisis.tables import by_name

HERE = Path(__file__).parent
SCENARIO = HERE.parents[1] / "examples/scenarios/venezuela-2025.yaml"


def softmax(values):
    top = max(values)
    raised = [math.exp(v - top) for v in values]
    whole = sum(raised)
    return [v / whole for v in raised]


def logistic(x):
    return 1 / (1 + math.exp(-x))


def clip(x, low=0.0, high=1.0):
    return low if x < low else high if x > high else x


def picked(chances, dice):
    total = 0.0
    for k, p in enumerate(chances):
        total += p
        if dice <= total:
            return k
    return len(chances) - 1


def model_class():
    import mesa

    class Patron(mesa.Agent):
        def __init__(self, model, place, backing, chances):
            super().__init__(model)
            self.place, self.backing, self.to, self.chances = place, backing, list(backing), chances

        @property
        def armed(self):
            willing = self.chances[2] + self.chances[3]
            return willing * (0.5 + self.backing[2]) / 1.5

        def answer(self):
            step = picked(self.chances, self.random.random())
            level = 0 if step == 0 else step if step <= 3 else 3 - step
            move = clip(self.model.par["lift"] * level, -1)
            for k in range(3):
                if k < 2 or abs(level) >= 2:
                    room = self.to[k] if move < 0 else 1 - self.to[k]
                    self.to[k] = clip(self.to[k] + move * room)

        def step(self):
            noise = self.model.par["backing_noise"]
            for k, keep in enumerate(self.model.keep):
                moved = self.to[k] + keep * (self.backing[k] - self.to[k])
                self.backing[k] = clip(moved + noise * self.random.gauss(0, 1))

    class Client(mesa.Agent):
        def __init__(self, model, means):
            super().__init__(model)
            self.means = self.to = means
            self.expected = [1 / 3] * 3

        def shift(self, by):
            self.means, self.to = clip(self.means + by), clip(self.to + by)

        def step(self):
            par = self.model.par
            self.to = clip(self.to - par["drain"] * self.model.rung / 12)
            means = self.to + par["means_keep"] * (self.means - self.to)
            self.means = clip(means + par["means_noise"] * self.random.gauss(0, 1))

    class Coercer(mesa.Agent):
        def worths(self):
            model = self.model
            par, rung, means = model.par, model.rung, model.client.means
            index = par["hold"] + par["hold_backing"] * model.hold_up()
            hold = logistic(index + par["hold_means"] * (means - 0.5))
            meeting = 1 - math.prod(1 - p.armed for p in model.patrons)
            won, share, stake = 1 - hold, par["share"], par["stake"]
            step = par["cost_escalate"] + par["cost_rung"] * rung
            risk, cost = par["meeting"] * meeting, par["cost_hold"]
            squeeze = par["pain_hold"] * rung / 4 * (1.5 - means)
            pain, part = par["pain_escalate"], (1 - share) * won / 2
            mine = [
                [0.5, 0.5 * share, -par["audience"]], [1 - cost, share - cost, -cost],
                [1 - step, share + part - step - risk / 2, won - step - risk],
            ]  # fmt: skip
            theirs = [
                [-0.5 * stake, -0.5 * share * stake, par["audience"]],
                [-stake, -share * stake, -squeeze],
                [-stake, -stake * (share + part) - pain * won / 2, -stake * won - pain - squeeze],
            ]
            return mine, theirs

        def settle(self):
            mine, theirs = self.worths()
            rate, q = self.model.par["precision"], self.model.client.expected
            for _ in range(400):
                p = softmax(
                    [rate * sum(w * x for w, x in zip(row, q, strict=True)) for row in mine]
                )
                new = softmax([rate * sum(p[i] * theirs[i][j] for i in range(3)) for j in range(3)])
                off = max(abs(a - b) for a, b in zip(new, q, strict=True))
                q = [(a + b) / 2 for a, b in zip(new, q, strict=True)]
                if off < 1e-10:
                    break
            self.model.client.expected = q
            return p, q

        def step(self):
            model = self.model
            p, q = self.settle()
            eased = p[0] + (1 - p[0]) * q[0]
            rung, dice = model.rung, self.random.random()
            ref = model.reference
            up = 1 - math.exp(-model.up[rung] * clip(p[2] / ref[0][rung], 0.1, 10))
            down = 1 - math.exp(-model.down[rung] * clip(eased / ref[1][rung], 0.1, 10))
            if dice < up:
                model.rung = picked(model.above[rung], self.random.random())
            elif dice > 1 - down:
                model.rung = picked(model.below[rung], self.random.random())

    class Run(mesa.Model):
        def __init__(self, scenario, plain, k, seed):
            super().__init__(seed=seed)
            self.scenario, self.k = scenario, k
            self.par = {name: values[k] for name, values in plain["priors"].items()}
            self.keep, self.up, self.down = (plain[n][k] for n in ("keep", "up", "down"))
            self.above, self.below = plain["above"], plain["below"]
            self.reference, self.plain = plain["reference"], plain
            self.rung = self.first_rung = scenario.pressure
            means = scenario.means if scenario.means is not None else self.random.random()
            self.client, self.coercer = Client(self, means), Coercer(self)
            self.patrons = []
            for i, patron in enumerate(scenario.patrons):
                backing = [scenario.backing.get((patron, kind), self.random.random())
                           for kind in INSTRUMENTS]  # fmt: skip
                self.patrons.append(Patron(self, i, backing, plain["choice"][k][i]))
            self.first = self.hold_up(), means
            self.left = dict.fromkeys(plain["odds"], 1.0)
            self.month, self.struck = 0, set()

        def hold_up(self):
            return sum(max(p.backing[k] for p in self.patrons) for k in range(3)) / 3

        def shocks(self):
            for i, shock in enumerate(self.scenario.shocks):
                due = (
                    shock.month == self.month
                    if shock.month
                    else (self.random.random() < shock.monthly)
                )
                if due and i not in self.struck:
                    self.struck.add(i)
                    self.strike(shock)

        def strike(self, shock):
            row = by_name("shocks")[shock.kind]
            if row["rung"]:
                to = int(row["rung"])
                self.rung = max(self.rung - 1, 0) if to < 0 else max(self.rung, to)
            if row["sized"] == "relative":
                self.client.shift(self.par["oil_share"] * (shock.size or -1 / 3))
            else:
                self.client.shift(float(row["means"]))
            if shock.patron is None:
                return
            patron = self.patrons[self.scenario.patrons.index(shock.patron)]
            for j, kind in enumerate(INSTRUMENTS):
                size = float(row[kind])
                if size:
                    size = math.copysign(shock.size, size) if shock.size is not None else size
                    for part in (patron.backing, patron.to):
                        part[j] = clip(part[j] + size * (part[j] if size < 0 else 1 - part[j]))

        def hazard(self, name):
            steps = self.plain["rungs"][name][self.k]
            odds = (self.plain["odds"][name][self.k] + steps[self.rung] - steps[self.first_rung]
                    + self.par["backing_effect"] * (self.hold_up() - self.first[0])
                    + self.par["means_effect"] * (self.client.means - self.first[1]))  # fmt: skip
            return 1 - (1 - logistic(odds)) ** (1 / self.plain["months"][name])

        def step(self):
            self.month += 1
            was = self.rung
            self.coercer.step()
            self.shocks()
            if self.rung > was and self.rung >= 2:
                for patron in self.patrons:
                    patron.answer()
            for patron in self.patrons:
                patron.step()
            self.client.step()
            change = self.hazard("change")
            self.left["change"] *= 1 - change
            self.left["exit"] *= 1 - max(change, self.hazard("exit"))

    return Run


def plainly(draws):
    """Draws as lists, which plain Python reads faster than arrays."""
    made = {name: getattr(draws, name).tolist()
            for name in ("choice", "keep", "up", "down", "above", "below")}  # fmt: skip
    for name in ("priors", "odds", "rungs"):
        made[name] = {key: value.tolist() for key, value in getattr(draws, name).items()}
    return made | {"months": draws.months, "reference": _reference(draws).tolist()}


def with_mesa(scenario, draws, runs):
    """Seconds a run, and the mean probabilities that came out."""
    kind, plain = model_class(), plainly(draws)
    count, sums = len(plain["choice"]), dict.fromkeys(plain["odds"], 0.0)
    squares = dict(sums)
    began = time.process_time()
    for k in range(runs):
        one = kind(scenario, plain, k % count, random.Random(k).getrandbits(32))
        for _ in range(scenario.horizon):
            one.step()
        for name, left in one.left.items():
            sums[name] += 1 - left
            squares[name] += (1 - left) ** 2
    spent = (time.process_time() - began) / runs
    means = {name: total / runs for name, total in sums.items()}
    errors = {n: math.sqrt((squares[n] / runs - means[n] ** 2) / runs) for n in means}
    return spent, means, errors


def ours(scenario, runs, workers, seed=0):
    began, used = time.perf_counter(), time.process_time()
    played = crisis.play(scenario, runs=runs, workers=workers, seed=seed)
    spent, used = time.perf_counter() - began, time.process_time() - used
    weights = played.tally.runs / runs
    return (
        spent,
        used,
        played,
        {n: float(weights @ by_draw(played, n)[:, -1]) for n in played.draws.odds},
    )


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--runs", type=int, default=10_000)
    ask.add_argument("--mesa-runs", type=int, default=512)
    ask.add_argument("--million", action="store_true")
    ask.add_argument("--freeze", action="store_true")
    asked = ask.parse_args()
    scenario = crisis.read_scenario(SCENARIO.read_text(encoding="utf-8"))
    crisis.shipped(), crisis.shipped_hazards()  # loading is not timed
    ours(scenario, 4096, 2)  # nor is the first touch
    tries = [ours(scenario, asked.runs, workers) for workers in (2, 1, 2, 1, 2)]
    spent = min(one[0] for one in tries)
    _, used, played, told = min((one for one in tries[1::2]), key=lambda one: one[1])
    print(f"ours: {asked.runs} runs of {scenario.horizon} months, {len(scenario.patrons)} patrons: "
          f"{spent:.2f} s, {used:.2f} CPU-seconds on one worker")  # fmt: skip
    found = {"runs": asked.runs, "months": scenario.horizon, "patrons": len(scenario.patrons)}
    try:
        each, means, errors = with_mesa(scenario, played.draws, asked.mesa_runs)
    except ImportError:
        print("Mesa is not installed (pip install patronage[bench]): no ratio")
    else:
        ratio = each * asked.runs / used
        print(f"Mesa: {each * 1000:.1f} CPU-ms a run; ratio {ratio:.0f}")
        for name, mean in means.items():
            off = (mean - told[name]) / errors[name]
            print(f"  {name}: Mesa {mean:.4f}, ours {told[name]:.4f}, {off:+.1f} standard errors")
            found[name] = {"mesa": round(mean, 4), "ours": round(told[name], 4)}
        found |= {"ratio_to_mesa": round(ratio), "mesa_runs": asked.mesa_runs}
    if asked.million:
        spent, _, _, _ = ours(scenario, 1_000_000, 2)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"a million runs: {spent:.0f} s, peak memory of the whole process {peak:.0f} MB")
        found["million_peak_mb"] = round(peak, -1)
    if asked.freeze:
        (HERE / "bench-run.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
