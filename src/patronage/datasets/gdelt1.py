"""GDELT events 1.0; both versions are read by :mod:`patronage.datasets.gdelt`."""

from patronage.datasets.gdelt import read

__all__ = ["read"]
