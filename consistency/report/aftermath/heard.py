"""What the audience heard: messages by captions, followers and views."""

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from consistency.records.brief import Brief
from consistency.records.phrases import Phrase
from consistency.records.retrospective import Dimension, MessageShare, Slice, Weight
from consistency.report.aftermath.parts import Figure, Observation, Part, Table, percent
from consistency.report.charts import share_by_message

_NOTABLE_GAP = 0.1
"""From this difference on the share of the audience is told beside the share of the captions."""
_OF_CAPTIONS = Phrase("of the captions")
_OF_AUDIENCE: Mapping[Weight, Phrase] = MappingProxyType(
    {Weight.FOLLOWERS: Phrase("of the followers"), Weight.VIEWS: Phrase("of the views")}
)

_SIGNS: Mapping[Weight, str] = MappingProxyType({Weight.FOLLOWERS: "■", Weight.VIEWS: "▲"})


def part(brief: Brief, slices: Sequence[Slice]) -> Part | None:
    """``None`` where no audience, platform or day is known: then it is no more than the table of messages says."""
    if not slices:
        return None
    texts = {message.id: message.text for message in brief.messages}
    campaign = slices[0].messages
    weights = [weight for weight in Weight if any(weight in message.heard for message in campaign)]
    parts = [one for one in slices if one.by in (Dimension.PLATFORM, Dimension.WAVE)]
    if not weights and not parts:
        return None
    figure = Figure(
        words=Phrase("The share that says each message. The line is the 95 % interval for captions like these."),
        draw=partial(share_by_message, campaign),
        legend=(
            ("captions", "●", _OF_CAPTIONS),
            *((weight.value, _SIGNS[weight], _OF_AUDIENCE[weight]) for weight in weights),
        ),
    )
    return Part(
        id="heard",
        title=Phrase("What the audience heard"),
        observations=tuple(_gaps(texts, campaign, weights)),
        figures=(figure,),
        tables=(_shares(texts, campaign, weights), *([_by_platform_and_wave(parts)] if parts else [])),
        limits=Phrase(
            "A share by followers or views counts everyone who could have read a caption, not who did; an audience that"
            " isn't known isn't counted."
        ),
    )


def _gaps(texts: Mapping[str, str], messages: Sequence[MessageShare], weights: Sequence[Weight]) -> list[Observation]:
    return [
        Observation(
            words=Phrase(
                "“{message}” is in {share} of the captions; these have {heard} {audience}.",
                message=texts[message.message_id],
                share=percent(message.share),
                heard=percent(message.heard[weight].share),
                audience=_OF_AUDIENCE[weight],
            )
        )
        for message in messages
        for weight in weights
        if abs(message.heard[weight].share - message.share) >= _NOTABLE_GAP
    ]


def _shares(texts: Mapping[str, str], messages: Sequence[MessageShare], weights: Sequence[Weight]) -> Table:
    return Table(
        title=Phrase("The same as a table"),
        headers=(
            *(Phrase("Message"), _OF_CAPTIONS, Phrase("95 % interval")),
            *(_OF_AUDIENCE[weight] for weight in weights),
        ),
        rows=tuple(
            (
                texts[message.message_id],
                percent(message.share),
                Phrase("{low} to {high}", low=percent(message.low), high=percent(message.high)),
                *(percent(message.heard[weight].share) for weight in weights),
            )
            for message in messages
        ),
    )


def _by_platform_and_wave(parts: Sequence[Slice]) -> Table:
    return Table(
        title=Phrase("By platform and time"),
        headers=(Phrase("Part"), Phrase("Captions"), *(message.message_id for message in parts[0].messages)),
        rows=tuple(
            (
                Phrase("from {day}", day=one.value) if one.by is Dimension.WAVE else one.value,
                str(one.posts),
                *(percent(message.share) for message in one.messages),
            )
            for one in parts
        ),
    )
