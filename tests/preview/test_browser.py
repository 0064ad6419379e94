"""The preview in a browser: what is seen, kept, linked, and hidden from everybody else."""

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from separatum.model.errors import Exit
from tests.chromium import Chromium, new_page
from tests.command.conftest import write_article
from tests.preview.conftest import AXE, Previewing, draft, opened, wait_for_draft_after

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FRONT = "---\ntitle: The port\nlanguage: en-GB\npublished: 2017-04-05\n---\n\n"
SENTENCE = "The quay was empty, and nobody had said why the ships had gone that night or where they were bound. "


def article(edited: dict[int, str] | None = None, more: str = "") -> str:
    """An article of forty paragraphs, some of them edited."""
    paragraphs = [f"Paragraph {number} begins. {SENTENCE * 4}".strip() for number in range(40)]
    for number, words in (edited or {}).items():
        paragraphs[number] = words
    return FRONT + "\n\n".join(paragraphs) + "\n" + more


def line_of(number: int) -> int:
    """The line of a paragraph in the source."""
    return FRONT.count("\n") + 1 + 2 * number


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory, chromium: Chromium) -> Iterator[Previewing]:
    """One preview for all tests here."""
    home = tmp_path_factory.mktemp("preview")
    (home / "port.md").write_text(article(), encoding="utf-8")
    started = Previewing(home, "port.md")
    yield started
    assert started.end() == Exit.INTERRUPTED


@pytest.fixture
def page(preview: Previewing, browser: "Browser") -> "Iterator[Page]":
    """The preview, opened. The test's own scripts may run in it, in spite of its policy."""
    save(preview, article())
    shown = opened(browser, preview.address, bypass_csp=True)
    yield shown
    shown.close()


def save(preview: Previewing, text: str) -> None:
    file = preview.home / "port.md"
    if file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")


def save_and_wait(preview: Previewing, page: "Page", text: str) -> None:
    before = draft(page)
    save(preview, text)
    wait_for_draft_after(page, before)


def top_in_book(page: "Page", words: str) -> float:
    """How far below the top of the frame a paragraph of the EPUB is seen."""
    block = page.frame_locator("iframe:not(.back)").get_by_text(words)
    return float(block.evaluate("block => block.getBoundingClientRect().top"))


def mark_of(page: "Page") -> dict[str, Any]:
    """Where the marked paragraph is on the desk of the PDF."""
    return dict(page.evaluate(
        """() => {
            const mark = document.querySelector(".mark").getBoundingClientRect();
            const desk = document.querySelector("#pages").getBoundingClientRect();
            return { top: mark.top - desk.top, height: desk.height };
        }"""
    ))  # fmt: skip


def test_both_editions_are_seen_and_what_an_export_would_do(page: "Page") -> None:
    assert page.title() == "port – Separatum preview"
    assert page.locator("#pages .page").count() >= 3
    assert page.locator("#pages img").first.get_attribute("alt") == f"Page 1 of {page.locator('#pages .page').count()}"
    book = page.frame_locator("iframe:not(.back)")
    assert book.locator("h1").inner_text() == "The port"
    result = page.locator("#state").inner_text()
    assert result.startswith("An export would publish the EPUB (")
    assert result.endswith("in dist/.")


def test_nothing_is_published(preview: Previewing, page: "Page") -> None:
    assert [file.name for file in preview.home.iterdir()] == ["port.md"]


@pytest.mark.parametrize("where", [0, 39])
def test_the_place_is_kept_through_edits_before_and_behind_it(preview: Previewing, page: "Page", where: int) -> None:
    words = "Paragraph 20 begins"
    page.frame_locator("iframe:not(.back)").get_by_text(words).click()
    mark, top = mark_of(page), top_in_book(page, words)
    assert 0 <= mark["top"] <= mark["height"]
    for number in range(10):
        longer = "Edited. " + SENTENCE * (number % 3 + 1) * (4 if number % 2 else 1)
        save_and_wait(preview, page, article({where: longer}))
        assert top_in_book(page, words) == pytest.approx(top, abs=2)
        assert mark_of(page)["top"] == pytest.approx(mark["top"], abs=3)


