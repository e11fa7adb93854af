"""Rows of CSV and its relatives."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from typing import BinaryIO

from consistency.captions.columns import names_caption
from consistency.captions.encodings import find_encoding
from consistency.captions.rows import Rows
from consistency.errors import Fault, InputError

MAX_CELL = 1_000_000
"""Code points in one cell; a caption has a few thousand at most, so more means a quote that never closes."""
_DELIMITERS = ",;\t|^~"
_NONE = "\x1f"
"""The delimiter of a table with one column: texts may hold any other mark, unquoted as well."""
_LOOK_AHEAD = 20
"""Rows by which the delimiter is told."""
_STATED = re.compile(r"sep=(.)[\r\n]*")  # what Excel writes and reads as a first line of its own


def read_text_table(file: BinaryIO, source: str, caption: str | None) -> Rows:
    """Rows of a text file, with the 1-based line at which each starts.

    The delimiter is the one that a first line ``sep=;`` states; else, of ``, ; tab | ^ ~``, the one that gives a
    caption column (of the name ``caption``, where that is given) in the first rows and most columns beside it; else the
    one that gives most cells. Where the caption column is the only one, nothing delimits.

    Raises:
        InputError: (from the rows too) it isn't text, or no CSV table.
    """
    encoding = find_encoding(file)
    text = TextIOWrapper(file, encoding, errors="surrogateescape", newline="")
    try:
        stated = _STATED.fullmatch(text.readline(100))
        text.seek(0)
        delimiter = stated[1] if stated else _delimiter(text, caption)
    except UnicodeError as error:
        text.close()
        raise InputError([Fault(source=source, problem=f"is not {encoding} text: {error}")]) from error
    shown = {"\t": "delimiter tab", _NONE: "one column"}.get(delimiter, f"delimiter {delimiter!r}")
    rows = _rows(text, delimiter, source)
    if stated:
        next(rows)
    return Rows(source, f"CSV, {encoding}, {shown}", "", rows)


def _delimiter(text: TextIOWrapper, caption: str | None) -> str:
    start = [text.readline(MAX_CELL) for _ in range(_LOOK_AHEAD)]
    text.seek(0)
    try:
        parsed = {delimiter: list(csv.reader(start, delimiter=delimiter)) for delimiter in _DELIMITERS}
    except csv.Error:
        return max(_DELIMITERS, key=start[0].count)
    named = {
        delimiter: max((len(row) for row in rows if names_caption(row, caption)), default=0)
        for delimiter, rows in parsed.items()
    }
    if max(named.values()) == 1:
        return _NONE
    if max(named.values()) > 1:
        return max(_DELIMITERS, key=lambda delimiter: named[delimiter])
    return max(_DELIMITERS, key=lambda delimiter: _usual_width(parsed[delimiter]))


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(len(row) for row in rows if row)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _rows(text: TextIOWrapper, delimiter: str, source: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, delimiter=delimiter)
    limit = csv.field_size_limit(MAX_CELL)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except (csv.Error, UnicodeError) as error:
        problem = f"is not a CSV table from here on: {error}; look for a quote that never closes"
        raise InputError([Fault(source=source, line=line, problem=problem)]) from error
    finally:
        csv.field_size_limit(limit)
        text.close()
