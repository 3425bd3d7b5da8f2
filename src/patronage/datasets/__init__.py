"""Public registers in their own published formats, read as acts and flows with their coverage."""

from patronage.datasets.catalogue import Register, catalogue, register
from patronage.datasets.reading import read
from patronage.datasets.shapes import ACTS, FLOWS, Batch, acts_table, flows_table

__all__ = [
    "ACTS",
    "FLOWS",
    "Batch",
    "Register",
    "acts_table",
    "catalogue",
    "flows_table",
    "read",
    "register",
]
