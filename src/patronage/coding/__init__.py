"""Documents in, events and claims out: who did what to whom, by whose word, in which sentence."""

from patronage.coding.coder import Coder, coder_name
from patronage.coding.pool import code

__all__ = ["Coder", "code", "coder_name"]
