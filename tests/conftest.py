"""Fixtures for all tests."""

import pytest
from hypothesis import settings

from consistency.records.brief import Brief

settings.register_profile("unhurried", deadline=None)  # on a busy machine the clock says nothing of the code
settings.load_profile("unhurried")


settings.register_profile("consistency", deadline=None)  # machines are noisy: no test asserts a time
settings.load_profile("consistency")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-gold", action="store_true", help="write what is rendered over the gold page; look at it")


@pytest.fixture
def brief() -> Brief:
    return Brief.model_validate(
        {
            "campaign": "tea",
            "product": "Mist tea",
            "about": "Bottled oolong for people without time.",
            "messages": [
                {"id": "sugar", "text": "The tea has no sugar and no sweetener.", "required": True},
                {"id": "brew", "text": "It is brewed in cold water for twelve hours."},
            ],
            "disclosure": {"required": False},
        }
    )
