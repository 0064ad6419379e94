"""What Python would compile again in every process is compiled once, and does what it does when it is compiled anew."""

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from separatum.system import compiled
from separatum.system.compiled import Kept, Methods, Patterns, code_of, kept_expressions

COMPILER: Any = re._compiler  # type: ignore[attr-defined]
COMPILE = getattr(COMPILER.compile, "_compile", COMPILER.compile)
TEXT = "Ein Haus, 𝒳 und 漢字 am 12. März 2024; a1 B2\nΣίσυφος, ſ K"
PATTERNS = [
    r"(?P<day>\d+)\. (?P<month>\w+)(?: (\d{4}))?",
    r"[\u2e80-\u9fff\U0001d400-\U0001d7ff]+",
    r"(?i)HAUS|σίσυφος|[k-s]",
    r"(?m)^(?:(a)|\w)(?(1)b|[^\s,]*+)",
    r"(?<=\s)(?>am|an)\b(?!x)",
    r"(?s:.)*?;",
]


def loaded(kept: Kept, source: str, monkeypatch: pytest.MonkeyPatch, compile_: Any = COMPILE) -> dict[str, Any]:
    """The names of a module that is loaded while what is kept is in use."""
    names: dict[str, Any] = {}
    re.purge()
    with monkeypatch.context() as patch:
        patch.setattr(COMPILER, "compile", Patterns(compile_, kept))
        patch.setattr(dataclasses, "exec", Methods(kept), raising=False)
        exec(compile(source, "module.py", "exec"), names)
    re.purge()
    return names


def refuse(pattern: str, flags: int | str = 0, *_: Any, **__: Any) -> Any:
    raise AssertionError(f"{pattern} with {flags} is compiled again")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_is_kept_finds_what_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str) -> None:
    source = f"import re\nFOUND = re.compile({pattern!r})\n"
    first = Kept(tmp_path / "kept")
    compiled = loaded(first, source, monkeypatch)["FOUND"]
    first.save()
    kept = loaded(Kept(tmp_path / "kept"), source, monkeypatch, refuse)["FOUND"]
    assert (kept.pattern, kept.flags, kept.groups) == (compiled.pattern, compiled.flags, compiled.groups)
    assert kept.groupindex == compiled.groupindex
    matches = [[(found.span(), found.groupdict()) for found in one.finditer(TEXT)] for one in (kept, compiled)]
    assert matches[0] == matches[1] != []


def test_what_is_saved_before_the_end_is_kept_with_what_comes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Kept(tmp_path / "kept")
    loaded(first, "import re\nA = re.compile('first')\n", monkeypatch)
    first.save()
    loaded(first, "import re\nA = re.compile('first')\n", monkeypatch, refuse)
    loaded(first, "import re\nB = re.compile('later')\n", monkeypatch)
    first.save()
    assert loaded(
        Kept(tmp_path / "kept"), "import re\nA, B = map(re.compile, ('first', 'later'))\n", monkeypatch, refuse
    )


def test_an_expression_of_bytes_and_one_with_flags_are_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "import re\nA, B, C = re.compile('a'), re.compile(b'a'), re.compile('a', re.IGNORECASE)\n"
    first = Kept(tmp_path / "kept")
    loaded(first, source, monkeypatch)
    first.save()
    names = loaded(Kept(tmp_path / "kept"), source, monkeypatch, refuse)
    assert (names["A"].search("A"), bool(names["B"].search(b"a")), bool(names["C"].search("A"))) == (None, True, True)


def test_no_expression_that_a_function_makes_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Kept(tmp_path / "kept")
    source = (
        "import re\ndef look(word):\n    class Within:\n        FOUND = re.compile(word + '!')\n"
        "    return re.compile(word)\nlook('a secret')\nclass Reader:\n    FOUND = re.compile('public')\n"
    )
    loaded(first, source, monkeypatch)
    first.save()
    content = (tmp_path / "kept").read_bytes()
    assert (b"public" in content, b"secret" in content) == (True, False)


