"""Captions: any export or folder of drafts read into posts. What can't be judged is listed with its reason."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from consistency.captions.choices import Choices
from consistency.captions.drafts import read_draft, read_word_draft
from consistency.captions.duplicates import UniqueIds
from consistency.captions.files import InputFile, Kind, find_files, kind_of, members, open_archive
from consistency.captions.json_tables import read_json
from consistency.captions.parquet import read_parquet
from consistency.captions.rows import Rows
from consistency.captions.tables import Event, NoCaptionsError, read_table
from consistency.captions.text_tables import read_text_table
from consistency.captions.workbooks import read_excel, read_open_document
from consistency.errors import Fault, InputError
from consistency.records.captions import Captions, DayOrder, Layout, Note, Post, Skipped

__all__ = ["Choices", "DayOrder", "Event", "read_captions", "stream_captions"]

_FOUND_OUT = Choices()


def read_captions(paths: Iterable[Path | str], choices: Choices = _FOUND_OUT) -> Captions:
    """Read tables, drafts, archives and folders of them in the order given; ``-`` is standard input.

    How they are to be understood is found out, where ``choices`` don't say. Every row and draft is in the result, as a
    post or as skipped. Two posts with one id keep both: the later one's is marked ``id#2``.

    Raises:
        InputError: with the faults of all files that can't be read as a whole.
    """
    events = list(stream_captions(paths, choices))
    return Captions(
        posts=tuple(event for event in events if isinstance(event, Post)),
        skipped=tuple(event for event in events if isinstance(event, Skipped)),
        layouts=tuple(event for event in events if isinstance(event, Layout)),
        notes=tuple(event for event in events if isinstance(event, Note)),
    )


def stream_captions(paths: Iterable[Path | str], choices: Choices = _FOUND_OUT) -> Iterator[Event]:
    """What :func:`read_captions` gathers, one by one, as it is read; only the ids are held.

    Raises:
        InputError: at the end, with the faults of all files that can't be read as a whole.
    """
    faults: list[Fault] = []
    ids = UniqueIds()
    for path in map(Path, paths):
        for event in _read_path(path, choices, faults):
            yield ids.made_unique(event) if isinstance(event, Post) else event
    yield from ids.notes()
    if faults:
        raise InputError(faults)


def _read_path(path: Path, choices: Choices, faults: list[Fault]) -> Iterator[Event]:
    """What is in a file or folder; faults of whole files are added to ``faults``."""
    try:
        for found in find_files(path):
            yield from [found] if isinstance(found, Note) else _read_file(found, choices, faults)
    except InputError as error:
        faults += error.faults


def _read_file(file: InputFile, choices: Choices, faults: list[Fault]) -> Iterator[Event]:
    try:
        with file.open() as stream:
            kind = kind_of(stream, file.name, file.source)
            if kind is Kind.ARCHIVE:
                for found in members(open_archive(stream, file.source), file.source):
                    yield from [found] if isinstance(found, Note) else _read_file(found, choices, faults)
            elif kind is Kind.DRAFT:
                yield from read_draft(stream, file.source, file.name, choices)
            elif kind is Kind.WORD:
                yield read_word_draft(stream, file.source, file.name)
            else:
                yield from _read_tables(_tables(kind, stream, file.source, choices), choices)
    except InputError as error:
        faults += error.faults


def _tables(kind: Kind, stream: BinaryIO, source: str, choices: Choices) -> list[Rows]:
    """The tables in a file."""
    match kind:
        case Kind.EXCEL:
            return read_excel(stream, source, choices.sheet)
        case Kind.OPEN_DOCUMENT:
            return read_open_document(stream, source, choices.sheet)
        case Kind.JSON:
            return [read_json(stream, source, choices)]
        case Kind.PARQUET:
            return [read_parquet(stream, source)]
        case _:
            return [read_text_table(stream, source, choices)]


def _read_tables(tables: Sequence[Rows], choices: Choices) -> Iterator[Event]:
    """Posts of all tables of a file that have captions; the others come as notes.

    Raises:
        InputError: none has captions, or one is broken.
    """
    if len(tables) == 1:
        yield from read_table(tables[0], choices)
        return
    without: list[Fault] = []
    for table in tables:
        try:
            yield from read_table(table, choices, alone=False)
        except NoCaptionsError as error:
            without += error.faults
    if len(without) == len(tables):
        raise InputError(without)
    for fault in without:
        yield Note(place=None, source=fault.source, text=f"{fault.problem}; left out")
