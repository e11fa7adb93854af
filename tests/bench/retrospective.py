"""What the sections over all posts find of what was planted, and what they find where nothing was.

    python -m tests.bench.retrospective [--seeds FIRST END]

Simulated campaigns, one of each kind for each seed from FIRST on and before END: 0 to 200 are those on which the
themes' and the audience's constants were chosen, 1000 to 1200 (without the option) took no part in that. Captions are
those of ``training/campaigns``, whose off-message ones are embedded by the default model (minutes when the cache is
cold); labels, dates and counts are drawn. The last table needs the labelled campaigns in ``../shared``.
"""

import argparse
import csv
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from ruamel.yaml import YAML

from consistency.brief import read_brief
from consistency.campaign import compare_captions
from consistency.campaign.retrospective import look_back
from consistency.campaign.retrospective.audience import look_at_audience
from consistency.campaign.retrospective.change import find_change
from consistency.campaign.retrospective.copies import find_copies
from consistency.campaign.retrospective.themes import find_themes
from consistency.campaign.retrospective.wordings import wording_of
from consistency.captions import read_captions
from consistency.embedding import Embedder, load_embedder
from consistency.language import has_language, normalise, segment
from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post
from consistency.records.findings import Label, MessageFinding, PostFinding, Verdict
from consistency.records.retrospective import Measure, Series
from tests.support import SHARED

SEEDS = range(1000, 1200)
CREATORS = 40
POSTS_OF_EACH = 3
DAYS = 60
FIRST_DAY = date(2026, 1, 5)
TRAINING = Path(__file__).parents[2] / "training" / "campaigns"
PLANTED_THEMES = Path(__file__).parent / "planted_themes.yaml"
BRIEF = Brief.model_validate(
    {
        "campaign": "simulated",
        "messages": [{"id": f"m{number}", "text": f"message {number}", "required": number < 2} for number in range(4)],
    }
)


@dataclass(frozen=True)
class Caption:
    """A caption of the training campaigns."""

    text: str
    off_message: bool


