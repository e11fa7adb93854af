"""Train the reader (``consistency/judging/reader.py``) and export its weights.

    python training/train_reader.py train CHECKPOINT.pt [--epochs 2] [--from CHECKPOINT.pt] [--public DATA]
                                          [--share KIND=SHARE ...]
    python training/train_reader.py mean CHECKPOINT.pt ONE.pt SHARE OTHER.pt    # weights between those of two others
    python training/train_reader.py export CHECKPOINT.pt    # writes consistency/judging/reader.safetensors

An example is a window of a caption beside a message, with the label and, for each clause, whether it is evidence.
Beside the labelled pairs come derived ones: a conveyed message with another number in it is contradicted; a forbidden
claim that isn't asserted is contradicted or absent, and either is right; messages of other campaigns are absent; some
captions lose their diacritics or capitals. The products of ``passages.py`` are campaigns like others, whose
contradictions are mostly experiences. Public pairs (``public_pairs.py``) teach what captions alone teach slowly:
negation, antonyms, and which of several key points an argument makes. Two cores train about 11 pairs a second in
bfloat16.
"""

import argparse
import math
import random
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import regex
import torch
from cross_encoder import CrossEncoder, collate
from labelled import UNSEEN, LabelledCampaign, LabelledPost, read_campaigns
from passages import read_products
from public_pairs import PublicPair, read_public_pairs
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import nn

from consistency import judging
from consistency.embedding import cache_folder
from consistency.embedding.default_model import ensure_built
from consistency.judging.reader import WEIGHTS, EncodedPair, encode
from consistency.judging.readings import ABSENT, LABELS, Pair, windows
from consistency.language import segment
from consistency.records.captions import Segment
from consistency.records.findings import Label

BATCH = 16
ENCODER_RATE, HEAD_RATE = 1.2e-4, 5e-4
EVIDENCE_WEIGHT = 0.7
SMOOTHING = 0.03
SAVED_EVERY = 250
SHARES = {"labelled": 1, "absent": 0.45, "swapped": 0.45, "unasserted": 0.3, "elsewhere": 0.06, "public": 0.35}
"""How many examples of a kind an epoch takes: of ``labelled`` and ``swapped`` a share of themselves, of the others as
many as this times the labelled."""
NUMBER = regex.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Example:
    """A pair with the labels that are right for it, of which any will do."""

    pair: Pair
    labels: tuple[Label, ...]
    evidence: tuple[bool, ...] | None = None
    """For each clause whether the label rests on it; ``None`` where nobody said."""


Batch = list[tuple[Example, EncodedPair]]


def examples(campaigns: list[LabelledCampaign], choice: random.Random) -> dict[str, list[Example]]:
    """All examples from campaigns by kind: labelled, absent, swapped, unasserted."""
    kinds: dict[str, list[Example]] = {"labelled": [], "absent": [], "swapped": [], "unasserted": []}
    for campaign in campaigns:
        for post in campaign.posts:
            cut = segment(post.caption)
            parts = windows(cut)
            if not parts:
                continue
            for message in campaign.brief.messages:
                if message.id in post.labels:
                    _add_labelled(kinds, post, parts, message.text, *post.labels[message.id], choice)
                else:
                    kinds["absent"].append(Example(Pair(choice.choice(parts), message.text), (Label.ABSENT,)))
            for claim in campaign.brief.forbid.claims:
                if claim.id in post.forbidden:
                    _add_labelled(kinds, post, parts, claim.text, Label.CONVEYS, post.forbidden[claim.id], choice)
                else:
                    pair = Pair(choice.choice(parts), claim.text)
                    kinds["unasserted"].append(Example(pair, (Label.CONTRADICTS, Label.ABSENT)))
    return kinds


def public_examples(pairs: list[PublicPair]) -> list[Example]:
    """Public pairs, their texts cut like captions."""
    cut = [(windows(segment(pair.text)), pair) for pair in pairs]
    return [Example(Pair(parts[0], pair.claim), pair.labels) for parts, pair in cut if parts]


def _add_labelled(
    kinds: dict[str, list[Example]],
    post: LabelledPost,
    parts: list[tuple[Segment, ...]],
    claim: str,
    label: Label,
    evidence: str,
    choice: random.Random,
) -> None:
    start = post.caption.index(evidence)
    end = start + len(evidence)

    def is_evidence(piece: Segment) -> bool:
        overlap = min(end, piece.end) - max(start, piece.start)
        return overlap > 0.5 * min(piece.end - piece.start, end - start)

    best = max(parts, key=lambda pieces: sum(len(piece.text) for piece in pieces if is_evidence(piece)))
    flags = tuple(label is not Label.ABSENT and is_evidence(piece) for piece in best)
    kinds["labelled"].append(Example(Pair(best, claim), (label,), flags))
    others = [pieces for pieces in parts if not any(map(is_evidence, pieces))]
    if others and choice.random() < 0.3:
        kinds["absent"].append(Example(Pair(choice.choice(others), claim), (Label.ABSENT,)))
    swapped = _with_another_number(claim, choice)
    if label is Label.CONVEYS and swapped:
        kinds["swapped"].append(Example(Pair(best, swapped), (Label.CONTRADICTS,), flags))


