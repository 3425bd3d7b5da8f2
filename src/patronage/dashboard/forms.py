"""Reading a form: its token first, then its fields, each cut to a length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patronage.dashboard.sessions import Sessions, cookie

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["Refused", "form_of", "opened_form", "with_cookie", "words"]

_LONGEST = 2_000


class Refused(Exception):  # noqa: N818  # it is an answer and no error
    """A form that is not taken: the status to answer with, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


async def form_of(request: Request, sessions: Sessions) -> FormData:
    """The fields of a form that this session was given.

    Raises:
        Refused: where its token is absent or another session's, or it cannot be read.
    """
    from starlette.exceptions import HTTPException

    try:
        form = await request.form(max_files=1, max_fields=40, max_part_size=2_000_000)
    except HTTPException as error:
        if error.status_code == 413:
            raise Refused(413, "That is too large.") from None
        raise Refused(400, "The form cannot be read.") from None
    if not sessions.is_form_token(request.scope.get("session"), words(form, "token_of_form")):
        await form.close()
        raise Refused(403, "This form is not, or no longer, yours. Load its page again and repeat.")
    return form


def words(form: FormData, name: str, longest: int = _LONGEST) -> str:
    """One field's text, cut to a length; empty where it is absent or a file."""
    value = form.get(name)
    return value.strip()[:longest] if isinstance(value, str) else ""


def opened_form(request: Request, sessions: Sessions) -> tuple[str, str | None]:
    """The token that a form must bring back, and the cookie to set where there is no session."""
    session = request.scope.get("session")
    fresh = None if session else sessions.fresh()
    return sessions.form_token(session or fresh or ""), fresh


def with_cookie(response: Response, session: str | None) -> Response:
    """The answer, with a session's cookie if one begins."""
    if session:
        response.headers.append("set-cookie", cookie(session))
    return response
