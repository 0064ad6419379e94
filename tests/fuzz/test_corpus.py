"""What once brought the reader or a check down is survived; and so are some new inputs."""

import random
from pathlib import Path

import pytest

from tests.fuzz.inputs import CORPUS, article_input, look_at, read_input, seeds

FOUND = sorted(path for path in CORPUS.glob("*") if path.suffix in {".md", ".epub", ".pdf"})


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_is_survived(path: Path, tmp_path: Path) -> None:
    if path.suffix == ".md":
        read_input(path.read_bytes(), tmp_path)
    else:
        look_at(path.read_bytes(), path.suffix)


def test_three_hundred_inputs_made_by_chance_are_survived(tmp_path: Path) -> None:
    sources = seeds()
    for number in range(300):
        read_input(article_input(random.Random(number), sources), tmp_path)
