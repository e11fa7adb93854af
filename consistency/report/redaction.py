"""A report that can be shown to others: the same findings without the creators' names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from consistency.campaign.retrospective.copies import excerpt
from consistency.language.cleaning import fold
from consistency.records.captions import Place, Skipped
from consistency.records.findings import CampaignReport, Evidence, Finding, PostFinding
from consistency.records.retrospective import Audience, Dimension, Retrospective, SharedFault, Slice, Theme

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
    posts = tuple(_post(post, numbers[post.post.post_id], numbered, hide) for post in report.posts)
    captions = {
        before.post.post_id: (before.post.caption, after.post.caption)
        for before, after in zip(report.posts, posts, strict=True)
    }
    return replace(
        report,
        posts=posts,
        creators=tuple(replace(row, creator=numbered[row.creator]) for row in report.creators),
        retrospective=_Seen(numbered, numbers, captions, hide).redacted(report.retrospective),
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
        self._parts = {part for name in names for part in _words(name)}

    def text(self, text: str) -> str:
        """A text with every name hidden, of the same length."""
        return self._names.sub(lambda name: _HIDDEN * len(name.group()), text) if self._any else text

    def has_part(self, text: str) -> bool:
        """Whether a word of a name is among the words of a text."""
        return not self._parts.isdisjoint(_words(text))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


class _Seen:
    """What was seen over all posts, about numbered creators and posts."""

    def __init__(
        self,
        creators: Mapping[str, str],
        posts: Mapping[str, str],
        captions: Mapping[str, tuple[str, str]],
        hide: _Hider,
    ) -> None:
        self._creators = creators
        self._posts = posts
        self._captions = captions
        """As they were and as they are now, by post id."""
        self._hide = hide

    def redacted(self, seen: Retrospective) -> Retrospective:
        return replace(
            seen,
            pull_through=tuple(map(self._slice, seen.pull_through)),
            faults=tuple(map(self._fault, seen.faults)),
            themes=seen.themes and replace(seen.themes, themes=tuple(map(self._theme, seen.themes.themes))),
            copies=tuple(
                replace(
                    one,
                    creators=self._names(one.creators),
                    post_ids=self._ids(one.post_ids),
                    excerpt=self._excerpt(one.post_ids[0]),
                )
                for one in seen.copies
            ),
            brief_copies=tuple(
                replace(one, creators=self._names(one.creators), post_ids=self._ids(one.post_ids))
                for one in seen.brief_copies
            ),
            voices=tuple(replace(one, creator=self._creators[one.creator]) for one in seen.voices),
            audience=seen.audience and self._audience(seen.audience),
        )

    def _names(self, creators: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._creators[name] for name in creators)

    def _ids(self, post_ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._posts[post_id] for post_id in post_ids)

    def _excerpt(self, post_id: str) -> str:
        """Cut anew: the end of the old one may hold a part of a name."""
        return excerpt(self._captions[post_id][1])

    def _slice(self, one: Slice) -> Slice:
        return replace(one, value=self._creators[one.value]) if one.by is Dimension.CREATOR else one

    def _fault(self, fault: SharedFault) -> SharedFault:
        """With what is said as it now stands in the caption; without it where it doesn't stand there literally."""
        before, after = self._captions[fault.post_ids[0]]
        at = before.find(fault.said)
        said = after[at : at + len(fault.said)] if at >= 0 else ""
        return replace(fault, creators=self._names(fault.creators), post_ids=self._ids(fault.post_ids), said=said)

    def _theme(self, theme: Theme) -> Theme:
        """Without the words that may come from a name."""
        left = {
            language: tuple(word for word in own if not self._hide.has_part(word))
            for language, own in theme.words.items()
        }
        return replace(
            theme,
            creators=self._names(theme.creators),
            post_ids=self._ids(theme.post_ids),
            words={language: own for language, own in left.items() if own},
            excerpt=self._excerpt(theme.post_ids[0]),
        )

    def _audience(self, audience: Audience) -> Audience:
        return replace(
            audience,
            signals=tuple(
                replace(one, creator=self._creators[one.creator], post_id=self._posts[one.post_id])
                for one in audience.signals
            ),
        )


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
