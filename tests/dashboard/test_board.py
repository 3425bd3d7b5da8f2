"""What the pages show and do."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from dashboard.boards import OURS, client_of, falling, first_event, form_token
from patronage import pipeline
from patronage.dashboard import Settings
from patronage.dashboard.address import address_of, view_of
from patronage.dashboard.settings import Bounds
from patronage.dashboard.watch import Alerts, send
from patronage.pipeline.watching import Decline, declines_now

pytest.importorskip("starlette")


def test_a_view_has_one_address_and_is_sent_once(told: Settings) -> None:
    client = client_of(told)
    moved = client.get("/view?patron=Russia,CHN&client=Venezuela&as_of=2020-01-01&since=")
    right = "/view?client=VEN&patron=RUS&patron=CHN&as_of=2020-01-01"
    assert (moved.status_code, moved.headers["location"]) == (303, right)
    first = client.get(right)
    assert first.status_code == 200
    assert "Backing for <bdi>Venezuela</bdi>" in first.text
    again = client.get(right, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not re.search(r"<style|<script(?! src=)| style=| on\w+=", first.text)
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", first.text.split("<main")[0])


def test_the_address_holds_the_view() -> None:
    asked = view_of([("client", "ven"), ("period", "month"), ("known_on", "2025-01")], 10)
    assert address_of(asked) == "/view?client=VEN&period=month&known_on=2025-01-01"


@pytest.mark.parametrize(
    "query",
    ["", "client=Atlantis", "client=VEN&as_of=tomorrow", "client=VEN&period=week",
     "client=VEN&start=2020&end=2019", "client=<script>alert(1)</script>"],
)  # fmt: skip
def test_a_wrong_address_says_what_is_wrong(told: Settings, query: str) -> None:
    answer = client_of(told).get(f"/view?{query}")
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text
    assert told.ledger not in answer.text


def test_as_of_and_known_on_leave_out_what_came_later(told: Settings) -> None:
    client = client_of(told)
    now = client.get("/view?client=VEN").text.count('class="ev ')
    early = client.get("/view?client=VEN&as_of=2006-12-31").text.count('class="ev ')
    never = client.get("/view?client=VEN&known_on=2000-01-01").text.count('class="ev ')
    assert now > early > never == 0


def test_evidence_is_bounded_and_says_so(told: Settings) -> None:
    text = client_of(told, bounds=Bounds(evidence=3)).get("/view?client=VEN").text
    assert text.count("/correct?event=") == 3
    assert re.search(r"the latest 3 of \d+ reports", text)


def test_tables_come_as_csv(told: Settings) -> None:
    client = client_of(told)
    events = client.get("/table.csv?client=VEN&what=events")
    assert events.headers["content-type"].startswith("text/csv")
    assert 'filename="VEN-events.csv"' in events.headers["content-disposition"]
    assert events.text.count("\n") > 5
    assert client.get("/table.csv?client=VEN&what=../x").status_code == 400


def test_a_correction_is_made_shown_and_taken_back(own: Settings) -> None:
    client = client_of(own)
    id = first_event(client)
    page = client.get(f"/correct?event={id}&back=client%3DVEN").text
    assert "/view?client=VEN#e-" in page
    form = {"token_of_form": form_token(page), "event": id, "type": "PROTEST"}
    nameless = client.post("/correct", headers=OURS, data={**form, "who": "", "why": "x"})
    assert nameless.status_code == 400
    assert "Say who judges" in nameless.text
    who = {"who": "A. Reader", "why": "the words tell of a march"}
    assert client.post("/correct", headers=OURS, data={**form, **who}).status_code == 303
    assert "corrected by" in client.get("/view?client=VEN").text
    told = client.get("/corrections").text
    assert "A. Reader" in told
    assert "the words tell of a march" in told
    judgement = re.search(r'name="judgement" value="([0-9a-f]{32})"', told)[1]
    undo = {"token_of_form": form_token(told), "judgement": judgement}
    assert client.post("/undo", headers=OURS, data=undo).status_code == 400
    assert client.post("/undo", headers=OURS, data={**undo, **who}).status_code == 303
    assert "corrected by" not in client.get("/view?client=VEN").text
    assert "taken back" in client.get("/corrections").text
    assert pipeline.verify(own.ledger) == []


def test_a_wrong_value_is_refused_with_the_nearest(own: Settings) -> None:
    client = client_of(own)
    id = first_event(client)
    form = {"token_of_form": form_token(client.get(f"/correct?event={id}").text), "event": id}
    given = {**form, "actor": "Rusia", "who": "A", "why": "b"}
    answer = client.post("/correct", headers=OURS, data=given)
    assert answer.status_code == 400
    assert "No state" in answer.text
    assert client.get("/corrections").text.count('class="judged"') == 0


def test_what_readers_and_texts_write_is_shown_as_text(own: Settings) -> None:
    client = client_of(own)
    id = first_event(client)
    form = {"token_of_form": form_token(client.get(f"/correct?event={id}").text), "event": id}
    evil = "<img src=x onerror=alert(1)>"
    client.post("/correct", headers=OURS, data={**form, "mode": "", "type": "PROTEST",
                                                "who": evil, "why": evil})  # fmt: skip
    for path in ("/corrections", "/view?client=VEN"):
        assert "<img" not in client.get(path).text
    assert "&lt;img src=x" in client.get("/corrections").text


@pytest.mark.full
def test_an_upload_is_coded_and_recorded(own: Settings) -> None:
    text = b"Moscow, 3 March 2021. Russia sent two bombers to Venezuela on Monday, officials said."
    with client_of(own) as client:
        token = form_token(client.get("/documents").text)
        given = {"token_of_form": token, "published": "2021-03-03"}
        for name, status in (("../../evil.sh", 400), ("../../a news.txt", 303)):
            file = {"file": (name, text)}
            got = client.post("/documents", headers=OURS, data=given, files=file)
            assert got.status_code == status, name
        until = time.monotonic() + 90
        while "1 read; new: 1 documents" not in (page := client.get("/documents").text):
            assert time.monotonic() < until, page
            time.sleep(0.5)
        assert "a_news.txt" in page
        assert "two bombers" in client.get("/view?client=VEN").text


def test_uploads_that_wait_are_bounded(told: Settings) -> None:
    client = client_of(told, bounds=Bounds(waiting=1))  # its worker never starts
    given = {"token_of_form": form_token(client.get("/documents").text), "text": "Some words."}
    got = [client.post("/documents", headers=OURS, data=given).status_code for _ in range(2)]
    assert got == [303, 429]


def test_watched_clients_and_alerts_are_shown(own: Settings) -> None:
    falling(own.ledger)
    with client_of(own, watch=("Venezuela",), alert=0.4) as client:
        until = time.monotonic() + 120
        while "Not looked at yet" in (page := client.get("/").text):
            assert time.monotonic() < until
            time.sleep(0.2)
        assert "Venezuela" in page
        lines = [json.loads(line) for line in client.get("/alerts.jsonl").text.splitlines()]
    above = [d for d in declines_now(own.ledger, "VEN") if d.known and d.probability >= 0.4]
    assert {a["patron"] for a in lines} == {d.patron for d in above} == {"RUS"}
    assert all(a["page"].startswith("/view?client=VEN") for a in lines)


def test_a_ledger_that_is_gone_is_said_and_why_stands_in_the_log(
    own: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(own)
    shutil.rmtree(own.ledger)
    answer = client.get("/view?client=VEN")
    assert answer.status_code == 503
    assert "cannot be read" in answer.text
    assert own.ledger not in answer.text
    assert own.ledger in caplog.text


def decline(probability: float, *, known: bool = True) -> Decline:
    return Decline("VEN", "RUS", probability, known, 9, 1, None, ("e" * 32,))


def test_an_alert_is_given_once_and_again_after_it_fell_back(tmp_path) -> None:
    import datetime as dt

    now, path = dt.datetime(2025, 1, 1, tzinfo=dt.UTC), tmp_path / "a" / "alerts.jsonl"
    alerts = Alerts(path, 0.8)
    kinds = []
    for p in (0.5, 0.8, 0.9, 0.7, 0.6, 0.95):
        if p == 0.9:  # a restart, after a line that a kill cut off
            with path.open("ab") as file:
                file.write(b'{"kind":"pas')
            alerts = Alerts(path, 0.8)
        if told := alerts.news(decline(p), now):
            kinds.append(told["kind"])
    assert kinds == ["passed", "fell back", "passed"]
    assert len(Alerts(path, 0.8).told) == 3
    assert Alerts(tmp_path / "b.jsonl", 0.8).news(decline(0.9, known=False), now) is None


def test_the_webhook_gets_the_alert_and_no_redirect_is_followed() -> None:
    got: list[tuple[str, dict]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            got.append((self.path, json.loads(body)))
            self.send_response(302 if self.path == "/away" else 204)
            self.send_header("location", "/other")
            self.end_headers()

        def log_message(self, *args: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    assert send(f"{base}/ok", {"client": "VEN"}, (0.0,)) is None
    assert send(f"{base}/away", {"client": "VEN"}, (0.0,)) == "it answered 302."
    server.shutdown()
    server.server_close()
    assert got == [("/ok", {"client": "VEN"}), ("/away", {"client": "VEN"})]
    assert send(f"{base}/ok", {}, (0.0,)) is not None


def test_a_browser_is_told_how_far_a_page_has_come(told: Settings) -> None:
    with client_of(told, bounds=Bounds(patience=0.0)) as client:
        browser = {"accept": "text/html,*/*;q=0.8"}
        first = client.get("/view?client=VEN", headers=browser)
        assert first.status_code == 202
        assert "Gathering the view of <bdi>Venezuela</bdi>" in first.text
        assert first.headers["refresh"] == "3" and "to come" in first.text
        assert first.headers["cache-control"] == "private, no-store"
        whole = client.get("/view?client=VEN")  # a program waits
        assert whole.status_code == 200 and "Backing for" in whole.text
        assert client.get("/view?client=VEN", headers=browser).text == whole.text


def test_the_tables_of_a_bounded_page_hold_all(told: Settings) -> None:
    client = client_of(told, bounds=Bounds(evidence=3))
    page, table = client.get("/view?client=VEN").text, "/table.csv?client=VEN"
    assert page.count('class="ev ') == 3
    rows = {
        what: list(csv.DictReader(io.StringIO(client.get(f"{table}&what={what}").text, newline="")))
        for what in ("events", "reports", "episodes")
    }
    whole = int(re.search(r"the latest 3 of ([\d,]+) reports", page)[1].replace(",", ""))
    assert (len(rows["events"]), len(rows["reports"])) == (3, whole)
    assert {row["id"] for row in rows["events"]} < {row["id"] for row in rows["reports"]}
    days = [row["available"] for row in rows["reports"]]
    assert days == sorted(days, reverse=True)
    cited = [id for row in rows["episodes"] for id in row["evidence"].split()]
    assert sorted(cited) == sorted(row["id"] for row in rows["reports"])
    assert all(int(row["reports"]) == len(row["evidence"].split()) for row in rows["episodes"])
