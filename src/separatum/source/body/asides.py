"""What stands beside the text: pull quotes, related articles, and the notes at its end."""

from collections import Counter
from xml.etree.ElementTree import Element

from separatum.model.languages import Language
from separatum.source.html.elements import fill, make, marks_of, text_of


def unmarked(tree: Element) -> Element:
    """The tree without the classes of notes and calls that an author wrote: these are given by number alone."""
    for element in tree.iter():
        if element.get("class") in {"note", "noteref"}:
            del element.attrib["class"]
    return tree


_TITLES = {
    "en": "Note|Tip|Important|Warning|Caution", "ru": "Примечание|Совет|Важно|Внимание|Осторожно",
    "uk": "Примітка|Порада|Важливо|Увага|Обережно", "be": "Заўвага|Парада|Важна|Увага|Асцярожна",
    "bg": "Забележка|Съвет|Важно|Внимание|Предупреждение", "de": "Hinweis|Tipp|Wichtig|Warnung|Vorsicht",
    "fr": "Remarque|Conseil|Important|Avertissement|Attention", "es": "Nota|Consejo|Importante|Advertencia|Precaución",
    "pt": "Nota|Dica|Importante|Aviso|Cuidado", "it": "Nota|Suggerimento|Importante|Avviso|Attenzione",
    "nl": "Opmerking|Tip|Belangrijk|Waarschuwing|Let op", "pl": "Uwaga|Wskazówka|Ważne|Ostrzeżenie|Ostrożnie",
    "cs": "Poznámka|Tip|Důležité|Varování|Pozor", "sk": "Poznámka|Tip|Dôležité|Varovanie|Pozor",
    "sr": "Напомена|Савет|Важно|Упозорење|Опрез", "hr": "Napomena|Savjet|Važno|Upozorenje|Oprez",
    "sv": "Obs|Tips|Viktigt|Varning|Försiktigt", "da": "Bemærk|Tip|Vigtigt|Advarsel|Forsigtig",
    "nb": "Merk|Tips|Viktig|Advarsel|Forsiktig", "fi": "Huomautus|Vinkki|Tärkeää|Varoitus|Huomio",
    "hu": "Megjegyzés|Tipp|Fontos|Figyelmeztetés|Vigyázat", "ro": "Notă|Sfat|Important|Avertisment|Atenție",
    "el": "Σημείωση|Συμβουλή|Σημαντικό|Προειδοποίηση|Προσοχή", "tr": "Not|İpucu|Önemli|Uyarı|Dikkat",
    "az": "Qeyd|Məsləhət|Vacib|Xəbərdarlıq|Diqqət", "ka": "შენიშვნა|რჩევა|მნიშვნელოვანია|გაფრთხილება|სიფრთხილე",
    "hy": "Նշում|Խորհուրդ|Կարևոր է|Նախազգուշացում|Զգուշացում",
    "kk": "Ескерту|Кеңес|Маңызды|Назар аударыңыз|Абайлаңыз",
    "ar": "ملاحظة|نصيحة|مهم|تحذير|تنبيه", "fa": "یادداشت|نکته|مهم|هشدار|احتیاط", "he": "הערה|טיפ|חשוב|אזהרה|זהירות",
    "hi": "टिप्पणी|सुझाव|महत्वपूर्ण|चेतावनी|सावधानी", "zh": "注意|提示|重要|警告|小心", "ja": "注記|ヒント|重要|警告|注意",
    "ko": "참고|팁|중요|경고|주의", "id": "Catatan|Tip|Penting|Peringatan|Hati-hati",
    "vi": "Ghi chú|Mẹo|Quan trọng|Cảnh báo|Thận trọng",
}  # fmt: skip
"""What the kinds of callouts are called, by language: note, tip, important, warning, caution."""
_KINDS = ("note", "tip", "important", "warning", "caution")
_FEWEST = 3
"""Lines that were ended by hand, from which on a paragraph is taken for verse; two in a quotation."""


