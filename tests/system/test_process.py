"""A process that works for another one ends with it."""

import gc
import resource
import select
import subprocess
import sys
from pathlib import Path

import pytest

from separatum.system.process import loaded_for_good, with_room_for_frames

CHILD = """
import subprocess, sys
subprocess.run([sys.executable, "-c", '''
from separatum.system.process import end_with_parent_thread
end_with_parent_thread()
print("ready", flush=True)
sys = __import__("sys")
sys.stdin.read()
'''])
"""
POOL = """
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from separatum.system.process import end_with_parent
if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=end_with_parent)
    pool.submit(print, "ready", flush=True).result()
    input()
"""
PREVIEW = """
from separatum.preview.drawing import Artist
if __name__ == "__main__":
    print(type(Artist().describe("absent.pdf").exception()).__name__, flush=True)
    input()
"""


@pytest.mark.parametrize(
    ("program", "first"),
    [(CHILD, "ready"), (POOL, "ready"), (PREVIEW, "FileNotFoundError")],
    ids=["child", "pool", "artist"],
)
def test_the_processes_of_one_that_is_killed_end_too(program: str, first: str, tmp_path: Path) -> None:
    """They hold its standard output: that ends when the last of them has ended."""
    file = tmp_path / "program.py"
    file.write_text(program, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdin
    assert parent.stdout
    assert parent.stdout.readline() == f"{first}\n"
    parent.kill()
    parent.wait()
    ended, _, _ = select.select([parent.stdout], [], [], 120)
    assert ended, "a process lives on"
    assert parent.stdout.read() == ""
    parent.communicate()


def test_what_was_loaded_for_good_is_not_walked_through_again() -> None:
    with loaded_for_good():
        loaded = [list[str]() for _ in range(1000)]
    assert not any(one is loaded[0] for one in gc.get_objects())
    gc.unfreeze()
    assert any(one is loaded[0] for one in gc.get_objects())


def test_calls_of_a_function_with_room_ask_the_system_for_no_memory() -> None:
    def nested(depth: int) -> None:
        if depth:
            nested(depth - 1)

    def plain() -> int:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        for depth in range(300):
            for _ in range(20):
                nested(depth)
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

    @with_room_for_frames
    def roomy() -> int:
        return plain()

    roomy()  # pages of its chunk come when they are first written to
    assert plain() > 300
    assert roomy() < 100
