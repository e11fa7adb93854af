"""Every rule: explained, with examples that must fire and examples that must stay silent."""

from datetime import date

import pytest

from consistency.campaign.verdicts import verdict
from consistency.captions.values import read_date
from consistency.records.brief import Brief
from consistency.records.captions import Place, Post, Skipped
from consistency.records.findings import Evidence, ForbiddenClaim, Label, MessageFinding, PostFinding, Severity
from consistency.rules import BRIEF_RULES, RULES, JudgedPost, RuleInput, UnjudgedPost, check_rules
from consistency.rules.rulebook import EXAMPLE_BRIEF


def post(caption: str) -> Post:
    """A post from an example; one that begins with a date was posted on it."""
    day = read_date(caption[:10])
    return Post(post_id="p", place=Place(source="x", line=1), caption=caption, posted_at=day)


JUDGED_BRIEF = Brief.model_validate(
    {
        "campaign": "example",
        "messages": [
            {"id": "sugar", "text": "Trà không đường.", "required": True},
            {"id": "brew", "text": "Trà ủ lạnh mười hai giờ."},
        ],
        "forbid": {"claims": [{"id": "cures", "text": "Trà chữa bệnh."}]},
    }
)


def judged(said: str) -> JudgedPost:
    """A post from an example such as "sugar: conveys, cures: made"; messages that it doesn't name are absent."""
    named = dict(part.split(": ", 1) for part in said.split(", "))
    labels = {message.id: Label(named.get(message.id, "absent")) for message in JUDGED_BRIEF.messages}
    forbidden = "cures" in named
    found = PostFinding(
        post=post("trà"),
        verdict=verdict(JUDGED_BRIEF, labels, forbidden=forbidden),
        drift=0.5,
        messages=tuple(
            MessageFinding(message_id=name, label=label, probability=0.5, evidence=None)
            for name, label in labels.items()
        ),
        forbidden_claims=(ForbiddenClaim(id="cures", probability=0.9, evidence=Evidence.of("trà", 0, 3)),) * forbidden,
        review_reasons=tuple(named[key] for key in named if key == "review"),
    )
    return JudgedPost(JUDGED_BRIEF, found)


def broken(example: str, rule: str) -> bool:
    given: RuleInput | JudgedPost | UnjudgedPost
    if RULES[rule].reads is RuleInput:
        given = RuleInput(EXAMPLE_BRIEF, post(example))
    elif RULES[rule].reads is JudgedPost:
        given = judged(example)
    else:
        given = UnjudgedPost(JUDGED_BRIEF, Skipped(place=Place(source="x", line=1), reason=example))
    return any(found.rule == rule for found in check_rules(given))


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
    assert rule.silent or (name in RULES and RULES[name].reads is UnjudgedPost)
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
