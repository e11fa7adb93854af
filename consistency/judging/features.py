"""What is known of a message in a caption, as numbers: the input of the calibrated model."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consistency.judging import cues
from consistency.judging.alignment import SIGNALS, Alignment
from consistency.judging.specifics import COUNT, Comparison, Quantity, compare, quantities
from consistency.records.brief import Message
from consistency.records.captions import Segment, SegmentedCaption

FEATURES = (
    *SIGNALS,
    "message_has_quantity",
    "value_kept",
    "value_changed",
    "count_kept",
    "count_changed",
    "value_missing",
    "value_changed_nearby",
    "negation_differs",
    "hedged",
    "asked",
    "denied_nearby",
)
"""Names of the columns: the alignment's signals, then what the nearest sentence says of the message's specifics."""

Features = NDArray[np.float64]
"""Shape ``(m, len(FEATURES))``."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where a caption comes nearest to a message."""

    unit: Segment
    """The nearest sentence or clause."""
    sentence: Segment
    """The sentence that it is of."""
    nearby: str
    """That sentence with the one before and the one after."""


def context_of(caption: SegmentedCaption, best: int) -> Context:
    """The context of the unit with this index, counted over sentences, then clauses."""
    sentences = caption.sentences
    unit = (sentences + caption.clauses)[best]
    index = next(i for i, one in enumerate(sentences) if one.start <= unit.start and unit.end <= one.end)
    nearby = " ".join(one.text for one in sentences[max(0, index - 1) : index + 2])
    return Context(unit, sentences[index], nearby)


def features_of(message: Message, alignment: Alignment, row: int, context: Context) -> Features:
    """The row of features of one message; ``row`` is its index in the alignment."""
    here = compare(message.text, context.sentence.text)
    nearby = compare(message.text, context.nearby)
    kept = _with_unit(here.kept)
    return np.array(
        [
            *alignment.signals[row],
            bool(quantities(message.text)),
            bool(kept),
            bool(_with_unit(here.changed)),
            len(here.kept) > len(kept),
            len(here.changed) > len(_with_unit(here.changed)),
            bool(here.missing),
            bool(_with_unit(nearby.changed)) and not kept,
            cues.negated(message.text) != cues.negated(context.unit.text),
            cues.hedge(context.sentence.text) is not None,
            cues.asked(context.sentence.text),
            cues.denied(context.nearby),
        ],
        dtype=np.float64,
    )


def changed_value(message: Message, context: Context) -> tuple[Quantity, Quantity] | None:
    """The message's quantity that the nearest sentence gives another value, with that value; units before counts."""
    found: Comparison = compare(message.text, context.sentence.text)
    nearby = compare(message.text, context.nearby)
    for pairs in (_with_unit(found.changed), _with_unit(nearby.changed), found.changed):
        if pairs:
            return pairs[0]
    return None


def _with_unit(pairs: tuple[tuple[Quantity, Quantity], ...]) -> list[tuple[Quantity, Quantity]]:
    return [pair for pair in pairs if pair[0].dimension != COUNT]
