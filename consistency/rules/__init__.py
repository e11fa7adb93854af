"""Rules: what a brief demands of a post beside its messages, each with an explanation and examples."""

from consistency.rules import disclosure as _disclosure
from consistency.rules import tags as _tags
from consistency.rules import terms as _terms
from consistency.rules.brief_lint import BRIEF_RULES, BriefRule, lint_brief
from consistency.rules.disclosure import disclosure, disclosure_words, fold_at
from consistency.rules.judged import DOUBTS
from consistency.rules.rulebook import RULES, JudgedPost, Rule, RuleInput, UnjudgedPost, check_rules

__all__ = [
    "BRIEF_RULES",
    "DOUBTS",
    "RULES",
    "BriefRule",
    "JudgedPost",
    "Rule",
    "RuleInput",
    "UnjudgedPost",
    "check_rules",
    "disclosure",
    "disclosure_words",
    "fold_at",
    "lint_brief",
]

del _disclosure, _tags, _terms  # imported so that their rules are in the book
