"""A comparison as text for a terminal, and as JSON, format version 1, with its JSON Schema."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from consistency.campaign.findings import one_line
from consistency.records.comparison import ComparedPost, Comparison, Difference, Kind
from consistency.report.cards import whole_percent

COMPARISON_VERSION = 1
_SHOWN = 20


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


def render_comparison_text(comparison: Comparison) -> str:
    """What a lead reads first: what got worse, then what else changed."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    worse = comparison.worse
    changed = [post for post in comparison.posts if post not in worse and _is_changed(post)]
    yield one_line(f"{comparison.before} → {comparison.after}")
    yield (
        f"{len(comparison.posts)} posts are in both; {len(worse)} got worse, {len(changed)} changed otherwise;"
        f" {len(comparison.only_before)} only before, {len(comparison.only_after)} only after."
    )
    for fact, (before, after) in comparison.facts.items():
        yield one_line(f"  the runs differ in {fact}: {before} → {after}")
    if comparison.messages:
        yield ""
        yield "messages, and how many captions convey them"
    for shift in comparison.messages:
        yield f"  {whole_percent(shift.before):3d} % → {whole_percent(shift.after):3d} %  {shift.message_id}"
    for title, posts in (("worse than before", worse), ("changed otherwise", changed)):
        if posts:
            yield ""
            yield title
        for post in posts[:_SHOWN]:
            yield from _post_lines(post)
        if len(posts) > _SHOWN:
            yield f"  and {len(posts) - _SHOWN} more: see the JSON"
    for title, ids in (("only before", comparison.only_before), ("only after", comparison.only_after)):
        if ids:
            yield ""
            yield one_line(f"{title}: {', '.join(ids[:_SHOWN])}") + (" …" if len(ids) > _SHOWN else "")


def _is_changed(post: ComparedPost) -> bool:
    return bool(post.differences or (post.words and (post.words.lost or post.words.added)))


def _post_lines(post: ComparedPost) -> Iterator[str]:
    ids = post.before_id if post.before_id == post.after_id else f"{post.before_id} → {post.after_id}"
    kept = f", {whole_percent(post.words.likeness)} % of the words kept" if post.words else ""
    yield one_line(f"  {ids}{f' by {post.creator}' if post.creator else ''}{kept}")
    for difference in sorted(post.differences, key=lambda one: not one.worse):
        yield one_line(f"      {_difference(difference)}")
    if post.words:
        yield from (one_line(f"      lost: {words}") for words in post.words.lost)
        yield from (one_line(f"      added: {words}") for words in post.words.added)


def _difference(difference: Difference) -> str:
    subject = "" if difference.kind is Kind.VERDICT else f" {difference.subject}"
    detail = f" “{difference.detail}”" if difference.detail else ""
    mark = "worse" if difference.worse else "better"
    return f"{mark}: {difference.kind}{subject}{detail}: {difference.before} → {difference.after}"
