"""An export publishes nothing that has a forbidden word, wherever the editions draw or store it."""

from pathlib import Path

import pytest

from separatum import export
from separatum.checks.privacy.forbidden_search import unknown_language
from separatum.model.errors import Exit

HEAD = "---\ntitle: The bridge is closed\nlanguage: {language}\npublished: 2024-05-17\n{more}---\n\n"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40"><text x="2" y="20">Marta <tspan>Quillfeather</tspan>'
    "</text></svg>"
)


@pytest.fixture
def names(tmp_path: Path) -> Path:
    place = tmp_path / "names.txt"
    place.write_text("Marta Quillfeather\n", encoding="utf-8")
    return place


def exported(folder: Path, text: str, names: Path | None, *, language: str = "en", more: str = "") -> list[str]:
    article = folder / "bridge.md"
    article.write_text(HEAD.format(language=language, more=more) + text, encoding="utf-8")
    report = export(article, formats=("pdf",), out=folder / "dist", forbidden=names)
    found = [finding for finding in report.findings if finding.code.startswith("FORBIDDEN-")]
    assert (report.exit_code is Exit.CHECK) == any(finding.code == "FORBIDDEN-WORD" for finding in found)
    assert (folder / "dist" / "bridge.pdf").exists() == (report.exit_code is Exit.OK)
    return [f"{finding.code} {finding.where}" for finding in found]


def test_the_running_head(tmp_path: Path, names: Path) -> None:
    text = "A paragraph about the bridge, which is closed, and about nothing else.\n\n" * 90
    found = exported(tmp_path, text, names, more="short_title: Marta Quillfeather speaks\n")
    assert "FORBIDDEN-WORD bridge.pdf, page 2" in found


def test_the_words_of_a_drawing(tmp_path: Path, names: Path) -> None:
    (tmp_path / "map.svg").write_text(DRAWING, encoding="utf-8")
    assert exported(tmp_path, "![A map](map.svg)\n", names) == ["FORBIDDEN-WORD the drawing images/1.png"]


def test_two_items_of_a_list(tmp_path: Path, names: Path) -> None:
    assert exported(tmp_path, "- Marta\n- Quillfeather\n", names)


def test_the_list_that_the_environment_names(tmp_path: Path, names: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPARATUM_FORBIDDEN", str(names))
    assert exported(tmp_path, "Marta Quillfeather.\n", None)


def test_a_language_whose_endings_are_not_known_is_reported() -> None:
    assert unknown_language("ka", "a.md") == ()
    assert unknown_language("pt-BR", "a.md") == ()
    assert [finding.code for finding in unknown_language("sw", "a.md")] == ["FORBIDDEN-LANGUAGE"]
