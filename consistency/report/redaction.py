"""A report that can be shown to others: the same findings without the creators' names."""

import re
from dataclasses import replace

from consistency.records.captions import Place, Skipped
from consistency.records.findings import CampaignReport, Evidence, Finding, PostFinding
from consistency.records.retrospective import Retrospective

_HIDDEN = "•"


def redact(report: CampaignReport) -> CampaignReport:
    """The report with creators numbered in the order of their names.

    Names are hidden in captions too, as whole words, by as many dots as they have letters, so that every span stays
    where it was. Files and post ids can name a creator: a file keeps only its ending, and posts are numbered. How files
    were understood is left out, as it quotes them.
    """
    names = sorted({post.post.creator for post in report.posts} - {""})
    numbered = {name: f"creator {number}" for number, name in enumerate(names, 1)}
    hide = _Hider(names)
    numbers = {post.post.post_id: f"post {number}" for number, post in enumerate(report.posts, 1)}
    return replace(
        report,
        posts=tuple(_post(post, numbers[post.post.post_id], numbered, hide) for post in report.posts),
        creators=tuple(replace(row, creator=numbered[row.creator]) for row in report.creators),
        retrospective=Retrospective(),  # it is about who said what to whom
        skipped=tuple(
            Skipped(place=_place(one.place), post_id="", reason=hide.text(one.reason)) for one in report.skipped
        ),
        layouts=(),
        notes=(),
        findings=tuple(_finding(one, numbers.get(one.post_id, ""), hide) for one in report.findings),
    )


class _Hider:
    def __init__(self, names: list[str]) -> None:
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        self._names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
        self._any = bool(names)

    def text(self, text: str) -> str:
        """A text with every name hidden, of the same length."""
        return self._names.sub(lambda name: _HIDDEN * len(name.group()), text) if self._any else text


def _post(finding: PostFinding, post_id: str, numbered: dict[str, str], hide: _Hider) -> PostFinding:
    post = finding.post
    caption = hide.text(post.caption)

    def again(evidence: Evidence | None) -> Evidence | None:
        return Evidence.of(caption, evidence.start, evidence.end) if evidence else None

    return replace(
        finding,
        post=replace(
            post,
            post_id=post_id,
            place=_place(post.place),
            caption=caption,
            creator=numbered.get(post.creator, ""),
        ),
        messages=tuple(
            replace(
                found,
                evidence=again(found.evidence),
                more_evidence=tuple(Evidence.of(caption, one.start, one.end) for one in found.more_evidence),
            )
            for found in finding.messages
        ),
        forbidden_claims=tuple(
            replace(one, evidence=Evidence.of(caption, one.evidence.start, one.evidence.end))
            for one in finding.forbidden_claims
        ),
        rules=tuple(replace(one, found=hide.text(one.found), evidence=again(one.evidence)) for one in finding.rules),
        disclosure=replace(finding.disclosure, evidence=again(finding.disclosure.evidence))
        if finding.disclosure
        else None,
    )


def _finding(finding: Finding, post_id: str, hide: _Hider) -> Finding:
    decision = finding.decision and finding.decision.model_copy(
        update={
            "post": post_id,
            "excerpt": hide.text(finding.decision.excerpt),
            "reason": hide.text(finding.decision.reason),
        }
    )
    return replace(
        finding,
        place=_place(finding.place),
        post_id=post_id,
        message=hide.text(finding.message),
        excerpt=hide.text(finding.excerpt),
        decision=decision,
    )


def _place(place: Place) -> Place:
    _, dot, ending = place.source.rpartition(".")
    return replace(place, source=f"{_HIDDEN}{dot}{ending}" if dot else _HIDDEN)
