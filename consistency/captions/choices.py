"""What the user says of captions that files leave open."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consistency.errors import ConsistencyError
from consistency.records.captions import DayOrder


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """How captions are to be read, where it isn't to be found out.

    Raises:
        ConsistencyError: ``encoding`` names none.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    """The header of a field where the known names don't tell it: ``{"caption": "Nội dung"}``."""
    sheet: str | None = None
    """The sheet of workbooks; without it, all visible sheets with captions are read."""
    dates: DayOrder | None = None
    """What 3/12/2026 means in every file; without it, the other dates of the column tell, or a known export."""
    encoding: str | None = None
    """Of text files without a byte order mark, as Python names it; without it, the bytes tell."""

    def __post_init__(self) -> None:
        if self.encoding is not None and not _is_encoding(self.encoding):
            raise ConsistencyError(
                f"--encoding {self.encoding!r}: expected the name of a text encoding, such as utf-8, utf-16, cp1258"
                " (Vietnamese Windows) or cp1252 (Western Windows)"
            )


def _is_encoding(name: str) -> bool:
    try:
        return "a".encode(name).decode(name) == "a"
    except (LookupError, ValueError):  # none of that name, or none of text
        return False
