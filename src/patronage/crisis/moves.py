"""Moves of coercer and client: each answers what it expects of the other, with error.

The coercer backs down, holds or escalates; the client concedes, bargains or resists. Each move is
chosen in proportion to ``exp(precision * expected worth)``, the worth being taken over the other's
probabilities. Where both expectations come true it is a quantal response equilibrium; there may be
several, and all that were found are reported.

Source: McKelvey and Palfrey (1995), doi:10.1006/game.1995.1023. The worths are stated priors
(``priors.csv``) and not estimates: no register here tells what a coercer or a client wanted. The
moves are illustrative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CLIENT",
    "COERCER",
    "Equilibrium",
    "equilibria",
    "replies",
    "residual",
    "settle",
    "worths",
]

Floats = NDArray[np.float64]
COERCER = ("back down", "hold", "escalate")
CLIENT = ("concede", "bargain", "resist")
#: What an equilibrium's own equations may be off by.
EXACT = 1e-8
_GRID = 6  # starting points lie a sixth apart on the simplex, its corners among them


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """Probabilities (3,) of both sides' moves that answer each other.

    ``residual`` is the largest difference between a probability and its own equation; ``stable``
    tells that small errors die out when each answers the other in turn.
    """

    coercer: tuple[float, float, float]
    client: tuple[float, float, float]
    residual: float
    stable: bool


def worths(
    par: Mapping[str, Floats], rung: NDArray[np.int64], hold: Floats, meeting: Floats, means: Floats
) -> tuple[Floats, Floats]:
    """What each pair of moves is worth to coercer and client.

    Args:
        par: each prior of ``priors.csv`` drawn, (n,).
        rung: (n,), of pressure, 0 to 4.
        hold: (n,), chance that the client holds if it comes to it.
        meeting: (n,), chance that a patron helps with arms.
        means: (n,), the client's, from 0 to 1.

    Returns:
        Two arrays (n, 3, 3): coercer's move by client's move.
    """
    zero, won = np.zeros_like(hold), 1 - hold
    step = par["cost_escalate"] + par["cost_rung"] * rung
    risk = par["meeting"] * meeting
    share, stake = par["share"], par["stake"]
    squeeze = par["pain_hold"] * rung / 4 * (1.5 - means)
    coercer = [
        [zero + 0.5, 0.5 * share, -par["audience"]],
        [1 - par["cost_hold"], share - par["cost_hold"], -par["cost_hold"]],
        [1 - step, share + (1 - share) * won / 2 - step - risk / 2, won - step - risk],
    ]
    client = [
        [-0.5 * stake, -0.5 * share * stake, par["audience"]],
        [-stake, -share * stake, -squeeze],
        [
            -stake,
            -stake * (share + (1 - share) * won / 2) - par["pain_escalate"] * won / 2,
            -stake * won - par["pain_escalate"] - squeeze,
        ],
    ]
    return _stacked(coercer), _stacked(client)


def _stacked(rows: list[list[Floats]]) -> Floats:
    """(n, 3, 3), laid out so that each cell's column of runs lies in one piece."""
    return np.moveaxis(np.stack([np.stack(row) for row in rows]), -1, 0)


def replies(worth: Floats, precision: Floats, other: Floats) -> Floats:
    """Probabilities (n, 3) of one side's moves, given the other's (n, 3).

    ``worth`` (n, 3, 3) is by own move, then by the other's. Written out column by column: over an
    axis of three a sum costs more than what it sums.
    """
    x, y, z = other[:, 0], other[:, 1], other[:, 2]
    score = [
        precision * (worth[:, i, 0] * x + worth[:, i, 1] * y + worth[:, i, 2] * z) for i in range(3)
    ]
    top = np.maximum(np.maximum(score[0], score[1]), score[2])
    raised = np.stack([np.exp(one - top) for one in score])
    raised /= raised[0] + raised[1] + raised[2]
    return np.asarray(raised.T)


def _largest(rows: Floats) -> Floats:
    """The largest of each row of three, in absolute value."""
    bare = np.abs(rows)
    return np.asarray(np.maximum(np.maximum(bare[:, 0], bare[:, 1]), bare[:, 2]))


def settle(
    coercer: Floats, client: Floats, precision: Floats, start: Floats
) -> tuple[Floats, Floats, Floats]:
    """The equilibrium that is reached from ``start`` (n, 3), the client's expected moves.

    A few damped replies choose the equilibrium, Newton's steps make it exact.

    Returns:
        Probabilities of the coercer's and the client's moves, each (n, 3), and the residual (n,).
    """
    back = np.swapaxes(client, -1, -2)
    q = start
    for _ in range(6):
        q = (q + replies(back, precision, replies(coercer, precision, q))) / 2
    p, off = _answered(coercer, back, precision, q)
    for _ in range(40):
        loose = np.flatnonzero(off > EXACT / 100)
        if not len(loose):
            break
        a, b, c = coercer[loose], back[loose], precision[loose]
        there = _newton(a, b, c, q[loose])
        p_new, off_new = _answered(a, b, c, there)
        worse = off_new >= off[loose]
        if worse.any():  # too bold a step: a damped reply instead
            calm = (q[loose] + replies(b, c, p[loose])) / 2
            there = np.where(worse[:, None], calm, there)
            p_new, off_new = _answered(a, b, c, there)
        q[loose], p[loose], off[loose] = there, p_new, off_new
    return p, q, off


