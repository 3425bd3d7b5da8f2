"""Words for probabilities, in the seven bands of ICD 203; and none where the interval is wide."""

from __future__ import annotations

from bisect import bisect_right

from patronage import codebook
from patronage.errors import UsageError

__all__ = ["NO_JUDGEMENT", "word"]

NO_JUDGEMENT = "no judgement"


def word(probability: float, low: float, high: float) -> str:
    """The word of a probability, where its 80% interval spans at most two neighbouring bands.

    Below 1% and above 99% the outermost words are used, as ICD 203 has none there; on the border of
    two bands the upper one.

    Args:
        probability: from 0 to 1.
        low: lower end of its 80% interval.
        high: upper end.

    Returns:
        The word of the band that holds ``probability``, or ``no judgement``.

    Raises:
        UsageError: where they are no probabilities in order.

    >>> word(0.3, 0.21, 0.5)
    'unlikely'
    >>> word(0.3, 0.1, 0.5)
    'no judgement'
    """
    if not 0 <= low <= probability <= high <= 1:
        raise UsageError(f"No interval: {low} to {high} about {probability}. Write 0 <= low <= "
                         "probability <= high <= 1.")  # fmt: skip
    rows = codebook.rows("probability_words")
    borders = [float(row["low"]) for row in rows[1:]]
    if bisect_right(borders, high) - bisect_right(borders, low) > 1:
        return NO_JUDGEMENT
    return rows[bisect_right(borders, probability)]["word"]
