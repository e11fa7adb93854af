"""The gate: what a person has decided, and whether what is left makes a check fail."""

from consistency.gate.decisions import Change, Ruling, baseline, decide, read_decisions, render_decisions
from consistency.gate.levels import check_levels, gate, gated

__all__ = [
    "Change",
    "Ruling",
    "baseline",
    "check_levels",
    "decide",
    "gate",
    "gated",
    "read_decisions",
    "render_decisions",
]
