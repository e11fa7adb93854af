"""Weaknesses of a brief, found before anyone writes a caption.

A brief rule is a rule like those of posts, beside a brief instead of a caption. Texts are compared by words and, where
a model is at hand, by meaning.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from itertools import combinations
from typing import Any

import regex
from rapidfuzz import fuzz

from consistency.language import normalise
from consistency.language.cleaning import fold
from consistency.language.matching import find_phrase, words
from consistency.records.brief import Brief
from consistency.records.findings import BriefFault, Severity
from consistency.records.phrases import Phrase
from consistency.rules.disclosure import FOLD_CHARACTERS
from consistency.rules.packs import packs

Similarity = Callable[[str, str], float]
"""How near two texts are in meaning, -1..1."""

SAME_MEANING = 0.83
"""From this on two texts say the same: of the 625 pairs of messages and 1,100 of message and forbidden claim in the
briefs of ``training/campaigns`` none reaches it (highest 0.81); "keeps food hot" said in two ways has 0.87."""
_SAME_WORDS = 85.0
_NEGATIONS = regex.compile(r"\b(?:không|khong|chẳng|chưa|no|not|never|without|\w+n.t|free of|zero)\b", regex.I)
_NUMBER = regex.compile(r"\d+(?:[.,]\d+)?")
_NUMBER_WORDS = regex.compile(
    r"\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|trăm|nghìn|nửa|mỗi|chỉ|suốt"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|dozen|half|every|only|all|whole)\b",
    regex.I,
)
_PRAISE = regex.compile(
    r"\b(?:tuyệt|ngon|đẹp|chất lượng|tốt|yêu|thích|hoàn hảo|sang|xịn|great|amazing|best|good|love|lovely|perfect"
    r"|quality|beautiful|delicious|premium|fun|nice|better|awesome)\b",
    regex.I,
)
_NAME = regex.compile(r"(?<=[\p{Ll},;:]\s)\p{Lu}\p{L}+")
_JOINT = regex.compile(r"[.;!?](?=\s)|,\s*(?:và|and|but|nhưng|nên|so)\b|\b(?:và|and|cũng)\b", regex.I)
_LONG_CLAIM = 4
_TAG = regex.compile(r"#[\p{L}\p{M}\p{N}_]*[\p{L}][\p{L}\p{M}\p{N}_]*")
_HANDLE = regex.compile(r"@[A-Za-z0-9_.]{1,30}")


@dataclass(frozen=True, slots=True)
class BriefRule:
    """A rule for briefs with its explanation and examples."""

    id: str
    severity: Severity
    check: Callable[[Brief, Similarity], Iterator[tuple[str, str]]]
    """Gives the field and the problem of each place."""
    fires: dict[str, Any]
    """What of a brief breaks it, over ``EXAMPLE``."""
    silent: dict[str, Any]

    @property
    def explanation(self) -> str:
        """What it checks, why it matters and how to mend it: the docstring of its check."""
        return cleandoc(self.check.__doc__ or "")

    @property
    def headline(self) -> str:
        """What is wrong where it is broken, in one sentence."""
        return Phrase(self.explanation.partition("\n")[0])


EXAMPLE: dict[str, Any] = {
    "campaign": "example",
    "about": "A bottled tea for people without time.",
    "market": "VN",
    "messages": [{"id": "sugar", "text": "The tea has 0 g of sugar."}],
}
"""A brief without weaknesses, which the examples change."""

BRIEF_RULES: dict[str, BriefRule] = {}
"""Every rule that a brief can break, by id."""

_Check = Callable[[Brief, Similarity], Iterator[tuple[str, str]]]


def _rule(
    name: str, severity: Severity, *, fires: dict[str, Any], silent: dict[str, Any]
) -> Callable[[_Check], _Check]:
    def enter(check: _Check) -> _Check:
        BRIEF_RULES[name] = BriefRule(name, severity, check, fires, silent)
        return check

    return enter


def lint_brief(brief: Brief, similarity: Similarity) -> list[BriefFault]:
    """Every weakness of a brief, in the order of the rules."""
    return [
        BriefFault(rule=name, severity=rule.severity, field=field, problem=problem)
        for name, rule in BRIEF_RULES.items()
        for field, problem in rule.check(brief, similarity)
    ]


@_rule(
    "brief-several-claims",
    Severity.WARNING,
    fires={"messages": [{"id": "a", "text": "The tea has 0 g of sugar and the bottle is made of old plastic."}]},
    silent={"messages": [{"id": "a", "text": "The tea has 0 g of sugar and sweetener."}]},
)
def several_claims(brief: Brief, similarity: Similarity) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """A message holds several claims.

    Why: a caption that says one of them is neither right nor wrong, and the lead can't tell which was left out.
    Fix: make a message of each claim.
    """
    for number, message in enumerate(brief.messages, 1):
        parts = [part for part in _JOINT.split(message.text) if len(part.split()) >= _LONG_CLAIM]
        if len(parts) > 1:
            yield (
                f"messages[{number}]",
                Phrase("{count} claims: {claims}", count=len(parts), claims=" | ".join(map(str.strip, parts))),
            )


@_rule(
    "brief-nothing-checkable",
    Severity.WARNING,
    fires={"messages": [{"id": "a", "text": "This tea is a great companion for lovely days."}]},
    silent={"messages": [{"id": "a", "text": "The leaves taste better because they steep in Đà Lạt."}]},
)
def nothing_checkable(brief: Brief, similarity: Similarity) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """A message praises, but says nothing that can be checked.

    Why: every fond caption hints at it and none clearly says it, so pull-through measures mood.
    Fix: name the number, ingredient, place, price or condition behind the praise.
    """
    for number, message in enumerate(brief.messages, 1):
        text = message.text.replace(brief.brand, "") if brief.brand else message.text
        specific = any(pattern.search(text) for pattern in (_NUMBER, _NUMBER_WORDS, _NEGATIONS, _NAME))
        if _PRAISE.search(text) and not specific:
            yield f"messages[{number}]", Phrase("no number, name, negation or condition in “{text}”", text=message.text)


@_rule(
    "brief-same-message",
    Severity.WARNING,
    fires={"messages": [{"id": "a", "text": "It has 0 g of sugar."}, {"id": "b", "text": "It has 0 g of sugar!"}]},
    silent={"messages": [{"id": "a", "text": "It has 0 g of sugar."}, {"id": "b", "text": "Five bottles buy one."}]},
)
def same_message(brief: Brief, similarity: Similarity) -> Iterator[tuple[str, str]]:
    """Two messages say the same.

    Why: captions that carry one carry both, so each counts twice, and the evidence goes to either.
    Fix: drop one, or say what sets them apart.
    """
    for (i, one), (k, other) in combinations(enumerate(brief.messages, 1), 2):
        if not _disagree(one.text, other.text) and (
            fuzz.token_set_ratio(fold(one.text), fold(other.text)) >= _SAME_WORDS + 10
            or similarity(one.text, other.text) >= SAME_MEANING
        ):
            yield f"messages[{k}]", Phrase("says what messages[{other}] says: “{text}”", other=i, text=one.text)


@_rule(
    "brief-contradicting-messages",
    Severity.ERROR,
    fires={"messages": [{"id": "a", "text": "It steeps for 12 hours."}, {"id": "b", "text": "It steeps for 8 hours."}]},
    silent={"messages": [{"id": "a", "text": "It steeps for 12 hours."}, {"id": "b", "text": "It has 0 g of sugar."}]},
)
def contradicting_messages(brief: Brief, similarity: Similarity) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Two messages contradict each other: the same words with another number, or with a negation in one.

    Why: no caption can carry both.
    Fix: correct one of them.
    """
    for (i, one), (k, other) in combinations(enumerate(brief.messages, 1), 2):
        alike = fuzz.ratio(_without_specifics(one.text), _without_specifics(other.text)) >= _SAME_WORDS
        if alike and _disagree(one.text, other.text):
            yield f"messages[{k}]", Phrase("contradicts messages[{other}]: “{text}”", other=i, text=one.text)


