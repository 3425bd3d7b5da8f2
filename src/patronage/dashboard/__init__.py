"""Door 2, the dashboard: report's page live on a ledger, corrections, uploads, alerts, feeds.

Loopback by default; nothing is fetched from outside, and no script or style is inline. Starlette
and uvicorn are the extra ``dashboard`` and are imported where they are used.
"""

from __future__ import annotations

from patronage.dashboard.serving import application, serve
from patronage.dashboard.settings import Settings

__all__ = ["Settings", "application", "serve"]
