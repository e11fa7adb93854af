"""The products of ``passages/``, dealt into captions: what a creator's words do with one claim, in minimal contrasts.

A file has a product a line: ``about``, and four claims, each with passages that convey it, touch it, contradict it, and
say nothing of it though they are near. A caption is one to three passages of a product in a row, at most one of them
bearing on a claim, so that what bears on it stands among what doesn't.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from labelled import LabelledCampaign, LabelledPost
from public_pairs import PublicPair

from consistency.records.brief import Brief, Message
from consistency.records.findings import Label

PASSAGES = Path(__file__).parent / "passages"
HELD_OUT = 20
"""Every twentieth product of a file takes no part in training."""
IN_A_CAPTION = (1, 1, 2, 2, 3)
"""Passages in a caption: one of these numbers."""


class Passage(NamedTuple):
    """Some words of a creator, what they do, and with which claim."""

    text: str
    label: Label
    claim: str
    """The claim's id."""


def read_products(choice: random.Random, held_out: bool = False) -> Iterator[LabelledCampaign]:
    """The products for training, or those held out; ``choice`` deals their passages into captions."""
    for name, product in _products(held_out):
        yield _campaign(name, product, choice)


def held_out_passages() -> Iterator[PublicPair]:
    """The passages of the products that are held out, each beside its claim."""
    for _, product in _products(held_out=True):
        for claim in product["claims"]:
            for label in Label:
                yield from (PublicPair(text, claim["claim"], (label,)) for text in claim[label.value])


def _products(held_out: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(PASSAGES.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if (number % HELD_OUT == HELD_OUT - 1) == held_out:
                yield f"{path.stem}-{number}", json.loads(line)


def _campaign(name: str, product: dict[str, Any], choice: random.Random) -> LabelledCampaign:
    claims = {f"claim-{number}": claim for number, claim in enumerate(product["claims"], start=1)}
    passages = [
        Passage(text, label, own) for own, claim in claims.items() for label in Label for text in claim[label.value]
    ]
    choice.shuffle(passages)
    messages = tuple(Message(id=own, text=claim["claim"]) for own, claim in claims.items())
    brief = Brief(campaign=name, product=product["product"], about=product["about"], messages=messages)
    return LabelledCampaign(name, brief, tuple(_dealt(passages, choice)))


def _dealt(passages: list[Passage], choice: random.Random) -> Iterator[LabelledPost]:
    waiting = list(passages)
    while waiting:
        hand: list[Passage] = []
        size = choice.choice(IN_A_CAPTION)
        for passage in list(waiting):
            said = [other.claim for other in hand if other.label is not Label.ABSENT]
            if len(hand) < size and (passage.label is Label.ABSENT or passage.claim not in said):
                hand.append(passage)
                waiting.remove(passage)
        hand.sort(key=lambda one: one.label is not Label.ABSENT)  # what says nothing gives way to what bears on a claim
        labels = {one.claim: (one.label, one.text) for one in hand}
        choice.shuffle(hand)
        yield LabelledPost(choice.choice((" ", "\n")).join(one.text for one in hand), labels, {})
