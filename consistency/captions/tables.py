"""Posts from a CSV table."""

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

from consistency.captions.columns import ALIASES, map_columns
from consistency.captions.values import made_id, read_count, read_date
from consistency.errors import Fault, InputError
from consistency.records.captions import Place, Post, Skipped

MAX_BYTES = 200_000_000
MAX_CELL = 1_000_000
"""Code points in one cell; a caption has a few thousand at most, so more means a quote that never closes."""
_DELIMITERS = ",;\t|"
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # what "surrogateescape" makes of bytes that aren't UTF-8


def read_table(
    path: Path, overrides: Mapping[str, str]
) -> tuple[list[Post], list[Skipped], tuple[tuple[str, str], ...]]:
    """Posts, skipped rows, and the mapping (field, header) of one CSV table.

    UTF-8 with or without a byte order mark; the delimiter is whichever of ``, ; tab |`` the header has most of.

    Raises:
        InputError: the file can't be opened, has no caption column, or isn't a CSV table.
    """
    source = path.as_posix()
    rows = _rows(_read_text(path), source)
    _, header = next(rows, (1, []))
    try:
        columns = map_columns(header, overrides)
    except KeyError as error:
        problem = f"--map names the column {error.args[0]!r}, which isn't there; it has: {_quoted(header)}"
        raise InputError([Fault(source=source, line=1, problem=problem)]) from error
    if "caption" not in columns:
        problem = f'has no caption column; it has: {_quoted(header)}; name it with --map caption="..."'
        raise InputError([Fault(source=source, line=1, problem=problem)])
    posts, skipped = [], []
    for line, row in rows:
        place = Place(source=source, line=line)
        if not row:
            continue  # an empty line is no row
        if any(_NOT_UTF8.search(cell) for cell in row):
            reason = "the row is not UTF-8; export the table as CSV UTF-8"
            skipped.append(Skipped(place=place, post_id=_id_of(row, columns), reason=reason))
        elif len(row) != len(header):
            reason = f"the row has {len(row)} cells, the header has {len(header)}; check its quotes and delimiters"
            skipped.append(Skipped(place=place, post_id=_id_of(row, columns), reason=reason))
        else:
            posts.append(_post(place, {field: row[index] for field, index in columns.items()}))
    return posts, skipped, tuple((field, header[columns[field]]) for field in ALIASES if field in columns)


def _read_text(path: Path) -> str:
    source = path.as_posix()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError([Fault(source=source, problem=f"has more than {MAX_BYTES:,} bytes; split it")])
        raw = path.read_bytes()
    except OSError as error:
        raise InputError([Fault(source=source, problem=f"can't be opened: {error.strerror or error}")]) from error
    return raw.decode("utf-8-sig", errors="surrogateescape")


def _rows(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the 1-based line at which each starts."""
    first_line = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    limit = csv.field_size_limit(MAX_CELL)
    try:
        line = 1
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        problem = f"is not a CSV table from here on: {error}; look for a quote that never closes"
        raise InputError([Fault(source=source, line=line, problem=problem)]) from error
    finally:
        csv.field_size_limit(limit)


def _post(place: Place, cells: Mapping[str, str]) -> Post:
    caption = cells["caption"]
    creator = cells.get("creator", "").strip()
    posted = cells.get("posted_at", "")
    counts = {name: read_count(cells.get(name, "")) for name in ("followers", "likes", "comments", "shares", "views")}
    return Post(
        post_id=cells.get("post_id", "").strip() or made_id(creator, posted, caption),
        place=place,
        caption=caption,
        creator=creator,
        platform=cells.get("platform", "").strip().lower(),
        posted_at=read_date(posted),
        **counts,
    )


def _id_of(row: list[str], columns: Mapping[str, int]) -> str:
    index = columns.get("post_id", len(row))
    return row[index].strip() if index < len(row) else ""


def _quoted(names: list[str]) -> str:
    return ", ".join(repr(name) for name in names[:20]) or "no columns"
