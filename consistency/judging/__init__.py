"""Judging: segments and messages in, labels with probability and evidence out."""

from pathlib import Path

from consistency.embedding import VectorStore, cache_folder, default_model_folder, named_model_folder
from consistency.judging.alignment import similarity
from consistency.judging.calibration import Calibration, Thresholds, shipped_calibration
from consistency.judging.cross_encoder import CrossEncoderReader
from consistency.judging.cues import sarcastic
from consistency.judging.findings import evidence_of, finding
from consistency.judging.judge import CaptionJudgement, ClaimJudgement, Judge, Judgement
from consistency.judging.pairs import judge_pairs
from consistency.judging.reader import ShippedReader
from consistency.judging.readings import PairReader, StoredReader

__all__ = [
    "Calibration",
    "CaptionJudgement",
    "ClaimJudgement",
    "Judge",
    "Judgement",
    "PairReader",
    "Thresholds",
    "evidence_of",
    "finding",
    "judge_pairs",
    "load_reader",
    "sarcastic",
    "shipped_calibration",
    "similarity",
]


def load_reader(model: str | None = None, folder: Path | None = None) -> PairReader:
    """The reader for ``--judge``, with what it read kept in ``folder`` (the cache folder where it isn't given).

    ``model`` is the folder or hub name of a cross-encoder that tells entailment, neutral and contradiction apart;
    ``None`` is the shipped one, on the default model. Weights are loaded when the first pair is read.

    Raises:
        ModelError: the model isn't there, or can't be built or fetched.
    """
    folder = folder or cache_folder()
    reader: PairReader
    if model is None:
        reader = ShippedReader(default_model_folder(folder))
    else:
        reader = CrossEncoderReader(named_model_folder(model), model)
    return StoredReader(reader, VectorStore(folder))
