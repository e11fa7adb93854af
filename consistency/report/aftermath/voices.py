"""Creators by message and voice: who carries the message, and who does so in own words."""

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from consistency.records.phrases import Phrase
from consistency.records.retrospective import CreatorVoice, Standing
from consistency.report.aftermath.parts import Figure, Observation, Part, Table, named, percent
from consistency.report.charts import creators_by_voice

_STANDINGS: Mapping[Standing, Phrase] = MappingProxyType(
    {
        Standing.OWN_WORDS_ON_MESSAGE: Phrase("On message in their own words"),
        Standing.BORROWED_WORDS_ON_MESSAGE: Phrase("On message in borrowed words"),
        Standing.OWN_WORDS_OFF_MESSAGE: Phrase("Own words, but little of the message"),
        Standing.BORROWED_WORDS_OFF_MESSAGE: Phrase("Borrowed words, and little of the message"),
    }
)
_SIGNS = (("on_message", "●"), ("partly", "▲"), ("off_message", "■"), ("contradicts", "◆"))
"""Of the standings in their order, as the chart has them."""


def part(voices: Sequence[CreatorVoice]) -> Part | None:
    """``None`` where there are no creators to compare."""
    if not voices:
        return None
    numbers = {one.creator: number for number, one in enumerate(voices, 1)}
    observations = []
    for standing, words in _STANDINGS.items():
        own = sorted((one for one in voices if one.standing is standing), key=lambda one: -one.message)
        if own:
            observations.append(Observation(words=words, details=(named([one.creator for one in own]),)))
    return Part(
        id="voices",
        title=Phrase("Message and voice"),
        observations=tuple(observations),
        figures=(
            Figure(
                words=Phrase(
                    "Further right carries more of the message, further up has more own words. Larger signs are several"
                    " creators; the numbers are those of the table."
                ),
                draw=partial(creators_by_voice, voices),
                legend=tuple((*sign, words) for sign, words in zip(_SIGNS, _STANDINGS.values(), strict=True)),
            ),
        ),
        tables=(
            Table(
                title=Phrase("The same as a table"),
                headers=(
                    *(Phrase("Creator"), Phrase("stands"), Phrase("Captions")),
                    *(Phrase("message"), Phrase("voice")),
                ),
                rows=tuple(
                    (
                        f"{numbers[one.creator]} · {one.creator}",
                        _STANDINGS[one.standing],
                        str(one.posts),
                        percent(one.message),
                        percent(one.voice),
                    )
                    for one in voices
                ),
                numbers_from=2,
            ),
        ),
        limits=Phrase(
            "Message: one minus the mean drift. Voice: the share of words that stand in no run of five words shared"
            " with the brief or another creator's caption. Few captions say little about a creator."
        ),
    )
