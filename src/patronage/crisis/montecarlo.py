"""Many runs of a scenario: seeded, in blocks of bounded memory, the same for any number of workers.

Runs are cut into blocks of fixed size. A block's chance comes from its number and the seed alone
(Philox), and blocks are summed in their order, so that neither workers nor memory change a digit.

Source: Salmon et al. (2011), Parallel random numbers: as easy as 1, 2, 3,
doi:10.1145/2063384.2063405.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from patronage.crisis.draws import Draws, draw
from patronage.crisis.ensemble import shipped
from patronage.crisis.game import Game
from patronage.crisis.hazards import Hazards, shipped_hazards
from patronage.crisis.paths import input_names, simulate
from patronage.crisis.scenario import Scenario
from patronage.crisis.tallies import Tally, empty, tally
from patronage.errors import UsageError

__all__ = ["BLOCK", "DRAWS", "Played", "play"]

#: Runs of a block: about 20 MB of arrays at 36 months and four patrons; less memory is slower.
BLOCK = 4096
#: Sets of parameters at most; runs share them out in turn.
DRAWS = 256
_MOST = 100_000_000


@dataclass(frozen=True)
class Played:
    """A scenario with its draws and the sums of its runs."""

    scenario: Scenario
    draws: Draws
    hazards: Hazards
    game: Game
    tally: Tally
    runs: int
    seed: int
    target: str | None

    @property
    def estimates(self) -> tuple[Hazards, Game]:
        """What it was played with, to play another the same way."""
        return self.hazards, self.game

    def inputs(self) -> list[str]:
        """Names of what runs were given."""
        return input_names(self.scenario, self.draws)


def play(
    scenario: Scenario, *, runs: int = 10_000, seed: int = 0, workers: int = 1,
    estimates: tuple[Hazards, Game] | None = None,
    tick: Callable[[int], None] = lambda done: None,
) -> Played:  # fmt: skip
    """Play a scenario.

    Args:
        scenario: what is asked.
        runs: how many, at least 2.
        seed: 0 or more; the same seed gives the same numbers.
        workers: threads; they change the time and no number.
        estimates: hazards and game; those shipped by default.
        tick: called with the number of runs done.

    Raises:
        UsageError: for fewer than 2 runs or a seed below 0.
    """
    if not 2 <= runs <= _MOST:
        raise UsageError(f"{runs} runs. Ask for 2 to {_MOST}.")
    if seed < 0 or workers < 1:
        raise UsageError(
            f"Seed {seed}, workers {workers}. The seed is 0 or more, workers 1 or more."
        )
    hazards, game = estimates or (shipped_hazards(), shipped().game)
    count = min(DRAWS, runs)
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence(seed, spawn_key=(0,))))
    draws = draw(scenario, hazards, game, count, rng)
    target = scenario.target if scenario.target in draws.odds else None
    whole = empty(scenario, count, list(draws.odds), len(input_names(scenario, draws)))

    def one(block: int) -> Tally:
        first = block * BLOCK
        which = np.arange(first, min(first + BLOCK, runs)) % count
        return tally(simulate(scenario, draws, which, seed, block), scenario, count, target)

    done = 0
    for part in _in_order(one, -(-runs // BLOCK), workers):
        whole.add(part)
        done = min(done + BLOCK, runs)
        tick(done)
    return Played(scenario, draws, hazards, game, whole, runs, seed, target)


def _in_order(one: Callable[[int], Tally], blocks: int, workers: int) -> Iterator[Tally]:
    """Blocks in order, with at most two a worker under way: memory does not grow with runs."""
    if workers == 1 or blocks == 1:
        yield from map(one, range(blocks))
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Tally]] = deque()
        for block in range(blocks):
            waiting.append(pool.submit(one, block))
            if len(waiting) >= 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
