"""A lead's own past decisions: they move the probabilities and the review band for one brand.

One number is fitted: by how much the odds that a message is conveyed are shifted. It is held near zero by a normal
prior, since some tens of posts say little, and it is taken only where it does better on posts that it wasn't fitted on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from consistency.campaign.verdicts import verdict, verdict_chances
from consistency.embedding import Embedder
from consistency.errors import ConsistencyError
from consistency.judging import Calibration, CaptionJudgement, Judge, PairReader, Thresholds
from consistency.judging.calibration import decide, shifted, shipped_calibration
from consistency.language import segment
from consistency.records.brief import Brief
from consistency.records.captions import Captions
from consistency.records.findings import Verdict

FEWEST = 20
"""Fewer decisions than this say nothing of a brand."""
_FOLDS = 5
_SHIFTS = np.round(np.arange(-3, 3.01, 0.1), 1)
_PRIOR = 1.0
"""Standard deviation of brands' shifts, in log odds."""
_BANDS = np.round(np.arange(0.5, 0.96, 0.05), 2)
_LOOKS = 5
"""A wrong verdict that nobody looks at costs as much as this many looks."""
_LEAST = 1e-3


class BrandCalibration(BaseModel):
    """What a calibration file holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format_version: Literal[1] = 1
    model: str
    """The model and judge whose probabilities are moved: for others they mean nothing."""
    judge: str
    posts: int
    """Decisions that it rests on."""
    shift: float = Field(ge=-3, le=3)
    sure: float = Field(ge=0, le=1)


def read_calibration(path: Path, embedder: Embedder, reader: PairReader) -> Calibration:
    """The shipped calibration, moved as a file says.

    Raises:
        ConsistencyError: the file can't be read, or was made with another model or judge.
    """
    try:
        brand = BrandCalibration.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ConsistencyError(f"{path}: the calibration can't be opened: {error.strerror or error}") from error
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False)
        field = ".".join(map(str, first["loc"]))
        raise ConsistencyError(f"{path}: {field or 'the file'}: {first['msg']}; make it with calibrate") from error
    if (brand.model, brand.judge) != (embedder.space, reader.space):
        raise ConsistencyError(f"{path}: was made with another model or judge; run calibrate again")
    shipped = shipped_calibration()
    return replace(shipped, shift=brand.shift, thresholds=replace(shipped.thresholds, sure=brand.sure))


def judged_for(brief: Brief, captions: Captions, embedder: Embedder, reader: PairReader) -> dict[str, CaptionJudgement]:
    """A judgement of each caption with words, by post id, with the shipped calibration."""
    cut = {post.post_id: segment(post.caption, brief.require.hashtags) for post in captions.posts}
    readable = {name: one for name, one in cut.items() if one.sentences}
    judge = Judge(brief, embedder, reader)
    return dict(zip(readable, judge.judge(list(readable.values()), lambda _: None), strict=True))


@dataclass(frozen=True, slots=True)
class Standing:
    """How one setting does on a lead's decisions, each on posts that it wasn't fitted on."""

    log_loss: float
    """Mean surprise at the decisions, in nats; less is better."""
    right: int
    """Posts whose verdict agrees with the lead."""
    looks: int
    """Posts that it sends to a person."""
    missed: int
    """Posts whose verdict disagrees and that nobody looks at."""

    @property
    def cost(self) -> int:
        """What it costs, in looks."""
        return self.looks + _LOOKS * self.missed


@dataclass(frozen=True, slots=True)
class BrandFit:
    """What a lead's decisions change."""

    shift: float
    """Added to the log odds that a message is conveyed; 0 where nothing does better."""
    sure: float
    """A person looks where the chance of the verdict is below this."""
    posts: int
    before: Standing
    after: Standing


