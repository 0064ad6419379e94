"""Code on paper: nothing that is typed wrong, and what goes on is seen to go on."""

import io
import itertools
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePath

import pypdfium2
import pytest

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import edition
from separatum.editions.pdf.code_lines import fit_code, hold_pieces
from separatum.model.languages import language
from separatum.style.code_highlighting import highlight_code
from separatum.style.style import load_style
from tests.editions.conftest import Reader

known = language("en")
assert known is not None
ENGLISH = known
COMMAND = "rsync -aHAX --numeric-ids old.example.org:/var/www/ /var/www/ --exclude-from=/etc/exclude.list"


def page_with(code: str) -> ET.Element:
    """A page that holds nothing but code."""
    return ET.fromstring(f"<html><body><div class='text'><pre><code>{code}</code></pre></div></body></html>")


@pytest.mark.parametrize(("letters", "style"), [(50, None), (64, "font-size: 0.8em")])
def test_code_is_set_smaller_only_where_that_saves_its_lines(letters: int, style: str | None) -> None:
    page = page_with("x" * letters)
    fit_code(page, load_style(None, "a5").paper, ENGLISH)
    (code,) = page.iter("pre")
    assert code.get("style") == style
    assert "".join(code.itertext()) == "x" * letters
    assert not list(code.iter("span"))


def test_longer_lines_become_blocks_and_phrases_over_two_lines_are_parted() -> None:
    page = page_with(f"<strong id='a'>one\n{'word ' * 40}</strong>\n\nend\n")
    fit_code(page, load_style(None, "a5").paper, ENGLISH)
    lines = [line for line in page.iter("span") if "display: block" in line.get("style", "")]
    assert ["".join(line.itertext()) for line in lines] == ["one", "word " * 40, "", "end"]
    assert [len(list(line.iter("strong"))) for line in lines] == [1, 1, 0, 0]
    assert len([one for one in page.iter("strong") if one.get("id")]) == 1
    assert "background-image" in lines[1].get("style", "")
    assert "background" not in lines[2].get("style", "")
    assert "background" not in lines[3].get("style", "")


def test_a_line_that_is_longer_than_a_page_is_hung_without_a_sign_at_each_of_its_lines() -> None:
    page = page_with("word " * 2000)
    fit_code(page, load_style(None, "a5").paper, ENGLISH)
    (line,) = (line.get("style", "") for line in page.iter("span") if "display: block" in line.get("style", ""))
    assert "text-indent" in line
    assert "background-image" not in line


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_code_that_goes_on_keeps_to_nothing_before_or_behind_it(count: int) -> None:
    page = page_with("\n".join(["word " * 40] * count))
    fit_code(page, load_style(None, "a5").paper, ENGLISH)
    lines = [line.get("style", "") for line in page.iter("span") if "display: block" in line.get("style", "")]
    assert len(lines) == count
    assert "break-before" not in lines[0]
    assert "break-after" not in lines[-1]
    inside = ["break-after" in one or "break-before" in other for one, other in itertools.pairwise(lines)]
    assert inside == [number < 2 or number >= count - 3 for number in range(count - 1)]


@pytest.mark.parametrize("paper", ["a5", "phone", "a4-columns", "large-print"])
def test_a_line_that_goes_on_is_marked_by_a_drawing_and_copied_as_it_was_written(paper: str, article: Reader) -> None:
    style = load_style(None, paper)
    data = edition("pdf").write(article(f"```\n{COMMAND}\nend\n```\n\nText."), style)
    page = pypdfium2.PdfDocument(io.BytesIO(data))[0]
    words = page.get_textpage()
    said = words.get_text_range()
    assert "\u21aa" not in said
    assert all(piece in said for piece in COMMAND.split()), "a piece is broken"
    found = words.search("old.example.org")
    place = found.get_next()
    assert place is not None
    left, bottom, _, top = words.get_charbox(place[0])
    start = re.search("rsync", said)
    assert start is not None
    assert left > words.get_charbox(start.start())[0] + 8, "the line is not hung"
    scale = 4
    picture = page.render(scale=scale, grayscale=True).to_pil()
    height = page.get_height()
    box = (left - 1.6 * style.paper.text, height - top, left - 1.5, height - bottom)
    assert picture.crop(tuple(round(side * scale) for side in box)).getextrema()[0] < 160


@pytest.mark.parametrize(("speech", "leading"), [("ar", 1.7), ("he", 1.456), ("ka", 1.484)])
def test_signs_stand_at_the_lines_that_go_on_whatever_leading_a_language_has(speech: str, leading: float) -> None:
    page, spoken = page_with("word " * 40), language(speech)
    assert spoken is not None
    fit_code(page, load_style(None, "a5").paper, spoken)
    (line,) = (line.get("style", "") for line in page.iter("span") if "display: block" in line.get("style", ""))
    places = re.findall(r"0\.5em ([\d.]+)em", line)
    assert [float(place) for place in places] == pytest.approx(
        [number * leading for number in range(1, len(places) + 1)], abs=0.01
    )


