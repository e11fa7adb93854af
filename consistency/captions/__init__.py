"""Captions: tables and folders of drafts read into posts. What can't be judged is listed with its reason."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from consistency.captions.drafts import SUFFIXES, draft_files, read_draft
from consistency.captions.tables import read_table
from consistency.errors import Fault, InputError
from consistency.records.captions import Captions, Post, Skipped

__all__ = ["read_captions"]

_TABLES = frozenset([".csv", ".tsv"])


def read_captions(paths: Iterable[Path | str], columns: Mapping[str, str] | None = None) -> Captions:
    """Read tables (.csv, .tsv), drafts (.txt, .md) and folders of both, in the order given.

    ``columns`` names the header of a field where the known aliases don't: ``{"caption": "Nội dung"}``. Every row and
    draft is in the result, as a post or as skipped. Two posts with one id keep both: the later one's is marked
    ``id#2``.

    Raises:
        InputError: with the faults of all files that can't be read as a whole.
    """
    posts: list[Post] = []
    skipped: list[Skipped] = []
    mappings = []
    faults: list[Fault] = []
    for path in map(Path, paths):
        try:
            files = [(path, path.name)] if not path.is_dir() else _files(path)
            for file, name in files:
                if file.suffix.lower() in _TABLES:
                    table_posts, table_skipped, mapping = read_table(file, columns or {})
                    posts += table_posts
                    skipped += table_skipped
                    mappings.append((file.as_posix(), mapping))
                elif file.suffix.lower() in SUFFIXES:
                    read = read_draft(file, Path(name).with_suffix("").as_posix())
                    (posts if isinstance(read, Post) else skipped).append(read)  # type: ignore[arg-type]
                else:
                    problem = "is not a kind of file that is read here; expected .csv, .tsv, .txt, .md or a folder"
                    faults.append(Fault(source=file.as_posix(), problem=problem))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return Captions(posts=tuple(_with_unique_ids(posts)), skipped=tuple(skipped), mappings=tuple(mappings))


def _files(folder: Path) -> list[tuple[Path, str]]:
    """Tables and drafts below a folder, each with its path inside the folder."""
    tables = (path for path in folder.rglob("*") if path.suffix.lower() in _TABLES and path.is_file())
    found = sorted(chain(tables, draft_files(folder)), key=lambda path: path.as_posix())
    return [(path, path.relative_to(folder).as_posix()) for path in found]


def _with_unique_ids(posts: list[Post]) -> Iterable[Post]:
    seen: Counter[str] = Counter()
    for post in posts:
        seen[post.post_id] += 1
        again = seen[post.post_id]
        yield post if again == 1 else replace(post, post_id=f"{post.post_id}#{again}")
