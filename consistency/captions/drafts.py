"""Posts from drafts: one caption in a text file, with an optional YAML front matter, or in a Word document."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from consistency.captions.aliases import COUNTS, FIELDS
from consistency.captions.choices import Choices
from consistency.captions.encodings import doubts_on, find_encoding
from consistency.captions.files import STANDARD_INPUT, open_archive
from consistency.captions.legacy_vietnamese import CONVERT, legacy_letters
from consistency.captions.values import (
    EXPECTED_COUNT,
    EXPECTED_DATE,
    EXPECTED_ORDER,
    is_ambiguous,
    is_blank,
    read_count,
    read_date,
    read_file_name,
)
from consistency.errors import Fault, InputError
from consistency.records.captions import DayOrder, Note, Place, Post, Skipped

MAX_BYTES = 1_000_000
"""Of the text of a draft."""
_FENCE = "---"
_FIELDS = tuple(field for field in FIELDS if field != "caption")


def read_draft(file: BinaryIO, source: str, name: str, choices: Choices) -> Iterator[Post | Skipped | Note]:
    """The post in one text file or why it is skipped, and notes on its front matter.

    ``name``, without its ending, is its id unless the front matter gives one. What that says of creator, platform and
    date goes before what the file's name says. A file that is no text is skipped with its reason.

    Raises:
        InputError: its front matter isn't YAML of the form ``field: value``.
    """
    post_id = _id(name)
    place = Place(source=source, line=1)
    raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        reason = f"has more than {MAX_BYTES:,} bytes; expected one caption"
        yield Skipped(place=place, post_id=post_id, reason=reason)
        return
    file.seek(0)
    encoding = find_encoding(file, choices.encoding)
    try:
        text = raw.decode(encoding).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        reason = f"is not {encoding} text: {error}; name its encoding with --encoding, or save it as UTF-8"
        yield Skipped(place=place, post_id=post_id, reason=reason)
        return
    matter, caption, line = _split(text, source)
    yield _post(matter, caption, Place(source=source, line=line), post_id, choices.dates)
    yield from _unread(matter, place, choices.dates)
    for doubt in doubts_on(encoding, choices.encoding):
        yield Note(place=None, source=source, text=doubt)


def read_word_draft(file: BinaryIO, source: str, name: str) -> Post | Skipped:
    """The post in one .docx: the text of its paragraphs, tables included, one a line.

    Raises:
        InputError: it is damaged or beyond a limit.
    """
    from docx import Document

    open_archive(file, source)
    file.seek(0)
    try:
        caption = "\n".join(_paragraphs(Document(file))).strip("\n")
    except Exception as error:  # what a damaged file makes python-docx raise has no end
        what = " ".join(str(error).split())[:200] or type(error).__name__
        problem = f"expected a Word document, found damage or another kind: {what}; open it in Word and save it again"
        raise InputError([Fault(source=source, problem=problem)]) from error
    place = Place(source=source, line=1, unit="paragraph")
    if len(caption) > MAX_BYTES:
        reason = f"has {len(caption):,} characters; expected one caption, of at most {MAX_BYTES:,}"
        return Skipped(place=place, post_id=_id(name), reason=reason)
    return _post({}, caption, place, _id(name), None)


def _paragraphs(container: Any) -> Iterator[str]:
    from docx.table import Table

    for part in container.iter_inner_content():
        if not isinstance(part, Table):
            yield part.text
            continue
        for row in part.rows:
            seen = set()
            for cell in row.cells:
                if cell._tc not in seen:  # a merged cell comes once for each column
                    seen.add(cell._tc)
                    yield from _paragraphs(cell)


def _id(name: str) -> str:
    return PurePosixPath(name).with_suffix("").as_posix()


def _post(
    matter: Mapping[str, Any], caption: str, place: Place, post_id: str, order: DayOrder | None
) -> Post | Skipped:
    post_id, path = str(matter.get("post_id") or post_id), post_id
    if letters := legacy_letters(caption):
        reason = f"has the letters of {letters} fonts: found {caption[:40]!r}, expected Unicode; {CONVERT}"
        return Skipped(place=place, post_id=post_id, reason=reason)
    named = "" if place.source == STANDARD_INPUT else PurePosixPath(path).name
    creator, platform, day = read_file_name(named)
    return Post(
        post_id=post_id,
        place=place,
        caption=caption,
        creator=str(matter.get("creator") or creator),
        platform=str(matter.get("platform") or platform).strip().lower(),
        posted_at=_day(matter.get("posted_at"), order) or day,
        **{name: read_count(str(matter.get(name, ""))) for name in COUNTS},
    )


def _unread(matter: Mapping[str, Any], place: Place, order: DayOrder | None) -> Iterator[Note]:
    """What the front matter says and isn't understood."""
    for name, value in matter.items():
        text = str(value)
        expected = ""
        if name == "posted_at" and not is_blank(text) and _day(value, order) is None:
            expected = EXPECTED_ORDER if is_ambiguous(text) else EXPECTED_DATE
        elif name in COUNTS and not is_blank(text) and read_count(text) is None:
            expected = EXPECTED_COUNT
        elif name not in _FIELDS:
            expected = f"expected one of {', '.join(_FIELDS)}; left out"
        if expected:
            problem = f"{str(name)[:40]} (front matter): found {text[:40]!r}, {expected}"
            yield Note(place=place, source=place.source, text=problem)


def _split(text: str, source: str) -> tuple[Mapping[str, Any], str, int]:
    """Front matter, caption, and the 1-based line at which the caption starts."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE or _FENCE not in [line.rstrip() for line in lines[1:]]:
        return {}, text.rstrip("\n"), 1
    end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE)
    caption = "\n".join(lines[end + 1 :]).rstrip("\n")
    try:
        matter = YAML(typ="safe", pure=True).load("\n".join(lines[1:end])) or {}
    except (YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        what = " ".join(str(getattr(error, "problem", None) or error).split())[:200]
        problem = f"the front matter is not YAML in column {column}: {what}; expected lines such as 'creator: name'"
        raise InputError([Fault(source=source, line=line, problem=problem)]) from error
    if not isinstance(matter, dict):
        problem = f"the front matter is a {type(matter).__name__}; expected lines such as 'creator: name'"
        raise InputError([Fault(source=source, line=2, problem=problem)])
    return matter, caption, end + 2


def _day(value: object, order: DayOrder | None) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else read_date(str(value), order) if value else None
