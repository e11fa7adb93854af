"""The way of a campaign: posts in, a report's records out, a chunk at a time."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version

from consistency.campaign.retrospective import look_back
from consistency.campaign.summaries import summarise_creators, summarise_messages
from consistency.campaign.verdicts import drift, review_reasons, verdict
from consistency.embedding import Embedder
from consistency.errors import ConsistencyError
from consistency.judging import Calibration, Judge, PairReader, finding
from consistency.language import has_language, normalise, segment
from consistency.records.brief import Brief
from consistency.records.captions import Captions, Post, SegmentedCaption, Skipped
from consistency.records.findings import CampaignReport, ForbiddenClaim, PostFinding, Run, Verdict
from consistency.rules import RuleInput, check_rules, disclosure

Progress = Callable[[int, int], None]
"""Told how many posts are done, and of how many."""

_CHUNK = 64
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
            found += _judge_posts(brief, judge, judgeable)
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
    )


def _judge_posts(brief: Brief, judge: Judge, posts: Sequence[Post]) -> Iterator[PostFinding]:
    cut: list[SegmentedCaption] = [segment(post.caption, brief.require.hashtags) for post in posts]
    thresholds = judge.thresholds
    for post, judgement in zip(posts, judge.judge(cut, lambda _: None), strict=True):
        given = RuleInput(brief, post)
        messages = tuple(finding(one, post.caption, thresholds) for one in judgement.messages)
        forbidden = tuple(
            ForbiddenClaim(
                id=one.claim.id,
                probability=one.asserted,
                evidence=given.evidence(one.context.sentence.start, one.context.sentence.end),
            )
            for one in judgement.claims
            if one.asserted >= thresholds.forbidden
        )
        labels = {message.message_id: message.label for message in messages}
        yield PostFinding(
            post=post,
            verdict=verdict(brief, labels, forbidden=bool(forbidden)),
            drift=drift(brief, messages),
            messages=messages,
            forbidden_claims=forbidden,
            review_reasons=review_reasons(brief, judgement, thresholds),
            rules=check_rules(given),
            disclosure=disclosure(given),
        )


def _check_rules(brief: Brief, post: Post) -> PostFinding:
    given = RuleInput(brief, post)
    return PostFinding(
        post=post,
        verdict=Verdict.NOT_JUDGED,
        drift=None,
        messages=(),
        rules=check_rules(given),
        disclosure=disclosure(given),
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
    }


def _unjudgeable(caption: str) -> str | None:
    if not caption.strip():
        return "the caption is empty"
    if not has_language(normalise(caption)):
        return "the caption holds only emoji, tags, handles or links"
    return None


def _nothing_to_judge(skipped: Sequence[Skipped]) -> str:
    reasons = "".join(f"\n  {one.place}: {one.reason}" for one in skipped[:5])
    more = f"\n  and {len(skipped) - 5} more" if len(skipped) > 5 else ""
    return f"there is nothing to judge: no caption was found that holds words{reasons}{more}"