@pytest.mark.parametrize(("language", "word"), [("ar", "نص قصير"), ("he", "טקסט קצר"), ("fa", "متن کوتاه")])
@pytest.mark.parametrize("name", ["house", "magazine", "newspaper", "report"])
def test_code_among_lines_from_right_to_left_begins_and_goes_on_at_the_left(
    name: str, language: str, word: str, article: Reader
) -> None:
    style = load_style(Path(name), "a4")
    written = article(f"{word}.\n\n```\n{COMMAND} {COMMAND}\nend\n```\n\n{word}.", language=language, title=word)
    data = edition("pdf").write(written, style)
    page = pypdfium2.PdfDocument(io.BytesIO(data))[0]
    words = page.get_textpage()
    found = [words.search(word).get_next() for word in ("rsync", "/etc/exclude.list")]
    first, last = (words.get_charbox(place[0]) for place in found if place is not None)
    assert last[3] < first[1], "the line does not go on"
    end = words.search("end").get_next()
    assert end is not None
    assert words.get_charbox(end[0])[0] == pytest.approx(first[0], abs=1)
    hung = min(
        words.get_charbox(index)[0]
        for index in range(words.count_chars())
        if first[0] - 1 < words.get_charbox(index)[0]
        and last[1] - 1 < words.get_charbox(index)[1] < first[1] - 3
        and words.get_text_range(index, 1).strip()
    )
    assert hung > first[0] + 8, "the line is not hung"
    scale, height = 4, page.get_height()
    picture = page.render(scale=scale, grayscale=True).to_pil()

    def darkest(left: float, right: float, below: float, above: float) -> int:
        sides = (left, height - above, right, height - below)
        return int(picture.crop(tuple(round(side * scale) for side in sides)).getextrema()[0])

    assert darkest(hung - 1.6 * style.paper.text, hung - 1.5, last[1], last[3]) < 160, "no sign stands before it"
    assert darkest(first[0] - 1.8 * style.paper.text, first[0] - 2, first[1], first[3]) < 160, "no rule is at the left"


@pytest.mark.parametrize("spaces", range(0, 12, 3))
def test_no_line_of_code_runs_beyond_its_column(spaces: int, article: Reader) -> None:
    body = f"```\n{' ' * spaces}rsync --archive --xattrs old.example.org:/var/www/archive/ /srv/archive/\n```\n\nText."
    written, style = article(body), load_style(None, "a4-columns")
    data = edition("pdf").write(written, style)
    findings = run_checks(Subject(article=written, pdf=PdfDocument(data, "a.pdf"))).findings
    assert "LAYOUT-OVERFULL" not in {one.code for one in findings}


MARKED = '<a id="in/for/while">in/for</a> and a word more than fits on a line of code <b>so</b>'


@pytest.mark.parametrize("code", [MARKED, "if path/to/it: # and a comment that is so long that it must go on"])
def test_keywords_within_a_piece_let_no_line_break_there(code: str) -> None:
    page = page_with("")
    (pre,) = page.iter("pre")
    pre.set("data-language", "html" if code is MARKED else "python")
    pre[0].text = code
    highlight_code(page)
    assert len(pre[0])
    hold_pieces(fit_code(page, load_style(None, "a5").paper, ENGLISH))
    assert "".join(pre.itertext()) == code
    held = ["".join(one.itertext()) for one in pre.iter("span") if one.get("class") == "held"]
    assert held == [piece for piece in code.split() if re.search(r"\W", piece)]


def test_marked_code_is_copied_from_the_page_as_it_was_written(article: Reader) -> None:
    lines = ['for path in ["/a/b", "c"]:  # two of them', "    print(path, 1 <= 2)", "", "# the end"]
    data = edition("pdf").write(article("```python\n" + "\n".join(lines) + "\n```\n\nText."), load_style(None, "a5"))
    said = pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage().get_text_range().replace("\r\n", "\n")
    for line in filter(None, lines):
        assert " ".join(line.split()) in said  # PDFium makes one of two spaces


def test_a_book_carries_the_slanted_face_of_code_only_where_code_has_a_comment(epub: Callable[..., bytes]) -> None:
    def faces(body: str) -> set[str]:
        names = zipfile.ZipFile(io.BytesIO(epub(body))).namelist()
        return {PurePath(name).stem for name in names if "Mono" in name}

    assert faces("```\nif x: # no\n```") == {"SeparatumMono-Regular"}
    assert faces("```python\nif x: x\n```") == {"SeparatumMono-Regular", "SeparatumMono-Bold"}
    assert faces("```python\nx # no\n```") == {"SeparatumMono-Regular", "SeparatumMono-Italic"}


@pytest.mark.parametrize("name", ["house", "newspaper", "magazine", "report"])
def test_comments_stand_out_from_the_page_in_every_style(name: str, article: Reader) -> None:
    style = load_style(None if name == "house" else Path(name), "a4")
    data = edition("pdf").write(article("```python\nif x: pass # why\n```\n\nText."), style)
    words = pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage()
    found = words.search("why").get_next()
    assert found is not None
    box = words.get_charbox(found[0])
    page = pypdfium2.PdfDocument(io.BytesIO(data))[0]
    picture = page.render(scale=8, grayscale=True).to_pil()
    sides = (box[0], page.get_height() - box[3], box[2], page.get_height() - box[1])
    darkest = (picture.crop(tuple(round(side * 8) for side in sides)).getextrema()[0] / 255) ** 2.2
    assert 1.05 / (darkest + 0.05) >= 4.5
