"""Rules on what was judged: messages, forbidden claims, and what a person must look at.

Their examples are a post's labels, or what else was found, beside a brief that requires ``sugar`` and doesn't require
``brew``.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from consistency.records.findings import Label, MessageFinding, Severity, Verdict
from consistency.records.phrases import Phrase
from consistency.rules.rulebook import Broken, JudgedPost, UnjudgedPost, rule

DOUBTS: Mapping[str, Phrase] = MappingProxyType(
    {
        "close_call": Phrase("a close call whether it is said"),
        "maybe_forbidden": Phrase("a close call whether this forbidden claim is made"),
        "maybe_contradicts": Phrase("a close call whether it is contradicted"),
        "mixed_signals": Phrase("it seems to be said and denied"),
        "maybe_sarcasm": Phrase("it may be said in sarcasm"),
    }
)
"""What each kind of reason to look says, in words."""


@rule(
    "message-contradicted",
    Severity.ERROR,
    reads=JudgedPost,
    fires=("sugar: contradicts", "sugar: conveys, brew: contradicts"),
    silent=("sugar: absent, brew: absent", "sugar: partial"),
)
def message_contradicted(given: JudgedPost) -> Iterator[Broken]:
    """The caption says the opposite of a message, or gives it another value.

    Why: readers learn something false of the product, from someone whom they trust.
    Fix: correct the words that are shown, or approve the finding where the tool has misread them.
    """
    for text, found in _labelled(given, Label.CONTRADICTS):
        yield Broken(expected=text, reason=found.reason, evidence=found.evidence)


@rule(
    "forbidden-claim",
    Severity.ERROR,
    reads=JudgedPost,
    fires=("sugar: conveys, cures: made",),
    silent=("sugar: conveys",),
)
def forbidden_claim(given: JudgedPost) -> Iterator[Broken]:
    """The caption makes a claim that the brief forbids.

    Why: the brand answers for what its creators promise, and forbidden claims are mostly unlawful ones.
    Fix: take the claim out.
    """
    texts = {claim.id: claim.text for claim in given.brief.forbid.claims}
    for made in given.found.forbidden_claims:
        yield Broken(expected=texts[made.id], evidence=made.evidence)


@rule(
    "off-message",
    Severity.ERROR,
    reads=JudgedPost,
    fires=("sugar: absent, brew: absent",),
    silent=("sugar: absent, brew: partial", "sugar: contradicts"),
)
def off_message(given: JudgedPost) -> Iterator[Broken]:
    """The caption says none of the messages, not even partly.

    Why: the post is paid for and carries nothing of the campaign.
    Fix: say at least one message, and every required one, in own words.
    """
    if given.found.verdict is Verdict.OFF_MESSAGE:
        yield Broken(expected="")


@rule(
    "message-missing",
    Severity.WARNING,
    reads=JudgedPost,
    fires=("sugar: absent, brew: conveys", "sugar: absent, brew: partial"),
    silent=("sugar: conveys, brew: absent", "sugar: absent, brew: absent"),
)
def message_missing(given: JudgedPost) -> Iterator[Broken]:
    """A message that every post must carry isn't said.

    Why: it is what the campaign is for.
    Fix: say it, in own words.
    """
    if given.found.verdict is not Verdict.OFF_MESSAGE:
        for text, _ in _labelled(given, Label.ABSENT, required=True):
            yield Broken(expected=text)


@rule(
    "message-hinted",
    Severity.WARNING,
    reads=JudgedPost,
    fires=("sugar: partial, brew: conveys",),
    silent=("sugar: conveys, brew: partial",),
)
def message_hinted(given: JudgedPost) -> Iterator[Broken]:
    """A message that every post must carry is only hinted at.

    Why: who doesn't know the brief won't understand it.
    Fix: name the number, condition or name that makes the message, without taking it back.
    """
    for text, found in _labelled(given, Label.PARTIAL, required=True):
        yield Broken(expected=text, reason=found.reason, evidence=found.evidence)


@rule(
    "too-few-messages",
    Severity.WARNING,
    reads=JudgedPost,
    fires=("sugar: partial, brew: partial", "sugar: contradicts, brew: absent"),
    silent=("sugar: partial, brew: conveys", "sugar: absent, brew: absent"),
)
def too_few_messages(given: JudgedPost) -> Iterator[Broken]:
    """The caption conveys fewer messages than the brief asks for.

    Why: the brief says how many make a post worth its place ("at_least").
    Fix: say one more message in own words.
    """
    at_least = given.brief.require.at_least
    conveyed = sum(found.label is Label.CONVEYS for found in given.found.messages)
    if given.found.verdict in (Verdict.PARTLY, Verdict.CONTRADICTS) and conveyed < at_least:
        yield Broken(expected=Phrase("at least {count}", count=at_least), found=str(conveyed))


@rule(
    "needs-review",
    Severity.NOTE,
    reads=JudgedPost,
    fires=("sugar: conveys, review: close_call:sugar",),
    silent=("sugar: conveys",),
)
def needs_review(given: JudgedPost) -> Iterator[Broken]:
    """A person must look: the verdict hangs on a close call.

    Why: the tool isn't sure, and says so rather than guess.
    Fix: read the caption; approve the finding, or have the caption changed.
    """
    messages = {message.id: message.text for message in given.brief.messages}
    claims = {claim.id: claim.text for claim in given.brief.forbid.claims}
    for reason in given.found.review_reasons:
        kind, _, subject = reason.partition(":")
        of_kind = claims if kind == "maybe_forbidden" else messages
        yield Broken(expected=of_kind.get(subject, subject), reason=DOUBTS.get(kind, kind))


@rule(
    "not-judged",
    Severity.NOTE,
    reads=UnjudgedPost,
    fires=("the caption is empty",),
    silent=(),
)
def not_judged(given: UnjudgedPost) -> Iterator[Broken]:
    """The post could not be judged.

    Why: what nobody has looked at is not on message.
    Fix: mend what the reason names, or look at the post yourself.
    """
    yield Broken(expected="", reason=given.skipped.reason)


def _labelled(given: JudgedPost, label: Label, *, required: bool = False) -> Iterator[tuple[str, MessageFinding]]:
    """The messages with a label, each with its text; only those that every post must carry where so asked."""
    for message, found in zip(given.brief.messages, given.found.messages, strict=False):  # none in a run of rules only
        if found.label is label and (message.required or not required):
            yield message.text, found
