"""NumPy's product of matrices for spaCy's networks, on one thread.

The library that spaCy brings has no kernels for newer processors: NumPy's is three times as fast,
but spreads even small products over all cores, whose threads then wait in a loop and burn more than
they save. So it is held to one thread for as long as a product takes; where its threads cannot be
held (``threadpoolctl`` knows no such library), spaCy's stays.
"""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["multiply_by_numpy"]


def multiply_by_numpy(nlp: Any) -> bool:
    """Let NumPy multiply for all networks of a pipeline, and for no other in the process.

    Args:
        nlp: spaCy's pipeline, as loaded.

    Returns:
        Whether NumPy's threads could be held to one; else all stays as it was.
    """
    threads = blas()
    if not len(threads):
        return False
    made: dict[type[Any], Any] = {}
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk() if getattr(pipe, "model", None) else ():
            if getattr(node.ops, "use_blis", False):  # else on a GPU, or told so already
                kind = type(node.ops)
                node.ops = made.get(kind) or made.setdefault(kind, _by_numpy(kind, threads))
    return True


def _by_numpy(kind: type[Any], threads: Any) -> Any:
    """Operations of the same kind, but for products by NumPy on one thread."""

    class OneThread(kind):  # type: ignore[misc]
        def gemm(self, x: Any, y: Any, **how: Any) -> Any:
            with threads.limit(limits=1):
                return super().gemm(x, y, **how)

    return OneThread(use_blis=False)


@cache
def blas() -> Any:
    """The libraries for products that are loaded, NumPy's among them."""
    import numpy  # noqa: F401 - what is not loaded is not found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")
