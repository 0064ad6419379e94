"""Judge articles made of constructs: `python -m tests.conformance.matrix` tries each pair in an article of its own."""

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from separatum.checks.formats.finished_file import FinishedFile
from separatum.checks.run import CheckResult, result_of, subject_of, validate
from separatum.checks.validators import JavaValidators
from separatum.editions import write_together
from separatum.model.errors import ArticleError
from separatum.model.findings import Finding
from separatum.source import read
from separatum.style.style import load_style
from tests.conformance.constructs import alone, pairs

FRONT = "---\ntitle: A headline\nlanguage: en-GB\npublished: 2020-02-03\nsource_url: https://example.org/a\n---\n\n"


def together(texts: Iterable[str]) -> str:
    """Several texts as one: apart from one another, and each with notes of its own."""
    apart = (re.sub(r"\[\^(\w)\]", rf"[^\g<1>{number}]", text) for number, text in enumerate(texts))
    return "\n\nBetween them.\n\n".join(apart)


def validated(text: str, folder: Path, validators: JavaValidators) -> CheckResult:
    """What is said of both editions of an article with this text, and of its source."""
    Image.new("RGB", (60, 40), "#456").save(folder / "p.png")
    source = folder / "a.md"
    source.write_text(f"{FRONT}Opening words.\n\n{text}\n", encoding="utf-8")
    try:
        article, remarks = read(source)
    except ArticleError as error:
        return CheckResult(findings=tuple(error.findings), skipped=())
    validations = []
    for maker, content in write_together(("epub", "pdf"), article, load_style()):
        place = folder / f"a{maker.suffix}"
        place.write_bytes(content)
        file = FinishedFile(format=maker.format, path=place, name=place.name, content=content)
        validations.append(validate(validators, file))
    said = result_of(subject_of(article, (one.file for one in validations)), validations)
    return CheckResult(findings=(*remarks, *said.findings), skipped=said.skipped)


def of_structure(findings: Iterable[Finding]) -> list[str]:
    """What findings say, without those of the layout: how lines fall depends on the words around."""
    return [f"{finding.code}: {finding.message}" for finding in findings if not finding.code.startswith("LAYOUT-")]


def main() -> int:
    """Try every construct and every pair, each in an article of its own."""
    cases = [(name, "alone", text) for name, text in alone()] + list(pairs())
    bad = 0
    with JavaValidators.start() as validators, tempfile.TemporaryDirectory() as folder:
        for name, place, text in cases:
            said = validated(text, Path(folder), validators)
            if faults := [*of_structure(said.findings), *(one.code for one in said.skipped)]:
                bad += 1
                sys.stdout.write(f"{name} {place}: {faults}\n")
    sys.stdout.write(f"{len(cases)} articles, {len(cases) - bad} valid by all checks and validators\n")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
