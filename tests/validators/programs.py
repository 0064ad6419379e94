"""Run a program of Python with a Java of its own: one process can start Java only once."""

import json
import subprocess
import sys
from pathlib import Path


def said(program: str, given: object, folder: Path) -> str:
    """What a program prints.

    Args:
        program: its text.
        given: what it reads from its standard input, as JSON.
        folder: where it runs.
    """
    run = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(given),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout
