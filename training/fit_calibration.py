"""Fit ``consistency/judging/calibration.json`` and choose ``background.txt``.

    python training/fit_calibration.py background    # once: choose the ordinary segments
    python training/fit_calibration.py               # fit, print held-out figures, write the model

The reader knows the campaigns that it was trained on, so what it says of them is no guide to what it says of others.
The model is fitted on campaigns that the reader has never seen: those in ``natural``, which have the mix of labels of
real campaigns, and :data:`labelled.UNSEEN`. Every figure is from campaigns that the model at hand wasn't fitted on
either: one is left out at a time. The thresholds are chosen on those held-out chances.
"""

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from labelled import UNSEEN, LabelledCampaign, read_campaigns
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, f1_score, log_loss, roc_auc_score

from consistency import judging
from consistency.campaign.verdicts import verdict, verdict_chances
from consistency.embedding import Embedder, load_embedder
from consistency.judging import Judge, PairReader, load_reader
from consistency.judging.calibration import Logistic, Thresholds, decide, expanded
from consistency.judging.features import CLAIM_FEATURES, FEATURES
from consistency.judging.readings import ABSENT, CONTRADICTS, CONVEYS, LABELS
from consistency.language import segment
from consistency.records.brief import Brief
from consistency.records.findings import Label

HERE = Path(judging.__file__).parent
NATURAL = Path(__file__).parent / "natural"
BACKGROUND_SIZE = 256
REAL_SHARES = {Label.CONVEYS: 0.27, Label.PARTIAL: 0.08, Label.CONTRADICTS: 0.05, Label.ABSENT: 0.60}
"""Shares of the labels in campaigns that weren't written for training, which are rich in hard cases."""
ACCUSATION = 0.01
"""So much worth is given for a higher line before a caption is accused: on real captions that have nothing to do with
a brief, a line at 0.2 accused 6 % of one brief's, at 0.4 under 1 %."""
EVEN = 0.01
"""Lines are as good as each other within so much worth; the middle one is taken, since the best is best by chance."""
TO_REVIEW = 0.12
"""Share of the posts that a person is asked to look at."""
PENALTY = 0.2
"""Inverse strength of the ridge penalty: features are many and campaigns few."""


