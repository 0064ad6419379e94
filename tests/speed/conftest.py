"""The command line run in this process, a small article, and warm validators, as the tests of the command have them."""

from tests.command.conftest import article, run, warm

__all__ = ["article", "run", "warm"]
