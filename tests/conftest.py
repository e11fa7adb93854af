"""Fixtures for all tests."""

import pytest

from consistency.records.brief import Brief


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