def choose_background(campaigns: list[LabelledCampaign]) -> None:
    """Segments of at least four words, the same number from each campaign."""
    choice = random.Random(20261124)
    chosen: list[str] = []
    share = -(-BACKGROUND_SIZE // len(campaigns))
    for campaign in campaigns:
        segments = [segment(post.caption, campaign.brief.require.hashtags) for post in campaign.posts]
        texts = {unit.text for cut in segments for unit in cut.sentences + cut.clauses if len(unit.text.split()) > 3}
        chosen += choice.sample(sorted(texts), share)
    choice.shuffle(chosen)
    (HERE / "background.txt").write_text("\n".join(sorted(chosen[:BACKGROUND_SIZE])) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Pairs:
    """All pairs of a campaign as the judge sees them."""

    features: np.ndarray
    labels: np.ndarray
    claim_features: np.ndarray
    asserted: np.ndarray
    """For each row of ``claim_features`` whether the post makes the claim."""
    brief: Brief
    natural: bool
    """Whether its labels have the mix of a real campaign."""


def pairs_of(campaign: LabelledCampaign, embedder: Embedder, reader: PairReader) -> Pairs:
    cut = [(post, segment(post.caption, campaign.brief.require.hashtags)) for post in campaign.posts]
    readable = [(post, caption) for post, caption in cut if caption.sentences]
    judged = Judge(campaign.brief, embedder, reader).features([caption for _, caption in readable])
    labels = [LABELS.index(post.label(message.id)) for post, _ in readable for message in campaign.brief.messages]
    asserted = [[claim.id in post.forbidden for claim in campaign.brief.forbid.claims] for post, _ in readable]
    return Pairs(
        features=np.concatenate([expanded(features) for features, _ in judged]),
        labels=np.array(labels),
        claim_features=np.concatenate([claims for _, claims in judged]),
        asserted=np.array(asserted).ravel(),
        brief=campaign.brief,
        natural=campaign.name not in UNSEEN,
    )


def weights(labels: np.ndarray) -> np.ndarray:
    """The weight of each pair that gives the labels their shares in real campaigns."""
    shares = np.bincount(labels, minlength=len(LABELS)) / len(labels)
    return np.array([REAL_SHARES[label] for label in LABELS])[labels] / shares[labels]


def fit(features: np.ndarray, labels: np.ndarray, weight: np.ndarray | None = None) -> Logistic:
    """A logistic model; with two outcomes each has half of the difference."""
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale[scale < 1e-6] = 1  # a feature that never varies
    model = LogisticRegression(C=PENALTY, max_iter=5000)
    model.fit((features - mean) / scale, labels, sample_weight=weight)
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coefficients, bias = np.concatenate([-coefficients, coefficients]) / 2, np.array([-bias[0], bias[0]]) / 2
    return Logistic(mean.round(6), scale.round(6), coefficients.round(6), bias.round(6))


def fit_messages(data: list[Pairs]) -> Logistic:
    labels = np.concatenate([p.labels for p in data])
    return fit(np.concatenate([p.features for p in data]), labels, weights(labels))


def fit_claims(data: list[Pairs]) -> Logistic:
    return fit(np.concatenate([p.claim_features for p in data]), np.concatenate([p.asserted for p in data]))


def held_out(data: list[Pairs]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For each campaign the chances of labels and of claims that models fitted on the others give."""
    for left_out in data:
        rest = [pairs for pairs in data if pairs is not left_out]
        yield (
            fit_messages(rest).chances(left_out.features),
            fit_claims(rest).chances(left_out.claim_features)[:, 1],
        )


def choose(data: list[Pairs], chances: list[np.ndarray], of_claims: list[np.ndarray]) -> Thresholds:
    """The thresholds that give the best sum of what the judge is for.

    That is macro-F1 of the labels, F1 of forbidden claims, and accuracy of the verdicts of the natural campaigns. Each
    threshold is moved in turn, from those with the best macro-F1 on.
    """
    labels, probabilities = np.concatenate([p.labels for p in data]), np.concatenate(chances)
    made, chance = np.concatenate([p.asserted for p in data]), np.concatenate(of_claims)
    grid = [round(float(value), 2) for value in np.arange(0.1, 0.85, 0.05)]

    def macro_f1(thresholds: Thresholds) -> float:
        said = [LABELS.index(decide(row, thresholds)) for row in probabilities]
        return float(f1_score(labels, said, average="macro", sample_weight=weights(labels)))

    def worth(thresholds: Thresholds) -> float:
        _, right = verdicts(data, chances, of_claims, thresholds)
        return macro_f1(thresholds) + float(right.mean()) + float(f1_score(made, chance >= thresholds.forbidden))

    coarse = grid[::2]
    candidates = [Thresholds(*values, sure=0.0, forbidden=0.5) for values in product(coarse, coarse, coarse)]
    best = max(candidates, key=macro_f1)
    for _ in range(2):
        for name in ("forbidden", "contradicts", "conveys", "touched"):
            moved = {value: replace(best, **{name: value}) for value in grid}
            worths = {value: worth(thresholds) for value, thresholds in moved.items()}
            accuses = name in ("forbidden", "contradicts")
            good = [
                value for value in grid if worths[value] >= max(worths.values()) - (ACCUSATION if accuses else EVEN)
            ]
            best = moved[good[-1] if accuses else good[len(good) // 2]]
    found = made[chance >= best.forbidden]
    print(
        f"forbidden claims: AP {average_precision_score(made, chance):.3f}; from {best.forbidden} on {found.sum()} of",
        end=" ",
    )
    print(f"{len(found)} said are made, of {made.sum()} in all")
    return replace(best, sure=choose_sure(*verdicts(data, chances, of_claims, best)))


def verdicts(
    data: list[Pairs], chances: list[np.ndarray], of_claims: list[np.ndarray], thresholds: Thresholds
) -> tuple[np.ndarray, np.ndarray]:
    """Of each post of the natural campaigns the chance of its verdict, and whether the verdict is right."""
    rows: list[tuple[float, bool]] = []
    for pairs, labels, claims in zip(data, chances, of_claims, strict=True):
        if not pairs.natural:
            continue
        ids = [message.id for message in pairs.brief.messages]
        of_posts = zip(
            labels.reshape(-1, len(ids), len(LABELS)),
            pairs.labels.reshape(-1, len(ids)),
            np.split(claims, len(labels) // len(ids)),
            np.split(pairs.asserted, len(labels) // len(ids)),
            strict=True,
        )
        for probabilities, true, asserted, made in of_posts:
            said = {name: decide(row, thresholds) for name, row in zip(ids, probabilities, strict=True)}
            ours = verdict(pairs.brief, said, forbidden=bool((asserted >= thresholds.forbidden).any()))
            right = verdict(
                pairs.brief, {n: LABELS[t] for n, t in zip(ids, true, strict=True)}, forbidden=bool(made.any())
            )
            rows.append((verdict_chances(pairs.brief, probabilities, asserted)[ours], ours is right))
    return np.array([chance for chance, _ in rows]), np.array([right for _, right in rows])


def choose_sure(likely: np.ndarray, right: np.ndarray) -> float:
    """The chance of a verdict from which on nobody needs to look, so that :data:`TO_REVIEW` of the posts are sent."""
    print(f"verdicts: {len(right)} posts, accuracy {right.mean():.3f}")
    for share in (0.05, 0.1, TO_REVIEW, 0.2, 0.3):
        line = np.quantile(likely, share)
        print(
            f"  {share:.0%} to review (chance below {line:.2f}): {right[likely >= line].mean():.3f} right of the rest"
        )
    return round(float(np.quantile(likely, TO_REVIEW)), 2)


def report(data: list[Pairs], chances: list[np.ndarray], thresholds: Thresholds) -> None:
    labels, probabilities = np.concatenate([p.labels for p in data]), np.concatenate(chances)
    precision = [
        average_precision_score(p.labels == CONVEYS, c[:, CONVEYS]) for p, c in zip(data, chances, strict=True)
    ]
    touched = [roc_auc_score(p.labels != ABSENT, 1 - c[:, ABSENT]) for p, c in zip(data, chances, strict=True)]
    spoken = (labels == CONVEYS) | (labels == CONTRADICTS)
    apart = roc_auc_score(
        labels[spoken] == CONVEYS, (probabilities[:, CONVEYS] - probabilities[:, CONTRADICTS])[spoken]
    )
    weight = weights(labels)
    brier = brier_score_loss(labels == CONVEYS, probabilities[:, CONVEYS], sample_weight=weight)
    said = [LABELS.index(decide(row, thresholds)) for row in probabilities]
    each = f1_score(labels, said, average=None, sample_weight=weight)
    print(f"{len(data)} campaigns, {len(labels)} pairs, each campaign held out in turn")
    print(f"conveys AP, mean over campaigns  {np.mean(precision):.3f} ({min(precision):.3f} to {max(precision):.3f})")
    print(f"AUROC of touched against absent  {np.mean(touched):.3f}")
    print(f"AUROC of conveys against contradicts  {apart:.3f}")
    print(f"log loss {log_loss(labels, probabilities, sample_weight=weight):.3f}, Brier score of conveys {brier:.3f}")
    print(f"{thresholds}: macro-F1 {each.mean():.3f}, of each label {each.round(2)}")


def main() -> None:
    if sys.argv[1:] == ["background"]:
        choose_background(list(read_campaigns()))
        return
    campaigns = [*read_campaigns(NATURAL), *(one for one in read_campaigns() if one.name in UNSEEN)]
    embedder, reader = load_embedder(), load_reader()
    data = [pairs_of(campaign, embedder, reader) for campaign in campaigns]
    chances, of_claims = map(list, zip(*held_out(data), strict=True))
    thresholds = choose(data, chances, of_claims)
    report(data, chances, thresholds)
    models = {"messages": fit_messages(data), "claims": fit_claims(data)}
    content = {
        "features": FEATURES,
        "claim_features": CLAIM_FEATURES,
        "labels": LABELS,
        **{name: {part: values.tolist() for part, values in asdict(model).items()} for name, model in models.items()},
        "thresholds": asdict(thresholds),
    }
    (HERE / "calibration.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
