"""What is seen over all posts, in words: sections of findings, tables and limits. No markup here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from consistency.records.brief import Brief
from consistency.records.retrospective import (
    Audience,
    AudienceSignal,
    Change,
    ChangeTest,
    Dimension,
    Measure,
    MessageShare,
    Retrospective,
    Series,
    SharedFault,
    Slice,
    Standing,
    Weight,
)
from consistency.report.cards import whole_percent
from consistency.rules import RULES

_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "pull_through": "What the audience heard",
        "change": "What changed over time",
        "faults": "The same wrong thing, by several creators",
        "themes": "What off-message captions talk about instead",
        "copies": "Captions in borrowed words",
        "voices": "Message and voice",
        "audience": "Audiences to look at",
    }
)
_LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "pull_through": "A share by followers or views counts everyone who could have read a post, not who did. The"
        " range is where the share of such posts lies with 95 % confidence.",
        "change": "A permutation test over all series and days at once: where nothing changes, one report in twenty"
        " shows a change. It says that something changed, not why; where other creators post later, that is a change"
        " too.",
        "faults": "Only what was found in the captions; a fault that the tool misses is not in here.",
        "themes": "Found by likeness of meaning. Now and then posts are put together that have little in common; read"
        " the captions before you act.",
        "copies": "Wordings are compared, not who wrote first: the earliest post is the first here, and all may have a"
        " draft in common.",
        "voices": "Message: one minus the mean drift. Voice: the share of words that stand in no run of five words"
        " shared with the brief or another creator's caption. Few captions say little about a creator.",
        "audience": "These figures are far from those of other creators of this campaign. That can be a paid boost, a"
        " lucky post, a typing error or a giveaway as well as anything bought: ask, don't accuse.",
    }
)
_DIMENSIONS: Mapping[Dimension, str] = MappingProxyType(
    {
        Dimension.CAMPAIGN: "all captions",
        Dimension.PLATFORM: "on {}",
        Dimension.WAVE: "from {}",
        Dimension.CREATOR: "by {}",
    }
)
_SERIES: Mapping[Series, str] = MappingProxyType(
    {Series.DRIFT: "the mean drift", Series.CONTRADICTS: "captions that contradict the brief"}
)
_STANDINGS: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.OWN_WORDS_ON_MESSAGE: "on message in own words",
        Standing.BORROWED_WORDS_ON_MESSAGE: "on message in borrowed words",
        Standing.OWN_WORDS_OFF_MESSAGE: "own words, little of the message",
        Standing.BORROWED_WORDS_OFF_MESSAGE: "borrowed words, little of the message",
    }
)
_MEASURES: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.ENGAGEMENT_RATE: "likes and comments per follower",
        Measure.LIKES_PER_COMMENT: "likes per comment",
        Measure.SHARES_PER_LIKE: "shares per like",
        Measure.VIEWS_PER_FOLLOWER: "views per follower",
        Measure.LIKES_PER_VIEW: "likes per view",
        Measure.FOLLOWER_GROWTH: "followers, beside the post before",
    }
)
_NOTABLE_GAP = 0.1
"""From this difference on the share of the audience is told beside the share of the captions."""
_NAMES = 8
"""Names in a sentence; the table has all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Cells of text; the first of a row is its head."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One part of what is seen over all posts."""

    id: str
    title: str
    findings: tuple[str, ...]
    """Sentences, the most important first."""
    tables: tuple[Table, ...]
    """Those that have rows."""
    limits: str


