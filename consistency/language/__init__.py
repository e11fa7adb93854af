"""Language: captions cleaned and cut into segments, always with the way back to the caption as it was read."""

from consistency.language.cleaning import has_language, normalise
from consistency.language.segmentation import segment

__all__ = ["has_language", "normalise", "segment"]
