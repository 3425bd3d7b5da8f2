"""The pages: what each address answers. Who may ask was settled by the guard before."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from patronage import pipeline
from patronage.dashboard import drawing
from patronage.dashboard.address import address_of, view_of
from patronage.dashboard.forms import Refused, form_of, opened_form, with_cookie, words
from patronage.dashboard.jobs import SUFFIXES, Jobs, safe_name
from patronage.dashboard.sessions import Sessions, cookie
from patronage.dashboard.settings import Settings
from patronage.dashboard.shelf import Page, Shelf
from patronage.dashboard.watch import Watch
from patronage.errors import LedgerError, PatronageError, UsageError
from patronage.periods import date_of
from patronage.pipeline.briefs import View
from patronage.pipeline.opening import Place
from patronage.pipeline.watching import choices, event_of, judgements, names

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["Board"]

_ACTORS = ("actor", "recipient")
_Answer = Callable[["Request"], Awaitable[Response]]


class Board:
    """Every page of one dashboard, over what it shares: shelf, watch, jobs, sessions."""

    def __init__(
        self, settings: Settings, book: Place, sessions: Sessions, shelf: Shelf, watch: Watch,
        jobs: Jobs,
    ) -> None:  # fmt: skip
        self._settings, self._book, self._sessions = settings, book, sessions
        self._shelf, self._watch, self._jobs = shelf, watch, jobs

    def routes(self) -> list[Route]:
        """Addresses and what answers them; there are no others."""
        pages: list[tuple[str, _Answer, str]] = [
            ("/", self.home, "GET"),
            ("/view", self.view, "GET"),
            ("/table.csv", self.table, "GET"),
            ("/alerts.jsonl", self.alerts, "GET"),
            ("/correct", self.correct, "GET"),
            ("/correct", self.corrected, "POST"),
            ("/corrections", self.corrections, "GET"),
            ("/undo", self.undone, "POST"),
            ("/documents", self.documents, "GET"),
            ("/documents", self.added, "POST"),
            ("/login", self.login, "GET"),
            ("/login", self.signed_in, "POST"),
            ("/static/{name}", self.static, "GET"),
        ]
        return [Route(path, _mended(answer), methods=[how]) for path, answer, how in pages]

    async def home(self, request: Request) -> Response:
        """Watched clients, alerts, and the field for a view."""
        rows = {
            client: sorted(found, key=lambda d: (not d.known, -(d.probability or 0)))
            for client, found in self._watch.rows.items()
        }
        return _html(drawing.draw(
            "home", watched=self._settings.watch, rows=rows, names=names(),
            alerts=list(self._watch.alerts.told)[::-1][:50], level=self._settings.alert,
            troubles=list(self._watch.troubles), states=drawing.states(), address=address_of,
            view=View, webhook=bool(self._settings.webhook),
        ))  # fmt: skip

    async def view(self, request: Request) -> Response:
        """One client's page, at the one address that holds its view."""
        asked = view_of(request.query_params.multi_items(), self._settings.bounds.evidence)
        right = address_of(asked)
        if f"/view?{request.url.query}" != right:
            return RedirectResponse(right, 303, {"cache-control": "no-store"})
        if "text/html" not in request.headers.get("accept", ""):  # a program waits for the page
            return _tagged(request, await self._shelf.page(asked))
        found = await self._shelf.soon(asked)
        if isinstance(found, Page):
            return _tagged(request, found)
        client = names().get(asked.client, asked.client)
        shown = _html(drawing.draw("progress", progress=found, client=client), 202)
        shown.headers["refresh"] = "3"  # seconds until it is asked again
        return shown

    async def table(self, request: Request) -> Response:
        """One of a view's tables as CSV."""
        query = request.query_params.multi_items()
        what = dict(query).get("what", "")
        if what not in drawing.TABLES:
            raise UsageError(f"No table '{what[:40]}'. Tables: {', '.join(drawing.TABLES)}.")
        asked = view_of([one for one in query if one[0] != "what"], self._settings.bounds.evidence)
        page = await self._shelf.page(asked)
        return Response(
            page.tables[what], media_type="text/csv; charset=utf-8",
            headers={
                "content-disposition": f'attachment; filename="{asked.client}-{what}.csv"',
                "cache-control": "private, no-cache",
            },
        )  # fmt: skip

    async def alerts(self, request: Request) -> Response:
        """The latest alerts as JSON lines."""
        return Response(
            self._watch.alerts.lines(), media_type="application/jsonl",
            headers={"cache-control": "private, no-cache"},
        )  # fmt: skip

    async def correct(self, request: Request) -> Response:
        """The form that corrects one event."""
        return await self._correction(request, request.query_params.get("event", ""))

    async def _correction(
        self, request: Request, id: str, trouble: str = "", status: int = 200
    ) -> Response:
        found = await asyncio.to_thread(event_of, self._book, id[:64])
        if found is None:
            raise Refused(404, "No such event in this ledger, or a reader judged it to be none.")
        event, document = found
        token, fresh = opened_form(request, self._sessions)
        back = _back(request.query_params.get("back", ""))
        low, high = max(0, event.span.start - 300), event.span.end + 300
        page = drawing.draw(
            "correct", event=event, document=document, choices=choices(), token=token, back=back,
            current={n: _said(getattr(event, n)) for n in (*choices(), *_ACTORS)},
            before=document.text[low : event.span.start], trouble=trouble,
            after=document.text[event.span.end : high], names=names(), sides=_ACTORS,
            anchor=f"e-{event.id[:8]}",
        )  # fmt: skip
        return with_cookie(_html(page, status), fresh)

    async def corrected(self, request: Request) -> Response:
        """Keep a judgement for every field that was changed, under a name and with a reason."""
        form = await form_of(request, self._sessions)
        id, who, why = words(form, "event", 64), words(form, "who", 100), words(form, "why")
        found = await asyncio.to_thread(event_of, self._book, id)
        if found is None:
            raise Refused(404, "No such event in this ledger.")
        if not who or not why:
            return await self._correction(request, id, "Say who judges, and why.", 400)
        wanted = [("event", "not an event")] if words(form, "none") else []
        for field in (*choices(), *_ACTORS):
            told = words(form, field)
            if not wanted and field in form and told != _said(getattr(found[0], field)):
                wanted.append((field, told or "none"))
        if not wanted:
            return await self._correction(request, id, "Nothing was changed.", 400)
        try:
            for field, value in wanted:
                await asyncio.to_thread(
                    pipeline.judge, id, field, value, ledger=self._book, who=who, why=why
                )
        except PatronageError as error:
            self._shelf.forget()
            return await self._correction(request, id, str(error), 400)
        self._shelf.forget()
        return RedirectResponse("/corrections", 303)

    async def corrections(self, request: Request) -> Response:
        """Every correction, with who and why, and the form that takes it back."""
        told = await self._shelf.value("corrections", lambda: judgements(self._book))
        token, fresh = opened_form(request, self._sessions)
        return with_cookie(_html(drawing.draw("corrections", told=told, token=token)), fresh)

    async def undone(self, request: Request) -> Response:
        """Take a correction back, under a name and with a reason."""
        form = await form_of(request, self._sessions)
        who, why = words(form, "who", 100), words(form, "why")
        if not who or not why:
            raise Refused(400, "Say who takes it back, and why.")
        await asyncio.to_thread(
            pipeline.judge, words(form, "judgement", 64), "", "",
            ledger=self._book, who=who, why=why, undo=True,
        )  # fmt: skip
        self._shelf.forget()
        return RedirectResponse("/corrections", 303)

    async def documents(self, request: Request) -> Response:
        """The form for adding texts, and what became of those added."""
        token, fresh = opened_form(request, self._sessions)
        page = drawing.draw(
            "documents", jobs=list(self._jobs.told)[::-1], token=token, suffixes=SUFFIXES,
            limit=self._settings.bounds.upload, feeds=self._settings.feeds,
            busy=any(job.state in ("waiting", "at work") for job in self._jobs.told),
            every=self._settings.every,
        )  # fmt: skip
        return with_cookie(_html(page), fresh)

    async def added(self, request: Request) -> Response:
        """Take a file or a pasted text, and queue its coding."""
        form = await form_of(request, self._sessions)
        published = date_of(told, "Published") if (told := words(form, "published", 10)) else None
        file, text = form.get("file"), words(form, "text", 1_000_000)
        name: str | None = "pasted.txt"
        data = text.encode("utf-8", "replace")
        if file is not None and not isinstance(file, str) and file.filename:
            name, data = safe_name(file.filename), await file.read()
        await form.close()
        if name is None:
            raise Refused(400, f"Only files of these kinds are read: {', '.join(SUFFIXES)}.")
        if not data.strip():
            raise Refused(400, "Choose a file, or paste a text.")
        job = await asyncio.to_thread(self._jobs.upload, name, data, published)
        if job is None:
            raise Refused(429, "Too many texts wait to be coded. Come back in some minutes.")
        return RedirectResponse("/documents", 303)

    async def login(self, request: Request) -> Response:
        """The form that takes the token."""
        token, fresh = opened_form(request, self._sessions)
        return with_cookie(_html(drawing.draw("login", token=token)), fresh)

    async def signed_in(self, request: Request) -> Response:
        """Compare the token in constant time; a right one begins a session."""
        import hmac

        form = await form_of(request, self._sessions)
        given, right = words(form, "token", 500), self._settings.token or ""
        if not right or not hmac.compare_digest(given.encode(), right.encode()):
            raise Refused(403, "That is not the token.")
        answer = RedirectResponse("/", 303)
        answer.headers.append("set-cookie", cookie(self._sessions.fresh(signed_in=True)))
        return answer

    async def static(self, request: Request) -> Response:
        """A style or script, by a list of names: no path is ever made of what was asked."""
        name = request.path_params["name"]
        if name not in drawing.STATIC:
            raise Refused(404, "No such page.")
        body = drawing.static(name)
        return Response(
            body, media_type=drawing.STATIC[name], headers={"cache-control": "max-age=3600"}
        )


