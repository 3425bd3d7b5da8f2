"""Learned parts of the coder: which words tell events of which type, and who stands in which role.

Small linear models and a small encoder, all trained on the project's own corpus.
"""

from functools import cache
from hashlib import blake2b
from importlib.resources import files

from patronage.coding.model.linear import Linear
from patronage.coding.model.tagger import NONE, Tagger

__all__ = ["NONE", "Linear", "Tagger", "models_hash"]


@cache
def models_hash() -> str:
    """One hash over the hashes of all models: it changes when any of them does.

    >>> len(models_hash())
    12
    """
    total = blake2b(digest_size=6)
    for name in ("encoder.json", "linear.csv"):
        total.update((files(__package__) / name).read_bytes())
    return total.hexdigest()
