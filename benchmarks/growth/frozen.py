"""Keeping what was measured: a file with the figures, the command, the day and the machine."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["freeze"]


def freeze(out: Path | None, figures: Mapping[str, Any]) -> None:
    """Print figures as a line of JSON, and keep them in a file if one is named."""
    print(json.dumps(figures), flush=True)
    if out is not None:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        words = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
        told = {
            "command": f"python benchmarks/growth/{words}",
            "day": dt.date.today().isoformat(),
            "machine": f"{os.cpu_count()} cores, {memory:.0f} GiB, "
            f"Python {platform.python_version()}",
        }
        out.write_text(json.dumps({**told, **figures}, indent=1) + "\n", "utf-8")
