"""The machine-readable report: JSON, format version 1, with its JSON Schema beside it."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from pydantic import TypeAdapter

from consistency.records.captions import Layout
from consistency.records.findings import CampaignReport, Evidence, Finding, PostFinding
from consistency.records.retrospective import Retrospective

FORMAT_VERSION = 1
_REQUIRED = ("hashtag", "mention", "code", "link")


def render_json(report: CampaignReport) -> str:
    """The report as JSON text, with keys in a fixed order; an entry of ``posts`` or ``findings`` has a line of its own.

    An entry of ``posts`` holds nothing that depends on other posts, not even the line it stood on: places are in
    ``places``, by post id.
    """
    members = ",\n".join(f'"{name}": {_text(value)}' for name, value in _members(report).items())
    return f"{{\n{members}\n}}\n"


def _text(value: Any) -> str:
    if isinstance(value, Iterator):
        return "[\n" + ",\n".join(map(_text, value)) + "\n]"
    return json.dumps(value, ensure_ascii=False)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of :func:`render_json`."""
    schema: dict[str, Any] = json.loads(files(__package__).joinpath("schema/report-1.json").read_text(encoding="utf-8"))
    return schema


def _members(report: CampaignReport) -> dict[str, Any]:
    """The report as plain values; long lists are made an entry at a time, since all at once would fill the memory."""
    return {
        "format_version": FORMAT_VERSION,
        "campaign": report.brief.campaign,
        "run": {
            "version": report.run.version,
            "model": report.run.model,
            "brief_sha256": report.run.brief_sha256,
            "settings": report.run.settings,
        },
        "posts": map(post_dict, report.posts),
        "messages": [
            {"message_id": row.message_id, "pull_through": row.pull_through, "counts": dict(row.counts)}
            for row in report.messages
        ],
        "creators": [
            {"creator": row.creator, "posts": row.posts, "verdicts": dict(row.verdicts), "drift": row.drift}
            for row in report.creators
        ],
        "skipped": [
            {"source": one.place.source, "line": one.place.line, "post_id": one.post_id, "reason": one.reason}
            for one in report.skipped
        ],
        "reading": {
            "tables": [_table(one) for one in report.layouts],
            "notes": [
                {"source": one.source, "place": str(one.place) if one.place else None, "text": one.text}
                for one in report.notes
            ],
        },
        "places": {post.post.post_id: str(post.post.place) for post in report.posts},
        "findings": map(finding_dict, report.findings),
        "retrospective": _retrospective(report.retrospective),
    }


def _retrospective(found: Retrospective) -> dict[str, Any]:
    """The records as they are; a section is there only where there is something in it."""
    sections = TypeAdapter(Retrospective).dump_python(found, mode="json", exclude_none=True)
    return {name: section for name, section in sections.items() if section}


def _table(layout: Layout) -> dict[str, Any]:
    return {
        "source": layout.source,
        "format": layout.kind,
        "encoding": layout.encoding or None,
        "delimiter": layout.delimiter or None,
        "export": layout.export or None,
        "header": str(layout.header) if layout.header else None,
        "columns": [
            {"field": field, "column": column, "by_content": field in layout.by_content}
            for field, column in layout.columns
        ],
        "unused": list(layout.unused),
        "ids_are_made": layout.ids_are_made,
    }


def post_dict(found: PostFinding) -> dict[str, Any]:
    """An entry of ``posts``."""
    post = found.post
    return {
        "post_id": post.post_id,
        "source": post.place.source,
        "creator": post.creator,
        "platform": post.platform,
        "posted_at": post.posted_at.isoformat() if post.posted_at else None,
        "verdict": found.verdict,
        "drift": found.drift,
        "needs_review": found.needs_review,
        "review_reasons": list(found.review_reasons),
        "messages": [
            {
                "message_id": message.message_id,
                "label": message.label,
                "probability": message.probability,
                "evidence": _evidence(message.evidence),
                "more_evidence": [_evidence(one) for one in message.more_evidence],
                "reason": message.reason,
            }
            for message in found.messages
        ],
        "disclosure": {
            "state": found.disclosure.state,
            "evidence": _evidence(found.disclosure.evidence),
            "market": found.disclosure.market,
            "rule": found.disclosure.rule,
            "source": found.disclosure.source,
        }
        if found.disclosure
        else None,
        "forbidden_claims": [
            {"id": one.id, "probability": one.probability, "evidence": _evidence(one.evidence)}
            for one in found.forbidden_claims
        ],
        "forbidden_terms": [
            {"text": one.expected, "evidence": _evidence(one.evidence)} for one in found.broken("forbidden-term")
        ],
        "competitors": [
            {"text": one.expected, "evidence": _evidence(one.evidence)} for one in found.broken("competitor")
        ],
        # What is nearly there is missing all the same.
        **{
            f"missing_{kind}s": [
                one.expected for one in found.rules if one.rule in (f"missing-{kind}", f"near-miss-{kind}")
            ]
            for kind in _REQUIRED
        },
        **{
            f"near_miss_{kind}s": [
                {"expected": one.expected, "found": one.found, "reason": one.reason}
                for one in found.broken(f"near-miss-{kind}")
            ]
            for kind in ("hashtag", "mention")
        },
        "rules": [
            {
                "rule": one.rule,
                "severity": one.severity,
                "expected": one.expected,
                "found": one.found,
                "reason": one.reason,
                "evidence": _evidence(one.evidence),
            }
            for one in found.rules
        ],
    }


def finding_dict(found: Finding) -> dict[str, Any]:
    """An entry of ``findings``."""
    return {
        "fingerprint": found.fingerprint,
        "rule": found.rule,
        "severity": found.severity,
        "source": found.place.source,
        "line": found.place.line,
        "post_id": found.post_id,
        "message": found.message,
        "excerpt": found.excerpt,
        "fails": found.fails,
        "decision": found.decision.model_dump(mode="json") if found.decision else None,
        "expired": found.expired,
    }


def _evidence(evidence: Evidence | None) -> dict[str, Any] | None:
    return {"text": evidence.text, "start": evidence.start, "end": evidence.end} if evidence else None
