"""What is alike in several captions: the same wrong thing, the same theme, the same words."""

from collections.abc import Sequence

from consistency.records.findings import CampaignReport
from consistency.records.phrases import Phrase
from consistency.records.retrospective import Retrospective, SharedFault, Theme, Themes
from consistency.report.aftermath.parts import Observation, Part, links
from consistency.rules import RULES


def faults(report: CampaignReport, found: Sequence[SharedFault]) -> Part | None:
    """The same wrong thing by several creators; ``None`` where there is none."""
    if not found:
        return None
    return Part(
        id="faults",
        title=Phrase("The same wrong thing, by several creators"),
        observations=tuple(
            Observation(words=_fault(report, one), quote=one.said, posts=links(report, one.post_ids)) for one in found
        ),
        limits=Phrase("Only what was found in the captions; a fault that the tool misses isn't counted here."),
    )


def _fault(report: CampaignReport, fault: SharedFault) -> Phrase:
    creators = len(fault.creators)
    brief = report.brief
    texts = {one.id: one.text for one in brief.messages} | {one.id: one.text for one in brief.forbid.claims}
    match fault.kind:
        case "contradicts":
            return Phrase("{count} creators contradict “{message}”", count=creators, message=texts[fault.subject])
        case "forbidden_claim":
            return Phrase(
                "{count} creators make the forbidden claim “{claim}”", count=creators, claim=texts[fault.subject]
            )
        case rule:
            words = Phrase("{count} creators: {rule}", count=creators, rule=RULES[rule].headline)
            return Phrase("{text} {subject}", text=words, subject=fault.subject) if fault.subject else words


def themes(report: CampaignReport, found: Themes | None) -> Part | None:
    """What off-message captions talk about instead; ``None`` where there are too few of them."""
    if found is None:
        return None
    grouped = sum(len(theme.post_ids) for theme in found.themes)
    return Part(
        id="themes",
        title=Phrase("What off-message captions talk about instead"),
        observations=tuple(
            Observation(words=_theme(theme), quote=theme.excerpt, posts=links(report, theme.post_ids))
            for theme in found.themes
        ),
        notes=(
            Phrase(
                "{count} of {total} off-message captions have no theme in common.",
                count=found.looked_at - grouped,
                total=found.looked_at,
            ),
        ),
        limits=Phrase(
            "Found by likeness of meaning, and named by words that these captions have more often than others. Now and"
            " then captions are put together that have little in common; read them before you act."
        ),
    )


def _theme(theme: Theme) -> Phrase:
    count, creators = len(theme.post_ids), len(theme.creators)
    words = "; ".join(f"{', '.join(own)} ({language})" for language, own in theme.words.items())
    if not words:  # they were hidden
        return Phrase("{count} captions of {creators} creators are on the same", count=count, creators=creators)
    return Phrase("{count} captions of {creators} creators: {words}", count=count, creators=creators, words=words)


def copies(report: CampaignReport, seen: Retrospective) -> Part | None:
    """Captions in the words of another creator or of the brief; ``None`` where there are none."""
    texts = {message.id: message.text for message in report.brief.messages}
    of_others = [
        Observation(
            words=Phrase(
                "{count} captions of {creators} creators are nearly the same",
                count=len(group.post_ids),
                creators=len(group.creators),
            ),
            quote=group.excerpt,
            posts=links(report, group.post_ids),
        )
        for group in seen.copies
    ]
    of_brief = [
        Observation(
            words=Phrase(
                "{count} captions say “{message}” in the brief's own words",
                count=len(copy.post_ids),
                message=texts[copy.message_id],
            ),
            posts=links(report, copy.post_ids),
        )
        for copy in seen.brief_copies
    ]
    if not of_others and not of_brief:
        return None
    return Part(
        id="copies",
        title=Phrase("Captions in borrowed words"),
        observations=(*of_others, *of_brief),
        limits=Phrase(
            "Wordings are compared, not who wrote first: the earliest caption is quoted, and all may have a draft in"
            " common."
        ),
    )
