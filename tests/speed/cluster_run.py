"""Export articles through a real cluster of two workers, one killed on the way, and here: the bytes must be the same.

`python -m tests.speed.cluster_run 200`. Figures go to standard output as JSON.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from separatum.exports.batch import export_all
from separatum.model.options import Options
from tests.speed.articles import write_articles
from tests.speed.clusters import running_cluster, worker_processes


def main() -> int:
    parser = argparse.ArgumentParser(prog="make cluster-test ARGS=…", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=200, help="how many articles")
    parser.add_argument("--words", type=int, default=640, help="of each article")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cluster-run-") as folder:
        home = Path(folder)
        files = write_articles(home / "in", asked.count, asked.words)
        begin = time.monotonic()
        list(export_all(files, Options(out=home / "here", use_cache=False), jobs=2))
        here = time.monotonic() - begin
        with running_cluster(workers=2) as address:
            workers = worker_processes(address, 2)
            begin = time.monotonic()
            run = export_all(files, Options(out=home / "afar", use_cache=False), scheduler=address)
            for number, _ in enumerate(run, start=1):
                if number == asked.count // 2:
                    os.kill(workers[0], signal.SIGKILL)
            afar = time.monotonic() - begin
        one, other = _contents(home / "here"), _contents(home / "afar")
    differing = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    told = {"articles": asked.count, "files": len(one), "seconds_here": round(here, 1), "seconds_afar": round(afar, 1)}
    print(json.dumps({**told, "one_worker_killed_after": asked.count // 2, "differing": differing}, indent=1))
    return 1 if differing or len(one) != 3 * asked.count + 1 else 0


def _contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


if __name__ == "__main__":
    sys.exit(main())
