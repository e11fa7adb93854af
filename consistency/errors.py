"""What can go wrong, told apart by who can mend it.

Everything that the user can mend is a :class:`ConsistencyError` and ends in exit code 2; any other exception is a bug
and ends in exit code 3. A reader that finds several faults raises them all at once in one error.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing wrong in one place of the user's input."""

    source: str
    """The file as the user named it."""
    line: int | None = None
    """1-based line in that file; ``None`` where the fault is the whole file's."""
    field: str = ""
    """The field, written as a path: ``messages[2].text``."""
    problem: str
    """What was found and what was expected, and where it helps, what to do next."""

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}:{self.line}"
        return f"{place}: {self.field}: {self.problem}" if self.field else f"{place}: {self.problem}"


class ConsistencyError(Exception):
    """Something that the user can mend: usage, a brief, captions, a model that isn't there, nothing to judge."""


class InputError(ConsistencyError):
    """A brief or a captions file that can't be read as it is; holds every fault found, in order of place."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class ModelError(ConsistencyError):
    """The embedding model can't be had: not on this machine, not built for it, or not readable."""
