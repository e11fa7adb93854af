"""Rows of JSON and JSON Lines: the records of a list, with nested fields named by their path (``statistics.likes``)."""

import codecs
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO

from consistency.captions.choices import Choices
from consistency.captions.columns import map_columns, names_caption
from consistency.captions.encodings import doubts_on, find_encoding
from consistency.captions.exports import recognise
from consistency.captions.rows import Rows, Unreadable, cell_text
from consistency.errors import Fault, InputError

MAX_DEPTH = 60
"""Of lists and objects in each other; platforms nest ten deep."""
MAX_COLUMNS = 2_000
_MAX_LINE = 10_000_000
"""Bytes of one line of JSON Lines, and of a document that is one post."""
_SAMPLE = 100
"""Records of a list by which it is told whether it has captions."""
_MAX_LISTS = 50
_EXPECTED = "expected [{...}, ...], a list of objects with a caption each, alone or inside an object"


def read_json(file: BinaryIO, source: str, choices: Choices) -> Rows:
    """Records of JSON Lines, or of the list in a document that has captions, wherever it is; of a lone object, itself.

    A document is read several times and never held as a whole. A list inside the records of another that has captions
    (a post's comments) is none of its own; of several lists, the longest is read. A document that is one post is it.

    Raises:
        InputError: (from the rows too) it isn't JSON, is nested too deeply, or holds no objects.
    """
    encoding = find_encoding(file, choices.encoding)
    remarks = doubts_on(encoding, choices.encoding)
    if _is_lines(file, encoding):
        names = _all_names((record for _, record in _lines(file, source, encoding)), source)
        rows = _cells(_lines(file, source, encoding), names, source)
        return Rows(source, "JSON Lines", "", rows, names, encoding=encoding, remarks=remarks)
    document = _Document(file, source, encoding)
    caption = choices.columns.get("caption")
    lists = document.lists()
    known = {path: _fields_known(document, path, caption) for path in lists}
    outer = [path for path in lists if known[path] and not any(known[other] for other in _around(path, lists))]
    path = max(outer or lists, key=lambda path: lists[path], default="")
    others = tuple(f"holds another list with captions, {other!r}; left out" for other in outer if other != path)
    if _is_one_post(document, caption, max(map(known.__getitem__, outer), default=0)):
        path, others = "", ()
    elif any(_around(path, lists)):
        others += ("has its records inside others; what those others hold beside them is left out",)
    names = _all_names((record for record in document.records(path) if isinstance(record, dict)), source)
    if not names:
        raise InputError([Fault(source=source, problem=f"found no objects; {_EXPECTED}")])
    kind = f"JSON, records of {path.removesuffix('.item')!r}" if path not in ("", "item") else "JSON"
    rows = _cells(enumerate(document.records(path), 1), names, source)
    return Rows(source, kind, "record", rows, names, encoding=encoding, remarks=remarks + others)


def flatten(record: Mapping[str, Any], source: str) -> dict[str, str]:
    """A record's values as text by their path: ``{"a": {"b": 1}, "c": [2, 3]}`` gives ``a.b: "1"``, ``c: "2, 3"``.

    Of a list with objects in it, only the first is followed (``media.0.title``).

    Raises:
        InputError: it is nested deeper than :data:`MAX_DEPTH`.
    """
    flat: dict[str, str] = {}
    ahead: list[tuple[str, Any, int]] = [(str(key), value, 1) for key, value in reversed(list(record.items()))]
    while ahead:
        name, value, depth = ahead.pop()
        if depth > MAX_DEPTH:
            raise InputError([_too_deep(source)])
        if isinstance(value, dict):
            ahead += [(f"{name}.{key}", inner, depth + 1) for key, inner in reversed(list(value.items()))]
        elif isinstance(value, list) and any(isinstance(inner, (dict, list)) for inner in value):
            ahead.append((f"{name}.0", value[0], depth + 1))
        elif isinstance(value, list):
            flat[name] = ", ".join(map(cell_text, value))
        else:
            flat[name] = cell_text(value)
    return flat


def _cells(
    records: Iterable[tuple[int, Any]], names: list[str], source: str
) -> Iterator[tuple[int, list[str] | Unreadable]]:
    for number, record in records:
        if isinstance(record, dict):
            flat = flatten(record, source)
            yield number, [flat.get(name, "") for name in names]
        else:
            yield number, Unreadable(f"expected an object {{...}} for each post, found {json.dumps(record)[:80]}")


def _all_names(records: Iterable[Any], source: str) -> list[str]:
    names: dict[str, None] = {}
    for record in records:
        if isinstance(record, dict):
            names.update(dict.fromkeys(flatten(record, source)))
        if len(names) > MAX_COLUMNS:
            problem = f"found {len(names):,} different fields in its records; expected at most {MAX_COLUMNS:,}"
            raise InputError([Fault(source=source, problem=problem)])
    return list(names)


def _around(path: str, lists: Iterable[str]) -> Iterator[str]:
    """The lists that a list is inside of."""
    return (other for other in lists if path.startswith(f"{other}."))


