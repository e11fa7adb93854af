"""Each section finds what is planted, says nothing where there is nothing, and is the same in any order."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.campaign.retrospective import look_back
from consistency.campaign.retrospective.audience import TIERS, look_at_audience, tier_of
from consistency.campaign.retrospective.change import find_change
from consistency.campaign.retrospective.copies import find_brief_copies, find_copies
from consistency.campaign.retrospective.faults import shared_faults
from consistency.campaign.retrospective.pull_through import slice_posts, wave_of
from consistency.campaign.retrospective.themes import find_themes
from consistency.campaign.retrospective.voices import place_creators
from consistency.campaign.retrospective.wordings import covered, wording_of
from consistency.records.brief import Brief
from consistency.records.captions import Place, Post
from consistency.records.findings import (
    Evidence,
    ForbiddenClaim,
    Label,
    MessageFinding,
    PostFinding,
    RuleFinding,
    Severity,
    Verdict,
)
from consistency.records.retrospective import Dimension, Measure, Series, Standing, Weight
from tests.support import FakeEmbedder

DAY = date(2026, 1, 5)
"""A Monday."""


def post(number: int, caption: str = "a caption", creator: str = "", **known: object) -> Post:
    return Post(
        post_id=f"p{number:03}",
        place=Place(source="posts.csv", line=number + 1),
        caption=caption,
        creator=creator or f"c{number}",
        **known,  # type: ignore[arg-type]
    )


def judged(own: Post, *said: Label, verdict: Verdict = Verdict.PARTLY, **more: object) -> PostFinding:
    """A post with labels for the messages ``sugar`` and ``brew``."""
    messages = tuple(
        MessageFinding(
            message_id=message_id,
            label=label,
            probability=float(label is Label.CONVEYS),
            evidence=None if label is Label.ABSENT else Evidence.of(own.caption, 0, len(own.caption)),
        )
        for message_id, label in zip(("sugar", "brew"), said, strict=True)
    )
    return PostFinding(
        post=own,
        verdict=verdict,
        drift=1 - messages[0].probability,
        messages=messages,
        **more,  # type: ignore[arg-type]
    )


C, X, A = Label.CONVEYS, Label.CONTRADICTS, Label.ABSENT


def test_a_share_of_the_audience_is_no_share_of_the_posts(brief: Brief) -> None:
    posts = [
        judged(post(0, platform="tiktok", followers=9_000, views=100), C, A),
        judged(post(1, platform="tiktok", followers=1_000), A, A),
        judged(post(2, platform="instagram"), A, A),
    ]
    campaign, instagram, tiktok, *creators = slice_posts(brief, posts)
    sugar = campaign.messages[0]
    assert (campaign.by, campaign.posts, sugar.conveyed, sugar.share) == (Dimension.CAMPAIGN, 3, 1, 0.3333)
    assert sugar.low < sugar.share < sugar.high
    assert (sugar.heard[Weight.FOLLOWERS].share, sugar.heard[Weight.FOLLOWERS].posts) == (0.9, 2)
    assert (sugar.heard[Weight.VIEWS].share, sugar.heard[Weight.VIEWS].posts) == (1.0, 1)
    assert (instagram.value, instagram.messages[0].share, instagram.messages[0].heard) == ("instagram", 0.0, {})
    assert (tiktok.value, tiktok.messages[0].share) == ("tiktok", 0.5)
    assert [one.value for one in creators] == ["c0", "c1", "c2"]


def test_nothing_known_but_captions_is_no_section(brief: Brief) -> None:
    posts = [judged(replace(post(number), creator=""), C, A) for number in range(3)]
    assert slice_posts(brief, posts) == ()


def test_waves_are_weeks_or_months() -> None:
    weeks = wave_of([DAY, DAY + timedelta(days=90)])
    assert weeks(DAY + timedelta(days=6)) == DAY
    assert weeks(DAY + timedelta(days=7)) == DAY + timedelta(days=7)
    months = wave_of([DAY, DAY + timedelta(days=120)])
    assert months(DAY) == date(2026, 1, 1)


@given(st.integers(1, 40), st.data())
def test_intervals_hold_the_share(posts: int, data: st.DataObject) -> None:
    conveyed = data.draw(st.integers(0, posts))
    brief = Brief.model_validate(
        {"campaign": "c", "messages": [{"id": "sugar", "text": "x"}, {"id": "brew", "text": "y"}]}
    )
    found = [judged(post(n, followers=1), C if n < conveyed else A, A) for n in range(posts)]
    sugar = slice_posts(brief, found)[0].messages[0]
    assert 0 <= sugar.low <= sugar.share <= sugar.high <= 1
    assert sugar.low < sugar.high


def over_time(said: list[bool], creator_of: int = 1) -> list[PostFinding]:
    return [
        judged(post(n, creator=f"c{n // creator_of}", posted_at=DAY + timedelta(days=n)), C if one else A, A)
        for n, one in enumerate(said)
    ]


def test_a_change_is_found_at_its_day(brief: Brief) -> None:
    test = find_change(brief, over_time([True] * 20 + [False] * 20))
    assert test is not None
    found = {(change.series, change.message_id): change for change in test.changes}
    sugar = found[Series.MESSAGE, "sugar"]
    assert sugar.found
    assert sugar.first_day == DAY + timedelta(days=20)
    assert (sugar.means.before, sugar.means.after) == (1.0, 0.0)
    assert sugar.same_creators is None
    assert not found[Series.MESSAGE, "brew"].found
    assert found[Series.MESSAGE, "brew"].p_value == 1.0


def test_who_posts_when_is_no_change_of_what_is_said(brief: Brief) -> None:
    """Five creators who always say it, then five who never do, eight posts each: five a side can be chance."""
    posts = over_time([True] * 40 + [False] * 40, creator_of=8)
    freely = find_change(brief, over_time([True] * 40 + [False] * 40))
    blocks = find_change(brief, posts)
    assert freely is not None
    assert blocks is not None
    assert blocks.changes[0].p_value > freely.changes[0].p_value


def test_the_same_creators_are_told_apart(brief: Brief) -> None:
    posts = over_time([True] * 20 + [False] * 20)
    both = [replace(one, post=replace(one.post, creator="mai")) if n in (0, 39) else one for n, one in enumerate(posts)]
    test = find_change(brief, both)
    assert test is not None
    same = test.changes[0].same_creators
    assert same is not None
    assert (same.before, same.after, same.posts_before, same.posts_after) == (1.0, 0.0, 1, 1)


@pytest.mark.parametrize("posts", [over_time([True] * 19), [judged(post(n, posted_at=DAY), C, A) for n in range(30)]])
def test_too_few_posts_or_days_are_not_tested(brief: Brief, posts: list[PostFinding]) -> None:
    assert find_change(brief, posts) is None


OWN = [
    "this morning the kettle sang and my grandmother laughed at the neighbour's rooster again",
    "I walked eleven miles along the canal and lost one glove near the third lock",
    "nobody told me that moving house means carrying every book that you ever forgot to read",
]
TEMPLATE = "this summer I am in love with Mist tea because it has no sugar and tastes like a cloud"


def test_copies_across_creators_are_one_group() -> None:
    texts = [*OWN, TEMPLATE, TEMPLATE.replace("summer", "winter") + " ☁️ #tea", TEMPLATE.upper()]
    wordings = [wording_of(post(n, text, posted_at=DAY - timedelta(days=n))) for n, text in enumerate(texts)]
    [group] = find_copies(wordings)
    assert group.post_ids == ("p005", "p004", "p003")  # the earliest first
    assert group.creators == ("c3", "c4", "c5")
    assert 0.7 <= group.likeness < 1
    random.Random(1).shuffle(wordings)
    assert find_copies(wordings) == (group,)


def test_a_creator_may_repeat_their_own_words() -> None:
    assert find_copies([wording_of(post(n, TEMPLATE, creator="mai")) for n in range(3)]) == ()


def test_tags_links_and_short_captions_make_no_copies() -> None:
    wall = "#a #b #c @mai https://a.example/x/y so good"
    assert wording_of(post(0, wall)).words == ("so", "good")
    assert find_copies([wording_of(post(n, wall)) for n in range(3)]) == ()


def test_the_brief_s_own_words_are_found(brief: Brief) -> None:
    texts = ["Hello! It is brewed in cold water for twelve hours, they told me.", "Twelve hours in cold water, wow."]
    [copy] = find_brief_copies(brief, [wording_of(post(n, text)) for n, text in enumerate(texts)])
    assert (copy.message_id, copy.post_ids, copy.creators) == ("brew", ("p000",), ("c0",))


@given(st.sets(st.integers(0, 20)), st.integers(1, 40))
def test_what_is_covered_is_a_share(starts: set[int], more: int) -> None:
    total = max(starts, default=0) + 4 + more
    share = covered(starts, total)
    assert 0 <= share <= 1
    assert (share == 0) == (not starts)


def test_creators_stand_on_the_plane(brief: Brief) -> None:
    captions = [OWN[0], TEMPLATE, TEMPLATE, OWN[1]]
    posts = [judged(post(n, text), C if n < 2 else A, A) for n, text in enumerate(captions)]
    voices = place_creators(brief, posts, [wording_of(one.post) for one in posts])
    assert [voice.standing for voice in voices] == [
        Standing.OWN_WORDS_ON_MESSAGE,
        Standing.BORROWED_WORDS_ON_MESSAGE,
        Standing.BORROWED_WORDS_OFF_MESSAGE,
        Standing.OWN_WORDS_OFF_MESSAGE,
    ]
    assert [voice.voice for voice in voices] == [1.0, 0.0, 0.0, 1.0]


def test_the_same_wrong_thing_is_one_finding() -> None:
    brief = Brief.model_validate(
        {
            "campaign": "c",
            "messages": [{"id": "sugar", "text": "No sugar."}, {"id": "brew", "text": "Brewed for 12 hours."}],
        }
    )
    said = ["brewed for 6 hours", "brewed six hours long", "brewed for 24 hours", "brewed hot, I swear"]
    claim = (ForbiddenClaim(id="cure", probability=0.9, evidence=Evidence(text="cures", start=0, end=5)),)
    broken = (RuleFinding(rule="missing-code", severity=Severity.WARNING, expected="TEA15"),)
    posts = [judged(post(n, text), A, X) for n, text in enumerate(said)]
    posts += [judged(post(n), A, A, forbidden_claims=claim, rules=broken) for n in (7, 8)]
    faults = {(fault.kind, fault.subject, fault.said): fault.creators for fault in shared_faults(brief, posts)}
    assert faults == {
        ("contradicts", "brew", "6 hours"): ("c0", "c1"),
        ("forbidden_claim", "cure", "cures"): ("c7", "c8"),
        ("missing-code", "TEA15", ""): ("c7", "c8"),
    }


def counts(number: int, **known: int) -> Post:
    rng = random.Random(number)
    usual = {"followers": 20_000, "likes": rng.randrange(500, 900), "comments": rng.randrange(15, 30)}
    return post(number, platform="tiktok", **{**usual, **known})  # type: ignore[arg-type]


def test_bought_likes_stand_out_and_nothing_else_does() -> None:
    quiet = look_at_audience([counts(number) for number in range(30)])
    assert quiet is not None
    assert quiet.signals == ()
    assert quiet.compared == 60
    loud = look_at_audience([*(counts(number) for number in range(30)), counts(30, likes=60_000, comments=2)])
    assert loud is not None
    assert {(one.post_id, one.measure) for one in loud.signals} == {
        ("p030", Measure.ENGAGEMENT_RATE),
        ("p030", Measure.LIKES_PER_COMMENT),
    }
    rate = next(one for one in loud.signals if one.measure is Measure.ENGAGEMENT_RATE)
    assert rate.value == 3.0
    assert (rate.peers.platform, rate.peers.tier, rate.peers.posts) == ("tiktok", "micro", 30)
    assert rate.times == pytest.approx(rate.value / rate.peers.median, rel=0.01)


def test_followers_that_jump_stand_out() -> None:
    posts = [counts(2 * n + m, followers=20_000 + 100 * m + n) for n in range(15) for m in (0, 1)]
    posts = [replace(one, creator=f"c{n // 2}", posted_at=DAY + timedelta(days=n % 2)) for n, one in enumerate(posts)]
    posts[-1] = replace(posts[-1], followers=40_000)
    audience = look_at_audience(posts)
    assert audience is not None
    assert [(one.measure, one.creator) for one in audience.signals] == [(Measure.FOLLOWER_GROWTH, "c14")]


def test_without_followers_there_is_no_audience() -> None:
    assert look_at_audience([post(0, likes=5, comments=1)]) is None


@pytest.mark.parametrize(("followers", "tier"), [(1, "nano"), (9_999, "nano"), (10_000, "micro"), (2_000_000, "mega")])
def test_tiers(followers: int, tier: str) -> None:
    assert tier_of(followers) == tier
    assert list(TIERS.values()) == sorted(TIERS.values())


RAIN = "rain flooded the street and the rain came through the roof number {} rain"


def test_a_theme_is_found_and_named(brief: Brief) -> None:
    off = [judged(post(n, RAIN.format(n)), A, A, verdict=Verdict.OFF_MESSAGE) for n in range(6)]
    off.append(judged(post(20, "zzz qqq xyz kkk"), A, A, verdict=Verdict.OFF_MESSAGE))
    on = [judged(post(n, f"{OWN[n % 3]} {n}"), C, C, verdict=Verdict.ON_MESSAGE) for n in range(30, 60)]
    found = find_themes(brief, [*off, *on], FakeEmbedder())
    assert found is not None
    assert (found.off_message, found.looked_at) == (7, 7)
    [theme] = found.themes
    assert set(theme.post_ids) == {f"p{n:03}" for n in range(6)}
    assert any("rain" in word for word in theme.words["en"])
    again = find_themes(brief, [*on, *off[::-1]], FakeEmbedder())
    assert again == found


def test_one_creator_s_habit_is_no_theme(brief: Brief) -> None:
    off = [judged(post(n, RAIN.format(n), creator="mai"), A, A, verdict=Verdict.OFF_MESSAGE) for n in range(6)]
    found = find_themes(brief, off, FakeEmbedder())
    assert found is not None
    assert found.themes == ()


def test_few_off_message_posts_have_no_themes(brief: Brief) -> None:
    assert find_themes(brief, [judged(post(0), A, A, verdict=Verdict.OFF_MESSAGE)], FakeEmbedder()) is None


def test_the_whole_is_the_same_in_any_order(brief: Brief) -> None:
    rng = random.Random(2)
    posts = [
        judged(
            replace(counts(n), caption=rng.choice([*OWN, TEMPLATE]), posted_at=DAY + timedelta(days=n % 9)),
            rng.choice([C, A, X]),
            rng.choice([C, A]),
            verdict=rng.choice([Verdict.OFF_MESSAGE, Verdict.PARTLY]),
        )
        for n in range(40)
    ]
    seen = look_back(brief, posts, FakeEmbedder())
    rng.shuffle(posts)
    assert look_back(brief, posts, FakeEmbedder()) == seen
    assert seen.copies
    assert seen.change
    assert seen.audience


def test_rules_alone_tell_nothing_of_messages(brief: Brief) -> None:
    posts = [PostFinding(post=counts(n), verdict=Verdict.NOT_JUDGED, drift=None, messages=()) for n in range(30)]
    seen = look_back(brief, posts, None)
    assert (seen.pull_through, seen.change, seen.themes, seen.voices) == ((), None, None, ())
    assert seen.audience is not None
