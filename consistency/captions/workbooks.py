"""Rows of the sheets of Excel and OpenDocument workbooks."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import IO, Any, BinaryIO
from xml.etree import ElementTree as ET
from xml.parsers import expat

from consistency.captions.files import open_archive
from consistency.captions.rows import Rows, cell_text
from consistency.errors import Fault, InputError

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
MAX_COLUMNS = 1_000
MAX_SHEET_ROWS = 1_048_576
"""Of Excel and LibreOffice."""
MAX_ODS_BYTES = 100_000_000
"""Of an OpenDocument file unpacked: it is held as a whole, in some ten times its size."""
_MAX_MERGED = 1_000_000
"""Cells below the first one of a merged range, in all."""


def read_excel(file: BinaryIO, source: str, sheet: str | None) -> list[Rows]:
    """The visible sheets of an .xlsx, or the one named; their rows are read as they are needed.

    A cell merged over several rows stands in each of them. A formula is what it last came to.

    Raises:
        InputError: (from the rows too) it is damaged, beyond a limit, or has no sheet of that name.
    """
    from openpyxl import load_workbook

    open_archive(file, source)
    file.seek(0)
    try:
        workbook = load_workbook(file, read_only=True, data_only=True)
        sheets = {one.title: one for one in workbook.worksheets}
        visible = [name for name, one in sheets.items() if one.sheet_state == "visible"]
    except Exception as error:
        raise InputError([_damaged(source, error)]) from error
    return [
        _sheet_rows(source, "Excel", name, _excel_rows(sheets[name]))
        for name in _chosen(list(sheets), visible, sheet, source)
    ]


def read_open_document(file: BinaryIO, source: str, sheet: str | None) -> list[Rows]:
    """The sheets of an .ods, or the one named, with merged cells as in :func:`read_excel`.

    Raises:
        InputError: (from the rows too) it is damaged, beyond a limit, or has no sheet of that name.
    """
    from odf.opendocument import load
    from odf.table import Table

    archive = open_archive(file, source)
    size = sum(member.file_size for member in archive.infolist())
    if size > MAX_ODS_BYTES:
        problem = f"has {size:,} bytes unpacked; expected at most {MAX_ODS_BYTES:,}; save it as .xlsx or .csv"
        raise InputError([Fault(source=source, problem=problem)])
    try:
        for name in archive.namelist():
            if name.endswith(".xml"):
                # odfpy prints XML that is broken and goes on with the part of it that it has read.
                with archive.open(name) as xml:
                    expat.ParserCreate().ParseFile(xml)
        file.seek(0)
        tables = {str(table.getAttribute("name")): table for table in load(file).getElementsByType(Table)}
    except Exception as error:
        raise InputError([_damaged(source, error)]) from error
    return [
        _sheet_rows(source, "OpenDocument", name, _open_document_rows(tables[name]))
        for name in _chosen(list(tables), list(tables), sheet, source)
    ]


def _damaged(source: str, error: Exception) -> Fault:
    what = " ".join(str(error).split())[:200] or type(error).__name__
    problem = f"expected a workbook, found damage or another kind: {what}; open it in a spreadsheet and save it again"
    return Fault(source=source, problem=problem)


def _chosen(names: Sequence[str], visible: Sequence[str], sheet: str | None, source: str) -> Sequence[str]:
    if sheet is None and visible:
        return visible
    if sheet is None or sheet not in names:
        problem = f"expected a sheet {sheet or 'that is visible'!r}, found {', '.join(map(repr, names)) or 'none'}"
        raise InputError([Fault(source=source, problem=problem)])
    return [sheet]


def _sheet_rows(source: str, kind: str, name: str, rows: Iterator[tuple[int, list[str]]]) -> Rows:
    return Rows(
        source, kind, f"sheet {name!r}, row", _padded(rows, f"{source}, sheet {name!r}"), sheet=name, aligned=True
    )


def _padded(rows: Iterator[tuple[int, list[str]]], title: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, none shorter than one before it."""
    width = 0
    try:
        for number, cells in rows:
            while cells and not cells[-1]:
                cells.pop()
            problem = ""
            if number > MAX_SHEET_ROWS:
                problem = f"row {number} is one too many; expected at most {MAX_SHEET_ROWS:,}"
            elif len(cells) > MAX_COLUMNS:
                problem = f"row {number} has {len(cells):,} columns; expected at most {MAX_COLUMNS:,}"
            if problem:
                raise InputError([Fault(source=title, problem=problem)])
            if cells:
                width = max(width, len(cells))
                yield number, cells + [""] * (width - len(cells))
    except InputError:
        raise
    except Exception as error:
        raise InputError([_damaged(title, error)]) from error


