"""Fixtures for the tests of commands."""

from pathlib import Path

import pytest

from consistency.cli import run
from tests.support import FakeEmbedder, FakeReader


@pytest.fixture
def with_fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and commands that judge with the fakes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run, "load_embedder", lambda model: FakeEmbedder())
    monkeypatch.setattr(run, "load_reader", lambda judge: FakeReader())
    return tmp_path
