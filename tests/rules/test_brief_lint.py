import pytest

from consistency.records.brief import Brief
from consistency.rules import BRIEF_RULES, lint_brief
from consistency.rules.brief_lint import EXAMPLE


def lint(changes: dict[str, object], similar: float = 0.0) -> list[str]:
    return [fault.rule for fault in lint_brief(Brief.model_validate({**EXAMPLE, **changes}), lambda *_: similar)]


def test_the_example_has_no_weaknesses() -> None:
    assert lint({}) == []


@pytest.mark.parametrize("name", BRIEF_RULES)
def test_examples(name: str) -> None:
    assert name in lint(BRIEF_RULES[name].fires)
    assert name not in lint(BRIEF_RULES[name].silent)


def test_meaning_counts_where_a_model_is_at_hand() -> None:
    two = {"messages": [{"id": "a", "text": "No sugar is in it."}, {"id": "b", "text": "It isn't sweetened at all."}]}
    assert lint(two) == []
    assert lint(two, similar=0.9) == ["brief-same-message"]


def test_a_message_that_holds_a_forbidden_term() -> None:
    [fault] = lint_brief(
        Brief.model_validate({**EXAMPLE, "forbid": {"terms": ["sugar"], "competitors": ["Other Tea"]}}), lambda *_: 0.0
    )
    assert (fault.rule, fault.field) == ("brief-demands-forbidden", "messages[1]")
