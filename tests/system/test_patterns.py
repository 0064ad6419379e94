"""No pattern asks for what Python before 3.11.5 gets wrong.

It forgot where a repetition that gives nothing back (“*+”, “++”, “?+”) had begun its last try, and went on in the
middle of it (https://github.com/python/cpython/issues/106052); Debian 12 has such a Python. Where one letter is
repeated it is right, and where the last alternative never fits, as in “(?:a|bc|(?!))*+”.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import separatum

_LETTER = {codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY}


def _repeated(parts: Iterable[Any]) -> Iterator[Any]:
    """What is repeated, or matched as one, without giving anything back; wherever it stands in a parsed pattern."""
    for code, given in parts:
        if code is codes.POSSESSIVE_REPEAT:
            yield list(given[2])
        elif code is codes.ATOMIC_GROUP:
            yield list(given)
        for inner in _inside(given):
            yield from _repeated(inner)


def _inside(given: Any) -> Iterator[Any]:
    if isinstance(given, parser.SubPattern):
        yield given
    elif isinstance(given, list | tuple):
        for one in given:
            yield from _inside(one)


def _is_right(parts: list[Any]) -> bool:
    ((code, given), *more) = parts
    if more:
        return False
    return code in _LETTER or (code is codes.BRANCH and _never_fits(given[1][-1]))


def _never_fits(parts: Any) -> bool:
    ((code, given), *more) = parts
    return not more and (code is codes.FAILURE or (code is codes.ASSERT_NOT and not given[1]))


def _wrong(pattern: str | bytes, flags: int) -> list[Any]:
    return [parts for parts in _repeated(parser.parse(pattern, flags)) if not _is_right(parts)]


def _patterns(value: object, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, tuple | list | set | frozenset | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _patterns(one, depth - 1)


def test_the_patterns_of_all_modules_are_read_the_same_by_every_python() -> None:
    found, wrong = 0, set()
    for module in pkgutil.walk_packages(separatum.__path__, "separatum."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in _patterns(value):
                found += 1
                if _wrong(pattern.pattern, pattern.flags):
                    wrong.add(f"{module.name}.{name}")
    assert found > 400
    assert wrong == set()


@pytest.mark.parametrize(
    "pattern", ["(?:ab?c)++", "x(?:a|bc)*+y", "(?>(?:ab?c)+)", "((?:a|bc)?+)", "(?:(?:ab)*+|(?!))*+"]
)
def test_what_is_wrong_is_seen_wherever_it_stands(pattern: str) -> None:
    assert _wrong(pattern, 0)


@pytest.mark.parametrize(
    "pattern", ["[a-z]*+", "x++", "(?:a|bc|(?!))*+", "(?:a(?:b|(?!))*+|(?!)){2,3}+", ".?+", "(ab)+"]
)
def test_what_is_right_is_let_pass(pattern: str) -> None:
    assert not _wrong(pattern, 0)


@pytest.mark.parametrize("pattern", ["(?:ab?c|(?!))++", "(?:ab?c|(?!))*+"])
def test_the_last_alternative_lets_every_python_end_where_the_last_whole_one_ended(pattern: str) -> None:
    found = re.match(pattern, "aca")
    assert found is not None
    assert found.span() == (0, 2)
