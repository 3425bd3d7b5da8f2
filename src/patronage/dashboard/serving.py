"""The dashboard put together, and the server that stands it up."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from patronage.dashboard.settings import Settings
from patronage.errors import LedgerError, UsageError
from patronage.pipeline.opening import Place, opened
from patronage.pipeline.watching import code_of, learn, ledger_state

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from patronage.dashboard.jobs import Jobs
    from patronage.dashboard.shelf import Shelf
    from patronage.dashboard.watch import Watch

__all__ = ["application", "serve"]

_PAUSE = 5.0  # seconds between two glances at whether the ledger has changed


def application(settings: Settings) -> ASGIApp:
    """The dashboard as an ASGI application.

    Raises:
        LedgerError: where there is no ledger.
        UnknownNameError: for a watched client that no table knows.
        UsageError: where the extra ``dashboard`` is not installed.
    """
    try:
        from starlette.applications import Starlette
        from starlette.requests import Request
        from starlette.responses import Response
    except ImportError:
        raise UsageError(
            "Install the dashboard first: pip install 'patronage[dashboard]'."
        ) from None
    from patronage.dashboard import drawing
    from patronage.dashboard.board import Board
    from patronage.dashboard.guard import Guard
    from patronage.dashboard.jobs import Jobs
    from patronage.dashboard.sessions import Sessions
    from patronage.dashboard.shelf import Shelf
    from patronage.dashboard.watch import Watch

    settings = replace(settings, watch=tuple(code_of(c, "client") for c in settings.watch))
    book = opened(settings.ledger)
    sessions = Sessions()
    state = partial(ledger_state, settings.ledger)
    shelf = Shelf(partial(drawing.made_of, book), state, settings.bounds)
    watch = Watch(settings, book, state)
    jobs = Jobs(settings, shelf.forget)

    def nowhere(request: Request, error: Exception) -> Response:
        code = getattr(error, "status_code", 500)
        said = "No such page." if code in (404, 405) else "Something went wrong here."
        return Response(
            drawing.draw("said", said=said).encode(), code, {"cache-control": "no-store"},
            media_type="text/html; charset=utf-8",
        )  # fmt: skip

    board = Board(settings, book, sessions, shelf, watch, jobs)
    app = Starlette(
        routes=board.routes(), lifespan=partial(_living, settings, book, watch, jobs, shelf),
        exception_handlers={404: nowhere, 405: nowhere, 500: nowhere},
    )  # fmt: skip
    return Guard(app, settings, sessions)


@contextlib.asynccontextmanager
async def _living(
    settings: Settings, book: Place, watch: Watch, jobs: Jobs, shelf: Shelf, app: Any
) -> AsyncIterator[None]:
    """What goes on beside the answers, from the start of the server to its end."""

    async def polling() -> None:
        while settings.feeds:
            jobs.poll()
            await asyncio.sleep(settings.every * 60)

    async def learning() -> None:
        """So that a page of evidence, first or not, opens the files alone that hold its event."""
        seen = ""
        while True:
            with contextlib.suppress(LedgerError):  # whoever asks is told
                if (state := ledger_state(book)) != seen:
                    await asyncio.to_thread(learn, book)
                    seen = state
            await asyncio.sleep(_PAUSE)

    beside = (watch.run(_PAUSE), jobs.run(), polling(), learning())
    tasks = [asyncio.create_task(one) for one in beside]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        shelf.close()
        jobs.close()


def serve(settings: Settings) -> None:
    """Stand the dashboard up and answer until it is stopped."""
    app = application(settings)
    try:
        import uvicorn
    except ImportError:
        raise UsageError(
            "Install the dashboard first: pip install 'patronage[dashboard]'."
        ) from None
    listening = _bound(settings.host, settings.port)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(
        f"patronage: The dashboard stands at http://{host}:{listening.getsockname()[1]}/ "
        "(Ctrl-C stops it).",
        file=sys.stderr, flush=True,
    )  # fmt: skip
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
        limit_concurrency=1_000, timeout_keep_alive=15, timeout_graceful_shutdown=5,
        backlog=1_024, h11_max_incomplete_event_size=32_768, ws="none",
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def _bound(host: str, port: int) -> socket.socket:
    """A socket at a host and port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(1_024)  # who asks as soon as the address is told waits and is not refused
    except OSError as error:
        made.close()
        raise UsageError(
            f"Cannot stand at {host}, port {port}: {error.strerror}. Choose another with --port."
        ) from None
    return made
