"""``consistency baseline``, ``approve`` and ``waive``: what a person decides, put on file."""

import sys
from collections.abc import Sequence
from pathlib import Path

from consistency.cli.options import RunInput
from consistency.cli.output import write_whole
from consistency.cli.run import judged_report
from consistency.errors import ConsistencyError
from consistency.gate import Change, Ruling, baseline, decide, read_decisions, render_decisions
from consistency.rules import RULES, RuleInput


def run_baseline(given: RunInput, decisions_file: Path, ruling: Ruling) -> None:
    """Decide on everything that is open, and drop what nothing asks for any more."""
    decisions = read_decisions(decisions_file, missing_ok=True)
    checked = [name for name, rule in RULES.items() if rule.reads is RuleInput or not given.rules_only]
    _write(decisions_file, baseline(judged_report(given), decisions, ruling, checked))


def run_decide(
    given: RunInput, decisions_file: Path, ruling: Ruling, *, posts: Sequence[str], fingerprints: Sequence[str]
) -> None:
    """Decide on posts and findings."""
    if not posts and not fingerprints:
        raise ConsistencyError("name what you decide on: --post ID or --finding FINGERPRINT")
    if ruling.expires is not None and ruling.expires < ruling.on:
        raise ConsistencyError(f"--expires {ruling.expires} is before today, {ruling.on}; expected a later day")
    decisions = read_decisions(decisions_file, missing_ok=True)
    _write(decisions_file, decide(judged_report(given), decisions, ruling, posts, fingerprints))


def _write(path: Path, change: Change) -> None:
    write_whole(path, render_decisions(change.decisions))
    for sign, listed in (("+", change.added), ("-", change.removed)):
        for one in listed:
            print(f"{sign} {one.decision} {one.rule} {one.post}: {one.excerpt}")
    print(f"{path}: {len(change.decisions)} decisions, {len(change.added)} new, {len(change.removed)} removed")
    if change.unread:
        print(f"{len(change.unread)} of them are on posts that were not read this time; they stay", file=sys.stderr)
