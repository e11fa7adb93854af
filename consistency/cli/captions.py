"""``consistency captions preview``, and what ``check`` says of how captions were read."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from consistency.campaign.findings import one_line
from consistency.captions import Choices, stream_captions
from consistency.captions.aliases import FIELDS
from consistency.errors import ConsistencyError
from consistency.records.captions import Captions, DayOrder, Layout, Note, Post, Skipped

_FIRST = 5
"""Posts shown of each table, and of drafts in a row."""
_LISTED = 20
"""Skipped rows and notes listed; the others are counted."""
_WIDTH = 100


def reading_choices(columns: Sequence[str], sheet: str | None, dates: DayOrder | None, encoding: str | None) -> Choices:
    """What the options say of how captions are to be read; ``columns`` are those of ``--map FIELD=COLUMN``.

    Raises:
        ConsistencyError: a column isn't of that form, or names no field; the encoding is none.
    """
    chosen = {}
    for choice in columns:
        field, separator, column = choice.partition("=")
        if not separator or field not in FIELDS:
            raise ConsistencyError(f"--map {choice!r}: expected FIELD=COLUMN, with FIELD one of {', '.join(FIELDS)}")
        chosen[field] = column
    return Choices(columns=chosen, sheet=sheet, dates=dates, encoding=encoding)


def tell_reading(captions: Captions) -> None:
    """Say on standard error how each table was understood, and the first notes."""
    for layout in captions.layouts:
        tell_layout(layout)
    tell_notes(captions.notes)


def tell_layout(layout: Layout) -> None:
    """Say on standard error how a table was understood."""
    known = f" ({layout.export})" if layout.export else ""
    understood = ", ".join(_pair(field, column, layout) for field, column in layout.columns)
    print(one_line(f"{layout.source}{known}: columns read: {understood}"), file=sys.stderr)


def tell_notes(notes: Sequence[Note]) -> None:
    """Say the first notes on standard error."""
    for line in _listed(notes, len(notes)):
        print(line, file=sys.stderr)


def run_preview(paths: Sequence[Path], choices: Choices) -> int:
    """Show how captions are understood, as they are read; the exit code is 0.

    Raises:
        InputError: at the end, when a file can't be read as a whole.
    """
    skipped: list[Skipped] = []
    notes: list[Note] = []
    posts = blank = more_skipped = more_notes = shown = 0
    for event in stream_captions(paths, choices):
        match event:
            case Layout():
                shown = 0
                print("\n".join(_layout_lines(event)))
            case Post():
                posts += 1
                blank += not event.caption.strip()
                shown += 1
                if shown <= _FIRST:
                    print(_post_line(event))
            case Skipped():
                more_skipped += 1
                skipped += [event] if more_skipped <= _LISTED else []
            case Note():
                more_notes += 1
                notes += [event] if more_notes <= _LISTED else []
    print(f"\n{posts} post{'s'[: posts != 1]}{f', {blank} without a caption' if blank else ''}; {more_skipped} skipped")
    for one in skipped:
        named = f"{one.post_id}: " if one.post_id else ""
        print(one_line(f"  skipped: {one.place}: {named}{one.reason}"))
    if more_skipped > _LISTED:
        print(f"  and {more_skipped - _LISTED} more")
    print("\n".join(_listed(notes, more_notes)), end="\n" if notes else "")
    return 0


def _pair(field: str, column: str, layout: Layout) -> str:
    by_content = " (by what it holds)" if field in layout.by_content else ""
    return field + by_content if field == column else f"{field} = {column!r}{by_content}"


def _layout_lines(layout: Layout) -> Iterator[str]:
    names = f"names of the columns at {layout.header}" if layout.header else "columns named by the format"
    if layout.columns[0][1].startswith("column ") and not layout.header:
        names = "no names of columns"
    yield one_line(f"{layout.source}: {layout.described}; {names}")
    if layout.export:
        yield f"  known as: {layout.export}"
    if layout.ids_are_made:
        yield "  post_id    made from creator, date and caption"
    for field, column in layout.columns:
        yield one_line(f"  {field:10} = {column!r}{' (by what it holds)' if field in layout.by_content else ''}")
    if layout.unused:
        unused = ", ".join(map(repr, layout.unused[:_LISTED]))
        yield one_line(f"  not used: {unused}{', ...' if len(layout.unused) > _LISTED else ''}")


def _post_line(post: Post) -> str:
    day = post.posted_at.isoformat() if post.posted_at else ""
    known = "  ".join(filter(None, [str(post.place), post.post_id, post.creator, post.platform, day]))
    caption = one_line(post.caption)
    return one_line(f"  {known}: ") + (caption if len(caption) <= _WIDTH else f"{caption[:_WIDTH]}...")


def _listed(notes: Sequence[Note], count: int) -> Iterator[str]:
    for note in notes[:_LISTED]:
        yield one_line(f"note: {note}")
    if count > _LISTED:
        yield f"and {count - _LISTED} more notes"
