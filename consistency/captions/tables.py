"""Posts from the rows of a table, whatever format it had."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from consistency.captions.aliases import COUNTS, FIELDS
from consistency.captions.choices import Choices
from consistency.captions.columns import holds_captions, map_columns, names_caption, plain
from consistency.captions.encodings import NOT_TEXT
from consistency.captions.exports import Export, export_columns, recognise
from consistency.captions.legacy_vietnamese import CONVERT, legacy_letters
from consistency.captions.rows import Rows, Unreadable
from consistency.captions.text_tables import MAX_CELL
from consistency.captions.values import (
    EXPECTED_COUNT,
    EXPECTED_DATE,
    EXPECTED_ID,
    EXPECTED_ORDER,
    day_order,
    is_ambiguous,
    is_blank,
    made_id,
    read_count,
    read_date,
)
from consistency.errors import Fault, InputError
from consistency.records.captions import DayOrder, Layout, Note, Place, Post, Skipped

MAX_ROWS = 1_000_000
_LOOK_AHEAD = 1000
"""Rows by which columns and the order of day and month are told."""
_HEADER_WITHIN = 20
"""Rows in which the header is looked for, below titles and empty rows."""
_SHOWN = 10

Event = Post | Skipped | Note | Layout
_Row = Sequence[str] | Unreadable


class NoCaptionsError(InputError):
    """A table has no caption column; another sheet of the same file may have one."""


@dataclass(frozen=True, slots=True)
class _Understood:
    """What is known of a table before its posts are read."""

    header: Sequence[str]
    header_line: int | None
    """Number of its row; ``None`` where it isn't one of the rows."""
    columns: Mapping[str, tuple[int, ...]]
    """For each field its columns; the first that isn't empty counts."""
    by_content: frozenset[str]
    export: Export | None
    first: int
    """Index of the first row below the header."""

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """The text for each field."""
        found = {}
        for name, indexes in self.columns.items():
            text = next((row[index] for index in indexes if row[index].strip()), row[indexes[0]])
            found[name] = self.export.repair(text) if self.export and self.export.repair else text
        return found


def read_table(table: Rows, choices: Choices, *, alone: bool = True) -> Iterator[Event]:
    """The table's layout, then each of its rows as a post or as skipped, in order, with notes around them.

    The header is the first row within twenty with the name of a caption column, or with the columns of a known export;
    else the first row, unless that reads like a caption itself. A table that isn't ``alone`` (one of several sheets)
    must have a caption column by name. At most a thousand rows are held at a time.

    Raises:
        NoCaptionsError: no column is one of captions, or ``choices`` name one that isn't there.
        InputError: the file is broken, or has more than :data:`MAX_ROWS` rows.
    """
    rows = _limited(table)
    ahead = list(islice(rows, _LOOK_AHEAD))
    understood = _understand(table, ahead, choices.columns)
    if not alone and "caption" in understood.by_content:
        raise NoCaptionsError([_no_captions(table, understood.header, understood.header_line)])
    yield _layout(table, understood)
    yield from _notes_on_layout(table, understood, ahead)
    body = [(number, _checked(row, understood, table)) for number, row in ahead[understood.first :]]
    shown = day_order(understood.cells(row).get("posted_at", "") for _, row in body if not isinstance(row, Unreadable))
    if choices.dates and shown and choices.dates is not shown:
        text = f"has dates that can be {shown} only, and {choices.dates} was told: those that can be both are read so"
        yield Note(place=None, source=table.title, text=text)
    order = choices.dates or shown or (understood.export.day_order if understood.export else None)
    unread = _Unread(understood)
    for number, row in chain(body, ((number, _checked(row, understood, table)) for number, row in rows)):
        place = table.place(number)
        if isinstance(row, Unreadable):
            yield Skipped(place=place, post_id=_id_of(row.cells, understood), reason=row.reason)
        else:
            yield _post_or_skipped(place, row, understood, order, unread)
    yield from unread.notes()


def _limited(table: Rows) -> Iterator[tuple[int, _Row]]:
    """The rows that there are; an empty line is none."""
    count = 0
    for number, row in table.rows:
        if isinstance(row, Unreadable) or len(row):
            count += 1
            if count > MAX_ROWS:
                raise InputError(
                    [table.fault(number, f"is one row too many; expected at most {MAX_ROWS:,}; split the table")]
                )
            yield number, row


