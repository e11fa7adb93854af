"""Two states of a campaign side by side: drafts and what went live, or two runs."""

from dataclasses import dataclass
from enum import StrEnum

from consistency.records.findings import Label, PostFinding, Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class PostState:
    """What is compared of a judged post."""

    post_id: str
    creator: str
    verdict: Verdict
    labels: dict[str, Label]
    """By message id."""
    broken: frozenset[tuple[str, str]]
    """Rules that it breaks, each with what the brief asks for or forbids."""
    forbidden: frozenset[str]
    """Ids of the forbidden claims that it makes."""

    @classmethod
    def of(cls, found: PostFinding) -> "PostState":
        """The state of a post that was just judged."""
        return cls(
            post_id=found.post.post_id,
            creator=found.post.creator,
            verdict=found.verdict,
            labels={message.message_id: message.label for message in found.messages},
            broken=frozenset((broken.rule, broken.expected) for broken in found.rules),
            forbidden=frozenset(claim.id for claim in found.forbidden_claims),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class RunState:
    """What is compared of a report."""

    name: str
    """The file, or what was read."""
    facts: dict[str, str]
    """How it came about: version, model, digest of the brief."""
    posts: tuple[PostState, ...]


class Kind(StrEnum):
    """What differs between two states of a post."""

    VERDICT = "verdict"
    MESSAGE = "message"
    FORBIDDEN_CLAIM = "forbidden_claim"
    RULE = "rule"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One thing that differs between two states of a post."""

    kind: Kind
    subject: str
    """Id of the message, claim or rule; empty for the verdict."""
    detail: str = ""
    """What the rule asks for or forbids."""
    before: str
    after: str
    """A verdict or label; ``kept`` or ``broken`` for a rule; ``made`` or ``not made`` for a claim."""
    worse: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class WordChange:
    """What an edit did to a caption's words."""

    likeness: float
    """Share of words kept in order, 0..1, tags aside."""
    lost: tuple[str, ...]
    """Runs of words that are gone, in order."""
    added: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedPost:
    """A post in both states."""

    before_id: str
    after_id: str
    creator: str
    words: WordChange | None = None
    """``None`` where the captions aren't known."""
    differences: tuple[Difference, ...] = ()
    """None where nothing differs, or where there is no brief to judge by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageShift:
    """The pull-through of a message on both sides."""

    message_id: str
    before: float
    after: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Two states side by side."""

    before: str
    after: str
    """Their names."""
    facts: dict[str, tuple[str, str]]
    """What of the two runs differs, so that it may be the cause."""
    posts: tuple[ComparedPost, ...]
    """In the order of the state before."""
    only_before: tuple[str, ...]
    """Ids of posts without a partner: drafts that didn't go live."""
    only_after: tuple[str, ...]
    messages: tuple[MessageShift, ...] = ()

    @property
    def worse(self) -> tuple[ComparedPost, ...]:
        """Posts of which something is worse than before."""
        return tuple(post for post in self.posts if any(difference.worse for difference in post.differences))
