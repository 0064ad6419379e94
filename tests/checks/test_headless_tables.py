"""A table whose heads nobody can know is told, and stops no article."""

from dataclasses import replace

from separatum.checks.catalogue import run_checks
from separatum.editions import write_together
from separatum.model.findings import Severity
from separatum.style.style import load_style
from tests.checks.article import small_article, subject

TABLE = '<table id="table-1"><tbody><tr><td>Mill</td><td>3</td></tr><tr><td>Ferry</td><td>7</td></tr></tbody></table>'


def test_an_article_with_a_table_without_heads_is_published() -> None:
    article = replace(small_article(f"<p>Words.</p>{TABLE}"), outline=(), images=(), lead=None)
    editions = {one.format: content for one, content in write_together(("epub", "pdf"), article, load_style())}
    findings = run_checks(subject(article, editions["epub"], editions["pdf"])).findings
    assert {finding.code for finding in findings} == {"TABLE-EPUB", "TABLE-PDF"}
    assert {finding.severity for finding in findings} == {Severity.WARNING}
