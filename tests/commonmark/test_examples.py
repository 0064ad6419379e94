"""Text means what CommonMark says that it means, but for examples that are read otherwise on purpose."""

import pytest

from tests.commonmark.differences import REASONS, differing
from tests.commonmark.examples import SPECIFICATION, examples


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="the specification is not here: make readers")
def test_all_examples_but_those_with_a_reason_mean_what_commonmark_says() -> None:
    given = examples()
    assert len(given) == 652
    others = {one.number for one in differing(given)}
    assert others == set(REASONS)
    assert len(others) <= len(given) * 0.02
