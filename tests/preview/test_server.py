"""The preview's server answers its own page in this user's browser, and nobody else."""

import http.client
import json
import socket
from collections.abc import Iterator
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest

from separatum.preview.server import PreviewServer


class Shown:  # what it is asked for does not matter here
    """What a server shows: one article with one page."""

    def __init__(self) -> None:
        self.papers: list[str] = []
        self.lines: list[int] = []
        self.closed = Event()

    def only_article(self) -> int | None:
        return 0

    def index(self) -> bytes:
        return b'{"articles":[]}'

    def state(self, number: int) -> bytes:
        return [b'{"name":"quay"}'][number]

    def wait(self, number: int | None, version: int, timeout: float) -> int | None:  # noqa: ARG002
        if version < 0:
            return 0
        self.closed.wait(timeout)
        return None

    def is_closed(self) -> bool:
        return self.closed.is_set()

    def opened(self, number: int, by: int) -> None:
        """Not used here."""

    def part(self, number: int, name: str) -> bytes:  # noqa: ARG002
        return {"EPUB/article.xhtml": b"<p>The secret</p>"}[name]

    def marked(self, number: int, draft: int) -> bytes:
        return {(0, 3): b"<p>The secret</p>"}[number, draft]

    def page(self, number: int, draft: int, page: int, width: int) -> tuple[bytes, str]:  # noqa: ARG002
        return b"BM", "digest"

    def text(self, number: int) -> bytes:  # noqa: ARG002
        return b"The secret"

    def explain(self, code: str) -> str:
        return code

    def choose_paper(self, number: int, paper: str) -> None:  # noqa: ARG002
        self.papers.append(paper)

    def seen(self, number: int, draft: int) -> None:
        """Not used here."""

    def open_line(self, number: int, line: int) -> bool:  # noqa: ARG002
        self.lines.append(line)
        return True


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def server(shown: Shown) -> Iterator[PreviewServer]:
    made = PreviewServer(shown)
    thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    shown.closed.set()
    made.shutdown()
    thread.join()
    made.server_close()


