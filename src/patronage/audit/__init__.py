"""Claims held against each other, the registers and our own tables -> verdicts.

Each verdict names what it asked, lists the rows, and claims no more than they show. The verdicts'
words are in the codebook's ``verdicts``; what each means is in ``benchmarks/audit/GUIDELINE.md``.
"""

from patronage.audit.auditing import audit
from patronage.audit.collisions import collisions
from patronage.audit.registers import Held, NoRegisters, Registers

__all__ = ["Held", "NoRegisters", "Registers", "audit", "collisions"]
