"""Audiences to look at: figures far from those of peers."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from consistency.records.findings import CampaignReport
from consistency.records.phrases import Phrase
from consistency.records.retrospective import Audience, AudienceSignal, Measure, Peers, TierSummary
from consistency.report.aftermath.parts import Observation, Part, Table, links

_MEASURES: Mapping[Measure, Phrase] = MappingProxyType(
    {
        Measure.ENGAGEMENT_RATE: Phrase("Likes and comments per follower"),
        Measure.LIKES_PER_COMMENT: Phrase("Likes per comment"),
        Measure.SHARES_PER_LIKE: Phrase("Shares per like"),
        Measure.VIEWS_PER_FOLLOWER: Phrase("Views per follower"),
        Measure.LIKES_PER_VIEW: Phrase("Likes per view"),
        Measure.FOLLOWER_GROWTH: Phrase("Followers since the caption before"),
    }
)
_IN_PERCENT = (Measure.ENGAGEMENT_RATE, Measure.SHARES_PER_LIKE, Measure.LIKES_PER_VIEW)


def part(report: CampaignReport, audience: Audience) -> Part:
    """The captions to look at, each with its figures, and the tiers."""
    of_posts: dict[str, list[AudienceSignal]] = defaultdict(list)
    for signal in audience.signals:
        of_posts[signal.post_id].append(signal)
    compared = Phrase("{count} figures were compared with those of peers.", count=f"{audience.compared:,}")
    nothing = Phrase("{compared} None of them is far from those.", compared=compared)
    return Part(
        id="audience",
        title=Phrase("Audiences to look at"),
        observations=tuple(
            Observation(
                words=Phrase("Look at {creator}", creator=signals[0].creator),
                details=tuple(map(_figure, signals)),
                posts=links(report, [post_id]),
            )
            for post_id, signals in of_posts.items()
        ),
        notes=(compared if audience.signals else nothing,),
        tables=(_tiers(audience.tiers),),
        limits=Phrase(
            "A figure that is far from those of other creators of this campaign can be a paid boost, a lucky caption, a"
            " typing error or a giveaway as well as anything bought: ask, don't accuse. Where figures scatter widely,"
            " some are shown by chance. Tiers by {source}.",
            source=audience.source,
        ),
    )


def _figure(signal: AudienceSignal) -> Phrase:
    return Phrase(
        "{measure}: {value}; the median of {count} captions {peers} is {median}",
        measure=_MEASURES[signal.measure],
        value=_value(signal.measure, signal.value),
        count=signal.peers.posts,
        peers=_peers(signal.peers),
        median=_value(signal.measure, signal.peers.median),
    )


def _value(measure: Measure, value: float) -> str:
    if measure is Measure.FOLLOWER_GROWTH:
        return f"{value - 1:+.1%}".replace("%", " %")
    if measure in _IN_PERCENT:
        return f"{value:.1%}".replace("%", " %")
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _peers(peers: Peers) -> Phrase:
    if peers.tier and peers.platform:
        return Phrase("of other {tier} creators on {platform}", tier=peers.tier, platform=peers.platform)
    if peers.platform:
        return Phrase("of other creators on {platform}", platform=peers.platform)
    if peers.tier:
        return Phrase("of other {tier} creators", tier=peers.tier)
    return Phrase("of other creators")


def _tiers(tiers: tuple[TierSummary, ...]) -> Table:
    return Table(
        title=Phrase("Creators by size"),
        headers=(
            *(Phrase("Tier"), Phrase("from followers"), Phrase("Creators"), Phrase("Captions")),
            Phrase("median of likes and comments per follower"),
        ),
        rows=tuple(
            (
                *(tier.tier, f"{tier.at_least:,}", str(tier.creators), str(tier.posts)),
                Phrase("not known")
                if tier.engagement_rate is None
                else _value(Measure.ENGAGEMENT_RATE, tier.engagement_rate),
            )
            for tier in tiers
        ),
    )
