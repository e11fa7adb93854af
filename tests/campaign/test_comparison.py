import pytest

from consistency.campaign import compare_captions, compare_runs
from consistency.records.captions import Captions, Place, Post
from consistency.records.comparison import Kind, PostState, RunState
from consistency.records.findings import Label, Verdict

LONG = "This jar keeps ice frozen all day, says my uncle, who fishes. #Jar"
OTHER = "I dropped it twice on the stairs and only the cat was hurt, briefly."


def side(*posts: tuple[str, str, str], platform: str = "") -> Captions:
    return Captions(
        posts=tuple(
            Post(post_id=name, place=Place(source="x", line=1), caption=caption, creator=creator, platform=platform)
            for name, creator, caption in posts
        ),
        skipped=(),
    )


def state(name: str, verdict: Verdict, label: Label, *broken: tuple[str, str], forbidden: str = "") -> PostState:
    return PostState(
        post_id=name,
        creator="mai",
        verdict=verdict,
        labels={"ice": label},
        broken=frozenset(broken),
        forbidden=frozenset(filter(None, [forbidden])),
    )


def run(*posts: PostState, **facts: str) -> RunState:
    return RunState(name="run", facts=facts, posts=posts)


def test_drafts_and_posts_go_together_by_creator_and_text() -> None:
    drafts = side(
        ("d1", "mai", LONG), ("d2", "mai", OTHER), ("d3", "An", LONG), ("d4", "an", "something else entirely")
    )
    live = side(("l1", "@Mai", OTHER + " Bye!"), ("l2", "mai", LONG), ("l3", "bo", LONG), ("l4", "an", LONG))
    found = compare_captions(drafts, live, None, ("drafts", "live"))
    assert [(one.before_id, one.after_id) for one in found.posts] == [("d1", "l2"), ("d2", "l1"), ("d3", "l4")]
    assert (found.only_before, found.only_after) == (("d4",), ("l3",))


def test_without_creators_the_text_alone_matches() -> None:
    found = compare_captions(side(("d1", "", LONG), ("d2", "", OTHER)), side(("l1", "mai", OTHER)), None, ("a", "b"))
    assert [(one.before_id, one.after_id, one.creator) for one in found.posts] == [("d2", "l1", "mai")]


def test_a_draft_for_two_platforms_stays_on_its_own() -> None:
    drafts = Captions(
        posts=side(("d1", "mai", LONG), platform="tiktok").posts
        + side(("d2", "mai", LONG), platform="instagram").posts,
        skipped=(),
    )
    live = Captions(
        posts=side(("l1", "mai", LONG), platform="instagram").posts
        + side(("l2", "mai", LONG), platform="tiktok").posts,
        skipped=(),
    )
    pairs = compare_captions(drafts, live, None, ("a", "b")).posts
    assert [(one.before_id, one.after_id) for one in pairs] == [("d1", "l2"), ("d2", "l1")]


def test_words_lost_and_added_are_those_of_the_captions() -> None:
    edited = "THIS jar keeps ice frozen until noon — says my uncle, who fishes. #Jar #ad 🧊"
    [post] = compare_captions(side(("d", "mai", LONG)), side(("l", "mai", edited)), None, ("a", "b")).posts
    assert post.words is not None
    assert post.words.lost == ("all day,",)
    assert post.words.added == ("until noon —", "#ad 🧊")
    assert 0.7 < post.words.likeness < 1


def test_what_a_live_post_no_longer_meets() -> None:
    before = run(state("d", Verdict.ON_MESSAGE, Label.CONVEYS, ("missing-link", "a.example")))
    after = run(state("l", Verdict.OFF_MESSAGE, Label.ABSENT, ("missing-code", "ICE10"), forbidden="cure"))
    drafts, live = side(("d", "mai", LONG)), side(("l", "mai", LONG))
    found = compare_captions(drafts, live, (before, after), ("a", "b"))
    differences = [(one.kind, one.subject, one.detail, one.after, one.worse) for one in found.posts[0].differences]
    assert differences == [
        (Kind.VERDICT, "", "", "off_message", True),
        (Kind.MESSAGE, "ice", "", "absent", True),
        (Kind.FORBIDDEN_CLAIM, "cure", "", "made", True),
        (Kind.RULE, "missing-code", "ICE10", "broken", True),
        (Kind.RULE, "missing-link", "a.example", "kept", False),
    ]
    assert found.worse == found.posts
    assert (found.messages[0].before, found.messages[0].after) == (1.0, 0.0)


def test_two_runs_go_together_by_id() -> None:
    before = run(
        state("a", Verdict.PARTLY, Label.PARTIAL), state("b", Verdict.PARTLY, Label.PARTIAL), version="1", model="m"
    )
    after = run(
        state("c", Verdict.PARTLY, Label.PARTIAL), state("a", Verdict.ON_MESSAGE, Label.CONVEYS), version="2", model="m"
    )
    found = compare_runs(before, after)
    assert [one.before_id for one in found.posts] == ["a"]
    assert all(not one.worse for one in found.posts[0].differences)
    assert found.worse == ()
    assert (found.only_before, found.only_after, found.facts) == (("b",), ("c",), {"version": ("1", "2")})


@pytest.mark.parametrize("verdict", [Verdict.NOT_JUDGED, Verdict.OFF_MESSAGE])
def test_what_was_not_judged_got_neither_better_nor_worse(verdict: Verdict) -> None:
    pair = run(state("a", Verdict.NOT_JUDGED, Label.ABSENT)), run(state("a", verdict, Label.ABSENT))
    assert compare_runs(*pair).worse == ()
