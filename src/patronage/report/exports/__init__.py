"""A ledger's content in formats that others read: tables, graphs, linked data, citations.

Everything here turns values into text or Arrow tables and touches no file.
"""

from __future__ import annotations

from patronage.report.exports.citation import Cited, citation
from patronage.report.exports.dictionary import (
    TABLES,
    Field,
    arrow_table,
    dictionary_table,
    fields_of,
)
from patronage.report.exports.entities import entities
from patronage.report.exports.graph import Dyad, dyads, graphml
from patronage.report.exports.linked import linked
from patronage.report.exports.rows import Content, rows_of
from patronage.report.exports.spreadsheet import guarded

__all__ = [
    "TABLES", "Cited", "Content", "Dyad", "Field", "arrow_table", "citation", "dictionary_table",
    "dyads", "entities", "fields_of", "graphml", "guarded", "linked", "rows_of",
]  # fmt: skip