@_rule(
    "brief-demands-forbidden",
    Severity.ERROR,
    fires={"forbid": {"claims": [{"id": "c", "text": "The tea has 0 g sugar."}]}},
    silent={"forbid": {"claims": [{"id": "c", "text": "The tea cures colds."}]}},
)
def demands_forbidden(brief: Brief, similarity: Similarity) -> Iterator[tuple[str, str]]:
    """A message, or an accepted wording of it, says what the brief forbids.

    Why: a creator who does as asked breaks the rules.
    Fix: reword the message, or the forbidden claim or term.
    """
    for number, message in enumerate(brief.messages, 1):
        for text in (message.text, *message.says):
            among = words(normalise(text))
            for claim in brief.forbid.claims:
                near = fuzz.token_sort_ratio(fold(text), fold(claim.text)) >= _SAME_WORDS
                if not _disagree(text, claim.text) and (near or similarity(text, claim.text) >= SAME_MEANING):
                    yield (
                        f"messages[{number}]",
                        Phrase("says the forbidden claim {claim}: “{text}”", claim=claim.id, text=claim.text),
                    )
            for term in (*(term.term for term in brief.forbid.terms), *brief.forbid.competitors):
                if next(find_phrase(term, among), None):
                    yield f"messages[{number}]", Phrase("holds the forbidden “{term}”", term=term)


