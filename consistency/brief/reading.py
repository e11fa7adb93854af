"""YAML in, :class:`Brief` out, with every fault at its line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from consistency.errors import Fault, InputError
from consistency.records.brief import Brief

MAX_BYTES = 1_000_000
"""A brief is a page or two; a larger file is another file."""


def read_brief(path: Path | str) -> Brief:
    """Read and validate a brief.

    Raises:
        InputError: with all faults of the file at once, each with its line, field and what was expected.
    """
    path = Path(path)
    source = path.as_posix()
    text = _read_text(path)
    try:
        _refuse_aliases(text, source)
        document = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        raise InputError([_syntax_fault(error, source)]) from error
    except TypeError as error:  # what ruamel.yaml makes of a key that can't be one
        problem = "a key is a list or a mapping; expected a word, such as 'messages:'"
        raise InputError([Fault(source=source, line=_line_of_nested_key(text), problem=problem)]) from error
    except (YAMLError, ValueError) as error:
        raise InputError([Fault(source=source, problem=f"is not YAML that can be read: {error}")]) from error
    if not isinstance(document, dict):
        found = "nothing" if document is None else f"a {type(document).__name__}"
        raise InputError(
            [Fault(source=source, line=1, problem=f"expected 'campaign:', 'messages:' ..., found {found}")]
        )
    try:
        return Brief.model_validate(_plain(document))
    except ValidationError as error:
        faults = [_fault(detail, document, source) for detail in error.errors(include_url=False)]
        raise InputError(sorted(faults, key=lambda fault: fault.line or 0)) from error


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError([Fault(source=path.as_posix(), problem=f"the brief can't be opened: {reason}")]) from error
    if len(raw) > MAX_BYTES:
        raise InputError(
            [Fault(source=path.as_posix(), problem=f"a brief has at most {MAX_BYTES:,} bytes; this has more")]
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = "is not UTF-8; save the brief as UTF-8"
        raise InputError([Fault(source=path.as_posix(), line=line, problem=problem)]) from error


def _refuse_aliases(text: str, source: str) -> None:
    """Aliases can make a small file expand without bound, and a brief has no use for them."""
    for event in YAML(typ="rt", pure=True).parse(text):
        if isinstance(event, AliasEvent):
            line = event.start_mark.line + 1
            raise InputError([Fault(source=source, line=line, problem=f"aliases (*{event.anchor}) aren't allowed")])


def _line_of_nested_key(text: str) -> int | None:
    nodes: list[Any] = [YAML(typ="rt", pure=True).compose(text)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, MappingNode):
            nested = [key for key, _ in node.value if not isinstance(key, ScalarNode)]
            if nested:
                return int(nested[0].start_mark.line) + 1
            nodes += [value for _, value in node.value]
        elif isinstance(node, SequenceNode):
            nodes += node.value
    return None


def _syntax_fault(error: MarkedYAMLError, source: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    problem = f"is not valid YAML here: {error.problem or error.context}"
    if "could not find expected" in problem or "mapping values" in problem:
        problem += "; put texts that hold ': ' or '#' in quotes"
    return Fault(source=source, line=mark.line + 1 if mark else None, problem=problem)


def _plain(node: Any) -> Any:
    """Containers and scalars without what ruamel adds; scalars that YAML reads as numbers stay what they are."""
    if isinstance(node, dict):
        return {key if isinstance(key, str) else str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return tuple(_plain(value) for value in node)
    return node


def _fault(detail: ErrorDetails, document: Any, source: str) -> Fault:
    location = detail["loc"]
    return Fault(
        source=source, line=_line(document, location), field=_field(location), problem=_expected(detail, location)
    )


def _line(document: Any, location: tuple[int | str, ...]) -> int:
    """1-based line of the deepest part of ``location`` that is in the document."""
    line, node = 0, document
    for step in location:
        positions = getattr(node, "lc", None)
        try:
            line = positions.key(step)[0] if isinstance(node, dict) else positions.item(step)[0]  # type: ignore[union-attr]
            node = node[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line + 1


def _field(location: tuple[int | str, ...]) -> str:
    def parts() -> Iterator[str]:
        for index, step in enumerate(location):
            yield f"[{step + 1}]" if isinstance(step, int) else f".{step}" if index else step

    return "".join(parts())


def _expected(detail: ErrorDetails, location: tuple[int | str, ...]) -> str:
    """What was expected, in words for people who don't program."""
    found = detail["input"]
    match detail["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not a field of a brief here; see the README for the fields, or remove it"
        case "string_type" if found is None:
            return "is empty; expected text"
        case "string_type":
            return f"expected text, found {found!r}; put it in quotes"
        case "tuple_type":
            return f"expected a list, found {found!r}; write [{found}] or one '- ' line for each"
        case "model_type" | "model_attributes_type":
            return f"expected fields (key: value), found {found!r}"
        case "string_pattern_mismatch":
            return f"{found!r} is not possible here; expected {_PATTERNS.get(str(location[-1]), 'no spaces')}"
        case "literal_error":
            return f"expected {detail['ctx']['expected']}, found {found!r}"
        case "cross_check" | "order":
            return detail["msg"]
        case "string_too_short":
            return "is empty; expected text"
        case _:
            return f"{detail['msg'][0].lower()}{detail['msg'][1:]}, found {found!r}"


_PATTERNS = {
    "id": "letters, digits, '_', '-' or '.', without spaces",
    "market": "a two-letter country code in capitals, such as VN or UK",
}
