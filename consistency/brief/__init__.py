"""The brief: a YAML file read into one record, every fault with its place."""

from consistency.brief.reading import read_brief

__all__ = ["read_brief"]
