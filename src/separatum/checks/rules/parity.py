"""Check that the article, the EPUB and the PDF say the same words in the same order."""

from collections.abc import Iterator, Mapping

from separatum.checks.formats.compare_text import Difference, Place, Text, first_difference
from separatum.checks.formats.extract_text import ArticleText, DocumentText, text_of_article
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.model.findings import Location, Severity

_PROBE = 40
"""How many letters are enough to find where a text begins."""


@check("PARITY-EPUB", Severity.ERROR, needs=("article", "epub"))
def epub_says_the_article(subject: Subject) -> Iterator[Seen]:
    """The EPUB does not say what the article says.

    The headline, the standfirst, the names, the body and each note of the article must be in the EPUB, complete
    and in their order: a reader of the EPUB must get the whole article. Letters, digits and signs are compared, hyphens
    and spaces too; quotation marks and apostrophes count as one sign, and a word in capitals is the same as one in
    small letters. The first difference is shown with the words around it. It is a fault of Separatum or of the style’s
    template: the template must not leave out, repeat or change words.
    """
    assert subject.article is not None
    assert subject.epub is not None
    yield from _against_article(text_of_article(subject.article), subject.epub.words, "the EPUB", subject.epub.name)


@check("PARITY-PDF", Severity.ERROR, needs=("article", "pdf"))
def pdf_says_the_article(subject: Subject) -> Iterator[Seen]:
    """The PDF does not say what the article says.

    The headline, the standfirst, the names, the body and each note of the article must be in the PDF, complete and
    in their order. The words are read through the structure tree (ISO 32000-1, section 14.7; ISO 14289-1, section
    7.1), because that is what a screen reader reads, and through the fonts’ ToUnicode maps, because that is what is
    copied and searched; so a page that looks right may be wrong. Letters, digits and signs are compared; quotation
    marks and apostrophes count as one sign; hyphens and spaces at the end of a line do not count. It is a fault of
    Separatum, of the style or of a font: a soft hyphen, or an accent for which the font has no letter, may lose
    characters in a PDF.
    """
    yield from _against_article(*_article_and_pdf(subject))


@check("PARITY-EDITIONS", Severity.ERROR, needs=("epub", "pdf"), elsewhere=Severity.WARNING)
def editions_say_the_same(subject: Subject) -> Iterator[Seen]:
    """The EPUB and the PDF do not say the same.

    Besides the article itself, the editions have its kicker, dates, corrections and colophon, and both should
    have them in the same words and order, so that a reader of either can cite and verify the same publication.
    Nothing is reported here while one of them does not say what the article says: fix that first. Then look at the
    style: what it hides in one edition it must hide in the other, and the other way round.
    """
    assert subject.epub is not None
    assert subject.pdf is not None
    pdf = _words_of_pdf(subject)
    if subject.article is not None:
        article = text_of_article(subject.article)
        epub_seen = next(_against_article(article, subject.epub.words, "the EPUB", ""), None)
        if epub_seen or next(_against_article(article, pdf, "the PDF", ""), None):
            return
    difference = first_difference(subject.epub.words.main, pdf.main, whole=True)
    if difference is not None:
        yield _seen(difference, pdf.main, ("the PDF", "the EPUB", ""), subject.pdf.name)
    yield from _notes(subject.epub.words.notes, pdf.notes, ("the PDF", "the EPUB"), subject.pdf.name)


def _article_and_pdf(subject: Subject) -> tuple[ArticleText, DocumentText, str, str]:
    assert subject.article is not None
    assert subject.pdf is not None
    return text_of_article(subject.article), _words_of_pdf(subject), "the PDF", subject.pdf.name


def _words_of_pdf(subject: Subject) -> DocumentText:
    assert subject.pdf is not None
    if subject.pdf.words is None:
        raise CannotRunError("the PDF is not tagged")
    return subject.pdf.words


def _against_article(article: ArticleText, edition: DocumentText, speaker: str, file: str) -> Iterator[Seen]:
    """Where an edition first says something else than the article, once in its text and once in its notes."""
    yield from _main(article, edition.main, speaker, file)
    yield from _notes(article.body.notes, edition.notes, (speaker, "the article"), file)


