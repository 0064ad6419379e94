"""What readers see is known word by word, of one text or of several."""

from hypothesis import given
from hypothesis import strategies as st

from separatum.checks.privacy import printed
from separatum.checks.privacy.printed import Printed

TEXTS = st.lists(
    st.sampled_from(["", "The harbour of Ostend", "der Hafen und die Stadt", "port 42a", "Āžģ Ķēniņš"]), max_size=4
)


@given(TEXTS)
def test_several_texts_are_seen_as_one_that_has_them_all(texts: list[str]) -> None:
    assert Printed.of("", "de", known=texts) == Printed.of("\n".join(texts), "de")


def test_a_word_of_one_text_does_not_go_on_in_the_next() -> None:
    seen = Printed.of("the last is half-", known=["way is the first"])
    assert not seen.has_word("halfway")
    assert seen.has("half way")


def test_a_text_that_is_added_is_seen_like_the_others() -> None:
    before = Printed.of("Anna wrote it", "de")
    after = before.with_text("with Petra Blaumann")
    assert after.has("it with Petra")
    assert after.has_word("anna")
    assert after.languages == before.languages
    assert before.with_text(" ") == before


def test_what_is_known_of_every_article_is_read_once_for_all() -> None:
    printed._read_once.cache_clear()
    for article in range(10):
        for edition in ("book", "pages"):
            Printed.of(f"{edition} {article}", known=[f"words {article}", f"links {article}", "names of fonts"])
    assert printed._read_once.cache_info().misses == 2 * 10 + 1