def _with_another_number(claim: str, choice: random.Random) -> str | None:
    numbers = list(NUMBER.finditer(claim))
    if not numbers:
        return None
    match = choice.choice(numbers)
    value = float(match.group().replace(",", "."))
    others = [value * 2, value / 2, value + 1, value - 1, value * 1.5, value + 5, value * 3, value - 2, value * 10]
    whole = [int(other) for other in others if other > 0 and other != value and other == int(other)]
    return claim[: match.start()] + str(choice.choice(whole)) + claim[match.end() :] if whole else None


def epoch(
    kinds: dict[str, list[Example]], claims: list[str], shares: dict[str, float], choice: random.Random
) -> list[Example]:
    """One epoch's examples, shuffled and varied."""
    labelled = len(kinds["labelled"])
    rows: list[Example] = []
    for kind in ("labelled", "swapped"):
        rows += choice.sample(kinds[kind], int(shares[kind] * len(kinds[kind])))
    for kind in ("absent", "unasserted", "public"):
        rows += choice.sample(kinds[kind], min(len(kinds[kind]), int(shares[kind] * labelled)))
    for example in choice.sample(kinds["absent"], int(shares["elsewhere"] * labelled)):
        rows.append(replace(example, pair=Pair(example.pair.pieces, choice.choice(claims))))
    choice.shuffle(rows)
    return [replace(example, pair=_as_typed(example.pair, choice)) for example in rows]


def _as_typed(pair: Pair, choice: random.Random) -> Pair:
    """The pair, now and then without diacritics or capitals, as people type in a hurry."""
    draw = choice.random()
    if draw < 0.10:
        return Pair(_each(pair.pieces, _plain), pair.claim)
    if draw < 0.16:
        return Pair(_each(pair.pieces, str.lower), pair.claim)
    if draw < 0.18:
        return Pair(_each(pair.pieces, lambda text: _plain(text).lower()), _plain(pair.claim))
    return pair


def _each(pieces: tuple[Segment, ...], change: Callable[[str], str]) -> tuple[Segment, ...]:
    return tuple(replace(piece, text=change(piece.text)) for piece in pieces)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def batches(rows: list[Example], tokenizer: Tokenizer, choice: random.Random) -> Iterator[Batch]:
    """Batches of similar length, in random order within runs of forty."""
    encoded = [(example, encode(tokenizer, example.pair)) for example in rows]
    run = 40 * BATCH
    for first in range(0, len(encoded), run):
        ordered = sorted(encoded[first : first + run], key=lambda pair: len(pair[1].ids))
        own = [ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH)]
        choice.shuffle(own)
        yield from own


def token_labels(example: Example, encoded: EncodedPair, length: int) -> list[int]:
    """For each token its label: the pair's in evidence, absent elsewhere in the caption, -100 where it isn't known."""
    if example.evidence is None and example.labels != (Label.ABSENT,):
        return [-100] * length
    labels = [-100]
    for number, end in enumerate(encoded.piece_ends):
        label = LABELS.index(example.labels[0]) if example.evidence and example.evidence[number] else ABSENT
        labels += [label] * (end - len(labels))
    return labels + [-100] * (length - len(labels))


