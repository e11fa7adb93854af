"""The way of a campaign: posts in, a report's records out, a chunk at a time."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consistency.campaign.findings import list_findings
from consistency.campaign.landscape import landscape
from consistency.campaign.retrospective import look_back
from consistency.campaign.summaries import summarise_creators, summarise_messages
from consistency.campaign.verdicts import drift, review_reasons, verdict
from consistency.embedding import Embedder
from consistency.errors import ConsistencyError
from consistency.judging import Calibration, Judge, PairReader, evidence_of, finding, similarity
from consistency.language import has_language, normalise, segment
from consistency.language.detection import main_language
from consistency.records.brief import Brief
from consistency.records.captions import Captions, Post, SegmentedCaption, Skipped
from consistency.records.findings import CampaignReport, ForbiddenClaim, PostFinding, Run, Verdict
from consistency.records.phrases import Language, Phrase
from consistency.rules import RuleInput, check_rules, disclosure, fold_at, lint_brief

Progress = Callable[[int, int], None]
"""Told how many posts are done, and of how many."""

_CHUNK = 256
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
    judge: Judge | None = None
    found: list[PostFinding] = []
    vectors: list[NDArray[np.float32]] = []
    skipped = list(captions.skipped)
    total = len(captions.posts)
    for first in range(0, total, _CHUNK):
        chunk = captions.posts[first : first + _CHUNK]
        judgeable = []
        for post in chunk:
            reason = _unjudgeable(post.caption)
            if reason:
                skipped.append(Skipped(place=post.place, post_id=post.post_id, reason=reason))
            else:
                judgeable.append(post)
        if judgeable and embedder is not None and reader is not None:
            judge = judge or Judge(brief, embedder, reader, calibration)
            for one, vector in _judge_posts(brief, judge, judgeable):
                found.append(one)
                vectors.append(vector)
        else:
            found += [_check_rules(brief, post) for post in judgeable]
        if progress:
            progress(first + len(chunk), total)
    if not found:
        raise ConsistencyError(_nothing_to_judge(skipped))
    return CampaignReport(
        brief=brief,
        run=Run(
            version=version("consistency"),
            model=embedder.space if embedder else "none: rules only",
            brief_sha256=hashlib.sha256(brief.model_dump_json(by_alias=True).encode()).hexdigest(),
            settings=_settings(judge, reader),
        ),
        posts=tuple(found),
        messages=summarise_messages(brief, found) if judge else (),
        creators=summarise_creators(found) if judge else (),
        retrospective=look_back(brief, found, embedder if judge else None),
        skipped=tuple(skipped),
        layouts=captions.layouts,
        notes=captions.notes,
        brief_faults=tuple(lint_brief(brief, similarity(embedder))) if embedder else (),
        landscape=landscape(np.stack(vectors), [one.language for one in found]) if vectors else (),
        findings=list_findings(brief, found, skipped),
    )


def _judge_posts(
    brief: Brief, judge: Judge, posts: Sequence[Post]
) -> Iterator[tuple[PostFinding, NDArray[np.float32]]]:
    """Each post's finding, and its caption's vector."""
    cut: list[SegmentedCaption] = [segment(post.caption, brief.require.hashtags) for post in posts]
    thresholds = judge.thresholds
    for post, judgement in zip(posts, judge.judge(cut, lambda _: None), strict=True):
        given = RuleInput(brief, post)
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
        found = _with_rules(
            given,
            verdict=verdict(brief, labels, forbidden=bool(forbidden)),
            drift=drift(brief, messages),
            messages=messages,
            forbidden_claims=forbidden,
            review_reasons=review_reasons(brief, judgement, thresholds),
        )
        yield found, judgement.vector


def _check_rules(brief: Brief, post: Post) -> PostFinding:
    return _with_rules(RuleInput(brief, post), verdict=Verdict.NOT_JUDGED, drift=None, messages=())


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


def _settings(judge: Judge | None, reader: PairReader | None) -> dict[str, float | str]:
    if judge is None or reader is None:
        return {}
    thresholds = judge.thresholds
    return {
        "judge": reader.name,
        "conveys_from": thresholds.conveys,
        "contradicts_from": thresholds.contradicts,
        "touched_from": thresholds.touched,
        "forbidden_from": thresholds.forbidden,
        "sure_from": thresholds.sure,
        "conveys_shift": judge.shift,
    }


def _unjudgeable(caption: str) -> str | None:
    if not caption.strip():
        return Phrase("the caption is empty")
    if not has_language(normalise(caption)):
        return Phrase("the caption holds only emoji, tags, handles or links")
    return None


def _nothing_to_judge(skipped: Sequence[Skipped]) -> str:
    reasons = "".join(f"\n  {one.place}: {one.reason}" for one in skipped[:5])
    more = f"\n  and {len(skipped) - 5} more" if len(skipped) > 5 else ""
    return f"there is nothing to judge: no caption was found that holds words{reasons}{more}"
