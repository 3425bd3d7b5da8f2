"""Bytes -> text: UTF-8 first, else what the bytes best fit, always saying what was repaired."""

from __future__ import annotations

import codecs
import re
import unicodedata

from patronage.documents.kinds import is_utf16

__all__ = ["clean", "decode", "looks_mangled", "unmangle"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Half a line break pair, tab and newline stay; every other control character (Cc) goes.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_STRAY = re.compile("[\udc80-\udcff]+")
# What UTF-8 read as Windows-1252 leaves: a lead byte's letter and a byte beyond ASCII.
_MANGLED = re.compile("[ÂÃÄÅÐÑØâãÎÏ][\x80-\xbf\u0152-\u02dc\u2013-\u2122€]")
_ASCII = bytes(range(0x80))
_SAMPLE = 100_000
"""Bytes shown to the guesser: enough to tell an encoding, few enough to be quick."""


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    r"""Text of raw bytes, and a note for each repair.

    ``declared`` is the encoding that the page or the transport names: believed only where the
    bytes are no UTF-8 and fit it.

    >>> decode(b"Nicol\xe1s")
    ('Nicolás', ('is no UTF-8; read as Windows-1252',))
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            notes = () if name == "utf-8" else (f"read as {name[:-3].upper()}, as its mark says",)
            text, more = _lenient(data[len(mark) :], name)
            return text, notes + more
    if guessed := is_utf16(data):
        text, more = _lenient(data, guessed)
        return text, (f"has no mark; read as {guessed.upper()}", *more)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _repair(data, declared)


def _lenient(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    if encoding == "utf-8":
        try:
            return data.decode("utf-8"), ()
        except UnicodeDecodeError:
            return _repair(data, None)
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    return text, (f"{lost} characters could not be read and became U+FFFD",) if lost else ()


def _repair(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    if declared and (text := _strict(data, declared)) is not None:
        return text, ()
    text = data.decode("utf-8", "surrogateescape")
    stray = sum(map(len, _STRAY.findall(text)))
    foreign = len(data.translate(None, _ASCII))
    if foreign > 2 * stray:  # most of what is not ASCII is good UTF-8: mend the stray bytes alone
        note = f"{stray} bytes are no UTF-8; lone ones read as Windows-1252, others as U+FFFD"
        return _STRAY.sub(_mend, text), (note,)
    # English has few letters beyond ASCII, too few for a guess: Windows-1252 is likeliest.
    if foreign * 4 < len(data) and (western := _strict(data, "cp1252")) is not None:
        return western, ("is no UTF-8; read as Windows-1252",)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    name = best.encoding if best else "cp1252"
    text, more = _lenient(data, name)
    return text, (f"is no UTF-8; read as {name}", *more)


def _strict(data: bytes, encoding: str) -> str | None:
    # A page that declares Latin-1 means Windows-1252 (WHATWG Encoding Standard).
    try:
        name = codecs.lookup(encoding).name
        return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (LookupError, ValueError, TypeError):
        return None


def _mend(match: re.Match[str]) -> str:
    run = match[0].encode("utf-8", "surrogateescape")
    return run.decode("cp1252", "replace") if len(run) == 1 else "\ufffd"


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    r"""The text with one kind of newline, no control characters, mojibake mended, in NFC; notes.

    >>> clean("a\r\nb\x00")
    ('a\nb', ('1 control character removed',))
    """
    notes: list[str] = []
    # First, since mojibake holds control characters: ” wrongly read is â, € and U+009D.
    text, mended = unmangle(text.removeprefix("\ufeff"))
    if mended:
        lines = "1 line" if mended == 1 else f"{mended} lines"
        notes.append(f"{lines} decoded wrongly by someone before (mojibake) mended")
    text, removed = _CONTROLS.subn("", _BREAKS.sub("\n", text))
    if removed:
        notes.append(f"{removed} control character{'s' * (removed > 1)} removed")
    return unicodedata.normalize("NFC", text), tuple(notes)


def looks_mangled(text: str) -> bool:
    """Whether the text holds what UTF-8 wrongly read leaves; quick, for texts that are kept as is.

    >>> looks_mangled("NicolÃ¡s"), looks_mangled("Nicolás")
    (True, False)
    """
    return not text.isascii() and _MANGLED.search(text) is not None


def unmangle(text: str) -> tuple[str, int]:
    """Mend mojibake line by line, only where the line then looks better; and how many lines.

    By line, since one sound character beyond Latin in a text would stop the mending of all.

    >>> unmangle("NicolÃ¡s Maduro â€“ Caracas")
    ('Nicolás Maduro – Caracas', 1)
    """
    if text.isascii():
        return text, 0
    import ftfy
    from ftfy.badness import badness, is_bad

    lines, mended = text.split("\n"), 0
    for number, line in enumerate(lines):
        if line.isascii() or not is_bad(line):
            continue
        better = ftfy.fix_encoding(line)
        if better != line and badness(better) < badness(line):
            lines[number], mended = better, mended + 1
    return ("\n".join(lines), mended) if mended else (text, 0)