def loss_of(batch: Batch, model: nn.Module) -> tuple[torch.Tensor, torch.Tensor]:
    """Loss of the pairs and of the tokens."""
    length = -(-max(len(encoded.ids) for _, encoded in batch) // 8) * 8
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits, tokens = model(*collate([encoded for _, encoded in batch], length))
    logits = logits.float()
    right = torch.tensor([[label in example.labels for label in LABELS] for example, _ in batch])
    of_right = -logits.log_softmax(-1).masked_fill(~right, -torch.inf).logsumexp(-1)
    of_all = -logits.log_softmax(-1).mean(-1)
    loss = torch.where(right.sum(-1) == 1, (1 - SMOOTHING) * of_right + SMOOTHING * of_all, of_right).mean()
    targets = torch.tensor([token_labels(example, encoded, length) for example, encoded in batch])
    flat = tokens.float().reshape(-1, len(LABELS))
    of_tokens = nn.functional.cross_entropy(flat, targets.reshape(-1), ignore_index=-100, reduction="sum")
    return loss, of_tokens / max(1, int((targets != -100).sum()))  # of public pairs alone no token is known


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(0)
    choice = random.Random(0)
    folder = ensure_built(cache_folder())
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    campaigns = [*(one for one in read_campaigns() if one.name not in UNSEEN), *read_products(choice)]
    kinds = examples(campaigns, choice)
    kinds["public"] = public_examples(read_public_pairs(options.public)) if options.public else []
    claims = [message.text for campaign in campaigns for message in campaign.brief.messages]
    print(len(campaigns), "campaigns,", {kind: len(rows) for kind, rows in kinds.items()}, flush=True)

    model = CrossEncoder(folder)
    model.enc.embeddings.requires_grad_(False)
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True), strict=False)
    heads = [parameter for name, parameter in model.named_parameters() if not name.startswith("enc")]
    encoder = [parameter for parameter in model.enc.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "peak": ENCODER_RATE}, {"params": heads, "peak": HEAD_RATE}], weight_decay=0.01
    )
    shares = SHARES | {kind: float(share) for kind, _, share in (text.partition("=") for text in options.share)}
    planned = [epoch(kinds, claims, shares, choice) for _ in range(options.epochs)]
    steps = sum(-(-len(rows) // BATCH) for rows in planned)
    began, step, losses = time.time(), 0, []
    for rows in planned:
        for batch in batches(rows, tokenizer, choice):
            model.train()
            rate = min(1, step / (0.05 * steps)) * 0.5 * (1 + math.cos(math.pi * step / steps)) + 0.01
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * rate
            of_pairs, of_tokens = loss_of(batch, model)
            (of_pairs + EVIDENCE_WEIGHT * of_tokens).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            step += 1
            losses.append((of_pairs.item(), of_tokens.item()))
            if step % 50 == 0:
                recent = torch.tensor(losses[-50:]).mean(dim=0).tolist()
                print(
                    f"{step}/{steps} {time.time() - began:.0f}s pairs {recent[0]:.3f} tokens {recent[1]:.3f}",
                    flush=True,
                )
            if step % SAVED_EVERY == 0 or step == steps:
                save(model, options.checkpoint)


def save(model: nn.Module, checkpoint: Path) -> None:
    """Keep what training changes."""
    state = {name: tensor for name, tensor in model.state_dict().items() if not name.startswith("enc.embeddings")}
    torch.save(state, checkpoint)


def mean(options: argparse.Namespace) -> None:
    """Write the mean of two checkpoints' weights, ``share`` of the first ("model soups", arXiv:2203.05482)."""
    one, other = (torch.load(path, weights_only=True) for path in (options.one, options.other))
    torch.save(
        {name: options.share * one[name] + (1 - options.share) * other[name] for name in one}, options.checkpoint
    )


def export(options: argparse.Namespace) -> None:
    """Write the differences to the default model, as int8 with one float16 scale a row, and the heads as float16."""
    base = CrossEncoder(ensure_built(cache_folder())).state_dict()
    trained = torch.load(options.checkpoint, weights_only=True)
    packed = {}
    for name, tensor in trained.items():
        if name.startswith("enc.") and tensor.dim() == 2:
            difference = tensor.float() - base[name].float()
            scale = difference.abs().amax(dim=1).clamp_min(1e-12) / 127
            packed[f"{name}.difference"] = (difference / scale[:, None]).round().to(torch.int8)
            packed[f"{name}.scale"] = scale.float()
        else:
            packed[name] = tensor.to(torch.float16) if not name.startswith("enc.") else tensor.float()
    save_file(packed, Path(judging.__file__).with_name(WEIGHTS))


def main() -> None:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    training = commands.add_parser("train")
    training.add_argument("checkpoint", type=Path)
    training.add_argument("--epochs", type=int, default=2)
    training.add_argument("--from", dest="start", type=Path)
    training.add_argument("--public", type=Path, help="folder with argkp and nli")
    training.add_argument("--share", nargs="*", default=[], help="how much of a kind an epoch takes, over SHARES")
    training.set_defaults(run=train)
    averaging = commands.add_parser("mean")
    averaging.add_argument("checkpoint", type=Path)
    averaging.add_argument("one", type=Path)
    averaging.add_argument("share", type=float)
    averaging.add_argument("other", type=Path)
    averaging.set_defaults(run=mean)
    exporting = commands.add_parser("export")
    exporting.add_argument("checkpoint", type=Path)
    exporting.set_defaults(run=export)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
