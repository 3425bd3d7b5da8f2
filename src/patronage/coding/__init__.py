"""Documents in, events and claims out: who did what to whom, by whose word, in which sentence."""

from patronage.coding.cluster import code_on
from patronage.coding.coder import Coder, coder_name
from patronage.coding.pool import code

__all__ = ["Coder", "code", "code_on", "coder_name"]
