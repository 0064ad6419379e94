"""Ace by DAISY, a checker of EPUB accessibility; it runs only if it is installed and asked for.

It opens each document in a browser and examines what a screen reader gets: npm's `@daisy/ace`.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from separatum.model.errors import MissingError
from separatum.model.findings import Finding, Location, Severity

TIME_LIMIT = 180.0
"""Seconds for one book: a browser is started for it."""
_COMMANDS = ("ace-puppeteer", "ace")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_ATTEMPTS = 2
"""Its browser may take more than half a minute to start on a busy machine, and then gives up."""
_GRAVE = frozenset({"critical", "serious"})


def find_ace() -> str | None:
    """The program; None if it is not installed."""
    return next((found for name in _COMMANDS if (found := shutil.which(name))), None)


def validate_with_ace(path: Path, *, time_limit: float = TIME_LIMIT) -> tuple[Finding, ...]:
    """Check an EPUB with Ace. No finding means: no violation.

    Args:
        path: the file.
        time_limit: in seconds.

    Raises:
        MissingError: Ace is not installed, cannot run, or does not answer in time.
    """
    command = find_ace()
    if command is None:
        raise MissingError(
            "Ace by DAISY is not installed",
            "npm install --global @daisy/ace, with PUPPETEER_SKIP_DOWNLOAD=1 where the system has a Chromium",
        )
    with tempfile.TemporaryDirectory(prefix="separatum-ace-") as folder:
        report = Path(folder) / "report.json"
        for _ in range(_ATTEMPTS):
            output = _run([command, "--force", "--silent", "--outdir", folder, str(path.absolute())], time_limit)
            if report.is_file():
                break
        else:
            raise MissingError(f"Ace by DAISY wrote no report: {output[-300:] or 'no output'}", "run it by hand")
        return tuple(ace_findings(str(path), json.loads(report.read_text(encoding="utf-8"))))


def _run(command: list[str], seconds: float) -> str:
    try:
        run = subprocess.run(command, capture_output=True, timeout=seconds, check=False, env=_environment())
    except subprocess.TimeoutExpired:
        raise MissingError(f"Ace by DAISY timed out ({seconds:g} s)", "try again") from None
    except OSError as error:
        raise MissingError(f"Ace by DAISY cannot be started: {error}", "install it again") from error
    return " ".join((run.stderr + run.stdout).decode("utf-8", "replace").split())


def _environment() -> dict[str, str]:
    """Our environment, and where the system's browser is: Ace brings no browser of its own."""
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    return {**({"PUPPETEER_EXECUTABLE_PATH": browser} if browser else {}), **os.environ}


def ace_findings(path: str, report: Mapping[str, Any]) -> Iterator[Finding]:
    """One finding for each violation in a report of Ace.

    Args:
        path: the file as the user named it.
        report: Ace's `report.json`.
    """
    revision = report.get("earl:assertedBy", {}).get("doap:release", {}).get("doap:revision", "")
    parts = [str(subject.get("earl:testSubject", {}).get("url", "")) for subject in report["assertions"]]
    package = next((part for part in parts if part.endswith(".opf")), "")
    for subject, named_part in zip(report["assertions"], parts, strict=True):
        part = _whole(named_part, package)
        for violation in subject.get("assertions", ()):
            test = violation["earl:test"]
            yield Finding(
                code=f"ACE-{str(test.get('dct:title', 'unknown')).upper()}",
                severity=Severity.ERROR if test.get("earl:impact") in _GRAVE else Severity.WARNING,
                message=" ".join(str(violation["earl:result"].get("dct:description", "")).split())[:400].rstrip("."),
                hint=str(test.get("help", {}).get("dct:title", "")) or None,
                where=Location(file=f"{path}!{part}" if part else path),
                source=f"Ace {revision}".strip(),
            )


def _whole(part: str, package: str) -> str:
    """A part's path in the container: Ace gives it from the root, or from the folder of the package document."""
    if not part or part == package:
        return part
    return part[1:] if part.startswith("/") else str(PurePosixPath(package).parent / part)
