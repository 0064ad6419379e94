"""An unchanged article is neither made nor validated again; whatever decides its bytes makes it new."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from separatum.checks.validators import JavaValidators
from separatum.style.style import house_style_folder, load_style
from tests.command.conftest import Run, write_article

AGAIN = "unchanged (cached)"
PICTURE = "\n![Blue, and nothing else](sea.png)\n"


@pytest.fixture(autouse=True)
def _memory(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, warm: None) -> None:
    monkeypatch.delenv("SEPARATUM_NO_CACHE")
    monkeypatch.setenv("SEPARATUM_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def illustrated(article: Path) -> Path:
    paint("blue", article.with_name("sea.png"))
    article.write_text(article.read_text(encoding="utf-8") + PICTURE, encoding="utf-8")
    return article


@pytest.fixture
def style(tmp_path: Path) -> Iterator[Path]:
    yield shutil.copytree(house_style_folder(), tmp_path / "style")
    load_style.cache_clear()


def paint(colour: str, place: Path) -> None:
    Image.new("RGB", (40, 30), colour).save(place)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def entries(tmp: Path) -> list[Path]:
    return [entry for entry in (tmp / "editions").iterdir() if entry.name != "secret"]


def test_it_is_published_again_without_a_validator(
    run: Run, illustrated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert AGAIN not in run("export", illustrated).err
    first = contents(Path("dist"))
    monkeypatch.setattr(JavaValidators, "start", None)
    shutil.rmtree("dist")
    again = run("export", illustrated, "--report", "run.json")
    assert (again.code, AGAIN in again.err) == (0, True)
    assert contents(Path("dist")) == first
    assert json.loads(Path("run.json").read_bytes())["articles"][0]["cached"] is True


def test_what_is_published_already_is_not_written_again(run: Run, illustrated: Path) -> None:
    run("export", illustrated)
    before = {file.name: file.stat().st_mtime_ns for file in Path("dist").iterdir()}
    assert AGAIN in run("export", illustrated).err
    assert {file.name: file.stat().st_mtime_ns for file in Path("dist").iterdir()} == before


def test_it_is_known_in_another_folder_too_and_its_findings_name_that_one(run: Run, tmp_path: Path) -> None:
    article = write_article(tmp_path / "one" / "quay.md")
    article.write_text(article.read_text(encoding="utf-8").replace("language:", "lnguage: x\nlanguage:"), "utf-8")
    said = run("export", article).err
    assert f"{article}:" in said
    other = shutil.copytree(article.parent, tmp_path / "two") / "quay.md"
    again = run("export", other, "--out", "elsewhere").err
    assert AGAIN in again
    assert f"{other}:" in again
    assert str(article) not in again


def change_a_word(article: Path) -> None:
    article.write_text(article.read_text(encoding="utf-8").replace("quay", "pier"), encoding="utf-8")


def change_the_picture(article: Path) -> None:
    paint("red", article.with_name("sea.png"))


def add_a_translation(article: Path) -> None:
    write_article(article.with_name("quay.de.md"))


@pytest.mark.parametrize("change", [change_a_word, change_the_picture, add_a_translation])
def test_a_change_makes_it_new(run: Run, illustrated: Path, change: Callable[[Path], None]) -> None:
    run("export", illustrated)
    change(illustrated)
    assert AGAIN not in run("export", illustrated).err
    assert AGAIN in run("export", illustrated).err


def test_a_picture_that_is_gone_is_missed(run: Run, illustrated: Path) -> None:
    run("export", illustrated)
    illustrated.with_name("sea.png").unlink()
    assert run("export", illustrated).code == 3


def test_a_discreet_edition_is_remembered_nowhere(run: Run, article: Path) -> None:
    run("export", article, "--discreet")
    assert AGAIN not in run("export", article, "--discreet").err


def test_another_paper_is_another_edition(run: Run, article: Path) -> None:
    run("export", article)
    assert AGAIN not in run("export", article, "--paper", "a5").err
    assert AGAIN in run("export", article).err


def test_a_changed_style_makes_it_new(run: Run, article: Path, style: Path) -> None:
    run("export", article, "--style", style)
    assert AGAIN in run("export", article, "--style", style).err
    load_style.cache_clear()
    sheet = style / "print.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\np { color: #111 }\n", encoding="utf-8")
    assert AGAIN not in run("export", article, "--style", style).err


def cut_off(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def one_bit_changed(whole: bytes) -> bytes:
    middle = len(whole) // 2
    return whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]


def emptied(_whole: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damaged", [cut_off, one_bit_changed, emptied])
def test_a_damaged_entry_is_noticed_and_made_anew(
    run: Run, article: Path, damaged: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEPARATUM_CACHE", str(tmp_path / "cache"))
    run("export", article)
    published = contents(Path("dist"))
    (entry,) = entries(tmp_path / "cache")
    entry.write_bytes(damaged(entry.read_bytes()))
    assert AGAIN not in run("export", article).err
    assert contents(Path("dist")) == published
    assert AGAIN in run("export", article).err


def test_an_entry_sealed_by_someone_else_is_not_trusted(
    run: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEPARATUM_CACHE", str(tmp_path / "cache"))
    run("export", article)
    (tmp_path / "cache" / "editions" / "secret").write_bytes(b"x" * 32)
    assert AGAIN not in run("export", article).err


def test_a_folder_that_others_can_write_is_not_used(
    run: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEPARATUM_CACHE", str(tmp_path / "cache"))
    run("export", article)
    (tmp_path / "cache" / "editions").chmod(0o777)
    assert AGAIN not in run("export", article).err


def test_what_fails_is_not_remembered(run: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPARATUM_CACHE", str(tmp_path / "cache"))
    article.write_text(article.read_text(encoding="utf-8") + "\n[nowhere](javascript:go)\n", encoding="utf-8")
    assert run("export", article).code == 3
    assert not entries(tmp_path / "cache")


def test_the_least_recently_used_go_first(
    run: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEPARATUM_CACHE", str(tmp_path / "cache"))
    run("export", article)
    monkeypatch.setattr("separatum.exports.cache.editions.MOST_BYTES", 10)
    run("export", article)
    assert not entries(tmp_path / "cache")


def test_notes_of_a_folder_are_unchanged_until_the_image_that_they_embed_is_another(run: Run, article: Path) -> None:
    notes, media = Path("vault", "notes"), Path("vault", "media")
    for folder in (notes, media):
        folder.mkdir(parents=True)
    paint("blue", media / "sea.png")
    (notes / "a.md").write_text(f"{article.read_text(encoding='utf-8')}\n![[sea.png|Blue]]\n", encoding="utf-8")
    assert AGAIN not in run("export", "vault").err
    assert AGAIN in run("export", "vault").err
    paint("red", media / "sea.png")
    assert AGAIN not in run("export", "vault").err
