"""The default model's transformer, run by OpenVINO: one path for three drafts and for ten thousand posts.

OpenVINO (Intel, Apache-2.0) starts in half a second where torch with sentence-transformers takes eight. bfloat16, where
the processor has it, is twice as fast as torch in float32 and changes 0.26 % of 3,426 labels;
int8 with dynamic quantisation is a third faster still, but changed 1.05 % of them. The network is put together from
the model's weights, 12 like layers, because OpenVINO's own converter needs torch loaded and reports its use over the
network.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consistency.embedding.batching import fixed_batches

WEIGHTS = "model.safetensors"
LONGEST = 512
"""Tokens that the model has positions for."""
_PAD = 1
_FAR = -1e4
"""Added to the attention of padding; its exponential is 0 in any precision."""

Hidden = NDArray[np.float32]
"""A vector for each token, shape ``(tokens, d)``."""

Trained = Callable[[str, NDArray[np.float32]], NDArray[np.float32]]
"""From a weight's name and what it is in the folder to what it became."""


@cache
def precision() -> str:
    """What this processor computes the network in: ``bf16`` where it can, else ``f32``."""
    from openvino import Core

    return "bf16" if "BF16" in Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"


@cache
def load_tokenizer(folder: Path) -> Any:
    """The tokenizer of a model's folder, which gives :data:`LONGEST` tokens at most and no padding; loaded once."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


class Encoder:
    """A BERT encoder from a sentence-transformers folder."""

    def __init__(self, folder: Path, trained: Trained | None = None) -> None:
        """Take the model's folder, and what further training made of its weights; they are loaded on the first use."""
        self._folder = folder
        self._trained = trained

    def hidden(self, rows: Sequence[Sequence[int]]) -> Iterator[dict[int, Hidden]]:
        """The last layer for rows of token ids, each at most :data:`LONGEST` long: by index, a batch at a time."""
        for batch in fixed_batches(list(map(len, rows)), LONGEST):
            ids = np.full((batch.rows, batch.length), _PAD)
            mask = np.full((batch.rows, 1, 1, batch.length), _FAR, dtype=np.float32)
            for place, index in enumerate(batch.indices):
                ids[place, : len(rows[index])] = rows[index]
                mask[place, :, :, : len(rows[index])] = 0
            states = self._network([self._embedded(ids), mask])[0]
            yield {index: states[place, : len(rows[index])] for place, index in enumerate(batch.indices)}

    def _embedded(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        words, others = self._tables
        return np.asarray(words[ids] + others[: ids.shape[1]])

    @cached_property
    def _tables(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Vectors of words, and of positions with that of the only token type."""
        words, positions, types = (
            _mapped(self._folder / WEIGHTS, f"embeddings.{name}_embeddings.weight")
            for name in ("word", "position", "token_type")
        )
        return words, positions + types[0]

    @cached_property
    def _network(self) -> Any:
        """The compiled network, on all cores or as many as ``OMP_NUM_THREADS`` says, as Dask tells its workers."""
        from openvino import Core

        return Core().compile_model(
            _graph(self._folder, self._trained or (lambda _, tensor: tensor)),
            "CPU",
            {
                "PERFORMANCE_HINT": "LATENCY",
                "INFERENCE_PRECISION_HINT": precision(),
                "INFERENCE_NUM_THREADS": int((os.environ.get("OMP_NUM_THREADS") or "0").split(",")[0]),
            },
        )


def _mapped(path: Path, name: str) -> NDArray[np.float32]:
    """A float32 tensor of a safetensors file, of which only what is used is read from disk."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(length))[name]
    start = 8 + length + entry["data_offsets"][0]
    return np.memmap(path, dtype="<f4", mode="r", offset=start, shape=tuple(entry["shape"]))


def _graph(folder: Path, trained: Trained) -> Any:
    """Embedded tokens ``(n, length, d)`` and what to add to attention ``(n, 1, 1, length)`` to the last layer."""
    from openvino import Model
    from openvino import opset13 as ops
    from safetensors import safe_open

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    width, heads = config["hidden_size"], config["num_attention_heads"]
    with safe_open(folder / WEIGHTS, framework="numpy") as weights:

        def weight(name: str) -> Any:
            return ops.constant(trained(name, weights.get_tensor(name)))

        def linear(states: Any, name: str) -> Any:
            product = ops.matmul(states, weight(f"{name}.weight"), transpose_a=False, transpose_b=True)
            return ops.add(product, weight(f"{name}.bias"))

        def normalised(states: Any, name: str) -> Any:
            unit = ops.mvn(states, ops.constant([-1]), True, config["layer_norm_eps"], "inside_sqrt")
            return ops.add(ops.multiply(unit, weight(f"{name}.weight")), weight(f"{name}.bias"))

        def by_head(states: Any) -> Any:
            split = ops.reshape(states, ops.constant([0, 0, heads, width // heads]), special_zero=True)
            return ops.transpose(split, ops.constant([0, 2, 1, 3]))

        embedded = ops.parameter([-1, -1, width], np.float32)
        mask = ops.parameter([-1, 1, 1, -1], np.float32)
        states = normalised(embedded, "embeddings.LayerNorm")
        for number in range(config["num_hidden_layers"]):
            layer = f"encoder.layer.{number}"
            own = f"{layer}.attention"
            query, key, value = (by_head(linear(states, f"{own}.self.{name}")) for name in ("query", "key", "value"))
            attended = ops.transpose(
                ops.scaled_dot_product_attention(query, key, value, mask), ops.constant([0, 2, 1, 3])
            )
            joined = ops.reshape(attended, ops.constant([0, 0, width]), special_zero=True)
            states = normalised(ops.add(linear(joined, f"{own}.output.dense"), states), f"{own}.output.LayerNorm")
            inner = ops.gelu(linear(states, f"{layer}.intermediate.dense"), "erf")
            states = normalised(ops.add(linear(inner, f"{layer}.output.dense"), states), f"{layer}.output.LayerNorm")
        return Model([states], [embedded, mask])
