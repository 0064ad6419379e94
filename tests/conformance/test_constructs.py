"""Each construct of Markdown, alone and in each other that can hold it, makes valid editions that say the same.

All that stands in one place is tried in one article here; `make matrix` gives each pair an article of its own.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from separatum.checks.validators import JavaValidators
from tests.conformance.constructs import alone, pairs
from tests.conformance.matrix import of_structure, together, validated

PLACES = defaultdict(list, {"alone": [text for _, text in alone()]})
for _, place, text in pairs():
    PLACES[place].append(text)


@pytest.mark.parametrize("place", PLACES)
def test_what_stands_there_is_valid_and_said_by_both(place: str, validators: JavaValidators, tmp_path: Path) -> None:
    said = validated(together(PLACES[place]), tmp_path, validators)
    assert of_structure(said.findings) == []
    assert said.skipped == ()


def test_there_are_many_pairs() -> None:
    assert len(list(alone())) + len(list(pairs())) >= 250
