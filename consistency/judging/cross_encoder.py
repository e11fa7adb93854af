"""Any cross-encoder or NLI model of sentence-transformers as the reader: ``--judge MODEL``."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from consistency.embedding.embedders import Advance, folder_digest, quiet_loading
from consistency.errors import ModelError
from consistency.judging.readings import ABSENT, CONTRADICTS, CONVEYS, LABELS, Pair, Reading

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_MEANINGS = {
    "entailment": CONVEYS,
    "contradiction": CONTRADICTS,
    "neutral": ABSENT,
    "not_entailment": ABSENT,
    **{str(label): column for column, label in enumerate(LABELS)},
}
"""Names that models give their outputs, in lower case, with the label that each stands for."""


class CrossEncoderReader:
    """Reads pairs with a model of two texts whose outputs are named ``entailment`` and so on, or like our labels."""

    def __init__(self, folder: Path, name: str) -> None:
        """Take a model's folder; weights are loaded when the first pair is read."""
        self._folder = folder
        self.name = name

    @cached_property
    def space(self) -> str:
        """See :class:`~consistency.judging.readings.PairReader`."""
        return f"judge {self.name} {folder_digest(self._folder)}"

    def read(self, pairs: Sequence[Pair], advance: Advance) -> list[Reading]:
        """See :class:`~consistency.judging.readings.PairReader`.

        Raises:
            ModelError: the model can't be loaded, or doesn't tell entailment and contradiction apart.
        """
        import torch

        model, columns = self._model, self._columns
        found = []
        for pair in pairs:
            text = " ".join(piece.text for piece in pair.pieces)
            # Alone in its batch, so that its company can't change the last bits of its result.
            given = model.predict(
                [(text, pair.claim)], activation_fn=torch.nn.Softmax(dim=-1), show_progress_bar=False
            )[0]
            chances = np.zeros(len(LABELS), dtype=np.float32)
            np.add.at(chances, columns, given)
            found.append(Reading(chances, np.zeros(0, dtype=np.float32)))
            advance(1)
        return found

    @cached_property
    def _model(self) -> "CrossEncoder":
        from sentence_transformers import CrossEncoder

        quiet_loading()
        try:
            model: CrossEncoder = CrossEncoder(
                str(self._folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError, ImportError) as error:
            raise ModelError(
                f"{self._folder} can't be loaded as a cross-encoder with safetensors weights: {error}"
            ) from error
        return model

    @cached_property
    def _columns(self) -> list[int]:
        """For each output of the model the label that it stands for."""
        outputs = getattr(self._model.config, "id2label", None) or {}
        names = [str(name).lower() for _, name in sorted(outputs.items())]
        columns = [_MEANINGS.get(name) for name in names]
        if None in columns or not {CONVEYS, CONTRADICTS} <= set(columns):
            raise ModelError(
                f"--judge {self.name}: its outputs are named {', '.join(names)}; expected entailment, neutral and "
                "contradiction, or conveys, partial, contradicts and absent (a model with one score can't tell a "
                "contradiction from another subject); name them in the model's config.json under id2label"
            )
        return [column for column in columns if column is not None]
