"""The decisions file: JSON Lines that people review like code, and how it grows and shrinks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from consistency.campaign.findings import excerpt, one_line, post_fingerprint
from consistency.errors import ConsistencyError, Fault, InputError
from consistency.records.decisions import Decision, Kind
from consistency.records.findings import CampaignReport, Finding

MAX_BYTES = 50_000_000
POST = "post"
"""Stands for a rule where a post as a whole was approved."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """What a person decides, on whatever it is."""

    kind: Kind
    by: str
    reason: str
    on: date
    expires: date | None = None

    def decision(self, fingerprint: str, rule: str, post_id: str, words: str) -> Decision:
        """The ruling on one finding, fit for a file of lines."""
        return Decision(
            fingerprint=fingerprint,
            rule=rule,
            post=one_line(post_id),
            excerpt=excerpt(words),
            decision=self.kind,
            reason=one_line(self.reason),
            by=one_line(self.by),
            on=self.on,
            expires=self.expires,
        )

    def on_finding(self, found: Finding) -> Decision:
        """The ruling on a finding."""
        return self.decision(found.fingerprint, found.rule, found.post_id, found.excerpt)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a campaign's decisions."""

    decisions: tuple[Decision, ...]
    added: tuple[Decision, ...] = ()
    removed: tuple[Decision, ...] = ()
    """Those whose finding is gone: mended, or its caption changed."""
    unread: tuple[Decision, ...] = ()
    """Those on posts that this run didn't read; they are kept."""


def read_decisions(path: Path, *, missing_ok: bool = False) -> tuple[Decision, ...]:
    """The decisions in a file, one a line; none where it isn't there and needn't be.

    Raises:
        InputError: the file can't be read, with all its faults.
    """
    if missing_ok and not path.exists():
        return ()
    found: dict[str, Decision] = {}
    faults = []
    for number, line in enumerate(_read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            one = Decision.model_validate_json(line)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                field = ".".join(map(str, detail["loc"]))
                faults.append(Fault(source=path.as_posix(), line=number, field=field, problem=detail["msg"]))
            continue
        if one.fingerprint in found:
            problem = f"{one.fingerprint} was decided above; keep one of the two"
            faults.append(Fault(source=path.as_posix(), line=number, field="fingerprint", problem=problem))
        found[one.fingerprint] = one
    if faults:
        raise InputError(faults)
    return tuple(found.values())


def render_decisions(decisions: Iterable[Decision]) -> str:
    """The file's text: sorted, a line each, so that a change of one decision is a change of one line."""
    lines = sorted(decisions, key=lambda one: (one.post, one.rule, one.fingerprint))
    return "".join(f"{one.model_dump_json(exclude_none=True)}\n" for one in lines)


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        problem = f"the decisions can't be opened: {error.strerror or error}"
        raise InputError([Fault(source=path.as_posix(), problem=problem)]) from error
    if len(raw) > MAX_BYTES:
        raise InputError([Fault(source=path.as_posix(), problem=f"has more than {MAX_BYTES:,} bytes")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(
            [Fault(source=path.as_posix(), line=line, problem="is not UTF-8; save it as UTF-8")]
        ) from error


def baseline(report: CampaignReport, decisions: Sequence[Decision], ruling: Ruling, checked: Iterable[str]) -> Change:
    """Decide on everything that was not decided yet, and drop the decisions that nothing asks for any more.

    ``checked`` are the rules that the run checked; decisions on others, and on posts that it didn't read, stay.
    """
    known = {one.fingerprint for one in decisions}
    fresh = {one.fingerprint: one for one in report.findings if one.fingerprint not in known}
    added = tuple(map(ruling.on_finding, fresh.values()))
    there = {one.fingerprint for one in report.findings} | {post_fingerprint(one.post) for one in report.posts}
    rules = {*checked, POST}
    read = {one_line(one.post.post_id) for one in report.posts} | {one_line(one.post_id) for one in report.skipped}
    gone = [one for one in decisions if one.fingerprint not in there and one.rule in rules]
    removed = tuple(one for one in gone if one.post in read)
    unread = tuple(one for one in gone if one.post not in read)
    kept = tuple(one for one in decisions if one not in removed)
    return Change(kept + added, added, removed, unread)


def decide(
    report: CampaignReport,
    decisions: Sequence[Decision],
    ruling: Ruling,
    posts: Iterable[str],
    fingerprints: Iterable[str],
) -> Change:
    """Decide on all findings of posts, by the posts' ids, and on findings, by their fingerprints.

    A fingerprint may be cut short where only one begins so. An approved post is put on record itself too. A decision
    on the same finding is replaced.

    Raises:
        ConsistencyError: there is no such post or finding, or nothing to waive on a post.
    """
    new: dict[str, Decision] = {}
    for post_id in posts:
        new |= {one.fingerprint: one for one in _on_post(report, ruling, post_id)}
    for beginning in fingerprints:
        found = {one.fingerprint: one for one in report.findings if one.fingerprint.startswith(beginning)}
        if len(found) != 1:
            raise ConsistencyError(
                f"{len(found)} findings have a fingerprint that begins with {beginning!r}, expected one; consistency"
                " check --format json shows them"
            )
        new |= {fingerprint: ruling.on_finding(one) for fingerprint, one in found.items()}
    kept = tuple(one for one in decisions if one.fingerprint not in new)
    return Change(kept + tuple(new.values()), tuple(new.values()))


def _on_post(report: CampaignReport, ruling: Ruling, post_id: str) -> list[Decision]:
    posts = [one.post for one in report.posts if one.post.post_id == post_id]
    own = [ruling.on_finding(one) for one in report.findings if one.post_id == post_id]
    if not posts and not own:
        raise ConsistencyError(f"no post has the id {post_id!r}; consistency check --format json shows the ids")
    if ruling.kind is Kind.APPROVED:
        own += [ruling.decision(post_fingerprint(one), POST, one.post_id, one.caption) for one in posts]
    if not own:
        raise ConsistencyError(f"there is nothing to waive on {post_id!r}: nothing was found")
    return own
