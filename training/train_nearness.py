"""Learn ``consistency/judging/nearness.safetensors``: which units of captions bear on which claims.

    python training/train_nearness.py

A pair is a caption beside a claim of its brief, and bears on it if its label isn't absent; the unit that comes nearest
counts for the caption. Every pair comes with a second claim, of any brief, that it doesn't bear on.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from labelled import UNSEEN, LabelledCampaign, read_campaigns
from passages import read_products
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, dropout, normalize

from consistency import judging
from consistency.embedding import load_embedder
from consistency.judging.alignment import MessageSpace, background, campaign_texts
from consistency.judging.nearness import WEIGHTS
from consistency.language import segment
from consistency.records.findings import Label

WIDTH = 128
EPOCHS = 3
BATCH = 512
RATE = 2e-3
DROPPED = 0.1
"""Share of a vector's numbers that a step doesn't see."""
ELSEWHERE = 0.5
"""Weight of the claims of other briefs."""
NATURAL = Path(__file__).parent / "natural"


@dataclass(frozen=True)
class Group:
    """The messages or the forbidden claims of a brief, and its captions; texts by their numbers."""

    claims: list[int]
    shared: list[int]
    captions: list[list[int]]
    sentences: list[int]
    """How many of a caption's units are sentences; they come first."""
    bears: list[list[bool]]
    """For each caption, for each claim."""


class Texts:
    """Numbers texts."""

    def __init__(self) -> None:
        self.all: dict[str, int] = {}

    def numbers(self, texts: Sequence[str]) -> list[int]:
        """The numbers of some texts, new ones for those that weren't seen."""
        return [self.all.setdefault(text, len(self.all)) for text in texts]


def groups(campaign: LabelledCampaign, texts: Texts) -> Iterator[Group]:
    brief = campaign.brief
    cut = [(post, segment(post.caption, brief.require.hashtags)) for post in campaign.posts]
    readable = [(post, caption) for post, caption in cut if caption.sentences]
    captions = [texts.numbers([unit.text for unit in one.sentences + one.clauses]) for _, one in readable]
    sentences = [len(one.sentences) for _, one in readable]
    shared = texts.numbers(campaign_texts(brief))
    said = [[post.label(message.id) is not Label.ABSENT for message in brief.messages] for post, _ in readable]
    yield Group(texts.numbers([message.text for message in brief.messages]), shared, captions, sentences, said)
    if brief.forbid.claims:
        made = [[claim.id in post.forbidden for claim in brief.forbid.claims] for post, _ in readable]
        yield Group(texts.numbers([claim.text for claim in brief.forbid.claims]), shared, captions, sentences, made)


