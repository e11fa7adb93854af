"""Files from paths, folders, archives and standard input, within limits."""

import stat
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from consistency.errors import Fault, InputError
from consistency.records.captions import Note

MAX_BYTES = 200_000_000
"""Of one file, as it lies on the disk or as it comes out of an archive."""
MAX_MEMBERS = 10_000
MAX_ARCHIVE_BYTES = 1_000_000_000
"""Of all members of an archive together, unpacked."""
MAX_RATIO = 200
"""Of unpacked to packed bytes; text packs to a tenth, what is made to fill a disk to a thousandth."""
_RATIO_FROM = 10_000_000
"""Members smaller than this may have any ratio: they do no harm, and short tables with one text in them pack well."""
_IN_MEMORY = 8_000_000
STANDARD_INPUT = "standard input"


class Kind(Enum):
    """What a file is read as."""

    TABLE = "CSV"
    JSON = "JSON"
    EXCEL = "Excel"
    OPEN_DOCUMENT = "OpenDocument"
    PARQUET = "Parquet"
    DRAFT = "draft"
    WORD = "Word"
    ARCHIVE = "zip"


SUFFIXES = {
    ".csv": Kind.TABLE,
    ".tsv": Kind.TABLE,
    ".json": Kind.JSON,
    ".jsonl": Kind.JSON,
    ".ndjson": Kind.JSON,
    ".xlsx": Kind.EXCEL,
    ".xlsm": Kind.EXCEL,
    ".ods": Kind.OPEN_DOCUMENT,
    ".parquet": Kind.PARQUET,
    ".txt": Kind.DRAFT,
    ".md": Kind.DRAFT,
    ".docx": Kind.WORD,
    ".zip": Kind.ARCHIVE,
}
READ_HERE = f"{', '.join(SUFFIXES)} or a folder"


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read, wherever it comes from."""

    source: str
    """As the user named it, with ``/`` between folders, and before the member of an archive."""
    name: str
    """Its path inside the folder or archive that the user named, or its own name."""
    open: Callable[[], BinaryIO]
    """A new stream from its start, which can seek.

    Raises:
        InputError: it can't be opened, or is larger than :data:`MAX_BYTES`.
    """


def find_files(path: Path) -> Iterator[InputFile | Note]:
    """The file, or the files of the folder in order of their paths; ``-`` is standard input.

    Hidden files are left out. So are links out of the folder and files of other kinds, each with a note.

    Raises:
        InputError: the path is no file and no folder, or the folder can't be read.
    """
    if path == Path("-"):
        yield InputFile(STANDARD_INPUT, STANDARD_INPUT, lambda: _spooled(sys.stdin.buffer, STANDARD_INPUT))
    elif path.is_dir():
        try:
            yield from _folder(path)
        except OSError as error:
            problem = f"expected files that may be read, found {error.filename}: {error.strerror}"
            raise InputError([Fault(source=path.as_posix(), problem=problem)]) from error
    else:
        source = path.as_posix()
        if path.exists() and not path.is_file():
            problem = "is a pipe or device; expected a file or folder; pipe it into '-' to read it from standard input"
            raise InputError([Fault(source=source, problem=problem)])
        yield InputFile(source, path.name, lambda: _open(path))


def _folder(folder: Path) -> Iterator[InputFile | Note]:
    root = folder.resolve()
    others: Counter[str] = Counter()
    for path in sorted(folder.rglob("*"), key=lambda found: found.as_posix()):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts) or (path.is_dir() and not path.is_symlink()):
            continue
        source = path.as_posix()
        if not path.resolve().is_relative_to(root):
            yield Note(place=None, source=source, text="is a link out of the folder; left out; name it to have it read")
        elif path.is_dir():
            yield Note(place=None, source=source, text="is a link to a folder that is read anyway; left out")
        elif not path.is_file():
            yield Note(place=None, source=source, text="is no file (a link to nothing, a pipe or a device); left out")
        elif path.suffix.lower() not in SUFFIXES:
            others[path.suffix.lower() or "no ending"] += 1
        else:
            yield InputFile(source, inside.as_posix(), lambda path=path: _open(path))  # type: ignore[misc]
    yield from _left_out(folder.as_posix(), others)


def _left_out(source: str, others: Counter[str]) -> Iterator[Note]:
    if others:
        kinds = ", ".join(f"{number} {ending}" for ending, number in sorted(others.items())[:20])
        yield Note(place=None, source=source, text=f"holds files of kinds that aren't read here; left out: {kinds}")


def _open(path: Path) -> BinaryIO:
    source = path.as_posix()
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        problem = f"can't be opened: {reason}; expected a file or folder that is there and may be read"
        raise InputError([Fault(source=source, problem=problem)]) from error
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_BYTES:
        file.close()
        raise InputError([_too_large(source)])
    return file


def _too_large(source: str) -> Fault:
    return Fault(source=source, problem=f"has more bytes than expected, which is at most {MAX_BYTES:,}; split it")


def _spooled(stream: BinaryIO, source: str) -> BinaryIO:
    """A copy that can seek, on disk where it is large.

    Raises:
        InputError: it is larger than :data:`MAX_BYTES`.
    """
    copy = cast("BinaryIO", tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - the caller's
    size = 0
    while chunk := stream.read(1 << 20):
        size += len(chunk)
        if size > MAX_BYTES:
            copy.close()
            raise InputError([_too_large(source)])
        copy.write(chunk)
    copy.seek(0)
    return copy


def open_archive(file: BinaryIO, source: str) -> zipfile.ZipFile:
    """A zip, or an office file, which is one, after a look at the sizes that it states.

    The zip module unpacks no member beyond the size that is stated for it.

    Raises:
        InputError: it is no zip, or beyond a limit.
    """
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        problem = f"is damaged or not what its name says: expected a zip-based file, found: {error}"
        raise InputError([Fault(source=source, problem=problem)]) from error
    problem = ""
    if len(members) > MAX_MEMBERS:
        problem = f"holds {len(members):,} files; expected at most {MAX_MEMBERS:,}; split it"
    elif (size := sum(member.file_size for member in members)) > MAX_ARCHIVE_BYTES:
        problem = f"holds {size:,} bytes unpacked; expected at most {MAX_ARCHIVE_BYTES:,}; split it"
    for member in members:
        if member.file_size > max(_RATIO_FROM, MAX_RATIO * member.compress_size):
            problem = (
                f"holds {member.filename!r}, which unpacks to {member.file_size:,} bytes from {member.compress_size:,}"
            )
            problem += f"; expected at most {MAX_RATIO} times as many; not read"
    if problem:
        raise InputError([Fault(source=source, problem=problem)])
    return archive


def members(archive: zipfile.ZipFile, source: str) -> Iterator[InputFile | Note]:
    """The files in a zip, in order of their paths; what is left out comes as notes."""
    others: Counter[str] = Counter()
    for member in sorted(archive.infolist(), key=lambda found: found.filename):
        if not member.filename:
            yield Note(place=None, source=source, text="holds a file without a name; left out")
            continue
        path = PurePosixPath(member.filename)
        inside = f"{source}/{member.filename}"
        hidden = any(part.startswith(".") and part != ".." for part in path.parts)
        if member.is_dir() or hidden or "__MACOSX" in path.parts:
            continue
        kind = SUFFIXES.get(path.suffix.lower())
        if stat.S_ISLNK(member.external_attr >> 16):
            yield Note(place=None, source=inside, text="is a link; left out")
        elif kind is Kind.ARCHIVE:
            yield Note(place=None, source=inside, text="is an archive in an archive; left out; unpack it first")
        elif kind is None:
            others[path.suffix.lower() or "no ending"] += 1
        else:
            yield InputFile(inside, path.as_posix(), lambda member=member: _unpack(archive, member, source))  # type: ignore[misc]
    yield from _left_out(source, others)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: str) -> BinaryIO:
    inside = f"{source}/{member.filename}"
    try:
        with archive.open(member) as stream:
            return _spooled(cast("BinaryIO", stream), inside)
    except InputError:
        raise
    except Exception as error:  # the zip module and its unpackers raise a dozen kinds for damaged members
        problem = f"can't be unpacked: {error}; expected a whole file without a password; unpack it first"
        raise InputError([Fault(source=inside, problem=problem)]) from error


def kind_of(file: BinaryIO, name: str, source: str) -> Kind:
    """What a file is, by its first bytes where they tell, and else by the ending of its name.

    Raises:
        InputError: it is of a kind that isn't read here.
    """
    start = file.read(512)
    file.seek(0)
    by_name = SUFFIXES.get(PurePosixPath(name).suffix.lower())
    if start.startswith(b"PK\x03\x04") and by_name not in _ZIP_BASED:
        return _kind_of_archive(file, source)
    if start.startswith(b"PAR1"):
        return Kind.PARQUET
    text = start.decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    problem = ""
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        problem = "is an old or a password-protected Office file; expected .xlsx or .docx without password; save it so"
    elif by_name not in (Kind.DRAFT, None) and text.startswith(("<!doctype", "<html", "<table", "<?xml")):
        problem = (
            f"is a web page or XML; expected {by_name.value}, as its name says; open it in a spreadsheet and save it"
        )
    elif by_name is None and source != STANDARD_INPUT:
        problem = f"is not a kind of file that is read here; expected {READ_HERE}"
    if problem:
        raise InputError([Fault(source=source, problem=problem)])
    if by_name:
        return by_name
    return Kind.JSON if text.startswith(("[", "{")) else Kind.TABLE


_ZIP_BASED = (Kind.EXCEL, Kind.OPEN_DOCUMENT, Kind.WORD, Kind.ARCHIVE)


def _kind_of_archive(file: BinaryIO, source: str) -> Kind:
    names = open_archive(file, source).namelist()
    file.seek(0)
    if "xl/workbook.xml" in names:
        return Kind.EXCEL
    if "word/document.xml" in names:
        return Kind.WORD
    return Kind.OPEN_DOCUMENT if "mimetype" in names else Kind.ARCHIVE
