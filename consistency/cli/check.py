"""``consistency check``: read, judge, write, tell."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from consistency.brief import read_brief
from consistency.campaign import Progress, check_campaign
from consistency.captions import read_captions
from consistency.captions.columns import ALIASES
from consistency.cli.levels import FailOn, Format
from consistency.cli.output import RENDERERS, default_output, write_whole
from consistency.embedding import load_embedder
from consistency.errors import ConsistencyError
from consistency.judging import load_reader
from consistency.records.captions import Captions
from consistency.records.findings import CampaignReport, Severity, Verdict
from consistency.report import render_json, render_text
from consistency.rules import RULES


def run_check(
    brief_file: Path,
    captions_paths: Sequence[Path],
    *,
    outputs: Sequence[Path],
    format_: Format,
    fail_on: Sequence[str],
    model: str | None,
    judge: str | None,
    rules_only: bool,
    columns: Sequence[str],
) -> int:
    """The exit code: 0, or 1 when something is at or above ``fail_on``."""
    unknown = [path for path in outputs if path.suffix.lower() not in RENDERERS]
    if unknown:
        raise ConsistencyError(f"{unknown[0]}: a report ends in one of {', '.join(RENDERERS)}")
    unknown_levels = [level for level in fail_on if level not in [*FailOn, *RULES]]
    if unknown_levels:
        raise ConsistencyError(
            f"--fail-on {unknown_levels[0]!r}: expected one of {', '.join(FailOn)}, or a rule: {', '.join(RULES)}"
        )
    brief = read_brief(brief_file)
    captions = read_captions(captions_paths, column_choices(columns))
    tell_mappings(captions)
    embedder, reader = None, None
    if not rules_only:
        import_spacy_without_torch()
        embedder, reader = load_embedder(model), load_reader(judge)
    with progress_bar() as progress:
        report = check_campaign(brief, captions, embedder, reader, progress)
    for path in outputs or [default_output(brief.campaign)]:
        write_whole(path, RENDERERS[path.suffix.lower()](report))
        print(f"report: {path}", file=sys.stderr)
    sys.stdout.write(render_json(report) if format_ is Format.JSON else render_text(report))
    return int(fails(report, fail_on))


_LEVELS: Mapping[FailOn, tuple[Verdict | Severity, ...]] = MappingProxyType(
    {
        FailOn.CONTRADICTS: (Verdict.CONTRADICTS,),
        FailOn.OFF_MESSAGE: (Verdict.OFF_MESSAGE, Severity.ERROR),
        FailOn.PARTLY: (Verdict.PARTLY, Severity.WARNING),
        FailOn.REVIEW: (Severity.NOTE,),
    }
)
"""What each level adds to those above it, worst first."""


def fails(report: CampaignReport, fail_on: Sequence[str]) -> bool:
    """Whether anything is at or above a level, or breaks one of the rules named.

    A broken rule is as bad as a verdict, by its severity; what could not be judged is as bad as what a person must
    look at.
    """
    rules = set(fail_on) & set(RULES)
    order = list(_LEVELS)
    deepest = max((order.index(FailOn(level)) for level in fail_on if level in order), default=-1)
    levels = order[: deepest + 1]
    bad = {badness for level in levels for badness in _LEVELS[level]}
    if FailOn.REVIEW in levels and (report.skipped or any(post.needs_review for post in report.posts)):
        return True
    return any(
        post.verdict in bad or any(found.rule in rules or found.severity in bad for found in post.rules)
        for post in report.posts
    )


def column_choices(choices: Sequence[str]) -> dict[str, str]:
    """The columns that ``--map`` names, by field."""
    chosen = {}
    for choice in choices:
        field, separator, column = choice.partition("=")
        if not separator or field not in ALIASES:
            raise ConsistencyError(f"--map {choice!r}: expected FIELD=COLUMN, with FIELD one of {', '.join(ALIASES)}")
        chosen[field] = column
    return chosen


def tell_mappings(captions: Captions) -> None:
    """Say on standard error how the columns of each table were understood."""
    for source, pairs in captions.mappings:
        understood = ", ".join(field if field == column else f"{field} = {column!r}" for field, column in pairs)
        print(f"{source}: columns read: {understood}", file=sys.stderr)


def import_spacy_without_torch() -> None:
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
def progress_bar() -> Iterator[Progress | None]:
    """A progress bar on standard error where that is a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("reading captions", total=None)
        yield lambda done, total: bars.update(bar, completed=done, total=total)
