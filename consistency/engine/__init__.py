"""Beyond one machine: captions in partitions to a cluster's workers, verdicts back as parts that can be resumed."""

from consistency.engine.cluster import Engine, Failed, judge_all
from consistency.engine.folder import PartsFolder
from consistency.engine.partitions import Partition, cut
from consistency.engine.summary import PartsSummary, render_summary, summarise_parts, summary_dict
from consistency.engine.work import Models, NamedModels, Work, plan

__all__ = [
    "Engine",
    "Failed",
    "Models",
    "NamedModels",
    "Partition",
    "PartsFolder",
    "PartsSummary",
    "Work",
    "cut",
    "judge_all",
    "plan",
    "render_summary",
    "summarise_parts",
    "summary_dict",
]
