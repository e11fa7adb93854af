"""A report that was written as JSON, read back as far as two runs are compared."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from consistency.errors import Fault, InputError
from consistency.records.comparison import PostState, RunState
from consistency.records.findings import Label, Verdict

MAX_BYTES = 500_000_000


class _Message(BaseModel):
    message_id: str
    label: Label


class _Rule(BaseModel):
    rule: str
    expected: str


class _Claim(BaseModel):
    id: str


class _Post(BaseModel):
    post_id: str
    creator: str
    verdict: Verdict
    messages: list[_Message]
    rules: list[_Rule]
    forbidden_claims: list[_Claim]


class _Run(BaseModel):
    version: str
    model: str
    brief_sha256: str


class _Report(BaseModel):
    format_version: Literal[1]
    campaign: str
    run: _Run
    posts: list[_Post]


def read_report(path: Path) -> RunState | None:
    """What a report holds of a run; ``None`` where the file isn't a report of any version.

    Raises:
        InputError: the file can't be opened, or is a report that this version can't read.
    """
    source = path.as_posix()
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError([Fault(source=source, problem=f"can't be opened: {error.strerror or error}")]) from error
    if len(raw) > MAX_BYTES:
        raise InputError([Fault(source=source, problem=f"has more than {MAX_BYTES:,} bytes")])
    try:
        data = from_json(raw)
    except ValueError:
        return None
    if not isinstance(data, dict) or "format_version" not in data:
        return None
    try:
        report = _Report.model_validate(data)
    except ValidationError as error:
        raise InputError(
            [
                Fault(source=source, field=".".join(map(str, fault["loc"])), problem=fault["msg"])
                for fault in error.errors(include_url=False)
            ]
        ) from error
    return RunState(
        name=source,
        facts={"campaign": report.campaign, **report.run.model_dump()},
        posts=tuple(
            PostState(
                post_id=post.post_id,
                creator=post.creator,
                verdict=post.verdict,
                labels={message.message_id: message.label for message in post.messages},
                broken=frozenset((one.rule, one.expected) for one in post.rules),
                forbidden=frozenset(claim.id for claim in post.forbidden_claims),
            )
            for post in report.posts
        ),
    )
