"""What `test_confined.py` runs in a process of its own."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path


def echo(content: bytes, words: dict[str, str]) -> Iterator[str]:
    yield content.decode()
    yield words["name"]


def sleep(_content: bytes, _words: dict[str, str]) -> Iterator[str]:
    yield "before"
    time.sleep(3600)


def spin(_content: bytes, _words: dict[str, str]) -> Iterator[str]:
    yield "before"
    while True:
        pass


def fill(_content: bytes, _words: dict[str, str]) -> Iterator[str]:
    yield "before"
    held = [bytes(64 * 1024 * 1024) for _ in range(100)]
    yield str(len(held))


def flood(_content: bytes, _words: dict[str, str]) -> Iterator[str]:
    while True:
        yield "x" * 1000


def raise_something(_content: bytes, _words: dict[str, str]) -> Iterator[str]:
    yield "before"
    raise ZeroDivisionError


def abort(_content: bytes, _words: dict[str, str]) -> Iterator[str]:
    yield "before"
    os.abort()


def write(content: bytes, words: dict[str, str]) -> Iterator[str]:
    Path(words["file"]).write_bytes(content)
    yield "written"


def connect(_content: bytes, words: dict[str, str]) -> Iterator[str]:
    with socket.create_connection(("127.0.0.1", int(words["port"])), timeout=2):
        yield "connected"
