"""The gate: what a person has decided, and whether what is left makes a check fail."""

from consistency.gate.decisions import Change, Ruling, baseline, decide, read_decisions, render_decisions
from consistency.gate.levels import check_levels, gate

__all__ = [
    "Change",
    "Ruling",
    "baseline",
    "check_levels",
    "decide",
    "gate",
    "read_decisions",
    "render_decisions",
]
