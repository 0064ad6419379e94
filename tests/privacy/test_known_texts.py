"""What is remembered of a text holds whatever is printed: the quick answers are those of the whole search."""

import random
from itertools import product

import pytest

from separatum.checks.privacy import metadata_fields, names
from separatum.checks.privacy.metadata_fields import Holder
from separatum.checks.privacy.names import Wording, names_in, unprinted_words
from separatum.checks.privacy.printed import Printed
from separatum.model.findings import Location

WORDS = (
    *("Anna", "anna", "Kowalska", "kowalska", "Regular", "Adobe", "font/woff", "Literata", "note-1", "the", "house"),
    *("House", "MacKenzie", "macOS", "LibreOffice", "StructElem", "JohnSmith", "ABCDEF+Gill Sans", "van", "Xqzt", "7"),
    *("https://a.example/Anna", "GillSansAnna", "anna.", "Haus", "Straße", "JOHN", "Jo", "von", "ﬁne", "東京"),
)
PRINTED = ("", "Anna Kowalska", "the house JohnSmith MacKenzie GillSansAnna", "Das Haus ist nicht von uns Xqzt", "anna")


def texts() -> list[str]:
    """One word, every two, and some longer ones."""
    chance = random.Random("texts")
    longer = [" ".join(chance.choices(WORDS, k=chance.randint(3, 6))) for _ in range(3000)]
    return [*WORDS, *(f"{one} {other}" for one, other in product(WORDS, WORDS)), *longer]


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known of any text at first."""
    for name in ("_nobody", "_no_words"):
        monkeypatch.setattr(names, name, names._Remembered())
    names._again.cache_clear()


@pytest.mark.parametrize("wording", list(Wording))
@pytest.mark.usefixtures("forgetful")
def test_what_is_remembered_is_what_is_found(wording: Wording, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [Printed.of(printed, "de" if "Haus" in printed else "en") for printed in PRINTED]
    remembered = [[(names_in(text, one, wording), unprinted_words(text, one)) for one in seen] for text in texts()]
    monkeypatch.setattr(names._Remembered, "holds", lambda *_: False)
    monkeypatch.setattr(names, "_again", names._suspects_in)
    assert remembered == [
        [(names_in(text, one, wording), unprinted_words(text, one)) for one in seen] for text in texts()
    ]


@pytest.mark.usefixtures("forgetful")
def test_a_string_that_every_file_has_is_taken_apart_once(monkeypatch: pytest.MonkeyPatch) -> None:
    apart, take = list[str](), names._words

    def taking(text: str, printed: Printed) -> list[names._Word]:
        apart.append(text)
        return take(text, printed)

    monkeypatch.setattr(names, "_words", taking)
    for page in ("The road to the quay", "A house of stone"):
        for text in ("Regular", "Adobe | UCS", "font/woff", "StructElem", "Anna Kowalska", "Anna Kowalska"):
            names_in(text, Printed.of(page), Wording.TERMS)
    assert [apart.count(one) for one in ("Regular", "Adobe | UCS", "font/woff", "StructElem")] == [1, 1, 1, 1]
    assert apart.count("Anna Kowalska") == 2, "once for each page"


@pytest.mark.parametrize(
    "text",
    [
        *("anna@example.org", "/home/anna/a.md", "C:\\Users\\Anna\\a.doc", "192.168.0.7", "http://localhost:80/"),
        *("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "Licensed to Anna Kowalska", "\u200b" * 9, "/a?utm_source=x"),
    ],
)
def test_a_text_with_a_contact_is_not_passed_over(text: str) -> None:
    holder = Holder("the file", Location(file="a.pdf"), Printed.of(""))
    assert not metadata_fields._has_no_contact(text)
    assert list(metadata_fields.inspect_contacts(text, holder))


@pytest.mark.usefixtures("forgetful")
def test_many_texts_reveal_one_by_one_what_they_reveal_together() -> None:
    chance = random.Random("terms")
    contacts = (
        "anna@example.org",
        "/home/anna/a.md",
        "Licensed to Anna Kowalska",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    )
    found = 0
    for printed in PRINTED * 3:
        holder = Holder("the names in a sheet", Location(file="a.epub"), Printed.of(printed))
        some = [*chance.choices(texts(), k=60), *chance.choices(contacts, k=chance.randint(0, 2))]
        together = " | ".join(dict.fromkeys(some))
        expected = list(metadata_fields.inspect_words(together, holder, wording=Wording.TERMS, lists_rest=False))
        assert list(metadata_fields.inspect_terms(some, holder)) == expected
        found += len(expected)
    assert found > 10
