"""What a screen reader is given of an EPUB: the accessibility tree of Chromium, which many reading systems are made of.

`python -m tests.conformance.browsing FILE` prints it. Chromium is spoken to through a pipe (Chrome DevTools Protocol,
Accessibility.getFullAXTree); nothing is downloaded, and no port is opened.
"""

import fcntl
import io
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome")
TIME_LIMIT = 240.0
"""Seconds for one answer: a browser starts slowly on a busy machine."""
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run", "--lang=en"),
    *("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe"),
)
_TOLD = ("level", "roledescription", "url")


def find_chromium() -> str | None:
    """The browser, or None where it is not installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def browsed(content: bytes, part: str = "EPUB/article.xhtml") -> str:
    """Each node's role, name and words, indented by its depth.

    Args:
        content: of an EPUB.
        part: the document in it that is opened.
    """
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            book.extractall(folder)
        with _Browser(Path(folder)) as browser:
            nodes = browser.tree((Path(folder) / part).as_uri())
    by_id = {node["nodeId"]: node for node in nodes}
    return "\n".join(_lines(nodes[0], by_id, 0)) + "\n"


class _Browser:
    """A headless Chromium, and the pipe to it: messages in JSON, each ended by a null."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._unread = b""

    def __enter__(self) -> Self:
        told, self._say = os.pipe()
        self._hear, said = os.pipe()
        far = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (told, said)]

        def place() -> None:
            """The browser reads from 3 and writes to 4."""
            os.dup2(far[0], 3)
            os.dup2(far[1], 4)

        command = [find_chromium() or "chromium", *_FLAGS, f"--user-data-dir={self._folder}/profile", "about:blank"]
        self._process = subprocess.Popen(
            command,
            pass_fds=(3, 4),
            preexec_fn=place,  # noqa: PLW1509 - no thread is running in a test
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in (told, said, *far):
            os.close(end)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)
        os.close(self._say)
        os.close(self._hear)

    def tree(self, address: str) -> list[dict[str, Any]]:
        """The accessibility tree of a document, once it is loaded."""
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self._ask("Page.enable", {}, session)
        self._ask("Accessibility.enable", {}, session)
        self._ask("Page.navigate", {"url": address}, session)
        self._await(lambda message: message.get("method") == "Page.loadEventFired")
        nodes: list[dict[str, Any]] = self._ask("Accessibility.getFullAXTree", {}, session)["nodes"]
        return nodes

    def _ask(self, method: str, values: dict[str, Any], session: str | None = None) -> dict[str, Any]:
        self._count += 1
        asked = {"id": self._count, "method": method, "params": values} | ({"sessionId": session} if session else {})
        os.write(self._say, json.dumps(asked).encode() + b"\0")
        answer = self._await(lambda message: message.get("id") == self._count)
        assert "error" not in answer, answer["error"]
        result: dict[str, Any] = answer["result"]
        return result

    def _await(self, is_wanted: Any) -> dict[str, Any]:
        until = time.monotonic() + TIME_LIMIT
        while True:
            while b"\0" not in self._unread:
                ready, _, _ = select.select([self._hear], [], [], max(0.0, until - time.monotonic()))
                assert ready, "Chromium gives no answer"
                more = os.read(self._hear, 1 << 16)
                assert more, "Chromium has ended"
                self._unread += more
            text, _, self._unread = self._unread.partition(b"\0")
            message: dict[str, Any] = json.loads(text)
            if is_wanted(message):
                return message


def _lines(node: dict[str, Any], by_id: dict[str, dict[str, Any]], depth: int) -> Iterator[str]:
    below = [by_id[child] for child in node.get("childIds", ()) if child in by_id]
    role = node.get("role", {}).get("value", "")
    if role == "InlineTextBox":
        return
    if node.get("ignored") or role in {"generic", "none"}:
        for child in below:
            yield from _lines(child, by_id, depth)
        return
    name = " ".join(str(node.get("name", {}).get("value", "")).split())
    if role == "ListMarker":  # its sign is the browser's own, and is named or not with the moment of the question
        name = ""
    if role == "StaticText":
        if name:
            yield f"{'  ' * depth}“{name}”"
        return
    inside = "".join(_words(node, by_id))
    shown = f" name={name}" if name and "".join(name.split()) != "".join(inside.split()) else ""
    told = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    more = "".join(f" {key}={_short(told[key])}" for key in _TOLD if told.get(key) not in (None, ""))
    description = node.get("description", {}).get("value")
    yield f"{'  ' * depth}{role}{shown}{more}" + (f" description={description}" if description else "")
    for child in below:
        yield from _lines(child, by_id, depth + 1)


def _short(value: Any) -> Any:
    """An address in the book without the folder that it was unpacked to."""
    return value.rpartition("/")[2] if isinstance(value, str) and value.startswith("file:") else value


def _words(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    if node.get("role", {}).get("value") == "StaticText":
        yield str(node.get("name", {}).get("value", ""))
        return
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from _words(by_id[child], by_id)


if __name__ == "__main__":
    sys.stdout.write(browsed(Path(sys.argv[1]).read_bytes()))