def _excel_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    above = _merged_below(sheet)
    firsts = dict.fromkeys(above.values(), "")
    rightmost = max((column for _, column in firsts), default=0)
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = list(map(cell_text, row))
        if any(cells) and firsts:
            cells += [""] * (rightmost - len(cells))
            for column, cell in enumerate(cells, 1):
                if (number, column) in firsts:
                    firsts[number, column] = cell
                elif (number, column) in above:
                    cells[column - 1] = cell or firsts[above[number, column]]
        yield number, cells


_MERGED = re.compile(r"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})")


def _merged_below(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell (row, column) below the first of a merged range, that first one.

    openpyxl knows merged cells only of sheets that it holds as a whole.
    """
    from openpyxl.utils import column_index_from_string

    above: dict[tuple[int, int], tuple[int, int]] = {}
    with sheet._get_source() as xml:
        if not _mentions(xml, b"mergeCell"):
            return above
    with sheet._get_source() as xml:
        for _, element in ET.iterparse(xml):  # noqa: S314 - expat bounds what entities expand to
            match = _MERGED.fullmatch(element.get("ref", "")) if element.tag.endswith("}mergeCell") else None
            element.clear()
            if match:
                column, top, bottom = column_index_from_string(match[1]), int(match[2]), int(match[3])
                if len(above) + bottom - top > _MAX_MERGED:
                    raise ValueError(f"more than {_MAX_MERGED:,} merged cells")
                above |= {(row, column): (top, column) for row in range(top + 1, bottom + 1)}
    return above


def _mentions(stream: IO[bytes], word: bytes) -> bool:
    chunks = iter(lambda: stream.read(1 << 20), b"")
    return any(word in before[-len(word) :] + chunk for before, chunk in pairwise(chain([b""], chunks)))


def _open_document_rows(table: Any) -> Iterator[tuple[int, list[str]]]:
    from odf.table import TableRow

    number = 1
    spans: dict[int, tuple[int, str]] = {}  # by column: for how many rows the cell goes on, and its text
    for row in table.getElementsByType(TableRow):
        cells = _open_document_cells(row, spans)
        times = _repeated(row, "rows")
        if any(cells):
            for column, (_, text) in spans.items():
                if column < len(cells):
                    cells[column] = cells[column] or text
            yield number + times - 1, []  # beyond the limit at once where it is
            for again in range(times):
                yield number + again, list(cells)
        spans = {column: (left - times, text) for column, (left, text) in spans.items() if left > times}
        number += times


def _open_document_cells(row: Any, spans: dict[int, tuple[int, str]]) -> list[str]:
    """The cells of a row, repeated ones as often as they are; those that go on below are added to ``spans``."""
    cells: list[str] = []
    for cell in row.childNodes:
        if cell.qname[1] in ("table-cell", "covered-table-cell"):
            text = _open_document_text(cell)
            down = _whole(cell.attributes.get((_TABLE, "number-rows-spanned")))
            if down > 1:
                spans[len(cells)] = (down, text)
            room = MAX_COLUMNS + 1 - len(cells)
            cells += [text] * min(_repeated(cell, "columns"), max(room, int(bool(text))))
    return cells


def _open_document_text(cell: Any) -> str:
    """What a cell shows, or for numbers and dates, what it holds."""
    from odf.teletype import extractText

    value = cell.attributes.get((_OFFICE, "date-value")) or cell.attributes.get((_OFFICE, "value"))
    if value:
        return str(value).removesuffix(".0")
    # Only the cell's own paragraphs: a comment on it has some too.
    return "\n".join(extractText(part) for part in cell.childNodes if part.qname == (_TEXT, "p"))


def _repeated(element: Any, of: str) -> int:
    return _whole(element.attributes.get((_TABLE, f"number-{of}-repeated")))


def _whole(text: str | None) -> int:
    return max(1, int(text or 1))
