"""``consistency brief lint``: a brief's weaknesses, worst first."""

import sys
from pathlib import Path

from consistency.brief import read_brief
from consistency.embedding import load_embedder
from consistency.judging import similarity
from consistency.records.findings import Severity
from consistency.rules import lint_brief


def run_lint(brief_file: Path, model: str | None) -> int:
    """The exit code: 1 when something is an error, 0 otherwise."""
    faults = lint_brief(read_brief(brief_file), similarity(load_embedder(model)))
    for fault in sorted(faults, key=lambda fault: list(Severity).index(fault.severity)):
        print(f"{brief_file.as_posix()}: {fault.field}: {fault.severity}: {fault.rule}: {fault.problem}")
    if not faults:
        print(f"{brief_file.as_posix()}: no weaknesses found")
    else:
        print("consistency explain RULE says why each matters and how to mend it", file=sys.stderr)
    return int(any(fault.severity is Severity.ERROR for fault in faults))
