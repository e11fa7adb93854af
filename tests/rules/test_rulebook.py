"""Every rule: explained, with examples that must fire and examples that must stay silent."""

from datetime import date

import pytest

from consistency.captions.values import read_date
from consistency.records.captions import Place, Post
from consistency.records.findings import Severity
from consistency.rules import BRIEF_RULES, RULES, RuleInput, check_rules
from consistency.rules.rulebook import EXAMPLE_BRIEF


def post(caption: str) -> Post:
    """A post from an example; one that begins with a date was posted on it."""
    day = read_date(caption[:10])
    return Post(post_id="p", place=Place(source="x", line=1), caption=caption, posted_at=day)


def broken(caption: str, rule: str) -> bool:
    return any(found.rule == rule for found in check_rules(RuleInput(EXAMPLE_BRIEF, post(caption))))


FIRES = [(name, example) for name, rule in RULES.items() for example in rule.fires]
SILENT = [(name, example) for name, rule in RULES.items() for example in rule.silent]


@pytest.mark.parametrize(("rule", "caption"), FIRES)
def test_examples_that_must_fire(rule: str, caption: str) -> None:
    assert broken(caption, rule)


@pytest.mark.parametrize(("rule", "caption"), SILENT)
def test_examples_that_must_stay_silent(rule: str, caption: str) -> None:
    assert not broken(caption, rule)


@pytest.mark.parametrize("name", [*RULES, *BRIEF_RULES])
def test_no_rule_lacks_examples_or_an_explanation(name: str) -> None:
    rule = RULES.get(name) or BRIEF_RULES[name]
    assert rule.fires
    assert rule.silent
    lines = rule.explanation.splitlines()
    assert lines[0].endswith(".")
    assert any(line.startswith("Why: ") for line in lines)
    assert any(line.startswith("Fix: ") for line in lines)


def test_a_brief_sets_severities_and_silences_rules() -> None:
    brief = EXAMPLE_BRIEF.model_copy(update={"rules": {"missing-code": "error", "missing-hashtag": "off"}})
    found = {one.rule: one.severity for one in check_rules(RuleInput(brief, post("Quảng cáo: trà @mocsuong.tea")))}
    assert found == {"missing-code": Severity.ERROR, "missing-link": Severity.WARNING}


def test_a_date_outside_the_window_is_named() -> None:
    early = Post(post_id="p", place=Place(source="x", line=1), caption="trà", posted_at=date(2026, 11, 30))
    found = [one for one in check_rules(RuleInput(EXAMPLE_BRIEF, early)) if one.rule == "outside-window"]
    assert [(one.expected, one.found) for one in found] == [("2026-12-01 to 2026-12-31", "2026-11-30")]