def test_after_an_edit_the_book_says_where_its_pages_begin(preview: Previewing, page: "Page") -> None:
    """In the frame stands what the draft has: the book came before its pages, and their marks are put into it."""
    more = "\n* one\n* two\n\n## The end\n\n" + "\n\n".join([SENTENCE.strip() * 2] * 12) + "\n"
    save_and_wait(preview, page, article({3: "Shorter, with *stress* and `code`."}, more))
    marks = page.frame_locator("iframe:not(.back)").locator("[role=doc-pagebreak]")
    marks.nth(page.locator("#pages .page").count() - 1).wait_for(state="attached")
    shown, wanted = page.evaluate(
        """async () => {
            const answer = await fetch("book/EPUB/article.xhtml");
            const made = new DOMParser().parseFromString(await answer.text(), "application/xhtml+xml");
            const shown = document.querySelector("iframe:not(.back)").contentDocument;
            return [shown, made].map((one) => new XMLSerializer().serializeToString(one.body));
        }"""
    )
    assert shown == wanted


def test_the_place_is_kept_when_the_whole_page_is_loaded_again(page: "Page") -> None:
    words = "Paragraph 25 begins"
    page.frame_locator("iframe:not(.back)").get_by_text(words).scroll_into_view_if_needed()
    top = top_in_book(page, words)
    page.reload()
    page.wait_for_selector("body[data-book][data-pages]")
    assert top_in_book(page, words) == pytest.approx(top, abs=2)


def test_a_click_on_a_paragraph_shows_its_line_and_marks_it_in_the_other_edition(page: "Page") -> None:
    page.frame_locator("iframe:not(.back)").get_by_text("Paragraph 12 begins").click()
    assert page.locator("#line").inner_text() == f"Line {line_of(12)} of port.md"
    selected = page.locator("#source [aria-selected=true]")
    assert selected.inner_text().startswith("Paragraph 12 begins")
    mark = page.locator(".mark").first
    box = mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator("#line").inner_text() == f"Line {line_of(12)} of port.md"


def test_a_line_of_the_source_leads_to_its_place_in_both_editions(page: "Page") -> None:
    page.locator(f"#L{line_of(30)}").click()
    assert page.frame_locator("iframe:not(.back)").locator("[data-marked]").inner_text().startswith("Paragraph 30")
    mark = mark_of(page)
    assert 0 <= mark["top"] <= mark["height"]


def test_everything_can_be_done_with_the_keyboard(page: "Page") -> None:
    page.locator("#pages").focus()
    page.keyboard.press("n")
    page.keyboard.press("n")
    first = page.locator("#line").inner_text()
    page.keyboard.press("n")
    assert page.locator("#line").inner_text() != first
    page.keyboard.press("p")
    assert page.locator("#line").inner_text() == first
    page.locator("#source").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#source").get_attribute("aria-activedescendant") is not None


def test_a_finding_leads_to_its_line_and_its_places(preview: Previewing, page: "Page") -> None:
    save_and_wait(preview, page, article({33: "See [there](https://example.org/?utm_source=list)."}))
    page.wait_for_selector("body[data-stage=done]")
    finding = page.locator(".finding", has_text="SOURCE-LINK-TRACKING")
    finding.get_by_role("button", name=f"Line {line_of(33)}").click()
    assert page.locator("#line").inner_text() == f"Line {line_of(33)} of port.md"
    finding.get_by_role("button", name="EPUB").click()
    assert page.frame_locator("iframe:not(.back)").locator("[data-marked]").inner_text() == "See there."
    finding.locator("summary").click()
    finding.locator(".explanation", has_text="utm_source").wait_for()


def test_an_error_is_shown_beside_the_last_pages_without_one(preview: Previewing, page: "Page") -> None:
    before = draft(page)
    save(preview, article(more="\n![A quay at night](absent.png)\n"))
    page.wait_for_selector("body[data-state=bad]")
    assert page.locator("#state").inner_text().startswith("An export would publish nothing: 1 error.")
    assert page.locator(".finding.error").count() == 1
    assert draft(page) == before
    save_and_wait(preview, page, article({0: "Repaired."}))
    page.wait_for_selector("body[data-state=good]")


def test_another_paper_is_shown_on_request(page: "Page") -> None:
    before, pages = draft(page), page.locator("#pages .page").count()
    page.locator("#paper").select_option("phone")
    wait_for_draft_after(page, before)
    assert page.locator("#pages .page").count() > pages
    before = draft(page)
    page.locator("#paper").select_option("a4")
    wait_for_draft_after(page, before)


def test_the_book_follows_the_reader_s_settings(page: "Page") -> None:
    body = page.frame_locator("iframe:not(.back)").locator("body")
    before = float(body.evaluate("body => parseFloat(getComputedStyle(body).fontSize)"))
    page.locator("#size").select_option("200")
    assert float(body.evaluate("body => parseFloat(getComputedStyle(body).fontSize)")) == pytest.approx(2 * before)
    page.locator("#night").check()
    assert body.evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(18, 17, 16)"
    page.locator("#device").select_option("600x800")
    assert page.locator("iframe:not(.back)").evaluate("frame => frame.clientWidth") == 600


