"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own with its nanny."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.speed.processes import kill_family

ROOT = Path(__file__).parents[2]


@contextmanager
def running_cluster(workers: int) -> Iterator[str]:
    """The address of the scheduler of a cluster that ends with the block."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        here = Path(folder)
        common = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(here / "scheduler.json")]
        log = (here / "log").open("wb")

        def started(*words: str) -> "subprocess.Popen[bytes]":
            command = [sys.executable, "-m", "dask", *words, *common]
            return subprocess.Popen(command, cwd=here, env=environment, stdout=log, stderr=log)

        processes = [started("scheduler", "--port", "0")]
        processes += [
            started("worker", "--nthreads", "1", "--local-directory", str(here / str(number)))
            for number in range(workers)
        ]
        try:
            yield _address(here / "scheduler.json", processes[0])
        finally:
            for process in reversed(processes):
                process.terminate()
            for process in reversed(processes):
                _ended(process)
            log.close()


def _ended(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:  # a nanny waits for a worker that does not hear
        kill_family(process.pid)
        process.wait()


def _address(file: Path, scheduler: "subprocess.Popen[bytes]") -> str:
    while scheduler.poll() is None:
        try:
            return str(json.loads(file.read_text())["address"])
        except (OSError, ValueError):
            os.sched_yield()
    raise RuntimeError("the scheduler did not start")


_ASK = """
import os, sys
from distributed import Client
with Client(sys.argv[1], set_as_default=False) as client:
    client.wait_for_workers(int(sys.argv[2]))
    print(*sorted(client.run(os.getpid).values()))
"""


def worker_processes(address: str, count: int) -> list[int]:
    """The numbers of the workers' processes, when so many are there; their nannies have others.

    Another process asks for them: this one may take nothing but plain bytes from a cluster any more.
    """
    asked = [sys.executable, "-c", _ASK, address, str(count)]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return [int(number) for number in answer.split()]
