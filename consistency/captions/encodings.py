"""The encoding of a text file, found out from its bytes."""

import codecs
import re
from collections import Counter
from typing import BinaryIO

from consistency.captions.legacy_vietnamese import legacy_letters

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = "cp1252"
LEGACY = ("cp1258", _WESTERN)
"""What Windows in Vietnamese and in western languages wrote before Unicode."""
NOT_TEXT = re.compile("[\ud800-\udfff]")
"""What bytes become that the encoding doesn't have ("surrogateescape")."""
_CHUNK = 1 << 20
_SAMPLE = 1 << 16


def find_encoding(file: BinaryIO, told: str | None) -> str:
    """The name of the codec; the stream is at its start afterwards.

    A byte order mark goes first, then what the user has ``told``. Without either, text that is UTF-8 throughout is
    UTF-8, and so is text with more UTF-8 letters than broken ones: its broken bytes are then a matter of single rows.
    Zeros in each second byte are UTF-16. The rest is one of :data:`LEGACY`, by the letters and languages that
    charset-normalizer finds; the letters of old Vietnamese fonts are Western ones.
    """
    start = file.read(4096)
    file.seek(0)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if told is not None:
        return codecs.lookup(told).name
    zeros = Counter(index % 2 for index, byte in enumerate(start) if not byte)
    for parity, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if zeros[parity] > len(start) // 5 and not zeros[1 - parity]:
            return name
    letters, broken = _non_ascii(file)
    if broken <= letters:
        return "utf-8"
    from charset_normalizer import from_bytes

    telling = _telling_lines(file)
    if legacy_letters(telling.decode("latin-1")):
        return _WESTERN
    best = from_bytes(telling, cp_isolation=list(LEGACY)).best()
    return best.encoding if best else _WESTERN


def doubts_on(encoding: str, told: str | None) -> tuple[str, ...]:
    """What to say of an encoding that was told by letters alone."""
    if told is not None or encoding not in LEGACY:
        return ()
    return (f"isn't UTF-8 and was read as {encoding}; where its letters look wrong, name its encoding with --encoding",)


def _non_ascii(file: BinaryIO) -> tuple[int, int]:
    """How many letters beyond ASCII there are in UTF-8, and how many bytes that aren't UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    letters = broken = 0
    while chunk := file.read(_CHUNK):
        text = decoder.decode(chunk)
        if not text.isascii():
            wrong = len(NOT_TEXT.findall(text))
            broken += wrong
            letters += len(text) - len(text.encode("ascii", "ignore")) - wrong
    broken += len(NOT_TEXT.findall(decoder.decode(b"", final=True)))
    file.seek(0)
    return letters, broken


def _telling_lines(file: BinaryIO) -> bytes:
    """The first lines with bytes beyond ASCII: the others tell nothing."""
    found, size = [], 0
    while size < _SAMPLE and (line := file.readline(_SAMPLE)):
        if not line.isascii():
            found.append(line)
            size += len(line)
    file.seek(0)
    return b"".join(found)
