"""The brief: what a campaign asks of every caption.

The classes are the schema too: what a field is, may be and must be is stated here once, and ``brief`` reads YAML
into it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
"""Some words, on one line or more."""
Identifier = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[\w][\w.-]*$", max_length=64)]
"""A name for a message or claim: letters, digits, ``_``, ``-`` and ``.``."""
Tag = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\S+$", max_length=150)]
"""A hashtag, handle, code or link: no spaces."""


def _starting_with(sign: str) -> AfterValidator:
    return AfterValidator(lambda tag: tag if tag.startswith(sign) else sign + tag)


Hashtag = Annotated[Tag, _starting_with("#")]
Handle = Annotated[Tag, _starting_with("@")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Message(_Part):
    """A core message: one claim that captions should carry."""

    id: Identifier
    text: Text
    """One sentence with one checkable claim."""
    required: bool = False
    """Whether every post must carry it."""
    weight: float = Field(default=1, gt=0, le=100)
    """How much it counts in the drift, beside the other demanded messages."""
    says: tuple[Text, ...] = ()
    """Wordings that the lead has accepted before."""
    contradicts: tuple[Text, ...] = ()
    """Wordings that deny it."""


class Claim(_Part):
    """Something that no post may claim."""

    id: Identifier
    text: Text


class Requirements(_Part):
    """What every post must hold, beside the required messages."""

    at_least: int = Field(default=1, ge=0)
    """How many messages a post must convey to be on message."""
    hashtags: tuple[Hashtag, ...] = ()
    mentions: tuple[Handle, ...] = ()
    codes: tuple[Tag, ...] = ()
    links: tuple[Tag, ...] = ()


class Window(_Part):
    """The days on which posts may go live, both included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise PydanticCustomError(
                "order", "{expected}", {"expected": f"'to' ({self.last}) is before 'from' ({self.first})"}
            )
        return self


class Term(_Part):
    """A word or phrase that no post may hold, but for exceptions."""

    term: Text
    allowed_in: tuple[Text, ...] = Field(default=(), alias="except")
    """Longer phrases in which it may stand."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return {"term": data} if isinstance(data, str) else data


class Forbidden(_Part):
    """What no post may hold."""

    claims: tuple[Claim, ...] = ()
    terms: tuple[Term, ...] = ()
    """In YAML a text, or ``{term: ..., except: [...]}``."""
    competitors: tuple[Text, ...] = ()


class DisclosureDemand(_Part):
    """Which market's rules say how advertising is disclosed."""

    required: bool = True
    market: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    """Two-letter code; the brief's own market where it isn't given."""
    adequate: tuple[Text, ...] = ()
    """Words or tags that disclose well enough for this campaign, beside the market's."""
    weak: tuple[Text, ...] = ()
    """Words or tags that don't."""
    replace: bool = False
    """Whether these words replace the market's instead of adding to them."""


RuleLevel = Literal["error", "warning", "note", "off"]


class Brief(_Part):
    """A campaign's brief."""

    campaign: Text
    brand: str = ""
    product: str = ""
    about: str = ""
    """What the campaign is on, in one to three sentences."""
    languages: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")], ...] = ()
    market: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    platforms: tuple[Text, ...] = ()
    messages: tuple[Message, ...] = Field(min_length=1)
    require: Requirements = Requirements()
    window: Window | None = None
    forbid: Forbidden = Forbidden()
    disclosure: DisclosureDemand = DisclosureDemand()
    rules: dict[str, RuleLevel] = Field(default_factory=dict)
    """Severities by rule id, where they differ from the rule book's; ``off`` silences a rule."""

    @model_validator(mode="wrap")
    @classmethod
    def _with_cross_checks(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Look at what no single field can see, also when fields are wrong: all faults come at once."""
        faults = list(_cross_faults(data)) if isinstance(data, Mapping) else []
        try:
            brief = handler(data)
        except ValidationError as error:
            of_fields = [
                InitErrorDetails(
                    type=PydanticCustomError(fault["type"], "{expected}", {"expected": fault["msg"]}),
                    loc=fault["loc"],
                    input=fault["input"],
                )
                for fault in error.errors(include_url=False)
            ]
            raise ValidationError.from_exception_data(cls.__name__, [*of_fields, *faults]) from None
        if faults:
            raise ValidationError.from_exception_data(cls.__name__, faults)
        return brief


def _cross_faults(data: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    messages = _listed(data.get("messages"))
    forbid = data.get("forbid")
    claims = _listed(forbid.get("claims")) if isinstance(forbid, Mapping) else []
    for place, things in ((("messages",), messages), (("forbid", "claims"), claims)):
        seen: set[str] = set()
        for index, thing in enumerate(things):
            name = thing.get("id") if isinstance(thing, Mapping) else None
            if isinstance(name, str) and name in seen:
                yield _cross_fault((*place, index, "id"), name, f"every id must be unique; {name!r} was used above")
            seen.add(str(name))
    require = data.get("require")
    at_least = require.get("at_least") if isinstance(require, Mapping) else None
    if isinstance(at_least, int) and at_least > len(messages):
        problem = f"asks for {at_least} messages, but the brief has only {len(messages)}"
        yield _cross_fault(("require", "at_least"), at_least, problem)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _cross_fault(place: tuple[int | str, ...], found: object, problem: str) -> InitErrorDetails:
    error = PydanticCustomError("cross_check", "{expected}", {"expected": problem})
    return InitErrorDetails(type=error, loc=place, input=found)