def _answered(a: Floats, b: Floats, precision: Floats, q: Floats) -> tuple[Floats, Floats]:
    p = replies(a, precision, q)
    return p, _largest(replies(b, precision, p) - q)


def _slope(a: Floats, b: Floats, precision: Floats, q: Floats) -> tuple[Floats, Floats]:
    """The reply to the reply to ``q``, and its derivative (n, 3, 3)."""
    p = replies(a, precision, q)
    there = replies(b, precision, p)
    first = _bend(p, precision) @ a
    return there, np.asarray(_bend(there, precision) @ b @ first)


def _bend(p: Floats, precision: Floats) -> Floats:
    whole = p[:, :, None] * (np.eye(3) - p[:, None, :])
    return np.asarray(precision[:, None, None] * whole)


def _newton(a: Floats, b: Floats, precision: Floats, q: Floats) -> Floats:
    """One step toward where the reply to the reply is ``q`` itself.

    Written out in the two directions in which three probabilities can move.
    """
    p = replies(a, precision, q)
    there = replies(b, precision, p)
    turned = []
    for v in (0, 1):
        moved = _tilted(p, [a[:, i, v] - a[:, i, 2] for i in range(3)], precision)
        worth = [b[:, j, 0] * moved[0] + b[:, j, 1] * moved[1] + b[:, j, 2] * moved[2]
                 for j in range(3)]  # fmt: skip
        turned.append(_tilted(there, worth, precision))
    one, two = 1 - turned[0][0], 1 - turned[1][1]
    across, down = -turned[1][0], -turned[0][1]
    size = one * two - across * down
    # Where it is zero two equilibria meet and no step is defined: a tiny one keeps it finite.
    size = np.where(np.abs(size) < 1e-14, 1e-14, size)
    x, y = there[:, 0] - q[:, 0], there[:, 1] - q[:, 1]
    first, second = (x * two - across * y) / size, (one * y - down * x) / size
    new = np.stack([q[:, 0] + first, q[:, 1] + second, q[:, 2] - first - second])
    new = np.clip(new, 1e-15, None)
    new /= new[0] + new[1] + new[2]
    return np.asarray(new.T)


def _tilted(p: Floats, worth: list[Floats], precision: Floats) -> list[Floats]:
    """How probabilities move when what the moves are worth moves so."""
    mean = p[:, 0] * worth[0] + p[:, 1] * worth[1] + p[:, 2] * worth[2]
    return [precision * p[:, i] * (worth[i] - mean) for i in range(3)]


def residual(
    coercer: Floats, client: Floats, precision: float, found: Equilibrium
) -> float:  # fmt: skip
    """How far an equilibrium is off its own equations, worked out anew from ``worths`` (3, 3)."""
    p, q = np.array([found.coercer]), np.array([found.client])
    rate = np.array([precision])
    one = np.abs(replies(coercer[None], rate, q) - p).max()
    two = np.abs(replies(client.T[None], rate, p) - q).max()
    return float(max(one, two))


def equilibria(coercer: Floats, client: Floats, precision: float) -> list[Equilibrium]:
    """All equilibria found from 28 starting points, the likeliest escalation first.

    Args:
        coercer: (3, 3), worth to the coercer, its move by the client's.
        client: (3, 3), worth to the client, in the same order.
        precision: of both sides; 0 is chance, infinity is best replies.

    Returns:
        Those that satisfy their own equations to 1e-8. Others may exist: the search is by
        starting points and no proof.

    >>> game = np.array([[3.0, 0, 0], [0, 2, 0], [0, 0, 1]])
    >>> [e.stable for e in equilibria(game, game, 0.1)]
    [True]
    """
    points = [(i, j, _GRID - i - j) for i, j in product(range(_GRID + 1), repeat=2)
              if i + j <= _GRID]  # fmt: skip
    q = (np.array(points, dtype=np.float64) / _GRID * 0.999) + 0.001 / 3
    n = len(q)
    a, b = np.repeat(coercer[None], n, 0), np.repeat(client.T[None], n, 0)
    rate = np.full(n, precision)
    settled = settle(a, np.swapaxes(b, -1, -2), rate, q)[1]
    exact = q
    for _ in range(60):
        exact = _newton(a, b, rate, exact)
    found: list[Equilibrium] = []
    for one in np.concatenate([settled, exact]):
        made = _equilibrium(coercer, client, precision, one)
        if made.residual < EXACT and not any(_same(made, other) for other in found):
            found.append(made)
    return sorted(found, key=lambda e: -e.coercer[2])


def _equilibrium(coercer: Floats, client: Floats, precision: float, q: Floats) -> Equilibrium:
    rate, a, b = np.array([precision]), coercer[None], client.T[None]
    p = replies(a, rate, q[None])
    again, bend = _slope(a, b, rate, q[None])
    stable = bool(np.abs(np.linalg.eigvals(bend[0])).max() < 1)
    off = float(np.abs(again - q).max())
    x, y = (tuple(float(v) for v in side) for side in (p[0], q))
    return Equilibrium((x[0], x[1], x[2]), (y[0], y[1], y[2]), off, stable)


def _same(one: Equilibrium, other: Equilibrium) -> bool:
    pairs = zip((*one.coercer, *one.client), (*other.coercer, *other.client), strict=True)
    return max(abs(x - y) for x, y in pairs) < 1e-5
