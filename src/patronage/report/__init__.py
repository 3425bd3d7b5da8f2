"""Results -> figures, tables, one self-contained HTML page. It draws and computes nothing."""

from __future__ import annotations

from patronage.report.page import charts, render

__all__ = ["charts", "render"]
