"""``consistency compare``: drafts beside what went live, or one report beside another."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from consistency.brief import read_brief
from consistency.campaign import compare_captions, compare_runs
from consistency.captions import Choices
from consistency.cli.levels import PlainFormat
from consistency.cli.options import RunInput
from consistency.cli.output import write_whole
from consistency.cli.run import judge_captions, read_given_captions
from consistency.errors import ConsistencyError
from consistency.records.captions import Captions
from consistency.records.comparison import Comparison, PostState, RunState
from consistency.report import read_report, render_comparison_html, render_comparison_json, render_comparison_text

_RENDERERS = {".html": render_comparison_html, ".json": render_comparison_json}


def run_compare(
    before: Path,
    after: Path,
    given: RunInput | None,
    reading: Choices,
    outputs: Sequence[Path],
    format_: PlainFormat,
) -> int:
    """The exit code: 1 when something is worse than before, 0 otherwise.

    ``given`` has the brief and the models to judge both sides by; ``None`` compares words alone.
    """
    unknown = [path for path in outputs if path.suffix.lower() not in _RENDERERS]
    if unknown:
        raise ConsistencyError(f"{unknown[0]}: a comparison ends in one of {', '.join(_RENDERERS)}")
    sides = [read_report(path) if path.suffix.lower() == ".json" else None for path in (before, after)]
    if sides[0] and sides[1]:
        comparison = compare_runs(sides[0], sides[1])
    elif sides[0] or sides[1]:
        report, other = (before, after) if sides[0] else (after, before)
        raise ConsistencyError(f"{report} is a report and {other} is none; compare two reports, or drafts with posts")
    else:
        as_read = given or RunInput(brief=before, captions=(), reading=reading)
        drafts, live = (read_given_captions(replace(as_read, captions=(path,))) for path in (before, after))
        names = before.as_posix(), after.as_posix()
        states = _judge(given, drafts, live, names) if given else None
        comparison = compare_captions(drafts, live, states, names)
    _write(comparison, outputs, format_)
    return int(bool(comparison.worse))


def _judge(given: RunInput, drafts: Captions, live: Captions, names: tuple[str, str]) -> tuple[RunState, RunState]:
    brief = read_brief(given.brief)

    def state(name: str, captions: Captions) -> RunState:
        report = judge_captions(given, brief, captions)
        return RunState(name=name, facts={}, posts=tuple(map(PostState.of, report.posts)))

    return state(names[0], drafts), state(names[1], live)


def _write(comparison: Comparison, outputs: Sequence[Path], format_: PlainFormat) -> None:
    for path in outputs:
        write_whole(path, _RENDERERS[path.suffix.lower()](comparison))
        print(f"comparison: {path}", file=sys.stderr)
    render = render_comparison_json if format_ is PlainFormat.JSON else render_comparison_text
    sys.stdout.write(render(comparison))
