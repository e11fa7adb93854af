"""``consistency check``: judge, gate, write, tell."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from consistency.cli.levels import Format
from consistency.cli.options import RunInput
from consistency.cli.output import FORMATS, RENDERERS, default_output, write_whole
from consistency.cli.run import judged_report
from consistency.errors import ConsistencyError
from consistency.gate import check_levels, gate, read_decisions
from consistency.records.phrases import Language
from consistency.report import redact


def run_check(
    given: RunInput,
    *,
    outputs: Sequence[Path],
    format_: Format | None,
    fail_on: Sequence[str],
    decisions_file: Path | None,
    today: date,
    language: Language,
    redacted: bool,
) -> int:
    """The exit code: 0, or 1 when something is at or above ``fail_on``."""
    unknown = [path for path in outputs if path.suffix.lower() not in RENDERERS]
    if unknown:
        raise ConsistencyError(f"{unknown[0]}: a report ends in one of {', '.join(RENDERERS)}")
    check_levels(fail_on)
    decisions = read_decisions(decisions_file) if decisions_file else ()
    report = gate(judged_report(given), fail_on, decisions, today)
    if redacted:
        report = redact(report)
    if not outputs and format_ is None:
        outputs = [default_output(report.brief.campaign)]
    for path in outputs:
        write_whole(path, RENDERERS[path.suffix.lower()](report, language))
        print(f"report: {path}", file=sys.stderr)
    sys.stdout.write(FORMATS[format_ or Format.TEXT](report))
    return int(any(found.fails for found in report.findings))
