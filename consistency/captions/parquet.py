"""Rows of Parquet files."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from consistency.captions.rows import Rows, cell_text
from consistency.errors import Fault, InputError

MAX_BYTES = 2_000_000_000
"""Of all columns unpacked, as the file states them."""
MAX_COLUMNS = 2_000
_BATCH = 500


def read_parquet(file: BinaryIO, source: str) -> Rows:
    """Rows of a Parquet file; fields in structs are named by their path (``statistics.likes``).

    Raises:
        InputError: (from the rows too) it is damaged or beyond a limit.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        parquet = ParquetFile(file)
        metadata = parquet.metadata
        size = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
        names = _flat(pa.Table.from_batches([], schema=parquet.schema_arrow)).column_names
    except (pa.ArrowException, OSError, ValueError, TypeError) as error:
        raise InputError([_damaged(source, error)]) from error
    problem = ""
    if size > MAX_BYTES:
        problem = f"has {size:,} bytes unpacked; expected at most {MAX_BYTES:,}; split it"
    elif len(names) > MAX_COLUMNS:
        problem = f"has {len(names):,} columns; expected at most {MAX_COLUMNS:,}"
    if problem:
        raise InputError([Fault(source=source, problem=problem)])
    return Rows(source, "Parquet", "row", _rows(parquet, source), names)


def _rows(parquet: Any, source: str) -> Iterator[tuple[int, list[str]]]:
    import pyarrow as pa

    number = 0
    try:
        for batch in parquet.iter_batches(_BATCH):
            columns = [column.to_pylist() for column in _flat(pa.Table.from_batches([batch])).columns]
            for row in zip(*columns, strict=True):
                number += 1
                yield number, list(map(cell_text, row))
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise InputError([_damaged(source, error)]) from error


def _flat(table: Any) -> Any:
    """The table with each field of its structs as a column."""
    import pyarrow as pa

    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def _damaged(source: str, error: Exception) -> Fault:
    what = " ".join(str(error).split())[:200]
    return Fault(
        source=source, problem=f"expected a Parquet file, found damage or another kind: {what}; export it again"
    )
