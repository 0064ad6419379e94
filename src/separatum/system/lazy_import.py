"""Load a library without the parts of others that it imports and does not use here."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module until one of its functions or classes is called: then it is loaded."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):  # the import system asks for these
            raise AttributeError(name)

        def call(*arguments: Any, **options: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*arguments, **options)

        return call


@contextmanager
def loaded_later(*names: str) -> Iterator[None]:
    """What is imported in the block gets a stand-in for these modules, unless they are loaded already.

    Args:
        names: modules of whose contents the importers do no more than call them: they subclass and catch nothing.
    """
    stand_ins = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules |= stand_ins
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


@contextmanager
def loaded_without(name: str) -> Iterator[None]:
    """What is imported in the block does not find a library that it can do without, unless that is loaded already.

    Args:
        name: the library's module.
    """
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # as the import system says that there is none
    try:
        yield
    finally:
        del sys.modules[name]


def loaded_when_asked(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package whose names are loaded when they are first asked for (PEP 562).

    Args:
        package: its name.
        homes: by name, the module that has it.
    """

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module “{package}” has no attribute “{name}”")
        return getattr(import_module(homes[name]), name)

    return find
