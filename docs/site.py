"""What the site leaves out: links to files of the checkout that are no pages of it."""

from __future__ import annotations

import re
from posixpath import join, normpath
from typing import Any

_LINK = re.compile(r"\[([^\]\[]+)\]\(([^)\s]+)\)")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Turn a link that leaves ``docs`` into its words: a site has no such file to lead to."""
    folder = page.file.src_uri.rpartition("/")[0]

    def kept(link: re.Match[str]) -> str:
        words, goal = link[1], link[2].partition("#")[0]
        outside = "://" not in goal and normpath(join(folder, goal)).startswith("..")
        return words if outside else link[0]

    return _LINK.sub(kept, markdown)
