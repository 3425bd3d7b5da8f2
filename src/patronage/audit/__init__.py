"""Claims held against each other (first version) -> verdicts, each with its calculation.

Registers and episodes join here later; the words for verdicts are in the codebook's ``verdicts``.
"""

from patronage.audit.collisions import collisions

__all__ = ["collisions"]
