"""Take the subject of some tests away, and see whether they fail: `make mutants`, or `make mutants ARGS="40 7"`.

A test is drawn by chance, run once to see which functions of ours it calls, and run again with one of them hollow: it
does nothing, and returns an empty or opposite value of its own kind. A test that passes then holds nothing of what that
function does, or that function is not its subject: a person judges that. Tests that work through another process are
passed over, for nothing can be taken away there.
"""

import sys

import pytest

from tests.mutation.hollow import Hollowing


def main(count: int = 40, seed: int = 1) -> int:
    """Print what became of each test; 0 if all failed with their subject taken away.

    Args:
        count: how many tests.
        seed: of the draw.
    """
    hollowing = Hollowing(count, seed)
    options = ["-o", "addopts=--import-mode=importlib", "-p", "no:terminal", "-p", "no:cacheprovider", "tests"]
    pytest.main(options, plugins=[hollowing])
    for name, function, is_noticed in hollowing.results:
        sys.stdout.write(f"{'fails' if is_noticed else 'PASSES'} without {function}: {name}\n")
    noticed = sum(is_noticed for _, _, is_noticed in hollowing.results)
    sys.stdout.write(f"{noticed} of {len(hollowing.results)} tests fail when their subject is taken away\n")
    return 0 if hollowing.results and noticed == len(hollowing.results) else 1


sys.exit(main(*map(int, sys.argv[1:])))
