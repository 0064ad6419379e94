"""What the preview makes of an article."""

import re
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition
from typing import Any

from separatum.checks.validators.protocol import PRINT_PROFILES, Versions
from separatum.model.errors import Exit
from separatum.model.findings import Finding
from separatum.model.options import Options
from separatum.preview.article import DOCUMENT, ArticlePreview, View
from separatum.preview.drawing import Artist
from separatum.preview.maker import Maker
from tests.command.conftest import write_article


class NoValidators:
    """Those of an article that is never validated."""


class ContentValidators:
    """Those that find nothing."""

    def submit_epub(self, path: Path | str) -> "Future[tuple[Finding, ...]]":  # noqa: ARG002
        nothing: Future[tuple[Finding, ...]] = Future()
        nothing.set_result(())
        return nothing

    def submit_pdf(self, path: Path | str, profiles: Iterable[str] = PRINT_PROFILES) -> "Future[tuple[Finding, ...]]":  # noqa: ARG002
        return self.submit_epub(path)

    def versions(self) -> Versions:
        return Versions(epubcheck="1", verapdf="1", java="1")


@dataclass(slots=True)
class Watched(ArticlePreview):
    """An article that keeps all that was shown of it."""

    views: list[View] = field(default_factory=list)

    def update(self, **values: Any) -> bool:
        is_changed = ArticlePreview.update(self, **values)
        self.views.append(self.view)
        return is_changed


def test_the_book_is_there_before_the_pages_and_is_that_of_the_draft_but_for_the_marks_of_pages(tmp_path: Path) -> None:
    article = Watched(write_article(tmp_path / "quay.md"), Condition(), view=View(paper="a5"))
    artist = Artist()
    maker = Maker(Options, ContentValidators(), artist, lambda _file, _lookups: None)
    maker.make(article)
    with article.changed:
        assert article.changed.wait_for(lambda: article.view.stage == "done", timeout=120)
    artist.close()
    ahead = next(view.ahead for view in article.views if view.ahead)
    draft = next(view.draft for view in article.views if view.draft)
    assert [bool(view.ahead) for view in article.views if view.draft] == [False, False]
    assert b"doc-pagebreak" in draft.parts[DOCUMENT]
    assert re.sub(rb"<span [^>]*doc-pagebreak[^>]*/>", b"", draft.parts[DOCUMENT]) == ahead.parts[DOCUMENT]
    assert {name for name in draft.parts if name not in ahead.parts} == set()


def test_an_article_that_cannot_be_read_has_a_report_that_says_why(tmp_path: Path) -> None:
    file = write_article(tmp_path / "quay.md")
    file.write_text(file.read_text() + "\n![A quay at night](absent.png)\n")
    article = ArticlePreview(file, Condition())
    maker = Maker(Options, NoValidators(), Artist(), lambda _file, _lookups: None)  # type: ignore[arg-type]
    maker.make(article)
    with article.changed:
        assert article.changed.wait_for(lambda: article.view.stage == "done", timeout=120)
    report = article.view.report
    assert report is not None
    assert report.exit_code is not Exit.OK
    assert any("absent.png" in finding.message for finding in report.findings)
