"""Run a test again with a function that it calls made hollow."""

import gc
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

SOURCE = str(Path(__file__).parents[2] / "src" / "separatum")


class Hollowing:
    """A plugin of pytest that draws tests and runs each twice; its results are for a person to judge."""

    def __init__(self, count: int, seed: int) -> None:
        self._count, self._random = count, random.Random(seed)
        self.results: list[tuple[str, str, bool]] = []
        """The test, the function that was made hollow, and whether the test failed then."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the tests in an order by chance, one case of each."""
        self._random.shuffle(items)
        items[:] = {getattr(item, "function", item): item for item in items}.values()

    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Run a test, and again without its subject."""
        if len(self.results) >= self._count or not any(_imported(item)):
            return True
        with _watched() as returned:
            passed = _passes(item, nextitem)
        subject = self._subject(item, returned) if passed else None
        if subject is not None:
            code, empty = subject
            with _hollow(code, empty):
                self.results.append((item.nodeid, _name(code), not _passes(item, nextitem)))
        return True

    def _subject(self, item: pytest.Item, returned: dict[CodeType, Any]) -> tuple[CodeType, Any] | None:
        """One of the functions that a test was seen to call, and what it is to return: best what the test imports."""
        imported = set(_imported(item))
        fit = [(code, empty) for code, value in returned.items() if (empty := _opposite(value)) is not None]
        named = [one for one in fit if one[0] in imported]
        beside = [one for one in fit if one[0].co_filename in {code.co_filename for code in imported}]
        return self._random.choice(named or beside) if named or beside else None


def _imported(item: pytest.Item) -> Iterator[CodeType]:
    """The code of our functions that the module of a test names."""
    module: ModuleType | None = getattr(item, "module", None)
    for thing in vars(module).values() if module else ():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename.startswith(SOURCE):
            yield thing.__code__


def _passes(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    item._initrequest()  # type: ignore[attr-defined] # as pytest-rerunfailures does: the fixtures of a test are made anew
    return all(report.passed for report in runtestprotocol(item, log=False, nextitem=nextitem))


@contextmanager
def _watched() -> Iterator[dict[CodeType, Any]]:
    """What our functions returned the first time they were called in the block, boxed, by their code."""
    returned: dict[CodeType, Any] = {}

    def watch(frame: FrameType, event: str, value: Any) -> None:
        code = frame.f_code
        if event == "return" and code.co_filename.startswith(SOURCE) and code.co_name.isidentifier():
            returned.setdefault(code, value)

    sys.setprofile(watch)
    try:
        yield returned
    finally:
        sys.setprofile(None)


def _opposite(value: Any) -> Callable[..., Any] | None:
    """A function that returns an empty value of the same kind, or the opposite; None for kinds that have none."""
    if isinstance(value, bool):
        return _always_false if value else _always_true
    if type(value) in _MAKERS and value:
        return _MAKERS[type(value)]
    return None


def _always_true(*_: Any, **__: Any) -> bool:
    return True


def _always_false(*_: Any, **__: Any) -> bool:
    return False


_MAKERS: dict[type, Callable[..., Any]] = {
    str: lambda *_, **__: "",
    bytes: lambda *_, **__: b"",
    list: lambda *_, **__: [],
    tuple: lambda *_, **__: (),
    dict: lambda *_, **__: {},
    set: lambda *_, **__: set(),
    frozenset: lambda *_, **__: frozenset(),
}


@contextmanager
def _hollow(code: CodeType, empty: Callable[..., Any]) -> Iterator[None]:
    """The function of some code does nothing in the block but return an empty value."""
    functions = [one for one in gc.get_objects() if isinstance(one, FunctionType) and one.__code__ is code]
    fit = [one for one in functions if not one.__closure__]
    for function in fit:
        function.__code__ = empty.__code__
    for one in gc.get_objects():
        if isinstance(one, _lru_cache_wrapper) and one.__module__.startswith("separatum"):
            one.cache_clear()
    try:
        yield
    finally:
        for function in fit:
            function.__code__ = code


def _name(code: CodeType) -> str:
    return f"{Path(code.co_filename).relative_to(SOURCE).with_suffix('')}:{code.co_qualname}"
