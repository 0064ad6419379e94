"""Serve the preview to one browser of this machine, and to nobody else.

The server listens on the loopback address only. Every address of it holds a token that nobody can guess, so another
user of the machine, or another site's page, has no address to ask for. The Host and Origin of every request are
checked, so a name that another site makes lead here (DNS rebinding) gets no answer. Nothing of a page may load from
elsewhere, and no script runs in the editions (Content Security Policy Level 3).
"""

import hashlib
import hmac
import json
import mimetypes
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_BOOK_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
)
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".xhtml": "application/xhtml+xml",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".woff": "font/woff",
        ".svg": "image/svg+xml",
        ".json": "application/json",
    }
)
_LONGEST_BODY = 1000
"""Bytes of a request's body."""
_WIDEST = 4000
"""Pixels of a page's picture."""
_HEARTBEAT = 15.0
"""Seconds without news after which a line is sent, so that a page that is gone is noticed."""


class Source(Protocol):
    """What the server shows. Articles are known by their number, from 0; an unknown number raises `KeyError`."""

    def only_article(self) -> int | None:
        """The number of the article if there is only one."""

    def index(self) -> bytes:
        """The articles and their states, as JSON."""

    def state(self, number: int) -> bytes:
        """What the page shows of an article, as JSON."""

    def wait(self, number: int | None, version: int, timeout: float) -> int | None:
        """Wait until an article (or any, if there is no number) has another version than this; None if it does not."""

    def is_closed(self) -> bool:
        """Whether the preview is ending."""

    def opened(self, number: int, by: int) -> None:
        """Note that a browser page shows an article (1), or no longer does (-1)."""

    def part(self, number: int, name: str) -> bytes:
        """A file of an article's EPUB."""

    def marked(self, number: int, draft: int) -> bytes:
        """The document of a draft's EPUB, with the marks of its pages."""

    def page(self, number: int, draft: int, page: int, width: int) -> tuple[bytes, str]:
        """A page as a BMP of some width in pixels, and its digest."""

    def text(self, number: int) -> bytes:
        """The source of an article."""

    def explain(self, code: str) -> str:
        """The explanation of a finding's code."""

    def choose_paper(self, number: int, paper: str) -> None:
        """Show an article on another paper."""

    def seen(self, number: int, draft: int) -> None:
        """Note that a browser page shows a draft of an article."""

    def open_line(self, number: int, line: int) -> bool:
        """Open a line of an article in the editor; whether that was possible."""


class PreviewServer(ThreadingHTTPServer):
    """The server of a preview.

    Args:
        source: what it shows.
        port: 0 for any that is free.
    """

    daemon_threads = True
    # Another program may not take the port while it is in use.
    allow_reuse_address = False

    def __init__(self, source: Source, port: int = 0) -> None:
        self.source = source
        self.token = secrets.token_urlsafe(32)
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def address(self) -> str:
        """The address of the preview's first page; whoever knows it can read the articles."""
        return f"http://127.0.0.1:{self.server_port}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no error."""


