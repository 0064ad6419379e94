"""Count the articles in which the search for forbidden words finds a name that is not there.

`python -m tests.privacy.false_hits FOLDER [1000]`: so many Markdown files, as many from each folder of a folder as
there are, each text once, are searched for each name of `NAMES`. A hit is false unless the name itself stands in what
was found, its letters compared without case and marks. A list that a person keeps has a few names; `NAMES` has many, so
that one false hit in a thousand articles means less for each name.
"""

import hashlib
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from separatum.checks.privacy.forbidden_forms import folded
from separatum.checks.privacy.forbidden_words import ForbiddenWords, Hit

LEAST_WORDS = 150
"""Shorter files are no articles."""
MOST_BYTES = 300_000

NAMES = {
    "en": "Harriet Pemberwick; Oswin Tattersby; Eleanor Quillfeather; Desmond Applegarth; Quillfeather",
    "de": "Friedhelm Brückensteiner; Jörg Müllerschön; Annegret Hüttenrauch; Hüttenrauch",
    "nl": "Joost van Wijngaarden; Mieke Hoogstraten; Hoogstraten",
    "sv": "Åsa Björkenstam; Torbjörn Lindevall; Björkenstam",
    "da": "Søren Kjærsgård; Mette Østerhåb; Kjærsgård",
    "is": "Þórdís Hallgrímsdóttir; Ævar Steingrímsson",
    "fr": "Élodie Gagnebin; Thibault Desrochettes; Desrochettes",
    "es": "Inés Arrizabalaga; José Ñúñez Carrascal; Arrizabalaga",
    "pt": "João Gonçalvinho; Benedita Figueirôa; Figueirôa",
    "it": "Nicolò Brunelleschini; Ginevra Castelnovi; Castelnovi",
    "ro": "Ștefania Munteanescu; Andrei Țurcanașu; Munteanescu",
    "pl": "Zbigniew Kowalczewski; Grażyna Nowakowicz; Nowakowicz",
    "cs": "Božena Nováčková; Jiří Hájkovský; Hájkovský",
    "hr": "Ivana Horvatinčić; Zdravko Perković; Horvatinčić",
    "lt": "Jonas Kazlauskaitis; Rūta Petraitytė; Petraitytė",
    "lv": "Jānis Bērziņkalns; Ilze Ozoliņa; Bērziņkalns",
    "fi": "Väinö Korhosmäki; Aino Virtasalo; Virtasalo",
    "et": "Tõnu Tammsaarelt; Kersti Mägiste; Mägiste",
    "hu": "Kovácsházy Péter; Nagyváradi Zsófia; Kovácsházy",
    "tr": "Ayşegül Yılmazer; Kemal Çeliköz; Yılmazer",
    "az": "Əli Məmmədzadə; Günel Hüseynli; Məmmədzadə",
    "vi": "Nguyễn Thị Bạch Mai; Trần Đức Phong",
    "ru": "Дарья Левицкая; Павел Остроумов; Остроумов; Рамзан Кадиев",
    "uk": "Остап Гнатюченко; Соломія Кривоніс; Гнатюченко",
    "bg": "Радослав Пенчев; Калина Стоименова; Стоименова",
    "sr": "Радивоје Петронијевић; Весна Стојановић; Петронијевић",
    "kk": "Айгүл Сейітқызы; Бауыржан Тоқтаров; Тоқтаров",
    "ce": "Хьамзат Гӏамболатов; Зелимхан Ахьмадов; Гӏамболатов",
    "el": "Νικηφόρος Παπαδάκης; Ευγενία Σταματίου; Σταματίου",
    "hy": "Արմեն Պետրոսյան; Նազելի Թորոսյան; Թորոսյան",
    "ka": "გიორგი ბერიძაული; ნინო ქობულაძე; ქობულაძე",
    "ar": "محمد الفهداني; فاطمة الزيتوني; عبد الرحيم القصبي; الزيتوني",
    "fa": "زهرا کریمی‌پور; بهرام شهسواری; شهسواری",
    "he": "דוד כהנוביץ; רבקה אלמליח; כהנוביץ",
    "hi": "सीता विश्वकर्मा; रामेश्वर त्रिवेदी; त्रिवेदी",
    "bn": "রহিমা চৌধুরানী; অনির্বাণ মুখার্জী",
    "ta": "முத்துக்குமார் சுந்தரம்; செல்வி கந்தசாமி",
    "ml": "രാജൻ കൃഷ്ണൻകുട്ടി; ലക്ഷ്മിക്കുട്ടി അമ്മ",
    "am": "አበበ ተስፋማርያም; ሰላማዊት ገብረመስቀል",
    "th": "สมชาย ทองประเสริฐ; วิไลวรรณ",
    "zh": "欧阳晓峰; 司马雨桐; 张志远; 李慕白",
    "ja": "山田太郎左衛門; 小鳥遊六花; 中村静香",
    "ko": "김철수; 남궁민호; 박서연",
}
"""Names by language: of two words or more, and single ones. They are made up, but for common ones without spaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit, and whether the name itself stands there."""

    file: Path
    hit: Hit
    is_true: bool