def shape(tree: Element, language: Language) -> None:
    """Make what is beside the text: pull quotes, callouts with their titles, verse; in the tree itself."""
    pull_quotes(tree)
    for box in tree.iter("aside"):
        kind = box.get("data-kind")
        if kind in _KINDS and not (len(box) and box[0].get("class") == "callout-title"):
            names = _TITLES.get(language.tag.partition("-")[0], _TITLES["en"]).split("|")
            line = {name: text for name, text in box.attrib.items() if name == "data-line"}
            box.insert(0, make("p", {"class": "callout-title", **line}, names[_KINDS.index(kind)]))
    quoted = {id(line) for quote in tree.iter("blockquote") for line in quote.iter("p")}
    for paragraph in tree.iter("p"):
        if "class" not in paragraph.attrib and _is_verse(
            paragraph, _FEWEST - 1 if id(paragraph) in quoted else _FEWEST
        ):
            paragraph.set("class", "verse")


def _is_verse(paragraph: Element, fewest: int) -> bool:
    """Whether every line of a paragraph was ended by hand."""
    breaks = sum(1 for child in paragraph if child.tag == "br")
    if breaks + 1 < fewest or paragraph.find(".//img") is not None:
        return False
    lines = [paragraph.text or ""]
    for child in paragraph:
        if child.tag == "br":
            lines.append((child.tail or "").lstrip("\n"))
        else:
            lines[-1] += "".join(child.itertext()) + (child.tail or "")
    return all("\n" not in line.strip() and line.strip() for line in lines)


def pull_quotes(root: Element) -> None:
    """A quotation marked `.pullquote`, on itself or on its last paragraph, becomes a pull quote, in the tree itself."""
    for quote in list(root.iter("blockquote")):
        last = quote[-1] if len(quote) else None
        marked = [element for element in (quote, last) if element is not None and "pullquote" in marks_of(element)]
        if marked:
            for element in marked:
                element.attrib.pop("class")
            quote.tag = "aside"
            quote.attrib = {"class": "pullquote", "role": "doc-pullquote", **quote.attrib}


def related_articles(root: Element, language: Language) -> None:
    """A paragraph marked `.related` that holds one link points to a related article, in the tree itself."""
    for parent in list(root.iter()):
        for paragraph in parent:
            links = list(paragraph.iter("a"))
            if paragraph.tag != "p" or len(links) != 1 or text_of(links[0]) != text_of(paragraph):
                continue
            if "related" in marks_of(paragraph) | marks_of(links[0]):
                link = links[0]
                link.attrib.pop("class", None)
                label = make("span", {"class": "label"}, language.words["read_also"])
                paragraph.tag = "aside"
                paragraph.attrib = {"class": "related"}
                fill(paragraph, [make("p", None, label, " ", link)])


def number_notes(root: Element, notes: list[Element], language: Language) -> list[Element]:
    """Number calls and notes by first call, in the tree itself.

    Returns:
        The notes that are called, in the order of their numbers.
    """
    order: dict[int, int] = {}
    calls: Counter[int] = Counter()
    queue = [root]
    for tree in queue:
        for call in tree.iter("a"):
            written = call.get("data-note", "")
            if not (written.isascii() and written.isdigit() and len(written) < 9 and int(written) < len(notes)):
                call.attrib.pop("data-note", None)
                continue
            place = int(written)
            if place not in order:
                order[place] = len(order) + 1
                # A note can call another, whose number then comes after those of the text.
                queue.append(notes[place])
            calls[place] += 1
            number = order[place]
            again = f"-{calls[place]}" if calls[place] > 1 else ""
            call.attrib = {
                "class": "noteref",
                "id": f"call-{number}{again}",
                "href": f"#note-{number}",
                "data-note": written,
            }
            fill(call, [language.in_digits(str(number))])
    for place, number in order.items():
        notes[place].attrib = {"class": "note", "id": f"note-{number}"}
    return [notes[place] for place in order]


def notes_section(notes: list[Element], language: Language) -> Element:
    """The section of the notes, under its heading."""
    heading = make("h2", {"id": "notes"}, language.words["notes"])
    return make("section", {"class": "notes"}, heading, *notes)
