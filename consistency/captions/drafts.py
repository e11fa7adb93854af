"""Posts from drafts: one caption in a .txt or .md file, with an optional YAML front matter."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from consistency.captions.values import read_count, read_date, read_file_name
from consistency.errors import Fault, InputError
from consistency.records.captions import Place, Post, Skipped

SUFFIXES = frozenset([".txt", ".md"])
MAX_BYTES = 1_000_000
_FENCE = "---"
_FIELDS = ("post_id", "creator", "platform", "posted_at", "followers", "likes", "comments", "shares", "views")


def draft_files(folder: Path) -> Iterator[Path]:
    """The drafts below a folder in order of their paths; hidden files and links out of the folder are left out."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*"), key=lambda found: found.as_posix()):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and path.is_file() and not hidden and path.resolve().is_relative_to(root):
            yield path


def read_draft(path: Path, post_id: str) -> Post | Skipped:
    """The post in one file; ``post_id`` is used unless the front matter gives one.

    What the front matter says of creator, platform and date goes before what the file's name says. A file that is no
    text is skipped with its reason.

    Raises:
        InputError: the file can't be opened, or its front matter isn't YAML of the form ``field: value``.
    """
    source = path.as_posix()
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError([Fault(source=source, problem=f"can't be opened: {error.strerror or error}")]) from error
    place = Place(source=source, line=1)
    if len(raw) > MAX_BYTES:
        return Skipped(place=place, post_id=post_id, reason=f"has more than {MAX_BYTES:,} bytes, so it isn't a draft")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return Skipped(place=place, post_id=post_id, reason="is not UTF-8 text; save it as UTF-8")
    matter, caption, line = _split(text, source)
    creator, platform, day = read_file_name(path.stem)
    return Post(
        post_id=str(matter.get("post_id") or post_id),
        place=Place(source=source, line=line),
        caption=caption,
        creator=str(matter.get("creator") or creator),
        platform=str(matter.get("platform") or platform).strip().lower(),
        posted_at=_day(matter.get("posted_at")) or day,
        **{name: read_count(str(matter.get(name, ""))) for name in _FIELDS[4:]},
    )


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
        line = mark.line + 2 if mark else 1
        problem = f"the front matter is not valid YAML: {getattr(error, 'problem', None) or error}"
        raise InputError([Fault(source=source, line=line, problem=problem)]) from error
    if not isinstance(matter, dict):
        problem = "the front matter must hold lines of the form 'creator: name'"
        raise InputError([Fault(source=source, line=2, problem=problem)])
    return matter, caption, end + 2


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else read_date(str(value)) if value else None
