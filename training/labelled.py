"""The labelled campaigns of this folder, read for fitting."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from consistency.brief import read_brief
from consistency.records.brief import Brief
from consistency.records.findings import Label

CAMPAIGNS = Path(__file__).parent / "campaigns"
UNSEEN = ("en_budget_card", "en_festival", "en_museum", "vi_coffee", "vi_hocve", "vi_tra_thaomoc")
"""Campaigns that the reader isn't trained on, so that its calibration sees it as it does on campaigns of others."""


@dataclass(frozen=True)
class LabelledPost:
    """A caption with what an annotator said of it."""

    caption: str
    labels: Mapping[str, tuple[Label, str]]
    """By message id: the label and the substring of the caption that it rests on; a message not named is absent."""
    forbidden: Mapping[str, str]
    """By claim id: the substring that asserts it."""

    def label(self, message_id: str) -> Label:
        """The label of a message."""
        return self.labels[message_id][0] if message_id in self.labels else Label.ABSENT


@dataclass(frozen=True)
class LabelledCampaign:
    """A brief with its labelled captions."""

    name: str
    brief: Brief
    posts: tuple[LabelledPost, ...]


def read_campaigns(folder: Path = CAMPAIGNS) -> Iterator[LabelledCampaign]:
    """All campaigns below a folder, in the order of their names."""
    for brief_file in sorted(folder.glob("*/brief.yaml")):
        lines = (brief_file.parent / "posts.jsonl").read_text(encoding="utf-8").splitlines()
        posts = tuple(
            LabelledPost(
                caption=row["caption"],
                labels={name: (Label(label), evidence) for name, (label, evidence) in row["labels"].items()},
                forbidden=row["forbidden"],
            )
            for row in map(json.loads, lines)
        )
        yield LabelledCampaign(name=brief_file.parent.name, brief=read_brief(brief_file), posts=posts)
