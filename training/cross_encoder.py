"""The reader (``consistency/judging/reader.py``) as torch trains it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel

from consistency.embedding.embedders import quiet_loading
from consistency.judging.reader import EncodedPair
from consistency.judging.readings import ABSENT, LABELS

_PAD = 1


class CrossEncoder(torch.nn.Module):
    """The default model's encoder with the reader's two heads, untrained."""

    def __init__(self, model_folder: Path) -> None:
        super().__init__()
        quiet_loading()
        self.enc = AutoModel.from_pretrained(
            model_folder, add_pooling_layer=False, local_files_only=True, use_safetensors=True
        )
        width = self.enc.config.hidden_size
        self.drop = torch.nn.Dropout(0.1)
        self.label = torch.nn.Linear(2 * width, len(LABELS))
        self.token = torch.nn.Linear(width, len(LABELS))

    def forward(self, ids: Any, attention: Any, caption: Any) -> tuple[Any, Any]:
        """Logits of the pairs, ``(n, 4)``, and of their tokens, ``(n, length, 4)``."""
        hidden = self.enc(input_ids=ids, attention_mask=attention).last_hidden_state.float()
        tokens = self.token(self.drop(hidden))
        looks = (1 - tokens.softmax(-1)[..., ABSENT] + 1e-4) * caption
        pooled = (hidden * looks[..., None]).sum(1) / looks.sum(1, keepdim=True).clamp_min(1e-6)
        return self.label(self.drop(torch.cat([hidden[:, 0], pooled], -1))), tokens


def collate(batch: Sequence[EncodedPair], length: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, attention mask and caption mask, each of shape ``(len(batch), length)``."""
    ids = torch.full((len(batch), length), _PAD)
    attention = torch.zeros(len(batch), length, dtype=torch.long)
    caption = torch.zeros(len(batch), length)
    for row, (tokens, piece_ends) in enumerate(batch):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        attention[row, : len(tokens)] = 1
        caption[row, 1 : piece_ends[-1]] = 1
    return ids, attention, caption