def _main(article: ArticleText, edition: Text, speaker: str, file: str) -> Iterator[Seen]:
    after = 0
    for name, piece in (*article.pieces, ("text", article.body.main)):
        if not piece.letters:
            continue
        start = _locate(piece, edition, after)
        if start is None:
            words = " ".join(piece.words(0, 60)[:8])
            message = f"{speaker} lacks the article’s {name}, which begins “{words}”"
            yield Seen(message, _location(edition.place(after), file), _HINT)
            return
        difference = first_difference(piece, edition, start)
        if difference is not None:
            yield _seen(difference, edition, (speaker, "the article", ""), file)
            return
        after = start + len(piece.letters)
    for person in article.names:
        if _locate(person, edition, 0, exactly=True) is None:
            words = " ".join(person.words(0, len(person.letters)))
            yield Seen(f"{speaker} lacks the name “{words}”", _location(edition.place(0), file), _HINT)


def _notes(
    wanted: Mapping[str, Text], found: Mapping[str, Text], speakers: tuple[str, str], file: str
) -> Iterator[Seen]:
    speaker, other = speakers
    for number, note in wanted.items():
        if number not in found:
            words = " ".join(note.words(0, 60)[:8])
            yield Seen(f"{speaker} lacks note {number}, which begins “{words}”", Location(file=file), _HINT)
            return
        difference = first_difference(note, found[number], whole=True)
        if difference is not None:
            yield _seen(difference, found[number], (speaker, other, f"in note {number}, "), file)
            return
    for number, note in found.items():
        if number not in wanted:
            words = " ".join(note.words(0, 60)[:8])
            message = f"{speaker} adds a note {number}, which begins “{words}”"
            yield Seen(message, _location(note.place(0), file), _HINT)
            return


def _locate(piece: Text, text: Text, after: int, *, exactly: bool = False) -> int | None:
    """The letter of `text`, from `after` on, at which `piece` begins; also where some of its words are other ones.

    A probe of the piece is looked for, then the next one, until one is found: so this is linear for what is there.
    """
    probe = len(piece.letters) if exactly else min(_PROBE, max(len(piece.letters) // 3, 1))
    whole = _find_word(piece.letters[: max(probe, min(_PROBE, len(piece.letters)))], text, after)
    if whole is not None or exactly:
        return whole
    for offset in range(0, len(piece.letters) - probe + 1, probe):
        found = text.letters.find(piece.letters[offset : offset + probe], after + max(0, offset - 2 * _PROBE))
        if found >= 0:
            return _nearest_start(piece, text, max(found - offset, after), after)
    return None


def _find_word(letters: str, text: Text, after: int) -> int | None:
    """Where these letters stand in the text at the beginning of a word."""
    found = text.letters.find(letters, after)
    while found > 0 and not text.gaps[found]:
        found = text.letters.find(letters, found + 1)
    return None if found < 0 else found


def _nearest_start(piece: Text, text: Text, guess: int, after: int) -> int:
    """The letter near the guess from which the text follows the piece longest: words may be lost or added before it."""

    def length(start: int) -> tuple[int, int]:
        pairs = zip(piece.letters[:_PROBE], text.letters[start : start + _PROBE], strict=False)
        same = next((index for index, (a, b) in enumerate(pairs) if a != b), _PROBE)
        return same if same > 2 else 0, -abs(start - guess)

    return max(range(max(after, guess - 4 * _PROBE), guess + 4 * _PROBE), key=length)


_HINT = "report this, with the article if you may share it, unless the style’s template or sheet does it"


def _seen(difference: Difference, text: Text, words: tuple[str, str, str], file: str) -> Seen:
    speaker, other, begin = words
    after = f" after “{difference.before}”" if difference.before else " at the beginning"
    if not difference.found:
        message = f"{begin}{speaker} lacks “{difference.wanted}”{after}"
    elif not difference.wanted:
        message = f"{begin}{speaker} adds “{difference.found}”{after}"
    else:
        message = f"{begin}{speaker} says “{difference.found}” where {other} says “{difference.wanted}”,{after}"
    if difference.after:
        message += f" and before “{difference.after}”"
    return Seen(message, _location(text.place(difference.index), file), _HINT)


def _location(place: Place, file: str) -> Location:
    return Location(file=f"{file}!{place.part}" if place.part else file, line=place.line, page=place.page)