def _understand(table: Rows, ahead: Sequence[tuple[int, _Row]], overrides: Mapping[str, str]) -> _Understood:
    """Find the header, and what its columns are."""
    if table.names is not None:
        return _columns(table, ahead, table.names, 0, overrides)
    caption = overrides.get("caption")
    for index, (_, row) in enumerate(ahead[:_HEADER_WITHIN]):
        if not isinstance(row, Unreadable) and (names_caption(row, caption) or recognise(row)):
            return _columns(table, ahead, row, index + 1, overrides)
    first = next((row for _, row in ahead[:1] if not isinstance(row, Unreadable)), [])
    numbered = [f"column {number}" for number in range(1, len(first) + 1)]
    if names_caption(numbered, caption):
        return _columns(table, ahead, numbered, 0, overrides)
    understood = _columns(table, ahead, first, 1, overrides)
    if understood.by_content == set(understood.columns) and holds_captions([understood.cells(first)["caption"]]):
        return _columns(table, ahead, numbered, 0, overrides)
    return understood


def _columns(
    table: Rows, ahead: Sequence[tuple[int, _Row]], header: Sequence[str], first: int, overrides: Mapping[str, str]
) -> _Understood:
    """Columns by the user's choice, then by a known export, then by name, then by content."""
    line = ahead[first - 1][0] if 0 < first <= len(ahead) else None
    export = recognise(header)
    known = export_columns(export, header) if export else {}
    sample = [row for _, row in ahead[first:] if not isinstance(row, Unreadable)]
    try:
        told, by_content = map_columns(header, overrides, sample)
    except KeyError as error:
        problem = f"expected the column {error.args[0]!r} that --map names, found {_quoted(header)}"
        raise NoCaptionsError([table.fault(line or 1, problem)]) from error
    columns: dict[str, tuple[int, ...]] = {name: (index,) for name, index in told.items()}
    columns |= {name: indexes for name, indexes in known.items() if name not in overrides}
    if "caption" not in columns:
        raise NoCaptionsError([_no_captions(table, header, line)])
    return _Understood(header, line, columns, by_content - set(known), export, first)


def _no_captions(table: Rows, header: Sequence[str], line: int | None) -> Fault:
    problem = f'has no caption column; found {_quoted(header)}; expected one; name it with --map caption="..."'
    return table.fault(line or 1, problem)


def _layout(table: Rows, understood: _Understood) -> Layout:
    used = {index for indexes in understood.columns.values() for index in indexes}
    line = understood.header_line
    return Layout(
        source=table.title,
        kind=table.kind,
        encoding=table.encoding,
        delimiter=table.delimiter,
        header=None if line is None else table.place(line),
        columns=tuple(
            (name, understood.header[index]) for name in FIELDS for index in understood.columns.get(name, ())
        ),
        by_content=tuple(name for name in FIELDS if name in understood.by_content),
        unused=tuple(name for index, name in enumerate(understood.header) if index not in used and name.strip()),
        export=understood.export.name if understood.export else "",
    )


def _notes_on_layout(table: Rows, understood: _Understood, ahead: Sequence[tuple[int, _Row]]) -> Iterator[Note]:
    for remark in table.remarks:
        yield Note(place=None, source=table.title, text=remark)
    for number, row in ahead[: max(understood.first - 1, 0)]:
        if not isinstance(row, Unreadable) and any(row):
            text = f"stands above the header, so it was taken for a title: {_quoted([cell for cell in row if cell])}"
            yield Note(place=table.place(number), source=table.source, text=text)
    twice = [name for name, count in Counter(map(plain, understood.header)).items() if name and count > 1]
    for field, indexes in understood.columns.items():
        if plain(understood.header[indexes[0]]) in twice:
            text = f"has several columns {understood.header[indexes[0]]!r}; the first is read as {field}"
            yield Note(place=None, source=table.title, text=text)


