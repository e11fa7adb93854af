"""Fit ``consistency/judging/calibration.json`` and choose ``background.txt``.

    python training/fit_calibration.py background    # once: choose the ordinary segments
    python training/fit_calibration.py               # fit, print held-out figures, write the model

Every figure is from campaigns that the model at hand was not fitted on: one campaign is left out at a time. The
thresholds are chosen on those held-out probabilities, for the macro-F1 of the four labels.
"""

import json
import random
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
from labelled import LabelledCampaign, read_campaigns
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, f1_score, log_loss, roc_auc_score

from consistency import judging
from consistency.embedding import Vectors, load_embedder
from consistency.judging.alignment import MessageSpace, background, brief_texts
from consistency.judging.calibration import LABELS, Thresholds, decide, expanded
from consistency.judging.features import FEATURES, context_of, features_of
from consistency.language import segment
from consistency.records.findings import Label

HERE = Path(judging.__file__).parent
BACKGROUND_SIZE = 256
REAL_SHARES = {Label.CONVEYS: 0.27, Label.PARTIAL: 0.08, Label.CONTRADICTS: 0.05, Label.ABSENT: 0.60}
"""Shares of the labels in campaigns that weren't written for training; those here are rich in hard cases."""


def choose_background(campaigns: list[LabelledCampaign]) -> None:
    """Segments of at least four words, the same number from each campaign."""
    choice = random.Random(20261124)
    chosen: list[str] = []
    share = -(-BACKGROUND_SIZE // len(campaigns))
    for campaign in campaigns:
        segments = [segment(post.caption, campaign.brief.require.hashtags) for post in campaign.posts]
        texts = sorted(
            {unit.text for cut in segments for unit in cut.sentences + cut.clauses if len(unit.text.split()) > 3}
        )
        chosen += choice.sample(texts, share)
    choice.shuffle(chosen)
    (HERE / "background.txt").write_text("\n".join(sorted(chosen[:BACKGROUND_SIZE])) + "\n", encoding="utf-8")


def pairs_of(campaign: LabelledCampaign, vectors: dict[str, Vectors]) -> tuple[np.ndarray, np.ndarray]:
    """Features ``(n, f)`` and labels ``(n,)`` of all pairs of a campaign."""
    texts = brief_texts(campaign.brief)
    space = MessageSpace(
        np.stack([vectors[text] for text in texts]),
        len(campaign.brief.messages),
        np.stack([vectors[text] for text in background()]),
    )
    rows, labels = [], []
    for post in campaign.posts:
        cut = segment(post.caption, campaign.brief.require.hashtags)
        if cut.sentences:
            units = np.stack([vectors[unit.text] for unit in cut.sentences + cut.clauses])
            alignment = space.align(units[: len(cut.sentences)], units[len(cut.sentences) :])
            for row, message in enumerate(campaign.brief.messages):
                context = context_of(cut, int(alignment.best[row]))
                rows.append(features_of(message, alignment, row, context))
                labels.append(LABELS.index(post.label(message.id)))
    return expanded(np.stack(rows)), np.array(labels)


def fit(features: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, LogisticRegression]:
    """Mean and scale of the features, and the model; each label counts as often as in real campaigns."""
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.3, max_iter=5000)
    return mean, scale, model.fit((features - mean) / scale, labels, sample_weight=weights(labels))


def weights(labels: np.ndarray) -> np.ndarray:
    """The weight of each pair that gives the labels their shares in real campaigns."""
    shares = np.bincount(labels, minlength=len(LABELS)) / len(labels)
    return np.array([REAL_SHARES[label] for label in LABELS])[labels] / shares[labels]


def macro_f1(labels: np.ndarray, said: np.ndarray) -> float:
    return float(f1_score(labels, said, average="macro", sample_weight=weights(labels)))


def main() -> None:
    campaigns = list(read_campaigns())
    if sys.argv[1:] == ["background"]:
        choose_background(campaigns)
        return
    embedder = load_embedder()
    texts = dict.fromkeys(background())
    for campaign in campaigns:
        texts |= dict.fromkeys(brief_texts(campaign.brief))
        for post in campaign.posts:
            cut = segment(post.caption, campaign.brief.require.hashtags)
            texts |= dict.fromkeys(unit.text for unit in cut.sentences + cut.clauses)
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        print(f"\r{done} of {len(texts)} segments", end="", file=sys.stderr)

    vectors = dict(zip(texts, embedder.embed(list(texts), advance), strict=True))
    data = [pairs_of(campaign, vectors) for campaign in campaigns]

    held_out = []
    for left_out in range(len(data)):
        rest = [pairs for index, pairs in enumerate(data) if index != left_out]
        mean, scale, model = fit(np.concatenate([x for x, _ in rest]), np.concatenate([y for _, y in rest]))
        held_out.append(model.predict_proba((data[left_out][0] - mean) / scale))
    conveys, contradicts, absent = map(LABELS.index, (Label.CONVEYS, Label.CONTRADICTS, Label.ABSENT))
    precision = [average_precision_score(y == conveys, p[:, conveys]) for (_, y), p in zip(data, held_out, strict=True)]
    touched = [roc_auc_score(y != absent, 1 - p[:, absent]) for (_, y), p in zip(data, held_out, strict=True)]
    probabilities, labels = np.concatenate(held_out), np.concatenate([y for _, y in data])
    weight = weights(labels)
    spoken = (labels == conveys) | (labels == contradicts)
    apart = roc_auc_score(
        labels[spoken] == conveys, (probabilities[:, conveys] - probabilities[:, contradicts])[spoken]
    )
    print(f"\n{len(data)} campaigns, {len(labels)} pairs, each campaign held out in turn")
    print(f"conveys AP, mean over campaigns  {np.mean(precision):.3f} ({min(precision):.3f} to {max(precision):.3f})")
    print(f"AUROC of touched against absent  {np.mean(touched):.3f}")
    print(f"AUROC of conveys against contradicts  {apart:.3f}")
    print(f"with the labels' real shares: log loss {log_loss(labels, probabilities, sample_weight=weight):.3f}")
    brier = brier_score_loss(labels == conveys, probabilities[:, conveys], sample_weight=weight)
    print(f"Brier score of conveys {brier:.3f}")

    def said(thresholds: Thresholds) -> np.ndarray:
        return np.array([LABELS.index(decide(row, thresholds)) for row in probabilities])

    grid = [float(value) for value in np.round(np.arange(0.2, 0.7, 0.05), 2)]
    candidates = [
        Thresholds(conveys=at_conveys, contradicts=at_contradicts, touched=at_touched, review=0.1)
        for at_conveys in grid
        for at_contradicts in grid
        for at_touched in grid
    ]
    best = max(candidates, key=lambda thresholds: macro_f1(labels, said(thresholds)))
    each = f1_score(labels, said(best), average=None, sample_weight=weight)
    print(f"{best}: macro-F1 {macro_f1(labels, said(best)):.3f}, of each label {each.round(2)}")

    mean, scale, model = fit(np.concatenate([x for x, _ in data]), labels)
    content = {
        "features": FEATURES,
        "labels": LABELS,
        "mean": mean.round(6).tolist(),
        "scale": scale.round(6).tolist(),
        "weights": model.coef_.round(6).tolist(),
        "bias": model.intercept_.round(6).tolist(),
        "thresholds": asdict(best),
    }
    (HERE / "calibration.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