@pytest.mark.parametrize(
    "harm", [lambda content: content[:0], lambda content: content[:-1], lambda content: b"x" + content]
)
def test_a_harmed_file_is_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Any) -> None:
    place, source = tmp_path / "kept", "import re\nFOUND = re.compile('a')\n"
    first = Kept(place)
    loaded(first, source, monkeypatch)
    first.save()
    place.write_bytes(harm(place.read_bytes()))
    again = Kept(place)
    assert loaded(again, source, monkeypatch)["FOUND"].search("a")
    again.save()
    loaded(Kept(place), source, monkeypatch, refuse)


def test_the_methods_of_a_data_class_are_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        "from dataclasses import dataclass\n@dataclass(frozen=True, slots=True, kw_only=True, order=True)\n"
        "class Made:\n    one: int\n    two: str = 'b'\n"
    )
    first = Kept(tmp_path / "kept")
    loaded(first, source, monkeypatch)
    first.save()
    again = Kept(tmp_path / "kept")
    made = loaded(again, source, monkeypatch)["Made"]
    assert again.codes
    assert not again.new_codes
    assert repr(made(one=1)) == "Made(one=1, two='b')"
    assert made(one=1) == made(one=1) < made(one=2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made(one=1).one = 2


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Kept(tmp_path / "none" / "kept")
    loaded(first, "import re\nre.compile('a')\n", monkeypatch)
    first.save()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_command_keeps_its_expressions_where_its_bytecode_is(tmp_path: Path, is_kept: bool) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\nlanguage: en\ndate: 2025-01-01\n---\n\nA confidential sentence.\n")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path / "bytecode")
    if not is_kept:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, "-m", "separatum", "lint", str(tmp_path / "a.md")]
    for _ in range(2):
        subprocess.run(command, env=environment, check=True, capture_output=True)
    found = list(tmp_path.rglob("*.kept"))
    assert len(found) == is_kept
    assert all(b"utm_" in one.read_bytes() and b"confidential" not in one.read_bytes() for one in found)


def test_an_expression_that_a_library_evaluates_is_kept_inside_of_the_block_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = module("def find(text): return eval('lambda number: ' + text, {}, {})")
    first = Kept(tmp_path / "kept")
    monkeypatch.setattr(compiled, "_in_use", [first])
    with kept_expressions(library):
        assert library.find("number + 1")(2) == 3
    assert library.find("number + 4711")(1) == 4712
    first.save()

    again = module("def find(text): return eval('lambda number: ' + text, {}, {})")
    kept = Kept(tmp_path / "kept")
    monkeypatch.setattr(compiled, "_in_use", [kept])
    with kept_expressions(again):
        pass
    monkeypatch.setattr("builtins.compile", refuse)
    assert again.find("number + 1")(2) == 3
    with pytest.raises(AssertionError, match=r"4711 .* compiled again"):
        again.find("number + 4711")


def test_the_code_of_a_text_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Kept(tmp_path / "kept")
    monkeypatch.setattr(compiled, "_in_use", [first])
    assert value_of(code_of("a", lambda: "value = 1")) == 1
    first.save()
    monkeypatch.setattr(compiled, "_in_use", [Kept(tmp_path / "kept")])
    assert value_of(code_of("a", lambda: refuse("a"))) == 1
    assert value_of(code_of("b", lambda: "value = 2")) == 2


def test_without_a_place_for_what_is_kept_all_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_in_use", [])
    assert [value_of(code_of("a", lambda: f"value = {number}")) for number in (1, 2)] == [1, 2]  # noqa: B023


def module(source: str) -> Any:
    made = ModuleType("library")
    exec(compile(source, "library.py", "exec"), vars(made))
    return made


def value_of(code: CodeType) -> object:
    names: dict[str, object] = {}
    exec(code, names)
    return names["value"]