def _mended(answer: _Answer) -> _Answer:
    """Turn what went wrong into a page that says so, and nothing of this machine."""

    async def mended(request: Request) -> Response:
        try:
            return await answer(request)
        except Refused as refused:
            return _html(drawing.draw("said", said=refused.why), refused.status)
        except UsageError as error:
            return _html(drawing.draw("said", said=str(error)), 400)
        except LedgerError as error:
            logging.getLogger(__name__).error("%s", error)
            said = "The ledger cannot be read or written just now. See the log of the dashboard."
            return _html(drawing.draw("said", said=said), 503)

    return mended


def _html(text: str, status: int = 200) -> Response:
    return Response(
        text.encode("utf-8"), status, {"cache-control": "private, no-store"},
        media_type="text/html; charset=utf-8",
    )  # fmt: skip


def _tagged(request: Request, page: Page) -> Response:
    heads = {"etag": page.tag, "cache-control": "private, no-cache"}
    asked = [tag.strip().removeprefix("W/") for tag in
             request.headers.get("if-none-match", "").split(",")]  # fmt: skip
    if page.tag in asked:
        return Response(status_code=304, headers=heads)
    return Response(page.body, media_type="text/html; charset=utf-8", headers=heads)


def _said(value: Any) -> str:
    """A field's value as a reader may type it."""
    if isinstance(value, tuple):
        return ",".join(dict.fromkeys(actor.key for actor in value if actor.key))
    return value or ""


def _back(query: str) -> str:
    """The view to go back to: made anew from its parts, so that it can lead nowhere else."""
    try:
        return address_of(view_of(parse_qsl(query[:2_000]), 1))
    except UsageError:
        return "/"
