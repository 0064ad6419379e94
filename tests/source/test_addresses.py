"""Addresses lose what traces readers; what may name a person is reported; plain ones stay as they are."""

from itertools import product
from pathlib import Path

import pytest

from separatum.model.tracking import untraced

TRACES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "addresses" / "traces.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
HOSTS = (
    *("a.example", "www.b.example", "de.wikipedia.org", "github.com", "www.youtube.com", "archive.org", "doi.org"),
    *("www.google.com", "news.c.example", "x.com", "www.amazon.com", "t.me", "blog.d.example:8080", "пример.example"),
    *("www.facebook.com", "medium.com", "www.bbc.com", "vk.com", "www.nytimes.com", "xn--e1afmkfd.example"),
)
PATHS = (
    *(
        "/",
        "/page",
        "/2024/05/17/title-of-it",
        "/a%20b/c.html",
        "/w/index.php?title=Dam&oldid=3",
        "/watch?v=dQw4w9WgXcQ",
    ),
    *("/search?q=dam+water&page=2", "/x?id=17", "/x#part", "/x?lang=ka&section=news", "/a/b?p=1234", "/wiki/Дамба"),
    *("/x?date=2024-05-17", "/f/report.pdf#page=4", "/x?title=seven-dams-and-2-rivers", "/a,b;c", "/x?a[]=1&a[]=2"),
    *("/x?q=a&amp=b", "/x/@name", "/x?tab=readme", "/?p=9", "/x?y=2024&m=5", "/10.1000/182", "/x?ref=main", "/x?t=30"),
)


@pytest.mark.parametrize(("address", "expected"), TRACES)
def test_a_trace_is_taken_off_or_reported(address: str, expected: str) -> None:
    plain = untraced(address)
    if expected == "?":
        assert plain.doubts or plain.url != address
    else:
        assert plain.url == expected
        assert plain.taken or plain.has_password


def test_the_list_of_traces_is_long() -> None:
    assert len(TRACES) > 350


def test_plain_addresses_stay_as_they_are() -> None:
    of_readers = {("x.com", "t"), *((host, "ref") for host in ("www.amazon.com", "www.facebook.com", "vk.com"))}
    plain = [
        f"https://{host}{path}"
        for host, path in product(HOSTS, PATHS)
        if not any(host == site and f"?{name}=" in path for site, name in of_readers)
    ]
    assert len(plain) >= 490
    assert not [address for address in plain if untraced(address).url != address]


def test_plain_addresses_are_no_doubts() -> None:
    of_guides = [f"https://a.example/{page}" for page in ("docs/verify/", "how-to/reset", "invite", "en/confirm/page")]
    plain = [*of_guides, *(f"https://{host}{path}" for host, path in product(HOSTS, PATHS))]
    assert not [address for address in plain if untraced(address).doubts]