@pytest.mark.skipif(not AXE.is_file(), reason="axe is not installed: make readers")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(preview: Previewing, page: "Page", theme: str) -> None:
    save_and_wait(preview, page, article({0: "See [there](https://example.org/?utm_source=list)."}))
    page.wait_for_selector("body[data-stage=done]")
    page.locator("#theme").select_option(theme)
    page.locator(f"#L{line_of(3)}").click()
    assert violations(page) == []


@pytest.mark.skipif(not AXE.is_file(), reason="axe is not installed: make readers")
def test_axe_finds_nothing_on_a_small_screen(page: "Page") -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    assert violations(page) == []


def violations(page: "Page") -> list[tuple[str, list[str]]]:
    """What axe finds, without the frame: in it is the article."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { iframes: false })")
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]


def test_no_script_runs_in_the_frame_and_nothing_is_loaded_from_elsewhere(
    preview: Previewing, browser: "Browser"
) -> None:
    page = opened(browser, preview.address)
    frames = page.locator("iframe")
    assert [frames.nth(number).get_attribute("sandbox") for number in range(2)] == ["allow-same-origin"] * 2
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.reload()
    page.wait_for_selector("body[data-book][data-pages]")
    assert requests
    assert {url[: len(preview.address)] for url in requests} == {preview.address}
    page.close()


def test_a_page_of_another_site_can_read_nothing(preview: Previewing, browser: "Browser", tmp_path: Path) -> None:
    """Even one that knows the address: it can neither fetch, nor frame, nor load the pictures."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Another site</title>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        handler.log_message = lambda *_: None  # type: ignore[attr-defined]
        thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        page = new_page(browser)
        page.goto(f"http://127.0.0.1:{other.server_port}/index.html")
        got = page.evaluate(
            """async (address) => {
                const refused = () => "refused";
                const source = `${address}article/0/source.txt`;
                const text = await fetch(source).then((answer) => answer.text(), refused);
                const blind = await fetch(source, { mode: "no-cors" }).then((answer) => answer.type, refused);
                const framed = await new Promise((done) => {
                    const frame = document.createElement("iframe");
                    frame.src = `${address}article/0/`;
                    frame.onload = () => done(frame.contentDocument?.title ?? "closed");
                    document.body.append(frame);
                });
                return [text, blind, framed];
            }""",
            preview.address,
        )
        page.close()
        other.shutdown()
        thread.join()
    assert got == ["refused", "refused", "closed"]


def test_an_article_with_an_error_is_shown_as_soon_as_it_is_repaired_and_an_end_is_said(
    browser: "Browser", previewing: Callable[..., Previewing], tmp_path: Path
) -> None:
    file = write_article(tmp_path / "quay.md")
    good = file.read_text()
    file.write_text(good + "\n![A quay at night](absent.png)\n")
    started = previewing(tmp_path, "quay.md")
    page = new_page(browser, bypass_csp=True)
    page.goto(started.address)
    page.wait_for_selector("body[data-state=bad]")
    assert page.locator(".finding.error").count() == 1
    assert page.locator("#pages .page").count() == 0
    file.write_text(good)
    page.wait_for_selector("body[data-book][data-pages][data-state=good]")
    assert started.end() == Exit.INTERRUPTED
    page.wait_for_selector("body[data-stage=ended]")
    assert page.locator("#state").inner_text().startswith("The preview has ended.")
    page.close()


def test_a_folder_is_a_list_with_states(
    browser: "Browser", previewing: Callable[..., Previewing], tmp_path: Path
) -> None:
    write_article(tmp_path / "in" / "quay.md")
    write_article(tmp_path / "in" / "pier.md")
    shutil.copy(tmp_path / "in" / "quay.md", tmp_path / "in" / "broken.md")
    broken = tmp_path / "in" / "broken.md"
    broken.write_text(broken.read_text() + "\n![A quay at night](absent.png)\n")
    started = previewing(tmp_path, "in")
    page = new_page(browser, bypass_csp=True)
    page.goto(started.address)
    rows = page.locator("tbody tr")
    page.wait_for_function("document.querySelectorAll('.status.good').length === 2")
    assert rows.locator("th").all_inner_texts() == ["broken", "pier", "quay"]
    assert rows.nth(0).locator(".status.bad").inner_text() == "has errors"
    if AXE.is_file():
        assert violations(page) == []
    page.get_by_role("link", name="pier").click()
    page.wait_for_selector("body[data-book][data-stage=done]")
    assert page.locator("#name").inner_text() == "pier"
    page.close()
    assert started.end() == Exit.INTERRUPTED
