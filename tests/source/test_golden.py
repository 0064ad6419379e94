"""Each Markdown file beside this module gives exactly what the file of the same name says: a new case is a new file.

With SEPARATUM_WRITE_GOLDEN=1 the expected files are written, to be read and judged before they are committed.
"""

import os
from pathlib import Path

import pytest

from separatum.model.errors import ArticleError
from separatum.model.findings import Finding, has_errors
from separatum.source import read

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.md"))
BAD = sorted((HERE / "bad").glob("*.md"))


def told(findings: tuple[Finding, ...]) -> str:
    lines = []
    for finding in findings:
        where = f"{Path(finding.where.file).name}:{finding.where.line}" if finding.where else "nowhere"
        lines.append(f"{where} {finding.severity} {finding.code}\n    {finding.message}\n    {finding.hint}\n")
    return "".join(lines)


def compare(found: str, expected: Path) -> None:
    if os.environ.get("SEPARATUM_WRITE_GOLDEN"):
        expected.write_text(found, encoding="utf-8")
    assert expected.exists(), f"{expected.name} is missing; it would hold:\n{found}"
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_article_becomes_the_expected_tree(path: Path) -> None:
    article, findings = read(path)
    outline = "".join(f"{heading.level} {heading.text} #{heading.anchor}\n" for heading in article.outline)
    parts = [article.metadata.title + "\n", told(findings), outline, article.body + "\n"]
    compare("\n".join(part for part in parts if part), path.with_suffix(".xhtml"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_article_is_refused_with_every_fault_and_its_line(path: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        read(path)
    findings = caught.value.findings
    assert has_errors(findings)
    assert all(finding.where and finding.where.file == str(path) and finding.where.line for finding in findings)
    compare(told(findings), path.with_suffix(".txt"))
