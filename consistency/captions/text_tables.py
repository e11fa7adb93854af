"""Rows of CSV and its relatives."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from typing import BinaryIO

from consistency.captions.choices import Choices
from consistency.captions.columns import names_caption
from consistency.captions.encodings import doubts_on, find_encoding
from consistency.captions.rows import Rows
from consistency.errors import Fault, InputError

MAX_CELL = 1_000_000
"""Code points in one cell; a caption has a few thousand at most, so more means a quote that never closes."""
_DELIMITERS = ",;\t|^~"
_NONE = "\x1f"
"""The delimiter of a table with one column: texts may hold any other mark, unquoted as well."""
_LOOK_AHEAD = 20
"""Rows by which the delimiter is told."""
_STATED = re.compile(r'sep=([^"\r\n])[\r\n]*')  # what Excel writes and reads as a first line of its own


def read_text_table(file: BinaryIO, source: str, choices: Choices) -> Rows:
    """Rows of a text file, with the 1-based line at which each starts.

    The delimiter is the one that a first line ``sep=;`` states; else, of ``, ; tab | ^ ~``, the one that gives a
    caption column (of the name that ``choices`` give it) in the first rows and most columns beside it; else the one
    that gives most cells. Where the caption column is the only one, nothing delimits.

    Raises:
        InputError: (from the rows too) it isn't text, or no CSV table.
    """
    encoding = find_encoding(file, choices.encoding)
    text = TextIOWrapper(file, encoding, errors="surrogateescape", newline="")
    try:
        stated = _STATED.fullmatch(text.readline(100))
        text.seek(0)
        delimiter = stated[1] if stated else _delimiter(text, choices.columns.get("caption"))
    except UnicodeError as error:
        text.close()
        raise InputError([_not_text(source, encoding, error)]) from error
    rows = _rows(text, delimiter, source, encoding)
    if stated:
        next(rows)
    remarks = doubts_on(encoding, choices.encoding)
    shown = delimiter.replace(_NONE, "")
    return Rows(source, "CSV", "", rows, encoding=encoding, delimiter=shown, remarks=remarks)


def _not_text(source: str, encoding: str, error: UnicodeError, line: int | None = None) -> Fault:
    problem = f"is not {encoding} text: {error}; name its encoding with --encoding, or export it as UTF-8"
    return Fault(source=source, line=line, problem=problem)


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


def _rows(text: TextIOWrapper, delimiter: str, source: str, encoding: str) -> Iterator[tuple[int, list[str]]]:
    limit = csv.field_size_limit(MAX_CELL)
    lines: list[str] = []  # of the row that is being read

    def kept() -> Iterator[str]:
        for line in text:
            lines.append(line)
            yield line

    reader = csv.reader(kept(), delimiter=delimiter)
    start = 1
    try:
        for row in reader:
            yield start, row
            start = reader.line_num + 1
            lines.clear()
    except UnicodeError as error:
        raise InputError([_not_text(source, encoding, error, start)]) from error
    except csv.Error as error:
        csv.field_size_limit(sum(map(len, lines)))
        column = len(next(csv.reader(lines, delimiter=delimiter)))
        problem = (
            f"is not a CSV table from here on: {error} in column {column}; expected cells of at most {MAX_CELL:,}"
            " characters; look for a quote that never closes"
        )
        raise InputError([Fault(source=source, line=start, problem=problem)]) from error
    finally:
        csv.field_size_limit(limit)
        text.close()
