"""What a rule is, and the book of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc
from typing import Any, Generic, TypeVar

from consistency.language.cleaning import AlignedText, fold, normalise
from consistency.language.matching import SocialTag, Word, social_tags, words
from consistency.records.brief import Brief
from consistency.records.captions import Post, Skipped
from consistency.records.findings import Evidence, PostFinding, RuleFinding, Severity
from consistency.records.phrases import Phrase


@dataclass(frozen=True, eq=False)
class RuleInput:
    """A post beside its brief, with what several rules need read once; compared by identity."""

    brief: Brief
    post: Post

    @cached_property
    def normalised(self) -> AlignedText:
        """The caption without Unicode disguises."""
        return normalise(self.post.caption)

    @cached_property
    def words(self) -> list[Word]:
        """The words of the caption."""
        return words(self.normalised)

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """The words of the caption without diacritics: where one isn't among them, no phrase with it is there."""
        return frozenset(fold(word.text) for word in self.words)

    @cached_property
    def tags(self) -> list[SocialTag]:
        """The hashtags and handles of the caption as they were typed."""
        return social_tags(self.post.caption)

    def evidence(self, start: int, end: int) -> Evidence:
        """The words of the caption at a span."""
        return Evidence.of(self.post.caption, start, end)


@dataclass(frozen=True, eq=False)
class JudgedPost:
    """What was judged of a post, beside its brief."""

    brief: Brief
    found: PostFinding


@dataclass(frozen=True, eq=False)
class UnjudgedPost:
    """A post that couldn't be judged."""

    brief: Brief
    skipped: Skipped


Given = TypeVar("Given", RuleInput, JudgedPost, UnjudgedPost)


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """What a rule says of one place; the book adds the rule's id and severity."""

    expected: str
    """What the brief asks for or forbids; empty where the headline says it all."""
    found: str = ""
    reason: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Rule(Generic[Given]):
    """A rule with its explanation and its examples."""

    id: str
    severity: Severity
    reads: type[Given]
    """What it looks at."""
    check: Callable[[Given], Iterator[Broken]]
    fires: tuple[str, ...]
    """Captions, beside ``EXAMPLE_BRIEF``, that break it; for rules on what was judged, what is said of its messages."""
    silent: tuple[str, ...]
    """The same of what doesn't, though it may look like it."""

    @property
    def headline(self) -> str:
        """What is wrong where it is broken, in one sentence."""
        return Phrase(self.explanation.partition("\n")[0])

    @property
    def explanation(self) -> str:
        """What it checks, why it matters and how to mend it: the docstring of its check."""
        return cleandoc(self.check.__doc__ or "")


EXAMPLE_BRIEF = Brief.model_validate(
    {
        "campaign": "example",
        "brand": "Mộc Sương",
        "market": "VN",
        "messages": [{"id": "sugar", "text": "Trà không đường."}],
        "require": {
            "hashtags": ["#MocSuong"],
            "mentions": ["@mocsuong.tea"],
            "codes": ["MOC15"],
            "links": ["mocsuong.example/he"],
        },
        "window": {"from": "2026-12-01", "to": "2026-12-31"},
        "forbid": {
            "terms": ["thần dược", {"term": "hack", "except": ["hackathon night"]}],
            "competitors": ["Trà Bảy Mây"],
        },
    }
)
"""The brief that the examples of all rules are beside."""

RULES: dict[str, Rule[Any]] = {}
"""Every rule that a post can break, by id, in the order in which findings are reported."""


def rule(
    name: str, severity: Severity, *, reads: type[Given], fires: tuple[str, ...], silent: tuple[str, ...]
) -> Callable[[Callable[[Given], Iterator[Broken]]], Callable[[Given], Iterator[Broken]]]:
    """Put a check into the book."""

    def enter(check: Callable[[Given], Iterator[Broken]]) -> Callable[[Given], Iterator[Broken]]:
        RULES[name] = Rule(name, severity, reads, check, fires, silent)
        return check

    return enter


def check_rules(given: RuleInput | JudgedPost | UnjudgedPost) -> tuple[RuleFinding, ...]:
    """Every broken rule among those that read such a thing, with the severities that the brief sets.

    Rules that are ``off`` are not asked.
    """
    found = []
    for name, entry in RULES.items():
        level = given.brief.rules.get(name, entry.severity.value)
        if entry.reads is type(given) and level != "off":
            found += [
                RuleFinding(
                    rule=name,
                    severity=Severity(level),
                    expected=broken.expected,
                    found=broken.found,
                    reason=broken.reason,
                    evidence=broken.evidence,
                )
                for broken in entry.check(given)
            ]
    return tuple(found)