@_rule(
    "brief-impossible-tag",
    Severity.ERROR,
    fires={"require": {"hashtags": ["#Moc.Suong"], "mentions": ["@mộc"]}},
    silent={"require": {"hashtags": ["#MộcSương", "#Tea2026"], "mentions": ["@moc.suong"]}},
)
def impossible_tag(brief: Brief, similarity: Similarity) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """A required hashtag or handle is none that a platform can have.

    Why: a platform ends a tag at the first full stop, hyphen, emoji or space and takes none of digits alone, so nobody
    can use it as it stands.
    Fix: use letters, digits and underscores; in handles letters without accents, digits, "_" and ".".
    """
    require = brief.require
    for kind, tags, possible in (("hashtags", require.hashtags, _TAG), ("mentions", require.mentions, _HANDLE)):
        for number, tag in enumerate(tags, 1):
            if not possible.fullmatch(tag):
                yield f"require.{kind}[{number}]", Phrase("“{tag}” can't be a tag", tag=tag)


@_rule(
    "brief-unknown-market",
    Severity.ERROR,
    fires={"market": "JP"},
    silent={"market": "JP", "disclosure": {"required": False}},
)
def unknown_market(brief: Brief, similarity: Similarity) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Disclosure is required, but no pack knows the market, or no market is named.

    Why: without a pack disclosure isn't checked at all.
    Fix: name a market that has a pack, or set "disclosure: {required: false}" and check by hand.
    """
    market = brief.disclosure.market or brief.market
    if brief.disclosure.required and market not in packs():
        yield (
            "disclosure.market",
            Phrase(
                "{market}; there are packs for {packs}",
                market=market or Phrase("none is named"),
                packs=", ".join(packs()),
            ),
        )


@_rule(
    "brief-crowded",
    Severity.WARNING,
    fires={"require": {"hashtags": ["#" + "a" * 60, "#" + "b" * 60], "codes": ["CODE10"]}},
    silent={"require": {"hashtags": ["#Tea", "#Sip"], "codes": ["CODE10"]}},
)
def crowded(brief: Brief, similarity: Similarity) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """The required tags, handles, codes and links alone are longer than what is seen before "more".

    Why: a caption that holds them all has no room for its message where people read.
    Fix: ask for fewer or shorter ones.
    """
    asked: Sequence[str] = (
        *brief.require.hashtags,
        *brief.require.mentions,
        *brief.require.codes,
        *brief.require.links,
    )
    length = sum(map(len, asked)) + max(len(asked) - 1, 0)
    if length > FOLD_CHARACTERS:
        yield "require", Phrase("{length} characters; about {seen} are seen", length=length, seen=FOLD_CHARACTERS)


@_rule("brief-no-about", Severity.WARNING, fires={"about": ""}, silent={"about": "A bottled tea."})
def no_about(brief: Brief, similarity: Similarity) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """The brief doesn't say what the campaign is on.

    Why: "about" tells the topic, which every post shares, from the messages; without it more is mistaken for a message.
    Fix: say in one to three sentences what the product is and whom the campaign is for.
    """
    if not brief.about.strip():
        yield "about", Phrase("is empty")


def _disagree(one: str, other: str) -> bool:
    numbers = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    negated = bool(_NEGATIONS.search(one)) != bool(_NEGATIONS.search(other))
    return negated or (bool(numbers[0]) and bool(numbers[1]) and numbers[0] != numbers[1])


def _without_specifics(text: str) -> str:
    return " ".join(_NEGATIONS.sub(" ", _NUMBER.sub(" ", fold(text))).split())
