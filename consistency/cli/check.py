"""``consistency check``: read, judge, write, tell."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from consistency.brief import read_brief
from consistency.campaign import Progress, check_campaign
from consistency.captions import read_captions
from consistency.captions.columns import ALIASES
from consistency.cli.levels import FailOn, Format
from consistency.cli.output import RENDERERS, default_output, write_whole
from consistency.embedding import load_embedder
from consistency.errors import ConsistencyError
from consistency.records.captions import Captions
from consistency.records.findings import CampaignReport, Verdict
from consistency.report import render_json, render_text


def run_check(
    brief_file: Path,
    captions_paths: Sequence[Path],
    *,
    outputs: Sequence[Path],
    format_: Format,
    fail_on: FailOn,
    model: str | None,
    columns: Sequence[str],
) -> int:
    """The exit code: 0, or 1 when something is at or above ``fail_on``."""
    unknown = [path for path in outputs if path.suffix.lower() not in RENDERERS]
    if unknown:
        raise ConsistencyError(f"{unknown[0]}: a report ends in one of {', '.join(RENDERERS)}")
    brief = read_brief(brief_file)
    captions = read_captions(captions_paths, _column_choices(columns))
    _tell_mappings(captions)
    _import_spacy_without_torch()
    with _progress_bar() as progress:
        report = check_campaign(brief, captions, load_embedder(model), progress)
    for path in outputs or [default_output(brief.campaign)]:
        write_whole(path, RENDERERS[path.suffix.lower()](report))
        print(f"report: {path}", file=sys.stderr)
    sys.stdout.write(render_json(report) if format_ is Format.JSON else render_text(report))
    return int(fails(report, fail_on))


def fails(report: CampaignReport, fail_on: FailOn) -> bool:
    """Whether anything is at or above a level; what could not be judged is as bad as what a person must look at."""
    if fail_on is FailOn.NEVER:
        return False
    if fail_on is FailOn.REVIEW and (report.skipped or any(post.needs_review for post in report.posts)):
        return True
    levels = [Verdict.CONTRADICTS, Verdict.OFF_MESSAGE, Verdict.PARTLY]
    failing = levels[: levels.index(Verdict(fail_on)) + 1] if fail_on is not FailOn.REVIEW else levels
    return any(post.verdict in failing for post in report.posts)


def _column_choices(choices: Sequence[str]) -> dict[str, str]:
    chosen = {}
    for choice in choices:
        field, separator, column = choice.partition("=")
        if not separator or field not in ALIASES:
            raise ConsistencyError(f"--map {choice!r}: expected FIELD=COLUMN, with FIELD one of {', '.join(ALIASES)}")
        chosen[field] = column
    return chosen


def _tell_mappings(captions: Captions) -> None:
    for source, pairs in captions.mappings:
        understood = ", ".join(field if field == column else f"{field} = {column!r}" for field, column in pairs)
        print(f"{source}: columns read: {understood}", file=sys.stderr)


def _import_spacy_without_torch() -> None:
    """Import spaCy as if torch weren't installed.

    spaCy's thinc imports torch wherever it is there, which takes seconds, and the rules used here need none of it.
    Only the command line may do this: the process is its own.
    """
    if "torch" in sys.modules:
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import spacy  # noqa: F401
    finally:
        del sys.modules["torch"]


@contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    """A progress bar on standard error where that is a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("reading captions", total=None)
        yield lambda done, total: bars.update(bar, completed=done, total=total)
