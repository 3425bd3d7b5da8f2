"""Every door: who may ask, from where, how often, how much, and what is never shown."""

from __future__ import annotations

import pytest

from dashboard.boards import HERE, OURS, client_of, form_token
from patronage.dashboard import Settings, application
from patronage.dashboard.guard import HEADERS, Guard, Rate
from patronage.dashboard.sessions import COOKIE, Sessions
from patronage.dashboard.settings import Bounds, is_loopback
from patronage.errors import LedgerError, UsageError

pytest.importorskip("starlette")
TOKEN = "a-token-of-good-length"


def inner(app: Guard):
    return app._app


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""]
)
def test_a_foreign_host_is_refused(told: Settings, host: str) -> None:
    answer = client_of(told).get("/documents", headers={"host": host})
    assert answer.status_code == 421
    assert "form" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:9", "[::1]:8000", "LOCALHOST"])
def test_this_machines_names_are_answered(told: Settings, host: str) -> None:
    assert client_of(told).get("/documents", headers={"host": host}).status_code == 200


def test_every_answer_is_sealed(told: Settings) -> None:
    client = client_of(told)
    for path in ("/", "/nowhere", "/documents", "/static/page.css", "/alerts.jsonl", "/view"):
        heads = client.get(path, headers=HERE).headers
        assert {name: heads.get(name) for name, _ in HEADERS} == dict(HEADERS), path
    policy = dict(HEADERS)["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    "heads",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://[oops"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_changes_from_elsewhere_are_refused(told: Settings, heads: dict[str, str]) -> None:
    answer = client_of(told).post("/documents", headers={**HERE, **heads}, data={"text": "x"})
    assert answer.status_code == 403
    assert "another site" in answer.text


def posts(settings: Settings) -> list[str]:
    return [r.path for r in inner(application(settings)).routes if "POST" in (r.methods or ())]


def test_every_change_needs_its_forms_token(told: Settings) -> None:
    paths = posts(told)
    assert len(paths) >= 4
    for path in paths:
        client = client_of(told)
        other = form_token(client_of(told).get("/documents").text)
        assert client.get("/documents").status_code == 200  # a session of its own
        for given in ({}, {"token_of_form": "0" * 64}, {"token_of_form": other}):
            answer = client.post(path, headers=OURS, data=given)
            assert answer.status_code == 403, path
            assert "not, or no longer, yours" in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(told: Settings, method: str) -> None:
    assert client_of(told).request(method, "/documents", headers=OURS).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2fpyproject.toml", "/static/../settings.py", "/static/%2e%2e/settings.py",
        "/static//etc/passwd", "/static/page.css%00", "/..%5c..%5cwindows", "/static/home.html.j2",
    ],
)  # fmt: skip
def test_no_path_leads_out(told: Settings, path: str) -> None:
    answer = client_of(told).get(path, headers=HERE)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "project" not in answer.text


def test_a_body_over_the_limit_is_refused_whatever_it_says(told: Settings) -> None:
    client = client_of(told, bounds=Bounds(upload=5_000, form=2_000))
    token = form_token(client.get("/documents").text)
    given = {"token_of_form": token}
    big = {"file": ("a.txt", b"x" * 6_000)}
    assert client.post("/documents", headers=OURS, data=given, files=big).status_code == 413
    kind = {**OURS, "content-type": "application/x-www-form-urlencoded"}
    pieces = (b"a=" + b"x" * 1_000 for _ in range(9))  # no length is told
    assert client.post("/documents", headers=kind, content=pieces).status_code == 413
    small = client.post("/undo", headers=OURS, data={**given, "why": "x" * 3_000})
    assert small.status_code == 413


def test_many_requests_of_one_address_are_slowed(told: Settings) -> None:
    client = client_of(told, bounds=Bounds(reads=0.001, burst=5))
    got = [client.get("/static/page.css").status_code for _ in range(7)]
    assert got == [200] * 5 + [429] * 2


def test_many_changes_are_slowed(told: Settings) -> None:
    client = client_of(told, bounds=Bounds(writes=3))
    got = [client.post("/undo", headers=OURS).status_code for _ in range(5)]
    assert got == [403] * 3 + [429] * 2


def test_the_rate_comes_back_and_addresses_do_not_pile_up() -> None:
    now = [0.0]
    rate = Rate(2.0, 2, lambda: now[0])
    assert [rate.allows("a") for _ in range(3)] == [True, True, False]
    assert rate.allows("b")
    now[0] = 0.5
    assert [rate.allows("a") for _ in range(2)] == [True, False]
    for n in range(10_000):
        rate.allows(str(n))
    assert len(rate._left) <= 4_096


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "watch.example.org"])
def test_it_stands_wider_only_with_a_token(told: Settings, host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(UsageError, match="Give a token"):
        Settings(ledger=told.ledger, host=host)
    with pytest.raises(UsageError, match="too short"):
        Settings(ledger=told.ledger, host=host, token="short")
    assert Settings(ledger=told.ledger, host=host, token=TOKEN).host == host


def test_with_a_token_nothing_is_shown_before_it_is_given(told: Settings) -> None:
    client = client_of(told, token=TOKEN)
    for path in ("/", "/view?client=VEN", "/documents", "/alerts.jsonl", "/static/page.js"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login"), path
    assert client.post("/undo", headers=OURS).status_code == 401
    assert client.get("/", headers={"authorization": "Bearer wrong"}).status_code == 303
    assert client.get("/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_signing_in_takes_the_token_and_no_other(told: Settings) -> None:
    client = client_of(told, token=TOKEN)
    given = {"token_of_form": form_token(client.get("/login").text)}
    assert client.post("/login", headers=OURS, data={**given, "token": "no"}).status_code == 403
    answer = client.post("/login", headers=OURS, data={**given, "token": TOKEN})
    assert answer.status_code == 303
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert client.get("/").status_code == 200
    assert TOKEN not in client.get("/").text


def test_a_forged_session_is_none() -> None:
    ours, theirs = Sessions(), Sessions()
    session = ours.fresh(signed_in=True)
    assert ours.signed_in(f"{COOKIE}={session}")
    assert not theirs.signed_in(f"{COOKIE}={session}")
    out = ours.fresh()
    assert not ours.signed_in(f"{COOKIE}={out.replace('.out.', '.in.')}")
    assert ours.of(f"{COOKIE}=x.in.{'0' * 64}") is None
    assert ours.of("\x00;=;") is None
    assert not ours.is_form_token(session, ours.form_token(out))


def test_without_a_ledger_nothing_stands(tmp_path) -> None:
    with pytest.raises(LedgerError, match="No ledger"):
        application(Settings(ledger=str(tmp_path / "none")))
