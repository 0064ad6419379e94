"""What is loaded later is the same as what is loaded at once."""

import sys
from importlib import import_module

import pytest

from separatum.system.lazy_import import loaded_later, loaded_without

NAME = "fontTools.merge"


@pytest.fixture(autouse=True)
def _not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, NAME, raising=False)


def test_a_module_is_loaded_when_something_of_it_is_called() -> None:
    with loaded_later(NAME):
        from fontTools.merge import Merger
    assert NAME not in sys.modules
    made = Merger()
    assert type(made) is sys.modules[NAME].Merger


def test_a_module_that_is_loaded_already_stays_as_it_is() -> None:
    import fontTools.merge as loaded

    with loaded_later(NAME):
        from fontTools.merge import Merger
    assert sys.modules[NAME] is loaded
    assert Merger is loaded.Merger


def test_after_the_block_the_module_is_imported_as_ever() -> None:
    with loaded_later(NAME):
        pass
    from fontTools.merge import Merger

    assert isinstance(Merger, type)


def test_a_stand_in_has_no_attributes_of_the_import_system() -> None:
    with loaded_later(NAME):
        assert not hasattr(sys.modules[NAME], "__path__")


def test_a_library_that_can_be_done_without_is_not_found_inside_of_the_block() -> None:
    name = "zipapp"  # a module that nobody needs here
    sys.modules.pop(name, None)
    with loaded_without(name), pytest.raises(ImportError):
        import_module(name)
    assert import_module(name) is sys.modules[name]
    with loaded_without(name):
        assert import_module(name) is sys.modules[name]
