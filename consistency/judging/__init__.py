"""Judging: segments and messages in, labels with probability and evidence out."""

from pathlib import Path

from consistency.embedding import VectorStore, cache_folder, default_model_folder
from consistency.judging.alignment import similarity
from consistency.judging.calibration import Thresholds
from consistency.judging.judge import CaptionJudgement, ClaimJudgement, Judge, Judgement, PairReader, finding
from consistency.judging.reader import Reader

__all__ = [
    "CaptionJudgement",
    "ClaimJudgement",
    "Judge",
    "Judgement",
    "PairReader",
    "Thresholds",
    "finding",
    "load_reader",
    "similarity",
]


def load_reader(folder: Path | None = None) -> Reader:
    """The reader on the default model, with what it read kept in ``folder`` (the cache folder where it isn't given).

    Weights are loaded when the first pair is read.

    Raises:
        ModelError: the default model can't be had.
    """
    folder = folder or cache_folder()
    return Reader(default_model_folder(folder), VectorStore(folder))