def ask(
    server: PreviewServer, path: str, *, token: str | None = None, method: str = "GET", body: str = "", **headers: str
) -> http.client.HTTPResponse:
    """The answer to a request; header names have “_” in place of “-”."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, f"/{server.token if token is None else token}/{path}", body or None, named)
    answer = connection.getresponse()
    answer.content = b"" if answer.getheader("Content-Length") is None else answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


def test_it_listens_on_the_loopback_address_only(server: PreviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_the_token_cannot_be_guessed_and_differs_each_time(server: PreviewServer, shown: Shown) -> None:
    with PreviewServer(shown) as other:
        assert len(server.token) >= 43  # 256 bits in base 64
        assert other.token != server.token


@pytest.mark.parametrize(
    "path", ["", "article/0/source.txt", "article/0/state.json", "assets/article.js", "index.json"]
)
@pytest.mark.parametrize("token", ["", "guess", "../"])
def test_without_the_token_there_is_nothing(server: PreviewServer, path: str, token: str) -> None:
    answer = ask(server, path, token=token)
    assert (answer.status, answer.getheader("Content-Length")) == (404, "0")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "[::1]:{port}", ""]
)
def test_a_name_that_somebody_else_makes_lead_here_gets_no_answer(server: PreviewServer, host: str) -> None:
    answer = ask(server, "article/0/source.txt", Host=host.format(port=server.server_port))
    assert answer.status == 421


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost.evil.example"]
)
def test_a_request_from_another_sites_page_is_refused(server: PreviewServer, origin: str) -> None:
    assert ask(server, "article/0/source.txt", Origin=origin).status == 403


@pytest.mark.parametrize("mode", ["no-cors", "cors", "navigate"])
def test_another_site_can_neither_load_nor_frame_anything_with_the_token(server: PreviewServer, mode: str) -> None:
    answer = ask(server, "article/0/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode=mode, Sec_Fetch_Dest="iframe")
    assert answer.status == 403


def test_the_user_may_open_the_address_from_anywhere(server: PreviewServer) -> None:
    for site in ("none", "cross-site"):
        answer = ask(server, "article/0/", Sec_Fetch_Site=site, Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="document")
        assert answer.status == 200


def test_our_own_page_gets_the_text(server: PreviewServer) -> None:
    answer = ask(server, "article/0/source.txt", Sec_Fetch_Site="same-origin")
    assert (answer.status, answer.content) == (200, b"The secret")  # type: ignore[attr-defined]


def test_one_article_is_shown_at_once(server: PreviewServer) -> None:
    answer = ask(server, "")
    assert (answer.status, answer.getheader("Location")) == (303, "article/0/")


@pytest.mark.parametrize(
    "path",
    ["article/0/", "assets/article.js", "article/0/book/EPUB/article.xhtml", "article/0/page/1/0/800", "nowhere"],
)
def test_every_answer_forbids_loading_from_elsewhere_being_framed_elsewhere_and_leaking_the_address(
    server: PreviewServer, path: str
) -> None:
    answer = ask(server, path)
    policy = str(answer.getheader("Content-Security-Policy"))
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy or "frame-ancestors 'self'" in policy
    assert answer.getheader("Referrer-Policy") == "no-referrer"
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert answer.getheader("Cross-Origin-Resource-Policy") == "same-origin"
    assert answer.getheader("Access-Control-Allow-Origin") is None


def test_no_script_runs_in_the_book(server: PreviewServer) -> None:
    policy = str(ask(server, "article/0/book/EPUB/article.xhtml").getheader("Content-Security-Policy"))
    assert "script-src" not in policy  # so that “default-src 'none'” holds for scripts
    assert "sandbox allow-same-origin" in policy
    assert "allow-scripts" not in policy


@pytest.mark.parametrize(
    "path",
    ["assets/../server.py", "assets/%2e%2e%2fserver.py", "article/0/book/../../etc/passwd", "article/1/", "article/x/"],
)
def test_what_is_not_shown_is_not_found(server: PreviewServer, path: str) -> None:
    assert ask(server, path).status == 404


def test_a_page_that_has_not_changed_is_not_sent_again(server: PreviewServer) -> None:
    first = ask(server, "article/0/page/1/0/800")
    again = ask(server, "article/0/page/2/0/800", If_None_Match=str(first.getheader("ETag")))
    assert (first.status, again.status) == (200, 304)


def post(server: PreviewServer, path: str, body: object, **headers: str) -> int:
    own = f"http://127.0.0.1:{server.server_port}"
    named = {"Content_Type": "application/json", "Origin": own, **headers}
    return ask(server, path, method="POST", body=json.dumps(body), **{k: v for k, v in named.items() if v}).status


def test_our_own_page_may_choose_a_paper_and_open_a_line(server: PreviewServer, shown: Shown) -> None:
    assert post(server, "article/0/paper", {"paper": "a5"}) == 200
    assert post(server, "article/0/open", {"line": 7}) == 200
    assert (shown.papers, shown.lines) == (["a5"], [7])


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ""},
        {"Origin": "https://evil.example"},
        {"Content_Type": "text/plain"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
)
def test_nobody_else_may_do_anything(server: PreviewServer, shown: Shown, headers: dict[str, str]) -> None:
    assert post(server, "article/0/open", {"line": 7}, **headers) >= 400
    assert shown.lines == []


@pytest.mark.parametrize("body", [{}, {"line": "x"}, [], {"line": 1, "more": "x" * 2000}])
def test_a_request_that_makes_no_sense_is_refused(server: PreviewServer, shown: Shown, body: object) -> None:
    assert post(server, "article/0/open", body) >= 400
    assert shown.lines == []


def test_states_come_as_events(server: PreviewServer) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=30) as connection:
        host = urlsplit(server.address).netloc
        connection.sendall(f"GET /{server.token}/article/0/events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        received = b""
        while b"\n\n" not in received.partition(b"\r\n\r\n")[2]:
            received += connection.recv(4096)
    head, _, events = received.partition(b"\r\n\r\n")
    assert b"text/event-stream" in head
    assert events == b'data: {"name":"quay"}\n\n'
