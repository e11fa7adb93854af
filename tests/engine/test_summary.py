from datetime import date
from pathlib import Path

import pytest

from consistency.engine import render_summary, summarise_parts
from consistency.gate import gate
from consistency.records.brief import Brief
from consistency.records.decisions import Decision, Kind
from consistency.report.parts import render_part
from tests.support import check, make_posts

TODAY = date(2026, 12, 3)
CAPTIONS = make_posts("The tea has no sugar and no sweetener.", "rain all day", "", "It is brewed in cold water.")


@pytest.mark.parametrize("fail_on", ["contradicts", "off_message", "partly", "review", "never", "off-message"])
@pytest.mark.parametrize("decided", [False, True])
def test_parts_sum_up_to_the_ordinary_report(brief: Brief, tmp_path: Path, fail_on: str, decided: bool) -> None:
    report = check(brief, CAPTIONS)
    decisions = [
        Decision(fingerprint=one.fingerprint, rule=one.rule, post=one.post_id, decision=Kind.WAIVED, on=TODAY)
        for one in report.findings[: int(decided)]
    ]
    parts = []
    for number, one in enumerate([*report.posts, *report.skipped]):
        parts.append(tmp_path / f"part-{number}.parquet")
        parts[-1].write_bytes(render_part(brief, [one], {}))
    summary = summarise_parts(brief, parts, [fail_on], decisions, TODAY)
    gated = gate(report, [fail_on], decisions, TODAY)
    assert summary.messages == report.messages
    assert summary.posts == len(report.posts) == 3
    assert sum(summary.rules.values()) == len(report.findings)
    assert summary.fails == sum(found.fails for found in gated.findings)
    assert summary.covered == int(decided)
    assert (summary.skipped, summary.skipped_first) == (1, ("posts.csv:4: the caption is empty",))


def test_the_summary_in_words(brief: Brief, tmp_path: Path) -> None:
    report = check(brief, CAPTIONS)
    path = tmp_path / "part.parquet"
    path.write_bytes(render_part(brief, [*report.posts, *report.skipped], {}))
    told = render_summary(brief, summarise_parts(brief, [path], ["off_message"], [], TODAY))
    assert told.startswith("tea: 3 captions\n")
    assert "   33 %  sugar (required): The tea has no sugar and no sweetener.\n" in told
    assert "not judged: 1\n  posts.csv:4: the caption is empty\n" in told
