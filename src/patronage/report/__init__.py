"""Results -> figures, tables, one self-contained HTML page. It draws and computes nothing."""

from __future__ import annotations

from patronage.report.page import render

__all__ = ["render"]