def articles(folder: Path, count: int) -> list[tuple[Path, str]]:
    """So many files with their texts, as many from each folder in a folder as there are, each text once."""
    turns = [_readable(place) for place in sorted(folder.iterdir()) if place.is_dir()]
    chosen: dict[bytes, tuple[Path, str]] = {}
    while turns and len(chosen) < count:
        for turn in list(turns):
            if (found := next(turn, None)) is None:
                turns.remove(turn)
            elif len(chosen) < count:
                chosen.setdefault(hashlib.sha256(found[1].encode()).digest(), found)
    return list(chosen.values())


def _readable(folder: Path) -> Iterator[tuple[Path, str]]:
    """The articles of a folder, in an order that their places decide."""
    files = [Path(place, name) for place, _, names in os.walk(folder) for name in names if name.endswith(".md")]
    for file in sorted(files, key=lambda one: hashlib.sha256(str(one.relative_to(folder)).encode()).digest()):
        if file.is_file() and file.stat().st_size <= MOST_BYTES:
            text = file.read_text(encoding="utf-8", errors="replace")
            if _words(text) >= LEAST_WORDS:
                yield file, text


def _words(text: str) -> int:
    """Its words; of scripts without spaces, each two letters count as one."""
    return len(re.findall(r"\w+", text)) + len(re.findall("[\u0e00-\u0eff\u3040-\u30ff\u4e00-\u9fff]", text)) // 2


def hits(texts: Iterable[tuple[Path, str]]) -> Iterator[Found]:
    """All hits in these texts."""
    names = [name.strip() for some in NAMES.values() for name in some.split(";")]
    words = ForbiddenWords(lines=tuple(enumerate(names, start=1)))
    for file, text in texts:
        for hit in words.found_in(text):
            parts = [folded(part) for part in re.findall(r"\w+", hit.word)]
            yield Found(file=file, hit=hit, is_true=all(part in folded(hit.around) for part in parts))


def _main() -> int:
    count = int(sys.argv[2]) if sys.argv[2:] else 1000
    texts = articles(Path(sys.argv[1]), count)
    found = list(hits(texts))
    false = [one for one in found if not one.is_true]
    names = sum(len(some.split(";")) for some in NAMES.values())
    told = {
        "articles": len(texts),
        "names": names,
        "languages of the names": len(NAMES),
        "articles in which a name itself stands": len({one.file for one in found if one.is_true}),
        "articles with a false hit": len({one.file for one in false}),
        "percent of the articles": round(100 * len({one.file for one in false}) / max(1, len(texts)), 3),
        "percent of articles times names": round(100 * len(false) / max(1, len(texts) * names), 6),
        "by name": Counter(one.hit.word for one in false),
        "where": [f"{one.file.name}: “{one.hit.word}”, as in “{one.hit.around}”" for one in false[:20]],
    }
    sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    return 1 if told["articles with a false hit"] else 0


if __name__ == "__main__":
    sys.exit(_main())