class _Refused(Exception):  # noqa: N818 - it is an answer
    """The request gets an answer without content."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    """One connection of a browser."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Separatum", ""

    def log_message(self, *_: object) -> None:
        """Requests are not logged: their addresses hold the token."""

    def do_GET(self) -> None:
        """Answer a request for something."""
        self._answer("GET")

    def do_POST(self) -> None:
        """Answer a request to do something."""
        self._answer("POST")

    def _answer(self, method: str) -> None:
        try:
            words = self._admitted(method)
            (self._get if method == "GET" else self._post)(words)
        except _Refused as refusal:
            self._send(b"", "text/plain", status=refusal.status)
        except (KeyError, ValueError, IndexError, TypeError):
            self._send(b"", "text/plain", status=HTTPStatus.NOT_FOUND)
        except OSError:
            self.close_connection = True

    def _admitted(self, method: str) -> list[str]:
        """The words of the path behind the token, if the request comes from our own page, or is typed by the user.

        Raises:
            _Refused: it does not.
        """
        hosts = {f"{name}:{self.server.server_port}" for name in ("127.0.0.1", "localhost")}
        host = self.headers.get("Host", "")
        if host not in hosts:
            raise _Refused(HTTPStatus.MISDIRECTED_REQUEST)
        origin = self.headers.get("Origin")
        if origin is not None and origin != f"http://{host}":
            raise _Refused(HTTPStatus.FORBIDDEN)
        if method == "POST" and origin is None:
            raise _Refused(HTTPStatus.FORBIDDEN)
        # Fetch Metadata (W3C), 2.3: a top-level page may be opened from elsewhere, for example by a mail program.
        is_opened = (
            self.headers.get("Sec-Fetch-Mode") == "navigate" and self.headers.get("Sec-Fetch-Dest") == "document"
        )
        if self.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"} and not is_opened:
            raise _Refused(HTTPStatus.FORBIDDEN)
        token, *words = [unquote(word) for word in urlsplit(self.path).path.split("/")[1:]]
        if not hmac.compare_digest(token.encode("utf-8", "replace"), self.server.token.encode()):
            raise _Refused(HTTPStatus.NOT_FOUND)
        return words

    def _get(self, words: list[str]) -> None:
        source = self.server.source
        match words:
            case [""] if (only := source.only_article()) is not None:
                self.send_response(HTTPStatus.SEE_OTHER)
                self.send_header("Location", f"article/{only}/")
                self._send_common("text/plain", _PAGE_POLICY)
                self.send_header("Content-Length", "0")
                self.end_headers()
            case [""]:
                self._send_file("index.html")
            case ["assets", name]:
                self._send_file(name)
            case ["index.json"]:
                self._send(source.index(), "application/json")
            case ["events"]:
                self._send_events(None)
            case ["explain", code]:
                self._send(source.explain(code).encode(), "text/plain; charset=utf-8")
            case ["article", number, *rest]:
                self._get_article(int(number), rest)
            case _:
                raise KeyError(self.path)

    def _get_article(self, number: int, words: list[str]) -> None:
        source = self.server.source
        match words:
            case [""]:
                source.state(number)
                self._send_file("article.html")
            case ["state.json"]:
                self._send(source.state(number), "application/json")
            case ["source.txt"]:
                self._send(source.text(number), "text/plain; charset=utf-8")
            case ["events"]:
                self._send_events(number)
            case ["book", *name]:
                self._send_part(source.part(number, "/".join(name)), name[-1])
            case ["marked", draft]:
                self._send(source.marked(number, int(draft)), _type_of("article.xhtml"))
            case ["page", draft, page, width]:
                picture, digest = source.page(number, int(draft), int(page), min(int(width), _WIDEST))
                self._send(picture, "image/bmp", digest=f"{digest}-{width}")
            case _:
                raise KeyError(self.path)

    def _post(self, words: list[str]) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        if length > _LONGEST_BODY or self.headers.get_content_type() != "application/json":
            raise _Refused(HTTPStatus.BAD_REQUEST)
        body = json.loads(self.rfile.read(length) or b"{}")
        match words:
            case ["article", number, "paper"]:
                self.server.source.choose_paper(int(number), str(body["paper"]))
                self._send(b"{}", "application/json")
            case ["article", number, "seen"]:
                self.server.source.seen(int(number), int(body["draft"]))
                self._send(b"{}", "application/json")
            case ["article", number, "open"]:
                is_open = self.server.source.open_line(int(number), int(body["line"]))
                self._send(json.dumps({"isOpen": is_open}).encode(), "application/json")
            case _:
                raise KeyError(self.path)

    def _send_file(self, name: str) -> None:
        """A file of the page, from the package."""
        folder = files("separatum.preview").joinpath("page")
        if name not in {entry.name for entry in folder.iterdir()}:
            raise KeyError(name)
        self._send(folder.joinpath(name).read_bytes(), _type_of(name))

    def _send_part(self, content: bytes, name: str) -> None:
        digest = hashlib.blake2b(content, digest_size=12).hexdigest()
        self._send(content, _type_of(name), digest=digest, policy=_BOOK_POLICY)

    def _send(
        self,
        content: bytes,
        kind: str,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        digest: str | None = None,
        policy: str = _PAGE_POLICY,
    ) -> None:
        tag = f'"{digest}"' if digest else None
        if tag is not None and self.headers.get("If-None-Match") == tag:
            content, status = b"", HTTPStatus.NOT_MODIFIED
        self.send_response(status)
        self._send_common(kind, policy)
        self.send_header("Cache-Control", "private, no-cache" if tag else "no-store")
        if tag is not None:
            self.send_header("ETag", tag)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send_common(self, kind: str, policy: str) -> None:
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", policy)
        for name, value in _HEADERS.items():
            self.send_header(name, value)

    def _send_events(self, number: int | None) -> None:
        """Send each new version of an article (or the list) as an event (HTML Standard, 9.2)."""
        source = self.server.source
        if number is not None:
            source.opened(number, 1)
        try:
            self.close_connection = True
            self.send_response(HTTPStatus.OK)
            self._send_common("text/event-stream", _PAGE_POLICY)
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            version = -1
            while not source.is_closed():
                newer = source.wait(number, version, _HEARTBEAT)
                if newer is None:
                    self.wfile.write(b":\n\n")
                else:
                    version = newer
                    content = source.index() if number is None else source.state(number)
                    self.wfile.write(b"data: " + content + b"\n\n")
                self.wfile.flush()
        finally:
            if number is not None:
                source.opened(number, -1)


def _type_of(name: str) -> str:
    suffix = f".{name.rpartition('.')[2]}"
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
