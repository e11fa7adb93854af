"""Judging: segments and messages in, labels with probability and evidence out."""

from consistency.judging.alignment import similarity
from consistency.judging.calibration import Thresholds
from consistency.judging.judge import Judge, Judgement, finding

__all__ = ["Judge", "Judgement", "Thresholds", "finding", "similarity"]
