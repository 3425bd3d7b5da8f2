"""Files, folders, archives and standard input -> documents and where they were seen.

>>> from patronage.documents import Limits, read
>>> Limits().max_chars
5000000
"""

from patronage.documents.limits import Limits
from patronage.documents.reading import read

__all__ = ["Limits", "read"]
