"""One list of everything that is wrong with any post: what CI formats, decisions and the exit code go by."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from consistency.records.brief import Brief
from consistency.records.captions import Place, Post, Skipped
from consistency.records.findings import Evidence, Finding, PostFinding, RuleFinding
from consistency.rules import RULES, JudgedPost, UnjudgedPost, check_rules

_EXCERPT = 120
_DRAFTS = (".txt", ".md")
"""Endings of files whose lines are those of the caption."""


def list_findings(brief: Brief, posts: Iterable[PostFinding], skipped: Iterable[Skipped]) -> tuple[Finding, ...]:
    """The findings of all posts in their order, those of what was judged first, then of those not judged."""
    found: list[Finding] = []
    for one in posts:
        found += _of_post(one.post, (*check_rules(JudgedPost(brief, one)), *one.rules))
    for left in skipped:
        found += _of_skipped(left, check_rules(UnjudgedPost(brief, left)))
    return tuple(found)


def post_fingerprint(post: Post) -> str:
    """Tells a creator's caption from others, whatever is found in it."""
    return _fingerprint("post", post.creator, _settled(post.caption))


def _of_post(post: Post, broken: Iterable[RuleFinding]) -> Iterator[Finding]:
    again: Counter[tuple[str, str, str]] = Counter()
    for one in broken:
        about = (one.rule, one.expected, one.found)
        again[about] += 1
        yield Finding(
            rule=one.rule,
            severity=one.severity,
            place=_place(post, one.evidence),
            post_id=post.post_id,
            message=_message(one),
            excerpt=excerpt(one.evidence.text if one.evidence else post.caption),
            fingerprint=_fingerprint(*about, str(again[about]), post.creator, _settled(post.caption)),
        )


def _of_skipped(skipped: Skipped, broken: Iterable[RuleFinding]) -> Iterator[Finding]:
    name = skipped.post_id or skipped.place.source
    for one in broken:
        yield Finding(
            rule=one.rule,
            severity=one.severity,
            place=skipped.place,
            post_id=skipped.post_id,
            message=_message(one),
            excerpt="",
            fingerprint=_fingerprint(one.rule, name, skipped.reason),
        )


def _place(post: Post, evidence: Evidence | None) -> Place:
    """Where the words stand; a table's row is one place, however many lines its cells have."""
    is_draft = post.place.source.lower().endswith(_DRAFTS)
    lines = post.caption.count("\n", 0, evidence.start) if evidence and is_draft else 0
    return replace(post.place, line=post.place.line + lines)


def _message(broken: RuleFinding) -> str:
    there = f"there is “{broken.found}”" if broken.found else ""
    parts = (f"“{broken.expected}”" if broken.expected else "", there, broken.reason)
    detail = "; ".join(filter(None, parts))
    headline = RULES[broken.rule].headline
    return one_line(f"{headline.removesuffix('.')}: {detail}" if detail else headline)


def excerpt(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(one_line(text).split())
    # Cut between words, so that half a name isn't left where names are hidden.
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rsplit(" ", 1)[0] + "…"


def one_line(text: str) -> str:
    """Text from input without what a terminal, a log or a file of lines would obey."""
    return "".join(c if c.isprintable() else " " for c in text)


def _settled(caption: str) -> str:
    """A caption without what changes on its way through editors and tables: line ends, spaces, decomposed letters."""
    return " ".join(unicodedata.normalize("NFC", caption).split())


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