def training_captions() -> dict[str, list[Caption]]:
    """Captions that hold words, by campaign."""
    campaigns = {}
    for path in sorted(TRAINING.glob("*/posts.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        campaigns[path.parent.name] = [
            Caption(row["caption"], not row["forbidden"] and {said for said, _ in row["labels"].values()} <= {"absent"})
            for row in rows
            if has_language(normalise(row["caption"]))
        ]
    return campaigns


def a_post(number: int, caption: str, creator: str = "", **known: object) -> Post:
    """A post of a simulated campaign."""
    place = Place(source="simulated", line=number + 1)
    return Post(post_id=f"p{number:04}", place=place, caption=caption, creator=creator, **known)  # type: ignore[arg-type]


def a_finding(post: Post, conveys: Sequence[bool]) -> PostFinding:
    """A judged post that conveys these messages and none else."""
    labels = [Label.CONVEYS if said else Label.ABSENT for said in conveys]
    required = [said for said, message in zip(conveys, BRIEF.messages, strict=True) if message.required]
    return PostFinding(
        post=post,
        verdict=Verdict.ON_MESSAGE if all(required) else Verdict.PARTLY if any(conveys) else Verdict.OFF_MESSAGE,
        drift=1 - sum(required) / len(required),
        messages=tuple(
            MessageFinding(message_id=message.id, label=label, probability=float(said), evidence=None)
            for message, label, said in zip(BRIEF.messages, labels, conveys, strict=True)
        ),
    )


def share(found: Sequence[bool]) -> str:
    """A rate in percent."""
    return f"{100 * sum(found) / len(found):5.1f} %"


def simulated_time(rng: Generator, drop: float, *, alike: bool) -> list[PostFinding]:
    """A campaign in which creators post near one another in time; the first message's pull-through drops half way.

    ``alike``: whether all creators have one chance to convey a message; else each has an own one.
    """
    found = []
    for creator in range(CREATORS):
        own = np.full(4, 0.7) if alike else rng.beta(1.4, 0.6, size=4)
        middle = rng.uniform(0, DAYS)
        for _ in range(POSTS_OF_EACH):
            day = int(np.clip(rng.normal(middle, 4), 0, DAYS - 1))
            chances = own - np.array([drop if day >= DAYS // 2 else 0, 0, 0, 0])
            post = a_post(len(found), "", f"c{creator}", posted_at=FIRST_DAY + timedelta(days=day))
            found.append(a_finding(post, (rng.random(4) < chances).tolist()))
    return found


def show_change(seeds: range) -> None:
    """False alarms where nothing changes, and drops found."""
    print(f"\nchange: {CREATORS} creators, {POSTS_OF_EACH} posts each, {DAYS} days, 4 messages, level 5 %")
    for name, alike in (("creators alike", True), ("creators differ", False)):
        tested = [simulated_time(np.random.default_rng(seed), 0, alike=alike) for seed in seeds]
        alarms = [_any_change(found) for found in tested]
        freely = [_any_change([replace(one, post=replace(one.post, creator="")) for one in found]) for found in tested]
        print(
            f"  nothing changes, {name}: false alarms {share(alarms)}; if posts were exchanged freely {share(freely)}"
        )
    for drop in (0.2, 0.3, 0.4, 0.5):
        hits, others, days = [], [], []
        for seed in seeds:
            test = find_change(BRIEF, simulated_time(np.random.default_rng(seed), drop, alike=False))
            assert test is not None
            said = {change.message_id: change for change in test.changes if change.series is Series.MESSAGE}
            hits.append(said["m0"].found)
            others.append(any(change.found for name, change in said.items() if name != "m0"))
            if said["m0"].found:
                days.append(abs((said["m0"].first_day - FIRST_DAY).days - DAYS // 2))
        off = f"{np.median(days):.0f} days off by the median" if days else ""
        print(f"  one message drops by {drop:.1f}: found {share(hits)}, {off}; others alarmed {share(others)}")


def _any_change(found: Sequence[PostFinding]) -> bool:
    test = find_change(BRIEF, found)
    assert test is not None
    return any(change.found for change in test.changes)


def edited(rng: Generator, text: str, changed: float, words: Sequence[str]) -> str:
    """A text with a share of its words replaced by others."""
    return " ".join(words[rng.integers(len(words))] if rng.random() < changed else word for word in text.split())


def long_captions(campaigns: dict[str, list[Caption]]) -> tuple[NDArray[np.object_], list[str]]:
    """Captions of at least 20 words, and all words of them."""
    pool = sorted({caption.text for own in campaigns.values() for caption in own if len(caption.text.split()) >= 20})
    return np.array(pool, dtype=object), sorted({word for text in pool for word in text.split()})


def show_copies(campaigns: dict[str, list[Caption]], seeds: range) -> None:
    """A copied pair among captions in own words."""
    pool, words = long_captions(campaigns)
    print("\ncopies: 120 captions of as many creators")
    alarms = [
        bool(find_copies([wording_of(a_post(n, text, f"c{n}")) for n, text in enumerate(rng.choice(pool, 120, False))]))
        for rng in map(np.random.default_rng, seeds)
    ]
    print(f"  nothing copied: false alarms {share(alarms)}")
    for changed in (0.0, 0.1, 0.2, 0.3):
        hits = []
        for rng in map(np.random.default_rng, seeds):
            texts = [str(text) for text in rng.choice(pool, 119, False)]
            texts.append(edited(rng, texts[0], changed, words))
            groups = find_copies([wording_of(a_post(n, text, f"c{n}")) for n, text in enumerate(texts)])
            hits.append([group.post_ids for group in groups] == [("p0000", "p0119")])
        print(f"  a pair with {changed:.0%} of the words changed: found {share(hits)}")


def show_matching(campaigns: dict[str, list[Caption]], seeds: range) -> None:
    """Drafts and what became of them."""
    pool, words = long_captions(campaigns)
    print("\ncompare: 60 drafts of 20 creators, a fifth never posted, as many posts that had no draft")
    for changed in (0.1, 0.3, 0.5):
        right, wrong, total = 0, 0, 0
        for rng in map(np.random.default_rng, seeds):
            texts = [str(text) for text in rng.choice(pool, 72, False)]
            drafts = [a_post(n, texts[n], f"c{n % 20}") for n in range(60)]
            live = [a_post(100 + n, edited(rng, texts[n], changed, words), f"c{n % 20}") for n in range(48)]
            live += [a_post(100 + n, texts[n], f"c{n % 20}") for n in range(60, 72)]
            sides = (Captions(posts=tuple(drafts), skipped=()), Captions(posts=tuple(live), skipped=()))
            pairs = [(one.before_id, one.after_id) for one in compare_captions(*sides, None, ("", "")).posts]
            good = {(f"p{n:04}", f"p{100 + n:04}") for n in range(48)}
            right += len(good & set(pairs))
            wrong += len(set(pairs) - good)
            total += len(good)
        wrongly = wrong / (right + wrong or 1)
        print(f"  {changed:.0%} of the words changed: {right / total:.1%} matched, {wrongly:.1%} of the pairs wrong")


def show_themes(campaigns: dict[str, list[Caption]], embedder: Embedder, seeds: range) -> None:
    """A theme among the off-message posts of one campaign, and off-message posts without one."""
    planted = YAML(typ="safe").load(PLANTED_THEMES.read_text(encoding="utf-8"))
    print("\nthemes")
    off = {name: [one.text for one in own if one.off_message] for name, own in campaigns.items()}
    for count in (15, 60):
        alarms, mixed = [], []
        for rng in map(np.random.default_rng, seeds):
            names = rng.choice(sorted(off), count, replace=False)
            texts = [str(rng.choice(off[name])) for name in names]
            rest = [one.text for name in names for one in campaigns[name][:3]]
            alarms.append(_themes(BRIEF, texts, rest, embedder) != [])
            mixed.append(_themes(BRIEF, _mixed(rng, texts), rest, embedder) != [])
        print(
            f"  {count} off-message posts of as many campaigns: themes {share(alarms)}; some have a subject in common"
        )
        print(f"  the same with their sentences dealt out anew: false alarms {share(mixed)}")
    for name, pick, others in (
        ("8 in two languages, beside a campaign's own", (4, 4), 0),
        ("6 in one language, beside a campaign's own", (6, 0), 0),
        ("12 in two languages, beside 48 of other campaigns", (6, 6), 48),
    ):
        hits, named, beside = [], [], []
        for rng in map(np.random.default_rng, seeds):
            campaign = str(rng.choice(sorted(off)))
            brief = read_brief(TRAINING / campaign / "brief.yaml")
            theme = planted[str(rng.choice(sorted(planted)))]
            halves = [theme["captions"][:6], theme["captions"][6:]]
            if rng.random() < 0.5:
                halves.reverse()
            texts = [
                str(text) for half, size in zip(halves, pick, strict=True) for text in rng.choice(half, size, False)
            ]
            beside_it = rng.choice(sorted(off), others, replace=False)
            own = [str(rng.choice(off[one])) for one in beside_it] or off[campaign]
            rest = [one.text for one in campaigns[campaign] if not one.off_message]
            rest += [one.text for name in beside_it for one in campaigns[name][:3]]
            found = _themes(brief, own + texts, rest, embedder)
            ids = {f"p{n:04}" for n in range(len(own), len(own) + len(texts))}
            good = [one for one in found if len(ids & set(one.post_ids)) > max(len(ids), len(one.post_ids)) / 2]
            hits.append(bool(good))
            named.append(any(set(theme["words"]) & set(" ".join(sum(one.words.values(), ())).split()) for one in good))
            beside.append(len(found) > len(good))
        print(f"  {name}: found {share(hits)}, named {share(named)}, other themes {share(beside)}")


def _mixed(rng: Generator, texts: Sequence[str]) -> list[str]:
    """As many texts of as many sentences each, every sentence of another text: no subject is left."""
    cut = [[one.text for one in segment(text).sentences] for text in texts]
    sentences = [sentence for own in cut for sentence in own]
    dealt = iter(rng.permutation(np.array(sentences, dtype=object)))
    return ["\n".join(next(dealt) for _ in own) for own in cut]


def _themes(brief: Brief, off: Sequence[str], rest: Sequence[str], embedder: Embedder) -> list:
    verdicts = [Verdict.OFF_MESSAGE] * len(off) + [Verdict.ON_MESSAGE] * len(rest)
    posts = [
        PostFinding(post=a_post(n, text, f"c{n}"), verdict=verdict, drift=1.0, messages=())
        for n, (text, verdict) in enumerate(zip([*off, *rest], verdicts, strict=True))
    ]
    found = find_themes(brief, posts, embedder)
    return list(found.themes) if found else []


def simulated_audience(rng: Generator, noise: Callable[[], float]) -> list[Post]:
    """Counts as campaigns have them: a creator's rate, a post's own luck, followers that grow a little."""
    posts = []
    for creator in range(CREATORS):
        followers = math.exp(rng.uniform(math.log(3_000), math.log(90_000)))
        platform = str(rng.choice(["instagram", "tiktok", "facebook"]))
        rate = math.log(0.03) + 0.5 * noise()
        for number in range(POSTS_OF_EACH):
            followers *= math.exp(0.01 * noise())
            likes = followers * math.exp(rate + 0.6 * noise())
            comments = likes / math.exp(math.log(30) + 0.6 * noise())
            posts.append(
                a_post(
                    len(posts),
                    "",
                    f"c{creator}",
                    platform=platform,
                    posted_at=FIRST_DAY + timedelta(days=10 * number),
                    followers=int(followers),
                    likes=int(likes),
                    comments=int(comments),
                )
            )
    return posts


def show_audience(seeds: range) -> None:
    """Bought likes and followers."""
    print(f"\naudience: {CREATORS} creators, {POSTS_OF_EACH} posts each, followers, likes and comments")
    for name, degrees in (("lognormal", math.inf), ("heavier tails (t, 5 degrees)", 5.0)):
        alarms = [len(_signals(seed, degrees, lambda post: post)) for seed in seeds]
        print(
            f"  nothing bought, {name}: alarms in {share([count > 0 for count in alarms])}, {np.mean(alarms):.2f} each"
        )
        for times in (10, 30, 100):
            found = [
                _signals(seed, degrees, lambda post, k=times: replace(post, likes=k * (post.likes or 0)))
                for seed in seeds
            ]
            hits = [any(one.post_id == "p0001" for one in own) for own in found]
            others = [any(one.post_id != "p0001" for one in own) for own in found]
            print(f"    likes times {times} on one post: found {share(hits)}; another post {share(others)}")
        for grown in (1.3, 1.6, 2.0):
            found = [
                _signals(seed, degrees, lambda post, k=grown: replace(post, followers=int(k * (post.followers or 0))))
                for seed in seeds
            ]
            hits = [any(one.creator == "c0" and one.measure is Measure.FOLLOWER_GROWTH for one in own) for own in found]
            print(f"    followers times {grown} between two posts: found {share(hits)}")


def _signals(seed: int, degrees: float, plant: Callable[[Post], Post]) -> list:
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal if math.isinf(degrees) else lambda: rng.standard_t(degrees)
    posts = simulated_audience(rng, noise)
    posts[1] = plant(posts[1])
    audience = look_at_audience(posts)
    assert audience is not None
    return list(audience.signals)


def show_labelled() -> None:
    """The planted cases of the labelled campaigns: a copied set, and engagement that can't be."""
    print("\nlabelled campaigns")
    for folder in sorted((SHARED / "data").glob("campaign_*")):
        with (folder / "gold_posts.csv").open(encoding="utf-8-sig", newline="") as lines:
            notes = {row["post_id"]: row["notes"] for row in csv.DictReader(lines)}
        posts = read_captions([folder / "captions.csv"]).posts
        found = [PostFinding(post=post, verdict=Verdict.NOT_JUDGED, drift=None, messages=()) for post in posts]
        seen = look_back(read_brief(folder / "brief.yaml"), found, None)
        assert seen.audience is not None
        for name, said, planted in (
            ("copied", {post_id for group in seen.copies for post_id in group.post_ids}, "near-duplicate"),
            ("implausible engagement", {one.post_id for one in seen.audience.signals}, "implausible engagement"),
        ):
            gold = {post_id for post_id, note in notes.items() if planted in note}
            print(f"  {folder.name}: {name}: {len(said & gold)} of {len(gold)} found, {len(said - gold)} others")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description="What the sections over all posts find of what was planted.")
    parser.add_argument("--seeds", nargs=2, type=int, metavar=("FIRST", "END"), default=(SEEDS.start, SEEDS.stop))
    seeds = range(*parser.parse_args().seeds)
    print(f"seeds {seeds.start} to {seeds.stop - 1}")
    campaigns = training_captions()
    show_change(seeds)
    show_copies(campaigns, seeds)
    show_matching(campaigns, seeds)
    show_audience(seeds)
    if SHARED.is_dir():
        show_labelled()
    show_themes(campaigns, load_embedder(), seeds)


if __name__ == "__main__":
    main()
