"""What once brought the reader or a check down is survived, and so is what once showed something new."""

import random
from pathlib import Path

import pytest

from tests.fuzz.inputs import CORPUS
from tests.fuzz.targets import TARGETS, lay_beside

READERS = {target.suffix: target.read for target in TARGETS.values()}
FOUND = sorted(path for path in CORPUS.glob("*") if path.suffix in READERS)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_is_survived(path: Path, tmp_path: Path) -> None:
    lay_beside(tmp_path)
    READERS[path.suffix](path.read_bytes(), tmp_path)


@pytest.mark.parametrize("name", TARGETS)
def test_some_inputs_made_by_chance_are_survived(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    lay_beside(tmp_path)
    seeds = target.seeds()
    for number in range(max(5, target.share // 4)):
        target.read(target.make(random.Random(number), seeds), tmp_path)
