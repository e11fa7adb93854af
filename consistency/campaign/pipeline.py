"""The way of a campaign: posts in, a report's records out, a chunk at a time."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consistency.campaign.findings import list_findings
from consistency.campaign.landscape import landscape
from consistency.campaign.retrospective import look_back
from consistency.campaign.summaries import count_labels, summarise_creators, summarise_messages
from consistency.campaign.verdicts import drift, review_reasons, verdict
from consistency.embedding import Embedder
from consistency.errors import ConsistencyError
from consistency.judging import (
    Calibration,
    CaptionJudgement,
    Judge,
    PairReader,
    evidence_of,
    finding,
    shipped_calibration,
    similarity,
)
from consistency.language import has_language, normalise, segment
from consistency.language.detection import main_language
from consistency.records.brief import Brief
from consistency.records.captions import Captions, Post, SegmentedCaption, Skipped
from consistency.records.findings import CampaignReport, ForbiddenClaim, PostFinding, Run, Verdict
from consistency.records.phrases import Language, Phrase
from consistency.rules import RuleInput, check_rules, disclosure, fold_at, lint_brief

Progress = Callable[[int, int], None]
"""Told how many posts are done, and of how many."""

CHUNK = 512
"""Posts whose vectors are in memory at once."""


def check_campaign(
    brief: Brief,
    captions: Captions,
    embedder: Embedder | None,
    reader: PairReader | None,
    progress: Progress | None = None,
    calibration: Calibration | None = None,
) -> CampaignReport:
    """Judge every post of ``captions`` against ``brief``.

    A post's finding depends on the brief, its caption and the models alone. Posts whose captions hold nothing to
    judge are in ``skipped``, after those that couldn't be read. Without the models only the rules are checked.
    ``calibration`` is the shipped one where it isn't given.

    Raises:
        ConsistencyError: nothing is left to judge.
    """
    checker = PostChecker(brief, embedder, reader, calibration)
    found: list[PostFinding] = []
    vectors: list[NDArray[np.float32]] = []
    skipped = list(captions.skipped)
    total = len(captions.posts)
    for first in range(0, total, CHUNK):
        chunk = captions.posts[first : first + CHUNK]
        for one, vector in checker.check(chunk):
            if isinstance(one, Skipped):
                skipped.append(one)
                continue
            found.append(one)
            if vector is not None:
                vectors.append(vector)
        if progress:
            progress(first + len(chunk), total)
    if not found:
        raise ConsistencyError(nothing_to_judge([f"{one.place}: {one.reason}" for one in skipped], len(skipped)))
    return CampaignReport(
        brief=brief,
        run=checker.run,
        posts=tuple(found),
        messages=summarise_messages(brief, count_labels(found), len(found)) if vectors else (),
        creators=summarise_creators(found) if vectors else (),
        retrospective=look_back(brief, found, embedder if vectors else None),
        skipped=tuple(skipped),
        layouts=captions.layouts,
        notes=captions.notes,
        brief_faults=tuple(lint_brief(brief, similarity(embedder))) if embedder else (),
        landscape=landscape(np.stack(vectors), [one.language for one in found]) if vectors else (),
        findings=list_findings(brief, found, skipped),
    )


class PostChecker:
    """Checks posts against one brief. A post's finding is the same in any company of posts."""

    def __init__(
        self,
        brief: Brief,
        embedder: Embedder | None,
        reader: PairReader | None,
        calibration: Calibration | None = None,
    ) -> None:
        """Take the models, which are touched for the first post; without them only the rules are checked."""
        self._brief = brief
        self._models = (embedder, reader) if embedder and reader else None
        self._calibration = calibration or shipped_calibration()

    @cached_property
    def _judge(self) -> Judge | None:
        return Judge(self._brief, *self._models, self._calibration) if self._models else None

    @property
    def run(self) -> Run:
        """What the findings come from."""
        return Run(
            version=version("consistency"),
            model=self._models[0].space if self._models else "none: rules only",
            brief_sha256=hashlib.sha256(self._brief.model_dump_json(by_alias=True).encode()).hexdigest(),
            settings=_settings(self._calibration, self._models[1]) if self._models else {},
        )

    def check(self, posts: Sequence[Post]) -> Iterator[tuple[PostFinding | Skipped, NDArray[np.float32] | None]]:
        """Each post's finding with its caption's vector, or why it can't be judged, in order; all vectors are held."""
        reasons = [_unjudgeable(post.caption) for post in posts]
        found = self._check_judgeable([post for post, reason in zip(posts, reasons, strict=True) if not reason])
        for post, reason in zip(posts, reasons, strict=True):
            if reason:
                yield Skipped(place=post.place, post_id=post.post_id, reason=reason), None
            else:
                yield next(found)

    def _check_judgeable(self, posts: Sequence[Post]) -> Iterator[tuple[PostFinding, NDArray[np.float32] | None]]:
        if not posts:
            return
        if self._judge is None:
            for post in posts:
                given = RuleInput(self._brief, post)
                yield _with_rules(given, verdict=Verdict.NOT_JUDGED, drift=None, messages=()), None
            return
        cut: list[SegmentedCaption] = [segment(post.caption, self._brief.require.hashtags) for post in posts]
        for post, judgement in zip(posts, self._judge.judge(cut, lambda _: None), strict=True):
            yield self._finding(post, judgement), judgement.vector

    def _finding(self, post: Post, judgement: CaptionJudgement) -> PostFinding:
        brief, thresholds = self._brief, self._calibration.thresholds
        messages = tuple(finding(one, post.caption, thresholds) for one in judgement.messages)
        forbidden = tuple(
            ForbiddenClaim(
                id=one.claim.id,
                probability=one.asserted,
                evidence=evidence_of(post.caption, one.evidence or (one.context.sentence,))[0],
            )
            for one in judgement.claims
            if one.asserted >= thresholds.forbidden
        )
        labels = {message.message_id: message.label for message in messages}
        return _with_rules(
            RuleInput(brief, post),
            verdict=verdict(brief, labels, forbidden=bool(forbidden)),
            drift=drift(brief, messages),
            messages=messages,
            forbidden_claims=forbidden,
            review_reasons=review_reasons(brief, judgement, thresholds),
        )


def _with_rules(given: RuleInput, **judged: Any) -> PostFinding:
    """A post's finding: what was judged, and what needs no model."""
    plain = [word.text for word in given.words if not word.tag]
    return PostFinding(
        post=given.post,
        rules=check_rules(given),
        disclosure=disclosure(given),
        language=main_language(plain, list(Language)),
        fold=fold_at(given.post.caption),
        **judged,
    )


def _settings(calibration: Calibration, reader: PairReader) -> dict[str, float | str]:
    thresholds = calibration.thresholds
    return {
        "judge": reader.name,
        "conveys_from": thresholds.conveys,
        "contradicts_from": thresholds.contradicts,
        "touched_from": thresholds.touched,
        "forbidden_from": thresholds.forbidden,
        "sure_from": thresholds.sure,
        "conveys_shift": calibration.shift,
    }


def _unjudgeable(caption: str) -> str | None:
    if not caption.strip():
        return Phrase("the caption is empty")
    if not has_language(normalise(caption)):
        return Phrase("the caption holds only emoji, tags, handles or links")
    return None


def nothing_to_judge(skipped: Sequence[str], count: int) -> str:
    """What is said where no post can be judged; ``skipped`` has place and reason of the first of ``count``."""
    reasons = "".join(f"\n  {line}" for line in skipped[:5])
    more = f"\n  and {count - 5} more" if count > 5 else ""
    return f"there is nothing to judge: no caption was found that holds words{reasons}{more}"
