"""A comparison as a page, as text for a terminal, and as JSON, format version 1, with its JSON Schema."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter

from consistency.campaign.findings import one_line
from consistency.records.comparison import ComparedPost, Comparison, Difference, Kind
from consistency.records.phrases import Language, Phrase
from consistency.report.aftermath import Observation, Part, percent
from consistency.report.markup import render_page
from consistency.report.terminal import part_lines
from consistency.report.words import LABEL_WORDS, VERDICT_WORDS

COMPARISON_VERSION = 1
_STATES: Mapping[Kind, Mapping[Any, Phrase]] = MappingProxyType(
    {
        Kind.VERDICT: VERDICT_WORDS,
        Kind.MESSAGE: LABEL_WORDS,
        Kind.FORBIDDEN_CLAIM: {"made": Phrase("made"), "not made": Phrase("not made")},
        Kind.RULE: {"kept": Phrase("kept"), "broken": Phrase("broken")},
    }
)
"""What the states that a difference is between are called."""


def render_comparison_json(comparison: Comparison) -> str:
    """The comparison as JSON text, with keys in a fixed order."""
    found = TypeAdapter(Comparison).dump_python(comparison, mode="json", exclude_none=True)
    return json.dumps({"comparison_version": COMPARISON_VERSION, **found}, ensure_ascii=False, indent=1) + "\n"


def comparison_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of :func:`render_comparison_json`."""
    schema = TypeAdapter(Comparison).json_schema(mode="serialization")
    schema["properties"] = {"comparison_version": {"const": COMPARISON_VERSION}, **schema["properties"]}
    schema["required"] = ["comparison_version", *schema["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def render_comparison_html(comparison: Comparison, language: Language = Language.ENGLISH) -> str:
    """The comparison as one HTML page; see :func:`~consistency.report.markup.render_page`."""
    return render_page(
        "compared.html.j2",
        language,
        ["languages.js"],
        title=_names(comparison),
        headline=_headline(comparison),
        level=2,
        parts=_parts(comparison),
    )


def render_comparison_text(comparison: Comparison) -> str:
    """What a lead reads first: what got worse, then what else changed."""
    lines = [one_line(_names(comparison)), _headline(comparison)]
    for part in _parts(comparison):
        lines += part_lines(part)
    return "\n".join(lines) + "\n"


def _names(comparison: Comparison) -> str:
    return f"{comparison.before} → {comparison.after}"


def _headline(comparison: Comparison) -> Phrase:
    return Phrase(
        "{count} captions are in both; {worse} got worse, {changed} changed otherwise; {before} only before,"
        " {after} only after.",
        count=len(comparison.posts),
        worse=len(comparison.worse),
        changed=len(_changed(comparison)),
        before=len(comparison.only_before),
        after=len(comparison.only_after),
    )


def _changed(comparison: Comparison) -> list[ComparedPost]:
    """Posts that changed, but not for the worse."""
    return [
        post
        for post in comparison.posts
        if post not in comparison.worse and (post.differences or (post.words and (post.words.lost or post.words.added)))
    ]


def _parts(comparison: Comparison) -> tuple[Part, ...]:
    """The parts that there is something to say in, the most important first."""
    facts = tuple(
        Phrase("{fact}: {before} → {after}", fact=fact, before=before, after=after)
        for fact, (before, after) in comparison.facts.items()
    )
    shares = tuple(
        Phrase(
            "{message}: {before} → {after}",
            message=shift.message_id,
            before=percent(shift.before),
            after=percent(shift.after),
        )
        for shift in comparison.messages
    )
    parts = (
        Part(id="facts", title=Phrase("How the runs differ"), notes=facts),
        Part(id="messages", title=Phrase("Messages, and how many captions convey them"), notes=shares),
        Part(id="worse", title=Phrase("Worse than before"), observations=tuple(map(_observation, comparison.worse))),
        Part(
            id="changed", title=Phrase("Changed otherwise"), observations=tuple(map(_observation, _changed(comparison)))
        ),
        Part(id="before", title=Phrase("Only before"), notes=_listed(comparison.only_before)),
        Part(id="after", title=Phrase("Only after"), notes=_listed(comparison.only_after)),
    )
    return tuple(part for part in parts if part.observations or part.notes)


def _listed(post_ids: Sequence[str]) -> tuple[Phrase, ...]:
    return (Phrase("{text}", text=", ".join(post_ids)),) if post_ids else ()


def _observation(post: ComparedPost) -> Observation:
    ids = post.before_id if post.before_id == post.after_id else f"{post.before_id} → {post.after_id}"
    words = Phrase("{text}", text=" · ".join(filter(None, (post.creator, ids))))
    if post.words:
        words = Phrase("{caption}: {share} of the words kept", caption=words, share=percent(post.words.likeness))
    details = [_difference(one) for one in sorted(post.differences, key=lambda one: not one.worse)]
    if post.words:
        details += [Phrase("lost: {words}", words=run) for run in post.words.lost]
        details += [Phrase("added: {words}", words=run) for run in post.words.added]
    return Observation(words=words, details=tuple(details))


def _difference(difference: Difference) -> Phrase:
    match difference.kind:
        case Kind.VERDICT:
            what = Phrase("verdict")
        case Kind.MESSAGE:
            what = Phrase("message {id}", id=difference.subject)
        case Kind.FORBIDDEN_CLAIM:
            what = Phrase("forbidden claim {id}", id=difference.subject)
        case Kind.RULE if difference.detail:
            what = Phrase("rule {id} “{detail}”", id=difference.subject, detail=difference.detail)
        case Kind.RULE:
            what = Phrase("rule {id}", id=difference.subject)
    called = _STATES[difference.kind]
    change = Phrase(
        "{what}: {before} → {after}", what=what, before=called[difference.before], after=called[difference.after]
    )
    return Phrase("worse: {change}", change=change) if difference.worse else Phrase("better: {change}", change=change)
