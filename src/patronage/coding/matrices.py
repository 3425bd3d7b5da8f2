"""NumPy's product of matrices for spaCy's networks, on one thread.

The library that spaCy brings has no kernels for newer processors: NumPy's is three times as fast,
but spreads even small products over all cores, whose threads then wait in a loop and burn more than
they save. So it is held to one thread for as long as a product takes, through its own functions;
where these are not found (a NumPy built with another library), spaCy's stays.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["multiply_by_numpy"]

#: Where NumPy's wheels keep OpenBLAS, beside the package or in it, and what it is called there.
_FOLDERS = ("../numpy.libs", ".dylibs", ".libs")
_PREFIXES, _SUFFIXES = ("scipy_openblas", "openblas"), ("64_", "")


@dataclass(frozen=True, slots=True)
class Threads:
    """How many threads a product may take: asked and told."""

    get: Callable[[], int]
    put: Callable[[int], None]


def multiply_by_numpy(nlp: Any) -> bool:
    """Let NumPy multiply for all networks of a pipeline, and for no other in the process.

    Args:
        nlp: spaCy's pipeline, as loaded.

    Returns:
        Whether NumPy's threads could be held to one; else all stays as it was.
    """
    threads = numpy_threads()
    if threads is None:
        return False
    made: dict[type[Any], Any] = {}
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk() if getattr(pipe, "model", None) else ():
            if getattr(node.ops, "use_blis", False):  # else on a GPU, or told so already
                kind = type(node.ops)
                node.ops = made.get(kind) or made.setdefault(kind, _by_numpy(kind, threads))
    return True


def _by_numpy(kind: type[Any], threads: Threads) -> Any:
    """Operations of the same kind, but for products by NumPy on one thread."""
    get, put = threads.get, threads.put

    class OneThread(kind):  # type: ignore[misc]
        def gemm(self, x: Any, y: Any, **how: Any) -> Any:
            had = get()
            if had == 1:
                return super().gemm(x, y, **how)
            put(1)
            try:
                return super().gemm(x, y, **how)
            finally:
                put(had)

    return OneThread(use_blis=False)


@cache
def numpy_threads() -> Threads | None:
    """The functions of NumPy's OpenBLAS, None where NumPy has none of the known names."""
    for path in _libraries():
        try:
            library = ctypes.CDLL(str(path))
        except OSError:
            continue
        for prefix in _PREFIXES:
            for suffix in _SUFFIXES:
                get = getattr(library, f"{prefix}_get_num_threads{suffix}", None)
                put = getattr(library, f"{prefix}_set_num_threads{suffix}", None)
                if get is not None and put is not None:
                    put.argtypes, put.restype = [ctypes.c_int], None
                    return Threads(get, put)
    return None


def _libraries() -> Iterator[Path]:
    import numpy as np

    for folder in _FOLDERS:
        yield from sorted((Path(np.__file__).parent / folder).glob("*openblas*"))