def _fields_known(document: "_Document", path: str, caption: str | None) -> int:
    """How many fields of a post the records have by name; 0 where the caption isn't among them."""
    names = _all_names(islice(document.records(path), _SAMPLE), document.source)
    export = recognise(names)
    if export:
        return len(export.columns)
    own = [name for name in names if ".0" not in name]
    return len(map_columns(own, {})[0]) + bool(caption) if names_caption(own, caption) else 0


def _is_one_post(document: "_Document", caption: str | None, known: int) -> bool:
    """Whether the document is one post itself, by knowing as many fields as the records of its lists.

    One field alone tells nothing where there is a list: interfaces say ``"message": "ok"`` of themselves.
    """
    return document.is_small() and _fields_known(document, "", caption) >= max(known, 2 if known else 1)


def _too_deep(source: str, line: int | None = None) -> Fault:
    return Fault(source=source, line=line, problem=f"is nested too deeply; expected at most {MAX_DEPTH} levels")


def _is_lines(file: BinaryIO, encoding: str) -> bool:
    """Whether the first line is an object of its own, with more lines after it."""
    first = file.readline(_MAX_LINE)
    more = file.read(1)
    file.seek(0)
    try:
        return bool(more) and isinstance(json.loads(first.decode(encoding)), dict)
    except (ValueError, RecursionError):
        return False


def _lines(file: BinaryIO, source: str, encoding: str) -> Iterator[tuple[int, Any]]:
    file.seek(0)
    number = 0
    while line := file.readline(_MAX_LINE + 1):
        number += 1
        problem = ""
        try:
            text = line.decode(encoding if number == 1 else encoding.removesuffix("-sig")).strip()
            if len(line) > _MAX_LINE:
                problem = f"the line has more than {_MAX_LINE:,} bytes"
            elif text:
                yield number, json.loads(text)
        except RecursionError as error:
            raise InputError([_too_deep(source, number)]) from error
        except UnicodeDecodeError as error:
            problem = f"the line is not {encoding} text: {error}; name the file's encoding with --encoding"
        except ValueError as error:
            column = error.colno if isinstance(error, json.JSONDecodeError) else 1
            problem = f"the line is not JSON in column {column}: {error}"
        if problem:
            raise InputError([Fault(source=source, line=number, problem=f"{problem}; expected one {{...}} a line")])


class _AsUtf8:
    """A text in another encoding as the UTF-8 that the JSON reader wants."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._text = codecs.getreader(encoding)(file)

    def read(self, size: int = -1) -> bytes:
        """About as many bytes; none at the end."""
        return self._text.read(size).encode()


class _Document:
    """A JSON document on disk, read anew for each question."""

    def __init__(self, file: BinaryIO, source: str, encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self.source = source

    def lists(self) -> dict[str, int]:
        """Paths of the records of each list of objects, with how many there are, in order of their place.

        Raises:
            InputError: it isn't JSON, or nested too deeply.
        """
        import ijson

        depth = 0
        found: Counter[str] = Counter()
        for path, event, _ in self._guarded(ijson.parse(self._stream())):
            depth += (event in ("start_map", "start_array")) - (event in ("end_map", "end_array"))
            if depth > MAX_DEPTH:
                raise InputError([_too_deep(self.source)])
            if event == "start_map" and (path == "item" or path.endswith(".item")):
                found[path] += 1
        return dict(found.most_common(_MAX_LISTS))

    def is_small(self) -> bool:
        """Whether it may be held as a whole."""
        return self._file.seek(0, 2) <= _MAX_LINE

    def records(self, path: str) -> Iterator[Any]:
        """The records at a path, each as a whole."""
        import ijson

        return self._guarded(ijson.items(self._stream(), path, use_float=True))

    def _stream(self) -> "BinaryIO | _AsUtf8":
        self._file.seek(0)
        return self._file if self._encoding == "utf-8" else _AsUtf8(self._file, self._encoding)

    def _guarded(self, events: Iterator[Any]) -> Iterator[Any]:
        import ijson

        try:
            yield from events
        except (ijson.JSONError, ValueError) as error:
            raise InputError([self._fault(error)]) from error

    def _fault(self, error: Exception) -> Fault:
        """Where the JSON breaks, which only the standard library's parser tells."""
        self._file.seek(0)
        try:
            json.loads(self._file.read().decode(self._encoding))
        except json.JSONDecodeError as known:
            problem = f"is not JSON in column {known.colno}: {known.msg}; {_EXPECTED}"
            return Fault(source=self.source, line=known.lineno, problem=problem)
        except UnicodeDecodeError as known:
            line = known.object[: known.start].count(b"\n") + 1
            problem = f"is not {self._encoding} text: {known}; name its encoding with --encoding, or export it as UTF-8"
            return Fault(source=self.source, line=line, problem=problem)
        except (ValueError, RecursionError):
            pass
        return Fault(source=self.source, problem=f"is not JSON: {' '.join(str(error).split())[:200]}; {_EXPECTED}")
