"""Rows of cells, as every reader of tables gives them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from consistency.errors import Fault
from consistency.records.captions import Place


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that can't be read, while others can."""

    reason: str
    cells: Sequence[str] = ()
    """What there is of it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table before its columns are understood."""

    source: str
    """The file as the user named it."""
    kind: str
    """The format, and where in it the rows stand; see :class:`Layout`."""
    unit: str
    """What rows are counted in; see :class:`Place`."""
    rows: Iterator[tuple[int, Sequence[str] | Unreadable]]
    """The number of each row and its cells.

    Raises:
        InputError: the file is broken from here on.
    """
    names: Sequence[str] | None = None
    """The names of the columns where the format has them apart from the rows."""
    sheet: str = ""
    encoding: str = ""
    """Of the text; empty where the format settles it."""
    delimiter: str = ""
    aligned: bool = False
    """Whether each cell has a column of its own: a longer row then has cells to the side, not a broken quote."""
    remarks: tuple[str, ...] = ()
    """What the user should know of how the file was read."""

    @property
    def title(self) -> str:
        """The file, with the sheet where there is one."""
        return f"{self.source}, sheet {self.sheet!r}" if self.sheet else self.source

    def place(self, number: int) -> Place:
        """Where a row stands."""
        return Place(source=self.source, line=number, unit=self.unit)

    def fault(self, number: int, problem: str) -> Fault:
        """A fault in a row."""
        if self.unit:
            return Fault(source=str(self.place(number)), problem=problem)
        return Fault(source=self.source, line=number, problem=problem)


def cell_text(value: object) -> str:
    """A cell's value as text: whole numbers without a point, dates in ISO 8601, nothing for nothing."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).lower()
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 2**53 else str(value)
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "surrogateescape")
        case _:
            return str(value)