def after_the_campaign(brief: Brief, seen: Retrospective) -> tuple[Section, ...]:
    """The sections that there is something to say in, in the order in which they are read."""
    texts = {message.id: message.text for message in brief.messages}
    built: Mapping[str, tuple[Sequence[str], Sequence[Table]]] = {
        "pull_through": _pull_through(texts, seen.pull_through),
        "change": _change(texts, seen.change) if seen.change else ((), ()),
        "faults": _faults(seen.faults),
        "themes": _themes(seen),
        "copies": _copies(texts, seen),
        "voices": _voices(seen),
        "audience": _audience(seen.audience) if seen.audience else ((), ()),
    }
    return tuple(
        Section(
            id=name,
            title=_TITLES[name],
            findings=tuple(findings),
            tables=tuple(table for table in tables if table.rows),
            limits=_LIMITS[name],
        )
        for name, (findings, tables) in built.items()
        if findings or any(table.rows for table in tables)
    )


def _pull_through(texts: Mapping[str, str], slices: Sequence[Slice]) -> tuple[list[str], list[Table]]:
    if not slices:
        return [], []
    campaign = slices[0]
    weights = [weight for weight in Weight if any(weight in message.heard for message in campaign.messages)]
    findings = [
        f"“{texts[message.message_id]}” is in {_percent(message.share)} of the captions, which have"
        f" {_percent(message.heard[weight].share)} of the {weight}."
        for message in campaign.messages
        for weight in weights
        if abs(message.heard[weight].share - message.share) >= _NOTABLE_GAP
    ]
    overall = Table(
        headers=("Message", "of the captions", "range", *(f"of the {weight}" for weight in weights)),
        rows=tuple(
            (
                texts[message.message_id],
                _percent(message.share),
                f"{_percent(message.low)} to {_percent(message.high)}",
                *(_heard(message, weight) for weight in weights),
            )
            for message in campaign.messages
        ),
    )
    parts = Table(
        headers=("Captions", "Number", *(message.message_id for message in campaign.messages)),
        rows=tuple(
            (
                _DIMENSIONS[one.by].format(one.value),
                str(one.posts),
                *(_percent(message.share) for message in one.messages),
            )
            for one in slices
            if one.by in (Dimension.PLATFORM, Dimension.WAVE)
        ),
    )
    return findings, [overall, parts]


def _heard(message: MessageShare, weight: Weight) -> str:
    return _percent(message.heard[weight].share) if weight in message.heard else "not known"


def _change(texts: Mapping[str, str], test: ChangeTest) -> tuple[list[str], list[Table]]:
    findings = [
        f"{_capital(_series(texts, change))} went from {_value(change, change.means.before)} to"
        f" {_value(change, change.means.after)} from {change.first_day} on{_same_creators(change)}."
        for change in test.changes
        if change.found
    ]
    table = Table(
        headers=("What", "before", "after", "from", "chance of it where nothing changes"),
        rows=tuple(
            (
                _series(texts, change),
                _value(change, change.means.before),
                _value(change, change.means.after),
                change.first_day.isoformat(),
                _percent(change.p_value),
            )
            for change in test.changes
        ),
    )
    return findings or ["Nothing changed by more than chance makes."], [table]


def _series(texts: Mapping[str, str], change: Change) -> str:
    return f"captions that say “{texts[change.message_id]}”" if change.message_id else _SERIES[change.series]


def _value(change: Change, mean: float) -> str:
    return f"{mean:.2f}" if change.series is Series.DRIFT else _percent(mean)


def _same_creators(change: Change) -> str:
    same = change.same_creators
    if same is None:
        return "; no creator posted both before and after"
    return (
        f"; among creators who posted both before and after from {_value(change, same.before)} to"
        f" {_value(change, same.after)}"
    )


def _faults(faults: Sequence[SharedFault]) -> tuple[list[str], list[Table]]:
    table = Table(
        headers=("What", "said", "creators", "captions"),
        rows=tuple(
            (_fault(fault), fault.said, str(len(fault.creators)), ", ".join(fault.post_ids)) for fault in faults
        ),
    )
    findings = [f"{len(fault.creators)} creators: {_fault(fault)}{_said(fault)}." for fault in faults[:_NAMES]]
    return findings, [table]


