"""What is seen over all posts, in words: parts with observations, figures, tables and limits. No markup here."""

from consistency.records.findings import CampaignReport
from consistency.report.aftermath import alike, audience, change, heard, voices
from consistency.report.aftermath.parts import Figure, Observation, Part, Table, percent

__all__ = ["Figure", "Observation", "Part", "Table", "after_the_campaign", "percent"]


def after_the_campaign(report: CampaignReport) -> tuple[Part, ...]:
    """The parts that there is something to say in, in the order in which they are read."""
    seen = report.retrospective
    found = (
        heard.part(report.brief, seen.pull_through),
        change.part(report, seen.change),
        alike.faults(report, seen.faults),
        alike.themes(report, seen.themes),
        alike.copies(report, seen),
        voices.part(seen.voices),
        audience.part(report, seen.audience) if seen.audience else None,
    )
    return tuple(part for part in found if part)
