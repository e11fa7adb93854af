"""``consistency compare``: drafts beside what went live, or one report beside another."""

import sys
from collections.abc import Sequence
from pathlib import Path

from consistency.brief import read_brief
from consistency.campaign import check_campaign, compare_captions, compare_runs
from consistency.captions import read_captions
from consistency.cli.check import column_choices, import_spacy_without_torch, progress_bar, tell_mappings
from consistency.cli.levels import Format
from consistency.cli.output import write_whole
from consistency.embedding import load_embedder
from consistency.errors import ConsistencyError
from consistency.judging import load_reader
from consistency.records.brief import Brief
from consistency.records.captions import Captions
from consistency.records.comparison import Comparison, PostState, RunState
from consistency.report import read_report, render_comparison_json, render_comparison_text


def run_compare(
    before: Path,
    after: Path,
    *,
    brief_file: Path | None,
    outputs: Sequence[Path],
    format_: Format,
    model: str | None,
    judge: str | None,
    rules_only: bool,
    columns: Sequence[str],
) -> int:
    """The exit code: 1 when something is worse than before, 0 otherwise."""
    unknown = [path for path in outputs if path.suffix.lower() != ".json"]
    if unknown:
        raise ConsistencyError(f"{unknown[0]}: a comparison ends in .json")
    sides = [read_report(path) if path.suffix.lower() == ".json" else None for path in (before, after)]
    if sides[0] and sides[1]:
        comparison = compare_runs(sides[0], sides[1])
    elif sides[0] or sides[1]:
        report, other = (before, after) if sides[0] else (after, before)
        raise ConsistencyError(f"{report} is a report and {other} is none; compare two reports, or drafts with posts")
    else:
        drafts, live = (read_captions([path], column_choices(columns)) for path in (before, after))
        tell_mappings(drafts)
        tell_mappings(live)
        names = before.as_posix(), after.as_posix()
        states = _judge(read_brief(brief_file), (drafts, live), names, model, judge, rules_only) if brief_file else None
        comparison = compare_captions(drafts, live, states, names)
    _write(comparison, outputs, format_)
    return int(bool(comparison.worse))


def _judge(
    brief: Brief,
    sides: tuple[Captions, Captions],
    names: tuple[str, str],
    model: str | None,
    judge: str | None,
    rules_only: bool,
) -> tuple[RunState, RunState]:
    embedder, reader = None, None
    if not rules_only:
        import_spacy_without_torch()
        embedder, reader = load_embedder(model), load_reader(judge)

    def state(name: str, captions: Captions) -> RunState:
        with progress_bar() as progress:
            report = check_campaign(brief, captions, embedder, reader, progress)
        return RunState(name=name, facts={}, posts=tuple(map(PostState.of, report.posts)))

    return state(names[0], sides[0]), state(names[1], sides[1])


def _write(comparison: Comparison, outputs: Sequence[Path], format_: Format) -> None:
    for path in outputs:
        write_whole(path, render_comparison_json(comparison))
        print(f"comparison: {path}", file=sys.stderr)
    render = render_comparison_json if format_ is Format.JSON else render_comparison_text
    sys.stdout.write(render(comparison))