def _fault(fault: SharedFault) -> str:
    match fault.kind:
        case "contradicts":
            return f"contradict {fault.subject}"
        case "forbidden_claim":
            return f"make the forbidden claim {fault.subject}"
        case rule:
            headline = RULES[rule].headline.rstrip(".")
            return f"{headline}: {fault.subject}" if fault.subject else headline


def _said(fault: SharedFault) -> str:
    return f" (“{fault.said}”)" if fault.said else ""


def _themes(seen: Retrospective) -> tuple[list[str], list[Table]]:
    if seen.themes is None:
        return [], []
    found = seen.themes
    findings = [
        f"{len(theme.creators)} creators, {len(theme.post_ids)} captions: {_words(theme.words)}"
        for theme in found.themes
    ]
    table = Table(
        headers=("Words", "captions", "for example"),
        rows=tuple((_words(theme.words), ", ".join(theme.post_ids), theme.excerpt) for theme in found.themes),
    )
    grouped = sum(len(theme.post_ids) for theme in found.themes)
    rest = f"{found.looked_at - grouped} of {found.looked_at} off-message captions share no theme."
    return [*findings, rest], [table]


def _words(words: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{', '.join(own)} ({language})" for language, own in words.items() if own)


def _copies(texts: Mapping[str, str], seen: Retrospective) -> tuple[list[str], list[Table]]:
    findings = [
        f"{len(group.post_ids)} captions of {len(group.creators)} creators are nearly the same: “{group.excerpt}”"
        for group in seen.copies[:_NAMES]
    ]
    findings += [
        f"{len(copy.post_ids)} captions carry “{texts[copy.message_id]}” in the brief's own words."
        for copy in seen.brief_copies
    ]
    table = Table(
        headers=("First words", "creators", "captions", "words in common with the first, at least"),
        rows=tuple(
            (group.excerpt, ", ".join(group.creators), ", ".join(group.post_ids), _percent(group.likeness))
            for group in seen.copies
        ),
    )
    return findings, [table]


def _voices(seen: Retrospective) -> tuple[list[str], list[Table]]:
    best = sorted(
        (one for one in seen.voices if one.standing is Standing.OWN_WORDS_ON_MESSAGE), key=lambda one: -one.message
    )
    findings = [f"On message in their own words: {_names([one.creator for one in best])}."] if best else []
    table = Table(
        headers=("Creator", "captions", "message", "voice", "stands"),
        rows=tuple(
            (one.creator, str(one.posts), _percent(one.message), _percent(one.voice), _STANDINGS[one.standing])
            for one in seen.voices
        ),
    )
    return findings, [table]


def _audience(audience: Audience) -> tuple[list[str], list[Table]]:
    if audience.signals:
        creators = sorted({signal.creator for signal in audience.signals})
        findings = [f"Look at {_names(creators)}: {audience.compared} figures were compared with those of peers."]
    else:
        findings = [f"None of {audience.compared} figures is far from those of peers."]
    signals = Table(
        headers=("Creator", "caption", "figure", "here", "peers' median", "peers"),
        rows=tuple(_signal(signal) for signal in audience.signals),
    )
    tiers = Table(
        headers=("Tier", "from followers", "creators", "captions", "median likes and comments per follower"),
        rows=tuple(
            (
                tier.tier,
                f"{tier.at_least:,}",
                str(tier.creators),
                str(tier.posts),
                "not known" if tier.engagement_rate is None else f"{tier.engagement_rate:.1%}",
            )
            for tier in audience.tiers
        ),
    )
    return [*findings, f"Tiers: {audience.source}."], [signals, tiers]


def _signal(signal: AudienceSignal) -> tuple[str, ...]:
    peers = signal.peers
    group = " ".join(filter(None, (peers.tier, peers.platform))) or "all"
    return (
        signal.creator,
        signal.post_id,
        _MEASURES[signal.measure],
        f"{signal.value:g}",
        f"{peers.median:g}",
        f"{peers.posts} captions, {group}",
    )


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more


def _percent(share: float) -> str:
    return f"{whole_percent(share)} %"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
