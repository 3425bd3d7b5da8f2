"""Read the training corpus: plain text, one block a sentence, one line an event below it.

The markup is told in ``corpus/FORMAT.md``. Every error is a value with file and line, so that one
bad mark costs one message and not the file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.coding import marks
from benchmarks.coding.readings import ReadEvent, faults

from patronage.errors import UsageError
from patronage.periods import date_of

HEADERS = ("round", "manner", "region", "published", "note")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where; a warning does not fail the file."""

    file: str
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        """``file:line: message``, as editors read it."""
        kind = "warning: " if self.warning else ""
        return f"{self.file}:{self.line}: {kind}{self.message}"


@dataclass(frozen=True, slots=True)
class Block:
    """One sentence of the corpus: ``text[start:end]`` is it, what stands before is context.

    ``none`` is the kind of distractor where the writer says that it holds no event.
    """

    file: str
    line: int
    text: str
    start: int
    published: dt.date | None
    round: str
    manner: str
    region: str
    headline: bool = False
    events: tuple[ReadEvent, ...] = ()
    none: str | None = None

    @property
    def end(self) -> int:
        """Where the sentence ends, which is where the text ends."""
        return len(self.text)

    @property
    def sentence(self) -> str:
        """The sentence without its context."""
        return self.text[self.start :]

    @property
    def id(self) -> str:
        """Round and line: where it stands."""
        return f"{self.round}:{self.line}"


@dataclass(slots=True)
class _Raw:
    """The lines of a block as they come."""

    line: int
    context: list[str] = field(default_factory=list)
    sentence: str = ""
    headline: bool = False
    marks: list[tuple[int, str]] = field(default_factory=list)


def read(path: Path) -> tuple[list[Block], list[Fault]]:
    """Every block of a file, and all that is wrong with it."""
    return parse(path.read_text(encoding="utf-8"), path.name)


def read_all(paths: Iterable[Path]) -> tuple[list[Block], list[Fault]]:
    """Blocks and faults of several files, in the order of their names."""
    blocks: list[Block] = []
    wrong: list[Fault] = []
    for path in sorted(paths):
        some, bad = read(path)
        blocks += some
        wrong += bad
    return blocks, wrong


def parse(text: str, file: str = "text") -> tuple[list[Block], list[Fault]]:
    """As ``read``, from a text.

    >>> blocks, wrong = parse('''# round: 0
    ... # manner: wire
    ... # published: 2016-10-05
    ...
    ... Russia sent Syria 40 tanks.
    ... > AID sent | a Russia=RUS | r Syria=SYR | arms | q 40 tanks=40 tank arms
    ... ''')
    >>> wrong, blocks[0].events[0].amount[0].unit
    ([], 'tank')
    """
    header = dict.fromkeys(HEADERS, "")
    blocks: list[Block] = []
    wrong: list[Fault] = []
    raw: _Raw | None = None
    for number, line in enumerate([*text.splitlines(), ""], 1):
        stripped = line.strip()
        if stripped.startswith("#"):
            wrong += _header(stripped, header, file, number)
        elif not stripped:
            if raw is not None:
                block, bad = _block(raw, header, file)
                blocks += [block] if block else []
                wrong += bad
            raw = None
        else:
            raw = raw or _Raw(number)
            wrong += _take(raw, stripped, file, number)
    wrong += [
        Fault(file, 1, f"no '# {name}:' header")
        for name in ("round", "manner", "published")
        if not header[name]
    ]
    return blocks, sorted(wrong, key=lambda fault: fault.line)


def _header(line: str, header: dict[str, str], file: str, number: int) -> list[Fault]:
    found = re.match(r"#\s*([a-z]+):\s*(.*)$", line)
    if not found:
        return []
    name, value = found.groups()
    if name not in header:
        return [Fault(file, number, f"unknown header '{name}', one of: {', '.join(HEADERS)}")]
    header[name] = value.strip()
    if name == "published" and value != "none":
        try:
            date_of(value)
        except UsageError as error:
            return [Fault(file, number, str(error))]
    return []


def _take(raw: _Raw, line: str, file: str, number: int) -> list[Fault]:
    """Put one line where it belongs in its block."""
    mark, rest = line[0], line[1:].strip()
    if mark == ">":
        raw.marks.append((number, rest))
    elif raw.marks:
        return [Fault(file, number, "text after events: leave a blank line between blocks")]
    elif mark == "~":
        raw.context.append(rest)
    elif raw.sentence:
        return [Fault(file, number, "a second sentence line: mark those before with '~'")]
    else:
        raw.headline = mark == "!"
        raw.sentence = rest if raw.headline else line
        raw.line = number
    return []


def _block(raw: _Raw, header: dict[str, str], file: str) -> tuple[Block | None, list[Fault]]:
    if not raw.sentence:
        return None, [Fault(file, raw.line, "a block without a sentence")]
    before = "".join(f"{line} " for line in raw.context)
    text = before + raw.sentence
    published = _published(header["published"])
    wrong: list[Fault] = []
    events: list[ReadEvent] = []
    none: str | None = None
    known: dict[str, str] = {}
    for number, line in raw.marks:
        if line.split()[:1] == ["NONE"]:
            none = line[4:].strip() or "plain"
            continue
        event, bad = marks.event(line, text, len(before), published, known)
        wrong += [Fault(file, number, message) for message in bad]
        if event is not None:
            wrong += [Fault(file, number, message) for message in faults(event, text)]
            if any(_same(event, other) for other in events):
                wrong.append(Fault(file, number, "the same trigger and type twice"))
            events.append(event)
    if not raw.marks:
        wrong.append(Fault(file, raw.line, "neither an event nor '> NONE' below the sentence"))
    if none and len(raw.marks) > 1:
        wrong.append(Fault(file, raw.line, "NONE beside other marks"))
    if "|" in text:
        wrong.append(Fault(file, raw.line, "a '|' in the text"))
    block = Block(
        file, raw.line, text, len(before), published, header["round"], header["manner"],
        header["region"], raw.headline, tuple(events), none,
    )  # fmt: skip
    return block, wrong


def _same(one: ReadEvent, two: ReadEvent) -> bool:
    keys = [{m.key for m in e.actor} | {m.key for m in e.recipient} for e in (one, two)]
    return one.trigger == two.trigger and one.type == two.type and keys[0] == keys[1]


def _published(value: str) -> dt.date | None:
    try:
        return date_of(value)
    except UsageError:
        return None
