"""``consistency check --engine``: captions read here, judged by a cluster's workers, written here as parts."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from consistency.brief import read_brief
from consistency.campaign import nothing_to_judge
from consistency.campaign.brand import read_calibration
from consistency.captions import stream_captions
from consistency.cli.captions import tell_layout, tell_notes
from consistency.cli.options import RunInput
from consistency.cli.output import RENDERERS, write_whole
from consistency.cli.run import load_models
from consistency.engine import (
    Engine,
    Failed,
    NamedModels,
    PartsFolder,
    cut,
    judge_all,
    plan,
    render_summary,
    summarise_parts,
    summary_dict,
)
from consistency.errors import ConsistencyError, InputError
from consistency.gate import check_levels, read_decisions
from consistency.records.captions import Layout, Note, Post, Skipped

_GIVE_UP = 10
"""Failed partitions after which no others are tried: something is wrong with all of them."""
_MENDABLE = (ConsistencyError, ImportError, MemoryError, OSError)
"""What may be wrong with a worker's machine; anything else that a worker raises is a bug."""


def run_check_beyond(
    given: RunInput,
    engine: str,
    folder: Path,
    *,
    fail_on: Sequence[str],
    decisions_file: Path | None,
    today: date,
) -> int:
    """The exit code: 0, or 1 when something is at or above ``fail_on``.

    Raises:
        ConsistencyError: partitions failed, or a file can't be read; what could be judged is written all the same.
    """
    check_levels(fail_on)
    workers = Engine.parse(engine)
    if folder.suffix.lower() in RENDERERS:
        raise ConsistencyError(f"{folder}: with --engine, -o names a folder of parts, not a report")
    decisions = read_decisions(decisions_file) if decisions_file else ()
    brief = read_brief(given.brief)
    calibration = read_calibration(given.calibration, *load_models(given)) if given.calibration else None
    work = plan(brief, NamedModels(given.model, given.judge, given.rules_only), calibration)
    settings = dict(work.settings)
    parts = PartsFolder(folder, settings)
    parts.summary.unlink(missing_ok=True)
    reading = _Reading(given)
    failed: list[Failed] = []
    with closing(judge_all(workers, work, parts.unfinished(cut(reading.read(), settings)))) as judged:
        for one in judged:
            if isinstance(one, Failed):
                failed.append(one)
                if len(failed) >= _GIVE_UP:
                    break
            else:
                partition, part = one
                write_whole(parts.path(partition), part)
                print(f"{parts.path(partition)}: {len(partition.read)} posts", file=sys.stderr)
    if failed:
        raise _failure(failed)
    if reading.error:
        raise reading.error
    parts.remove_others()
    summary = summarise_parts(brief, parts.parts, fail_on, decisions, today)
    if not summary.posts:
        raise ConsistencyError(nothing_to_judge(summary.skipped_first, summary.skipped))
    write_whole(parts.summary, json.dumps({**summary_dict(brief, summary), "run": settings}, ensure_ascii=False) + "\n")
    sys.stdout.write(render_summary(brief, summary))
    return int(summary.fails > 0)


class _Reading:
    """Captions as they are read; what can't be read is told at the end, when all else is judged."""

    def __init__(self, given: RunInput) -> None:
        self._given = given
        self.error: InputError | None = None

    def read(self) -> Iterator[Post | Skipped]:
        notes: list[Note] = []
        try:
            given = self._given
            for event in stream_captions(given.captions, given.reading):
                match event:
                    case Layout():
                        tell_layout(event)
                    case Note():
                        notes.append(event)
                    case _:
                        yield event
        except InputError as error:
            self.error = error
        tell_notes(notes)


def _failure(failed: Sequence[Failed]) -> Exception:
    """What to tell of failed partitions; the bug itself where it is one."""
    names = "".join(f"\n  {one.partition}: {type(one.error).__name__}: {one.error}" for one in failed)
    given_up = "\n  and the rest wasn't tried" if len(failed) >= _GIVE_UP else ""
    told = (
        f"{len(failed)} partition{'s'[: len(failed) != 1]} could not be judged:{names}{given_up}\n"
        "The finished parts are kept: mend this, and run the same command again"
    )
    for one in failed:
        if not isinstance(one.error, _MENDABLE):
            one.error.add_note(told)
            return one.error
    return ConsistencyError(told)
