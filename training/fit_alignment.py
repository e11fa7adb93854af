"""Fit ``consistency/judging/alignment.json`` and choose ``background.txt``.

    python training/fit_alignment.py background    # once: choose the ordinary segments
    python training/fit_alignment.py               # fit, print held-out figures, write the model

Every figure is from campaigns that the model at hand was not fitted on: one campaign is left out at a time. The
thresholds are chosen on those held-out probabilities, for the macro-F1 of conveys, partial and absent.
"""

import json
import random
import sys
from pathlib import Path

import numpy as np
from labelled import LabelledCampaign, read_campaigns
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, f1_score, log_loss, roc_auc_score

from consistency import judging
from consistency.embedding import Vectors, load_embedder
from consistency.judging.alignment import SIGNALS, MessageSpace, background, brief_texts
from consistency.judging.calibration import LABELS
from consistency.language import segment
from consistency.records.findings import Label

HERE = Path(judging.__file__).parent
BACKGROUND_SIZE = 256


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


def signals_of(campaign: LabelledCampaign, vectors: dict[str, Vectors]) -> tuple[np.ndarray, np.ndarray]:
    """Signals ``(n, 3)`` and labels ``(n,)`` of all pairs of a campaign."""
    texts = brief_texts(campaign.brief)
    space = MessageSpace(
        np.stack([vectors[text] for text in texts]),
        len(campaign.brief.messages),
        np.stack([vectors[text] for text in background()]),
    )
    signals, labels = [], []
    for post in campaign.posts:
        cut = segment(post.caption, campaign.brief.require.hashtags)
        if cut.sentences:
            sentences, clauses = (
                np.array([vectors[unit.text] for unit in units]) for units in (cut.sentences, cut.clauses)
            )
            signals.append(space.align(sentences, clauses.reshape(-1, sentences.shape[1])).signals)
            labels += [LABELS.index(post.label(message.id)) for message in campaign.brief.messages]
    return np.concatenate(signals), np.array(labels)


def fit(signals: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, LogisticRegression]:
    mean, scale = signals.mean(axis=0), signals.std(axis=0)
    return mean, scale, LogisticRegression(C=1.0, max_iter=5000).fit((signals - mean) / scale, labels)


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
    data = [signals_of(campaign, vectors) for campaign in campaigns]

    held_out = []
    for left_out in range(len(data)):
        rest = [pairs for index, pairs in enumerate(data) if index != left_out]
        mean, scale, model = fit(np.concatenate([s for s, _ in rest]), np.concatenate([y for _, y in rest]))
        held_out.append(model.predict_proba((data[left_out][0] - mean) / scale))
    conveys, absent = LABELS.index(Label.CONVEYS), LABELS.index(Label.ABSENT)
    precision = [average_precision_score(y == conveys, p[:, conveys]) for (_, y), p in zip(data, held_out, strict=True)]
    touched = [roc_auc_score(y != absent, 1 - p[:, absent]) for (_, y), p in zip(data, held_out, strict=True)]
    probabilities, labels = np.concatenate(held_out), np.concatenate([y for _, y in data])
    print(f"\n{len(data)} campaigns, {len(labels)} pairs, each campaign held out in turn")
    print(
        f"conveys AP, mean over campaigns  {np.mean(precision):.3f}"
        f" (lowest {min(precision):.3f}, highest {max(precision):.3f})"
    )
    print(f"AUROC of touched against absent  {np.mean(touched):.3f}")
    print(
        f"log loss {log_loss(labels, probabilities):.3f}"
        f"   Brier score of conveys {brier_score_loss(labels == conveys, probabilities[:, conveys]):.3f}"
    )

    judged = labels != LABELS.index(Label.CONTRADICTS)  # this model can't tell a contradiction from the message
    grid = np.round(np.arange(0.2, 0.8, 0.02), 2)

    def macro_f1(at_conveys: float, at_touched: float) -> float:
        said = np.where(
            probabilities[:, conveys] >= at_conveys,
            conveys,
            np.where(1 - probabilities[:, absent] >= at_touched, LABELS.index(Label.PARTIAL), absent),
        )
        return float(f1_score(labels[judged], said[judged], average="macro"))

    best, at_conveys, at_touched = max((macro_f1(a, b), a, b) for a in grid for b in grid)
    print(f"thresholds: conveys {at_conveys}, touched {at_touched}: macro-F1 of three labels {best:.3f}")

    mean, scale, model = fit(np.concatenate([s for s, _ in data]), labels)
    content = {
        "signals": SIGNALS,
        "labels": LABELS,
        "mean": mean.round(6).tolist(),
        "scale": scale.round(6).tolist(),
        "weights": model.coef_.round(6).tolist(),
        "bias": model.intercept_.round(6).tolist(),
        "thresholds": {"conveys": float(at_conveys), "touched": float(at_touched), "review": 0.1},
    }
    (HERE / "alignment.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
