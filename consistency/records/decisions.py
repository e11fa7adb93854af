"""What a person has decided on a finding, so that it isn't asked again.

The class is the schema of a line of the decisions file too; ``gate`` reads it.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""Tells a finding from others, whatever file or line it stands in."""


class Kind(StrEnum):
    """What was decided."""

    APPROVED = "approved"
    """It is fine as it is."""
    WAIVED = "waived"
    """It isn't, but it is let through, mostly until a date."""
    BASELINE = "baseline"
    """It was there when checking began."""


class Decision(BaseModel):
    """One decision on one finding, or on a post as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: Fingerprint
    rule: str
    """The rule of the finding; ``post`` where a post was approved, which is put on record and covers nothing."""
    post: str
    excerpt: str = ""
    """Words of the caption, for those who read the file."""
    decision: Kind
    reason: str = ""
    by: str = ""
    on: date
    expires: date | None = None
    """The last day on which it holds; ``None`` where it holds for good."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expires is not None and self.expires < self.on:
            problem = f"'expires' ({self.expires}) is before 'on' ({self.on})"
            raise PydanticCustomError("order", "{expected}", {"expected": problem})
        return self

    def expired(self, today: date) -> bool:
        """Whether it no longer holds."""
        return self.expires is not None and self.expires < today

    @property
    def words(self) -> str:
        """Who decided what, when and until when, as reports say it."""
        parts = (
            self.decision.value,
            f"by {self.by}" if self.by else "",
            f"on {self.on}",
            f"until {self.expires}" if self.expires else "",
        )
        return " ".join(filter(None, parts)) + (f": {self.reason}" if self.reason else "")
