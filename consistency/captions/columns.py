"""Which columns of a table are which field of a post: by their names, or else by what they hold."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from consistency.captions.aliases import ALIASES, COUNTS, FIELDS, OWN, OWNERS
from consistency.captions.values import PLATFORMS, is_ambiguous, is_blank, read_count, read_date

_HANDLE = re.compile(r"@[\w.]{2,40}")
_BORNE_OUT = 0.8
"""Share of a column's cells that must be of a kind for the column to be taken for it."""
_MIN_CAPTION = 20
"""Mean code points from which a column without a name that tells may be one of captions."""


def map_columns(
    header: Sequence[str], overrides: Mapping[str, str], sample: Sequence[Sequence[str]] = ()
) -> tuple[dict[str, int], frozenset[str]]:
    """Index of the column of each field that the table has, and the fields that were told by content.

    ``overrides`` gives the header for a field by name, as ``--map`` does; other fields are found by :data:`ALIASES`.
    Case, diacritics, spaces and underscores don't matter; of a nested name (``statistics.like_count``), the last part
    will do; of what is said of the post's author (``author.name``), only creator and followers are read. A header with
    more words than an alias (``Post caption (VN)``), and one that tells nothing, is taken where what the ``sample`` of
    rows holds in it bears it out.

    Raises:
        KeyError: an override names a header that the table doesn't have.
    """
    columns: dict[str, int] = {}
    for field in FIELDS:
        if field in overrides:
            if plain(overrides[field]) not in map(plain, header):
                raise KeyError(overrides[field])
            columns[field] = [plain(name) for name in header].index(plain(overrides[field]))
    plain_names = [plain(name) for name in header]
    for field in FIELDS:
        _take_first(field, plain_names, _plain_aliases(field), columns)
    for field in FIELDS:
        _take_first(field, [_nested(name, of_owner=True) for name in header], _plain_own(field), columns)
        _take_first(field, [_nested(name, of_owner=False) for name in header], _plain_aliases(field), columns)
    by_content = _by_content(header, sample, columns)
    return columns | by_content, frozenset(by_content)


def _take_first(field: str, names: Sequence[str], aliases: Sequence[str], columns: dict[str, int]) -> None:
    """Add the column of the first alias that is among the names and that no field has."""
    known = [names.index(alias) for alias in aliases if alias in names]
    free = [index for index in known if index not in columns.values()]
    if free and field not in columns:
        columns[field] = free[0]


def names_caption(row: Sequence[str], caption: str | None) -> bool:
    """Whether a row holds the name of a caption column: ``caption``, or where that is ``None``, a known alias."""
    wanted = {plain(caption)} if caption else set(_plain_aliases("caption"))
    return any(
        plain(cell) in wanted or (not caption and _nested(cell, of_owner=False) in wanted)
        for cell in row
        if len(cell) < 100
    )


def holds_captions(cells: Sequence[str]) -> bool:
    """Whether cells read like captions: words, mostly different, of some length; no links, counts or dates."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled or sum(map(len, filled)) < _MIN_CAPTION * len(filled) or len(set(filled)) < len(filled) / 2:
        return False
    worded = sum(len(cell.split()) > 2 and read_date(cell) is None for cell in filled)
    return worded >= _BORNE_OUT * len(filled)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A header without case, diacritics, spaces, underscores and dashes."""
    decomposed = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[\s_\-:*]+", "", letters.casefold())


@lru_cache
def _plain_aliases(field: str) -> tuple[str, ...]:
    return tuple(map(plain, ALIASES[field]))


@lru_cache
def _plain_own(field: str) -> tuple[str, ...]:
    return tuple(map(plain, OWN.get(field, ())))


def _nested(name: str, *, of_owner: bool) -> str:
    """Of a nested name the last part, where no list comes before it (whose other items would be lost).

    Nothing where it is in an object of the post's author, or with ``of_owner``, where it is in none.
    """
    *outer, last = name.split(".")
    if not outer or " " in name or "0" in outer or last == "0":
        return ""
    return plain(last) if of_owner == any(plain(part) in map(plain, OWNERS) for part in outer) else ""


def _by_content(header: Sequence[str], sample: Sequence[Sequence[str]], columns: Mapping[str, int]) -> dict[str, int]:
    cells = {
        index: [row[index] for row in sample if index < len(row) and not is_blank(row[index])]
        for index in range(len(header))
        if index not in columns.values()
    }
    found: dict[str, int] = {}
    for field in ("caption", "posted_at", "creator", "platform", *COUNTS):
        fitting = [index for index in cells if field not in columns and _fits(field, cells[index])]
        named = [index for index in fitting if _has_alias(field, header[index])]
        # Without a name, one date or number is like another; a caption is told by being the longest text.
        if field in COUNTS or (field == "posted_at" and len(fitting) > 1):
            fitting = []
        for index in sorted(named or fitting, key=lambda index: -sum(map(len, cells[index])))[:1]:
            found[field] = index
            del cells[index]
    return found


def _has_alias(field: str, name: str) -> bool:
    """Whether a header holds the words of an alias, beside others."""
    words = f" {_words(name)} "
    return any(f" {_words(alias)} " in words for alias in ALIASES[field])


def _words(name: str) -> str:
    return " ".join(filter(None, map(plain, re.findall(r"[^\W_]+", name))))


def _fits(field: str, cells: Sequence[str]) -> bool:
    """Whether most cells of a column are what the field holds."""
    if field == "caption":
        return holds_captions(cells)
    if field in COUNTS:
        fitting = [read_count(cell) is not None for cell in cells]
    elif field == "posted_at":
        fitting = [not cell.isdecimal() and (read_date(cell) is not None or is_ambiguous(cell)) for cell in cells]
    elif field == "platform":
        # A lone x is a tick as well.
        fitting = [cell.strip().casefold() in PLATFORMS and len(cell.strip()) > 1 for cell in cells]
    else:
        fitting = [bool(_HANDLE.fullmatch(cell.strip())) for cell in cells]
    return bool(fitting) and sum(fitting) >= _BORNE_OUT * len(fitting)
