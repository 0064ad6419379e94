"""Read inputs made by chance from the tests' own sources, looking for a traceback or a hang: `make fuzz ARGS=100000`.

Two parts of an article are cut, joined, repeated, salted with signs that mean something, and harmed byte by byte; every
hundredth input is a harmed EPUB and a harmed PDF for the checks. The same number gives the same inputs. What brings the
reader down is kept in `corpus/`, from where `test_corpus.py` reads it ever after.
"""

import hashlib
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.fuzz.inputs import CORPUS, article_input, look_at, read_input, seeds

SECONDS = 10


class HangError(BaseException):
    """An input took longer than it may."""


def main(count: int, start: int = 0) -> int:
    """Try so many inputs, from the one with the number `start` on; answer how many failed."""
    from tests.checks.breakers import good

    editions, sources, failed = good(), seeds(), 0
    signal.signal(signal.SIGALRM, _hang)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(start, start + count):
            chance = random.Random(number)
            content = article_input(chance, sources)
            failed += not _is_survived(content, ".md", partial(read_input, content, Path(folder)))
            if number % 100 == 0:
                for whole, kind in ((editions.epub, ".epub"), (editions.pdf, ".pdf")):
                    harmed = _harmed(chance, whole)
                    failed += not _is_survived(harmed, kind, partial(look_at, harmed, kind))
            if (number + 1) % 10_000 == 0:
                rate = (number + 1 - start) / (time.monotonic() - began)
                sys.stdout.write(f"{number + 1 - start} inputs, {rate:.0f} a second, {failed} failed\n")
                sys.stdout.flush()
    sys.stdout.write(f"{count} inputs, {failed} failed\n")
    return failed


def _hang(*_: object) -> None:
    raise HangError


def _is_survived(content: bytes, kind: str, task: Callable[[], object]) -> bool:
    signal.alarm(SECONDS)
    try:
        task()
    except (Exception, HangError) as error:  # noqa: BLE001 - that is what is looked for
        signal.alarm(0)
        CORPUS.mkdir(exist_ok=True)
        place = CORPUS / f"{hashlib.sha256(content).hexdigest()[:12]}{kind}"
        place.write_bytes(content)
        sys.stdout.write(f"{place.name}: {type(error).__name__}: {traceback.format_exc().splitlines()[-3:]}\n")
        return False
    finally:
        signal.alarm(0)
    return True


def _harmed(chance: random.Random, whole: bytes) -> bytes:
    """A file with some bytes changed, cut out or repeated."""
    harmed = bytearray(whole)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(harmed))
        match chance.randrange(4):
            case 0:
                harmed[at] = chance.randrange(256)
            case 1:
                del harmed[at : at + chance.randint(1, 200)]
            case 2:
                harmed[at:at] = harmed[at : at + chance.randint(1, 200)]
            case _:
                harmed[at : at + 4] = chance.randbytes(4)
    return bytes(harmed)


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:] or ["20000"]))))
