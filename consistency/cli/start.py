"""``consistency init``: a brief and two drafts to begin with."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from consistency.cli.output import write_whole
from consistency.errors import ConsistencyError


def run_init(folder: Path) -> None:
    """Write the starter's files below a folder.

    Raises:
        ConsistencyError: one of them is there already; nothing is written then.
    """
    starter = dict(_below(files(__package__).joinpath("starter"), folder))
    there = [path for path in starter if path.exists()]
    if there:
        raise ConsistencyError(f"{there[0]} is there already; name another folder")
    for path, text in starter.items():
        write_whole(path, text)
        print(path.as_posix())
    name = folder.as_posix()
    print(f"\nOne draft is ready, one is not. See why:\n  consistency check {name}/brief.yaml {name}/drafts")


def _below(source: Traversable, target: Path) -> list[tuple[Path, str]]:
    if source.is_file():
        return [(target, source.read_text(encoding="utf-8"))]
    children = sorted(source.iterdir(), key=lambda child: child.name)
    return [pair for child in children for pair in _below(child, target / child.name)]
