"""The report's posts as Parquet parts, for runs that no single file or memory holds.

A row is an entry of ``posts`` in the JSON report, with its place and its findings beside it; a post that can't be
judged has its reason in ``skipped``, and nothing in what judging would have filled. The columns are made from the JSON
Schema, so that both say one thing. What a run's decisions and ``--fail-on`` add to findings isn't in it: a part
depends on the brief, the posts and the models alone.
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from consistency.campaign.findings import list_findings
from consistency.errors import ConsistencyError
from consistency.records.brief import Brief
from consistency.records.captions import Skipped
from consistency.records.findings import PostFinding
from consistency.report.machine import finding_dict, json_schema, post_dict

_GATED = ("fails", "decision", "expired")
"""Keys of a finding that depend on how a run is gated."""
_IDENTITY = b"consistency"


def render_part(brief: Brief, found: Sequence[PostFinding | Skipped], identity: Mapping[str, str]) -> bytes:
    """A Parquet file with a row for each post, in order, that says what it was made from."""
    import pyarrow as pa
    from pyarrow.parquet import write_table

    # By way of JSON, which has plain values only; half a surrogate, as in odd file names, becomes "?".
    rows = json.loads(json.dumps([_row(brief, one) for one in found], ensure_ascii=False).encode("utf-8", "replace"))
    metadata = {_IDENTITY: json.dumps(dict(identity), sort_keys=True).encode()}
    file = io.BytesIO()
    write_table(
        pa.Table.from_pylist(rows, schema=_columns().with_metadata(metadata)),
        file,
        compression="zstd",
        write_page_checksum=True,
    )
    return file.getvalue()


def part_identity(path: Path) -> dict[str, str] | None:
    """What a part was made from; ``None`` where the file is damaged or no part."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as file:
            metadata = file.schema_arrow.metadata or {}
            identity = json.loads(metadata[_IDENTITY])
    except (pa.ArrowException, OSError, KeyError, ValueError):
        return None
    return identity if isinstance(identity, dict) else None


def read_parts(paths: Sequence[Path], columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of parts in order, with these columns; some thousand are held at a time.

    Raises:
        ConsistencyError: a part is damaged.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    for path in paths:
        try:
            with ParquetFile(path, page_checksum_verification=True) as file:
                for batch in file.iter_batches(columns=list(columns)):
                    yield from batch.to_pylist()
        except (pa.ArrowException, OSError) as error:
            raise ConsistencyError(f"{path}: is damaged: {error}; remove it and run the same command again") from error


def _row(brief: Brief, one: PostFinding | Skipped) -> dict[str, Any]:
    if isinstance(one, Skipped):
        row: dict[str, Any] = {"post_id": one.post_id, "source": one.place.source, "skipped": one.reason}
        place, findings = one.place, list_findings(brief, [], [one])
    else:
        row = post_dict(one)
        place, findings = one.post.place, list_findings(brief, [one], [])
    listed = [{key: value for key, value in finding_dict(each).items() if key not in _GATED} for each in findings]
    return {**row, "place": str(place), "findings": listed}


@cache
def _columns() -> Any:
    import pyarrow as pa

    schema = json_schema()
    post, finding = schema["$defs"]["post"], schema["properties"]["findings"]["items"]
    ungated = {key: value for key, value in finding["properties"].items() if key not in _GATED}
    fields = {
        **post["properties"],
        "place": {"type": "string"},
        "skipped": {"type": "string"},
        "findings": {"type": "array", "items": {"type": "object", "properties": ungated}},
    }
    return pa.schema([pa.field(name, _arrow_type(one, schema["$defs"])) for name, one in fields.items()])


def _arrow_type(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Any:
    """The Arrow type of what a JSON Schema describes; whatever it is, it may be null."""
    import pyarrow as pa

    if "$ref" in schema:
        return _arrow_type(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "oneOf" in schema:
        [own] = [one for one in schema["oneOf"] if one != {"type": "null"}]
        return _arrow_type(own, definitions)
    match schema.get("type", "string"):  # a list of words has no type of its own
        case "object":
            return pa.struct({name: _arrow_type(one, definitions) for name, one in schema["properties"].items()})
        case "array":
            return pa.list_(_arrow_type(schema["items"], definitions))
        case "number":
            return pa.float64()
        case "integer":
            return pa.int64()
        case "boolean":
            return pa.bool_()
        case _:
            return pa.string()