class Maps(nn.Module):
    """The two maps, which begin as the same projection."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.caption, self.claim = nn.Linear(width, WIDTH), nn.Linear(width, WIDTH)
        projection = torch.linalg.qr(torch.randn(width, WIDTH))[0].T
        with torch.no_grad():
            self.caption.weight.copy_(projection)
            self.claim.weight.copy_(projection)
        self.odds = nn.Parameter(torch.tensor([8.0, -4.0]))

    def forward(self, units: torch.Tensor, claims: torch.Tensor) -> torch.Tensor:
        """Log odds for rows of units and of claims."""
        cosine = (normalize(self.caption(units), dim=-1) * normalize(self.claim(claims), dim=-1)).sum(-1)
        return self.odds[0] * cosine + self.odds[1]


def train(data: list[Group], vectors: torch.Tensor) -> Maps:
    torch.manual_seed(0)
    choice = random.Random(0)
    rows = [
        (units, claim, bears)
        for group in data
        for units, of_claims in zip(group.captions, group.bears, strict=True)
        for claim, bears in zip(group.claims, of_claims, strict=True)
    ]
    claims = sorted({claim for group in data for claim in group.claims})
    maps = Maps(vectors.shape[1])
    optimiser = torch.optim.AdamW(maps.parameters(), RATE, weight_decay=0.02)
    for _ in range(EPOCHS):
        choice.shuffle(rows)
        for first in range(0, len(rows), BATCH):
            batch = rows[first : first + BATCH]
            units = dropout(vectors[[unit for row in batch for unit in row[0]]], DROPPED)
            row_of = torch.tensor([number for number, row in enumerate(batch) for _ in row[0]])

            def nearest(of_rows: list[int], units: torch.Tensor = units, row_of: torch.Tensor = row_of) -> torch.Tensor:
                odds = maps(units, dropout(vectors[of_rows], DROPPED)[row_of])
                return torch.full((len(of_rows),), -math.inf).scatter_reduce(0, row_of, odds, "amax")

            own = nearest([claim for _, claim, _ in batch])
            others = nearest([choice.choice(claims) for _ in batch])
            loss = binary_cross_entropy_with_logits(own, torch.tensor([float(bears) for *_, bears in batch]))
            (loss + ELSEWHERE * binary_cross_entropy_with_logits(others, torch.zeros_like(others))).backward()
            optimiser.step()
            optimiser.zero_grad()
    return maps


def deviations(data: list[Group], raw: np.ndarray, ordinary: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """By how much each caption's nearest unit stands out for each claim without the maps; whether it bears on it."""
    found, bears = [], []
    for group in data:
        space = MessageSpace(
            [raw[[claim]] for claim in group.claims], raw[group.shared], ordinary, lambda *given: given[2]
        )
        for units, sentences, own in zip(group.captions, group.sentences, group.bears, strict=True):
            found += space.align(raw[units[:sentences]], raw[units[sentences:]]).signals[:, 1].tolist()
            bears += own
    return np.array(found), np.array(bears)


def nearness(data: list[Group], maps: Maps, vectors: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Log odds of each caption's nearest unit for each claim, and whether it bears on it."""
    found, bears = [], []
    with torch.inference_mode():
        for group in data:
            for units, own in zip(group.captions, group.bears, strict=True):
                odds = maps(vectors[units][:, None], vectors[group.claims][None])
                found += odds.amax(0).tolist()
                bears += own
    return np.array(found), np.array(bears)


def report(name: str, odds: np.ndarray, bears: np.ndarray) -> None:
    print(f"{name}: {len(odds)} pairs, AUROC {roc_auc_score(bears, odds):.3f}")
    for line in (-4.5, -4, -3.5, -3, -2.5):
        of_all = [f"{(some >= line).mean():.1%}" for some in (odds[bears], odds[~bears])]
        print(f"  log odds from {line}: {of_all[0]} of what bears on a claim, {of_all[1]} of the rest", flush=True)


def main() -> None:
    campaigns = list(read_campaigns())
    choice = random.Random(0)
    texts = Texts()
    parts = {
        "training": [one for one in campaigns if one.name not in UNSEEN] + list(read_products(choice)),
        "campaigns held out": [one for one in campaigns if one.name in UNSEEN] + list(read_campaigns(NATURAL)),
        "products held out": list(read_products(choice, held_out=True)),
    }
    data = {name: [group for one in part for group in groups(one, texts)] for name, part in parts.items()}
    embedder = load_embedder()
    ordinary = embedder.embed(background(), lambda _: None)
    raw = embedder.embed(list(texts.all), lambda _: None)
    vectors = normalize(torch.from_numpy(raw - ordinary.mean(axis=0)), dim=1)
    print(len(texts.all), "texts", flush=True)
    maps = train(data["training"], vectors)
    for name in ("campaigns held out", "products held out"):
        report(name, *nearness(data[name], maps, vectors))
    stand_in, bears = deviations(data["training"], raw, ordinary)
    line = LogisticRegression().fit(stand_in[:, None], bears)
    slope, intercept = line.coef_[0, 0], line.intercept_[0]
    held_out, bears = deviations(data["campaigns held out"], raw, ordinary)
    report("campaigns held out, by standard deviations", slope * held_out + intercept, bears)
    weights = {name: tensor.detach().numpy().astype(np.float16) for name, tensor in maps.state_dict().items()}
    stands = np.array([slope, intercept], dtype=np.float16)
    save_file(weights | {"stand_in": stands}, Path(judging.__file__).with_name(WEIGHTS))


if __name__ == "__main__":
    main()
