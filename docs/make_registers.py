"""Write docs/reference/registers.md from the catalogue: `python docs/make_registers.py`."""

from __future__ import annotations

from pathlib import Path

from patronage.datasets import Register, catalogue

PAGE = Path(__file__).parent / "reference" / "registers.md"
HEAD = """# Registers

Made by `docs/make_registers.py` from `src/patronage/datasets/registers/`; see
[how to load one](../howto/load-a-register.md).
"""


def entry(r: Register) -> str:
    """One register in Markdown."""
    checked = f"Described from {r.source}" + (f", checked {r.checked}." if r.checked else ".")
    return "\n".join(
        (
            f"## `{r.name}`: {r.title}",
            "",
            f"{r.publisher}, {r.start}–{r.end or ''}. {r.holds[:1].upper()}{r.holds[1:]}.",
            "",
            f"- States: {r.states}. Kinds: {r.kinds}.",
            f"- Unit: {r.unit}. Stage: {r.stage}. Shape: {r.shape}.",
            f"- Known {r.lag_days} days after a period's end: {r.lag_reason}.",
            f"- File: {r.files}. From <{r.home}>.",
            f"- Terms: {r.licence}. Cite: {r.citation}",
            f"- Limits: {r.limits}",
            f"- {checked}",
        )
    )


def page() -> str:
    """The whole page."""
    return "\n\n".join((HEAD.strip(), *map(entry, catalogue()))) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
