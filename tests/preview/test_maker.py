"""What the preview makes of an article."""

from pathlib import Path
from threading import Condition

from separatum.model.errors import Exit
from separatum.model.options import Options
from separatum.preview.article import ArticlePreview
from separatum.preview.drawing import Artist
from separatum.preview.maker import Maker
from tests.command.conftest import write_article


class NoValidators:
    """Those of an article that is never validated."""


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
