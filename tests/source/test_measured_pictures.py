"""A picture that is only measured has the size and the faults that it has when it is written anew."""

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from separatum import source
from separatum.model.errors import ArticleError
from separatum.source.images import load
from separatum.source.images.load import FORMATS, measure_picture, read_picture
from separatum.source.images.sandbox import PictureError

ROOT = Path(__file__).parents[2]
FILES = [
    file
    for folder in ("content", "tests", "docs")
    for file in sorted((ROOT / folder).rglob("*"))
    if file.suffix in {".png", ".jpg", ".gif", ".webp", ".avif", ".tif", ".bmp", ".svg"} and file.is_file()
]


@pytest.fixture(autouse=True)
def no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "MOST_REMEMBERED", 0)
    monkeypatch.setattr(load, "MOST_MEASURED", 0)


def facts(path: Path, *, is_measured: bool) -> tuple[object, ...]:
    try:
        picture = (measure_picture if is_measured else read_picture)(path)
    except PictureError as error:
        return error.rule.code, error.message, error.hint
    return picture.media_type, picture.width, picture.height, picture.words


def noise(mode: str) -> Image.Image:
    grey = Image.effect_noise((70, 41), 60)
    return grey if mode == "L" else Image.merge("RGB", [grey, grey.rotate(90), grey.rotate(180)]).convert(mode)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_picture_of_the_project_is_measured_as_it_is_read(path: Path) -> None:
    assert facts(path, is_measured=True) == facts(path, is_measured=False)


@pytest.mark.parametrize("turn", range(10))
@pytest.mark.parametrize("form", FORMATS)
def test_a_turned_picture_is_measured_upright(tmp_path: Path, form: str, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    path = tmp_path / f"a.{form.lower()}"
    noise("RGB").save(path, form, **({} if form in {"GIF", "BMP"} else {"exif": exif}))
    assert facts(path, is_measured=True) == facts(path, is_measured=False)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I", "I;16", "F"])
def test_a_picture_of_any_colours_is_measured(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.tif"
    noise("I" if mode == "I;16" else mode).convert(mode).save(path)
    assert facts(path, is_measured=True) == facts(path, is_measured=False)


@pytest.mark.parametrize("size", [(4000, 1999), (1999, 4000), (20_000, 300)])
def test_a_picture_that_is_scaled_down_is_measured_as_it_will_be(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("L", size).save(tmp_path / "a.png")
    assert facts(tmp_path / "a.png", is_measured=True) == facts(tmp_path / "a.png", is_measured=False)


def harmed(content: bytes) -> Iterator[bytes]:
    chance = random.Random(3)
    for _ in range(40):
        yield content[: chance.randrange(len(content))]
    for most in (len(content), min(len(content), 400)):
        for _ in range(40):
            changed = bytearray(content)
            for _ in range(8):
                changed[chance.randrange(most)] = chance.randrange(256)
            yield bytes(changed)


@pytest.mark.parametrize("form", [*FORMATS, "progressive"])
def test_a_harmed_picture_has_the_same_fault_when_it_is_measured(tmp_path: Path, form: str) -> None:
    whole = io.BytesIO()
    options = {"progressive": True} if form == "progressive" else {}
    noise("RGB").save(whole, "JPEG" if options else form, **options)
    path, faults = tmp_path / "a.jpg", set()
    for content in harmed(whole.getvalue()):
        path.write_bytes(content)
        fact = facts(path, is_measured=False)
        assert facts(path, is_measured=True) == fact
        faults.add(fact[0])
    assert "SOURCE-IMAGE-BROKEN" in faults


def test_a_picture_that_is_measured_is_not_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noise("RGB").save(tmp_path / "a.png")
    (tmp_path / "a.md").write_text("---\ntitle: A\ndate: 2025-01-01\nlanguage: en\n---\n\n![A](a.png)\n\nWords.\n")
    monkeypatch.setattr(load, "_encoded", None)
    assert source.find(tmp_path / "a.md")[0] == "en"
    with pytest.raises(TypeError):
        source.read(tmp_path / "a.md")


@pytest.mark.parametrize("path", sorted((ROOT / "tests/source/bad").glob("*.md")), ids=lambda path: path.stem)
def test_what_is_found_is_what_reading_finds(path: Path) -> None:
    found = []
    for look in (source.find, source.read):
        try:
            found.append(look(path)[1])
        except ArticleError as error:
            found.append(error.findings)
    assert found[0] == found[1]