def fit_brand(
    brief: Brief, judged: Mapping[str, CaptionJudgement], decisions: Mapping[str, bool], thresholds: Thresholds
) -> BrandFit:
    """What decisions change; they say of posts, by id, whether the lead found them on message.

    Raises:
        ConsistencyError: there are too few decisions, or all are the same.
    """
    ids = sorted(judged.keys() & decisions.keys())
    judgements, approved = [judged[name] for name in ids], [decisions[name] for name in ids]
    if len(ids) < FEWEST:
        raise ConsistencyError(f"{len(ids)} decisions were found on these captions; expected {FEWEST} or more")
    if len(set(approved)) == 1:
        raise ConsistencyError("all decisions are the same; expected some posts approved and some rejected")
    wanted = np.array(approved)
    chances = np.array([[_on_message(brief, one, shift) for shift in _SHIFTS] for one in judgements])
    losses = -np.log(np.clip(np.where(wanted[:, None], chances, 1 - chances), _LEAST, 1))
    folds = np.arange(len(wanted)) % _FOLDS
    held_out = np.array([_SHIFTS[_best(losses[folds != fold])] for fold in folds])
    settings: list[tuple[float, float, Standing]] = []
    for shift, shifts in ((0.0, np.zeros(len(wanted))), (float(_SHIFTS[_best(losses)]), held_out)):
        own, surprise = _judged(brief, judgements, shifts, wanted, thresholds), _surprise(losses, shifts)
        settings += [(shift, band, _standing(own, band, surprise)) for band in (thresholds.sure, *_BANDS.tolist())]
    before = settings[0][2]
    no_worse = [one for one in settings if one[2].missed <= before.missed and one[2].log_loss <= before.log_loss]
    shift, sure, after = min(
        no_worse, key=lambda one: (one[2].cost, one[2].log_loss, abs(one[0]), abs(one[1] - thresholds.sure))
    )
    return BrandFit(shift=shift, sure=sure, posts=len(wanted), before=before, after=after)


@dataclass(frozen=True, slots=True)
class _Judged:
    right: NDArray[np.bool_]
    likely: NDArray[np.float64]
    """The chance of each post's own verdict."""


def _best(losses: NDArray[np.float64]) -> int:
    """The shift that the decisions and the prior together speak for most."""
    return int(np.argmin(losses.sum(axis=0) + (_SHIFTS / _PRIOR) ** 2 / 2))


def _surprise(losses: NDArray[np.float64], shifts: NDArray[np.float64]) -> float:
    columns = np.searchsorted(_SHIFTS, shifts)
    return round(float(losses[np.arange(len(shifts)), columns].mean()), 4)


def _on_message(brief: Brief, judgement: CaptionJudgement, shift: float) -> float:
    return _chances(brief, judgement, shift)[Verdict.ON_MESSAGE]


def _chances(brief: Brief, judgement: CaptionJudgement, shift: float) -> dict[Verdict, float]:
    asserted = np.array([one.asserted for one in judgement.claims])
    return verdict_chances(brief, _probabilities(judgement, shift), asserted)


def _probabilities(judgement: CaptionJudgement, shift: float) -> NDArray[np.floating[Any]]:
    return shifted(np.stack([one.probabilities for one in judgement.messages]), shift)


def _judged(
    brief: Brief,
    judgements: Sequence[CaptionJudgement],
    shifts: NDArray[np.float64],
    wanted: NDArray[np.bool_],
    thresholds: Thresholds,
) -> _Judged:
    right, likely = [], []
    for one, shift, approved in zip(judgements, shifts.tolist(), wanted.tolist(), strict=True):
        ids = [message.message.id for message in one.messages]
        labels = {name: decide(row, thresholds) for name, row in zip(ids, _probabilities(one, shift), strict=True)}
        made = any(claim.asserted >= thresholds.forbidden for claim in one.claims)
        own = verdict(brief, labels, forbidden=made)
        right.append((own is Verdict.ON_MESSAGE) == approved)
        likely.append(_chances(brief, one, shift)[own])
    return _Judged(np.array(right), np.array(likely))


def _standing(judged: _Judged, sure: float, surprise: float) -> Standing:
    unsure = judged.likely < sure
    return Standing(
        log_loss=surprise,
        right=int(judged.right.sum()),
        looks=int(unsure.sum()),
        missed=int((~judged.right & ~unsure).sum()),
    )
