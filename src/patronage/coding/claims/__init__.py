"""Checkable statements of a sentence: figures, counts, dates, terms, ranks, trends and causes.

Found from the words, the amounts, the times and the resolved mentions of one sentence, without a
parser, and for precision rather than recall: what is denied, doubted, conditional or intended is
no claim. What a cause is *said* to be is recorded; nothing here holds that it is one.
"""

from patronage.coding.claims.finding import checkable, find
from patronage.coding.claims.scene import ClaimInput

__all__ = ["ClaimInput", "checkable", "find"]
