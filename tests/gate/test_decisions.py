import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.errors import ConsistencyError, InputError
from consistency.gate import Ruling, baseline, decide, read_decisions, render_decisions
from consistency.records.brief import Brief
from consistency.records.captions import Captions
from consistency.records.decisions import Decision, Kind
from consistency.rules import RULES
from tests.support import SOCIAL_TEXT, check, make_posts

DAY = date(2026, 12, 1)
RULING = Ruling(kind=Kind.BASELINE, by="mai", reason="", on=DAY)
APPROVAL = Ruling(kind=Kind.APPROVED, by="mai", reason="known\nfan", on=DAY)
LINE = {"fingerprint": "0" * 32, "rule": "off-message", "post": "p1", "decision": "waived", "on": "2026-12-01"}


def some(brief: Brief, captions: Captions) -> tuple[Decision, ...]:
    return baseline(check(brief, captions), (), RULING, RULES).decisions


def test_a_baseline_decides_on_all_that_is_found(brief: Brief) -> None:
    report = check(brief, make_posts("rain all day", "snow", ""))
    change = baseline(report, (), RULING, RULES)
    assert [(one.rule, one.post, one.decision) for one in change.added] == [
        ("off-message", "p1", "baseline"),
        ("off-message", "p2", "baseline"),
        ("not-judged", "p3", "baseline"),
    ]
    again = baseline(report, change.decisions, RULING, RULES)
    assert (again.decisions, again.added, again.removed) == (change.decisions, (), ())


def test_a_baseline_shrinks_with_what_is_mended_and_keeps_what_was_not_read(brief: Brief) -> None:
    before = some(brief, make_posts("rain all day", "snow", "hail"))
    captions = make_posts("The tea has no sugar and no sweetener.", "snow")
    change = baseline(check(brief, captions), before, RULING, RULES)
    assert [one.excerpt for one in change.removed] == ["rain all day"]
    assert [one.excerpt for one in change.unread] == ["hail"]
    assert [one.excerpt for one in change.decisions] == ["snow", "hail"]


def test_a_run_of_some_rules_keeps_decisions_on_others(brief: Brief) -> None:
    before = some(brief, make_posts("rain all day"))
    change = baseline(check(brief, make_posts("sun")), before, RULING, ["missing-hashtag"])
    assert set(before) <= set(change.decisions)


def test_an_approved_post_is_on_record_with_what_was_found(brief: Brief) -> None:
    report = check(brief, make_posts("rain all day", "The tea has no sugar and no sweetener."))
    change = decide(report, (), APPROVAL, ["p1", "p2"], [])
    assert [(one.rule, one.post) for one in change.added] == [("off-message", "p1"), ("post", "p1"), ("post", "p2")]
    assert {one.reason for one in change.added} == {"known fan"}
    kept = baseline(report, change.decisions, RULING, RULES)
    assert kept.decisions == change.decisions
    edited = baseline(check(brief, make_posts("rain", "The tea has no sugar.")), change.decisions, RULING, RULES)
    assert set(edited.removed) == set(change.decisions)


def test_a_decision_replaces_an_older_one_on_the_same_finding(brief: Brief) -> None:
    report = check(brief, make_posts("rain all day"))
    [old] = some(brief, make_posts("rain all day"))
    waiver = Ruling(kind=Kind.WAIVED, by="an", reason="", on=DAY, expires=date(2026, 12, 5))
    [new] = decide(report, [old], waiver, [], [old.fingerprint[:8]]).decisions
    assert (new.fingerprint, new.decision, new.expires) == (old.fingerprint, "waived", date(2026, 12, 5))


@pytest.mark.parametrize(
    ("posts", "fingerprints", "words"),
    [
        (["p9"], [], "no post has the id 'p9'"),
        ([], ["zz"], "0 findings have a fingerprint that begins with 'zz'"),
        ([], [""], "2 findings have"),
        (["p3"], [], "there is nothing to waive on 'p3'"),
    ],
)
def test_what_there_is_nothing_to_decide_on_is_named(
    brief: Brief, posts: list[str], fingerprints: list[str], words: str
) -> None:
    report = check(brief, make_posts("rain", "snow", "The tea has no sugar and no sweetener."))
    waiver = Ruling(kind=Kind.WAIVED, by="", reason="", on=DAY)
    with pytest.raises(ConsistencyError, match=words):
        decide(report, (), waiver, posts, fingerprints)


@given(st.lists(st.builds(lambda post, why: (post, why), SOCIAL_TEXT, SOCIAL_TEXT), max_size=5))
def test_a_file_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    written = [
        Ruling(kind=Kind.WAIVED, by=why, reason=why, on=DAY).decision(f"{number:032x}", "off-message", post, why)
        for number, (post, why) in enumerate(texts)
    ]
    text = render_decisions(written)
    assert len(text.splitlines()) == len(written)
    path = tmp_path_factory.mktemp("d") / "d.jsonl"
    path.write_text(text, encoding="utf-8")
    assert set(read_decisions(path)) == set(written)
    assert render_decisions(reversed(written)) == text


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["{"], "d.jsonl:1: Invalid JSON"),
        ([LINE, LINE | {"fingerprint": "short"}], "d.jsonl:2: fingerprint: String should match"),
        ([LINE | {"decision": "maybe"}], "d.jsonl:1: decision: Input should be 'approved', 'waived' or 'baseline'"),
        ([LINE | {"until": "2026-12-09"}], "d.jsonl:1: until: Extra inputs"),
        ([LINE | {"expires": "2026-11-30"}], "'expires' \\(2026-11-30\\) is before 'on' \\(2026-12-01\\)"),
        ([LINE, "", LINE], "d.jsonl:3: fingerprint: 0{32} was decided above"),
    ],
)
def test_faults_are_named_with_their_line(tmp_path: Path, lines: list[object], words: str) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_decisions(path)


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    assert read_decisions(path, missing_ok=True) == ()
    with pytest.raises(InputError, match="the decisions can't be opened"):
        read_decisions(path)
    path.write_bytes(json.dumps(LINE).encode() + b"\n\xff")
    with pytest.raises(InputError, match=r"d\.jsonl:2: is not UTF-8"):
        read_decisions(path)
