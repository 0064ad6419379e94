"""Keys of front matter in other languages than English, as sites that are written in one language have them."""

from collections.abc import Mapping
from types import MappingProxyType

_WORDS = {
    "title": (
        "titel titulo título titre titolo tytuł заголовок название назва başlık otsikko tittel rubrik nadpis 标题 "
        "タイトル"
    ),
    "published": ("datum fecha дата tarih päivämäärä dato dátum data 日期 日付 발행일 தேதி ημερομηνία تاریخ التاريخ"),
    "byline": (
        "autor autora autorin autorinnen autore auteur autrice auteure автор авторка авторы автори yazar forfatter "
        "författare kirjoittaja skribent 作者 著者 نویسنده الكاتب συγγραφέας"
    ),
    "standfirst": (
        "einleitung vorspann zusammenfassung beschreibung resumen descripción descripcion entradilla bajada résumé "
        "chapeau chapô descrizione sommario resumo descrição descricao streszczenie opis анонс описание лид опис "
        "özet açıklama beskrivelse beskrivning popis 摘要 概要"
    ),
    "image": (
        "bild imagen imagem immagine obraz obrázek изображение картинка зображення görsel kuva bilde billede 图片"
    ),
    "image_alt": ("bildbeschreibung alternativtext"),
    "image_caption": ("bildunterschrift leyenda légende didascalia legenda подпись підпис bildtext"),
    "subjects": (
        "schlagworte stichworte etiquetas mots-clés étiquettes etichette теги метки etykiety tagi etiketler štítky"
    ),
    "language": ("sprache idioma langue lingua язык мова dil språk sprog kieli język jazyk 语言"),
    "kicker": ("kategorie categoría categoria catégorie rubrique rubrik раздел рубрика kategori kategoria"),
}
FOREIGN_KEYS: Mapping[str, str] = MappingProxyType(
    {word.replace("-", ""): key for key, words in _WORDS.items() for word in words.split()}
)
"""Our keys by those words, in small letters."""