def _checked(row: _Row, understood: _Understood, table: Rows) -> _Row:
    """The row, or why it can't be read."""
    if isinstance(row, Unreadable):
        return row
    header = understood.header
    if len(row) < len(header) or (not table.aligned and any(row[len(header) :])):
        reason = f"the row has {len(row)} cells, expected {len(header)} as in the header: {_where_odd(row, header)}"
        return Unreadable(f"{reason}; check its quotes and delimiters", row)
    for name, cell in zip(header, row, strict=False):
        if len(cell) > MAX_CELL:
            return Unreadable(f"the cell in {name!r} has {len(cell):,} characters; expected at most {MAX_CELL:,}", row)
        broken = None if cell.isascii() else NOT_TEXT.search(cell)
        if broken:
            reason = (
                f"the cell in {name!r} is not {table.encoding or 'UTF-8'} text: found {_shown_byte(broken.group())}"
            )
            return Unreadable(f"{reason}; name the file's encoding with --encoding, or export it as UTF-8", row)
    return row


def _where_odd(row: Sequence[str], header: Sequence[str]) -> str:
    """Which column of the header has no cell, or which cell has no column."""
    if len(row) < len(header):
        return f"no cell for column {len(row) + 1}, {header[len(row)][:100]!r}"
    index = next(index for index, cell in enumerate(row) if index >= len(header) and cell)
    return f"no name for column {index + 1}"


def _shown_byte(escaped: str) -> str:
    code = ord(escaped)
    return f"the byte 0x{code - 0xDC00:02X}" if 0xDC80 <= code <= 0xDCFF else f"half a letter, U+{code:04X}"


def _post_or_skipped(
    place: Place, row: Sequence[str], understood: _Understood, order: DayOrder | None, unread: "_Unread"
) -> Post | Skipped:
    cells = understood.cells(row)
    caption = cells["caption"]
    if letters := legacy_letters(caption):
        column = understood.header[understood.columns["caption"][0]]
        reason = f"the cell in {column!r} has the letters of {letters} fonts: found {caption[:40]!r}, expected Unicode"
        return Skipped(place=place, post_id=_id_of(row, understood), reason=f"{reason}; {CONVERT}")
    creator = cells.get("creator", "").strip()
    posted = cells.get("posted_at", "")
    posted_at = read_date(posted, order)
    if posted_at is None and not is_blank(posted):
        unread.add(place, "posted_at", posted, EXPECTED_ORDER if is_ambiguous(posted) else EXPECTED_DATE)
    counts = {name: read_count(cells.get(name, "")) for name in COUNTS}
    for name, count in counts.items():
        if count is None and not is_blank(cells.get(name, "")):
            unread.add(place, name, cells[name], EXPECTED_COUNT)
    platform = cells.get("platform", "").strip().lower()
    post_id = cells.get("post_id", "").strip()
    if "post_id" in cells and not post_id:
        unread.add(place, "post_id", "", EXPECTED_ID)
    return Post(
        post_id=post_id or made_id(creator, posted, caption),
        place=place,
        caption=caption,
        creator=creator,
        platform=platform or (understood.export.platform if understood.export else ""),
        posted_at=posted_at,
        **counts,
    )


def _id_of(cells: Sequence[str], understood: _Understood) -> str:
    index = understood.columns.get("post_id", (len(cells),))[0]
    return cells[index].strip() if index < len(cells) else ""


class _Unread:
    """Cells that hold something other than their column does, by field and kind: the first, and how many there are."""

    def __init__(self, understood: _Understood) -> None:
        self._understood = understood
        self._first: dict[tuple[str, str], tuple[Place, str]] = {}
        self._lines: dict[tuple[str, str], list[int]] = {}
        self._count: Counter[tuple[str, str]] = Counter()

    def add(self, place: Place, field: str, found: str, expected: str) -> None:
        key = (field, expected)
        self._count[key] += 1
        self._first.setdefault(key, (place, found))
        if self._count[key] <= _SHOWN:
            self._lines.setdefault(key, []).append(place.line)

    def notes(self) -> Iterator[Note]:
        for (field, expected), (place, found) in self._first.items():
            column = self._understood.header[self._understood.columns[field][0]]
            text = f"{field} (column {column!r}): found {found[:40]!r}, {expected}"
            count = self._count[field, expected]
            if count > 1:
                lines = ", ".join(map(str, self._lines[field, expected]))
                text += f"; {count} rows are so: {lines}{', ...' if count > _SHOWN else ''}"
            yield Note(place=place, source=place.source, text=text)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(repr(name[:100]) for name in names[:20]) or "no columns"
