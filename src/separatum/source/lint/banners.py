"""What web pages put between the paragraphs of an article, in the languages in which it was met."""

import re

_BUTTONS = """
    share | share this | share this article | share on facebook | share on twitter | share on x | tweet | tweet this
    email this | print | print this | copy link | save | read more | continue reading | keep reading | show more
    see more | load more | view comments | comments | leave a comment | advertisement | ad | sponsored
    sponsored content | sign in | log in | sign up | subscribe | subscribe now | follow us | donate | donate now
    support us | skip to content | skip to main content | back to top | menu | close | loading | related articles
    related posts | related | share this | like this | you may also like | more from this author | leave a reply
    post navigation | filed under | click to share on facebook | email this to a friend
    most read | most popular | recommended | listen to this article | read next | accept all
    got it | next | previous | поделиться | поделиться в фейсбуке | поделиться ссылкой | твитнуть | читать далее
    читать дальше | читать полностью | ещё | реклама | подписаться | подпишитесь | войти | комментарии
    оставить комментарий | скопировать ссылку | наверх | меню | закрыть | распечатать | на правах рекламы
    поддержать | поддержать нас | загрузка | поділитися | читати далі | читати більше | реклама | підписатися
    teilen | weiterlesen | mehr lesen | anzeige | werbung | drucken | anmelden | abonnieren | kommentare | nach oben
    link kopieren | partager | lire la suite | lire plus | publicité | imprimer | sabonner | se connecter
    commentaires | haut de page | compartir | leer más | seguir leyendo | publicidad | imprimir | suscribirse
    iniciar sesión | comentarios | condividi | leggi tutto | leggi di più | pubblicità | stampa | udostępnij
    czytaj więcej | czytaj dalej | reklama | paylaş | devamını oku | yazdır | გაზიარება | სრულად | კომენტარები
    կիսվել | ավելին | paylaşın | ətraflı | مشاركة | اقرأ المزيد | شیر
"""
BUTTONS = frozenset(word.strip() for word in _BUTTONS.replace("\n", "|").split("|") if word.strip())
"""Words that stand alone in a paragraph where a button was; small letters, without punctuation."""

LABELS = re.compile(
    r"(?:tags?|tagged|categor(?:y|ies)|filed under|posted (?:in|by|on)|share this|like this|метки|теги|рубрик[аи]"
    r"|теґи|категорі[яї]|schlagw(?:ort|örter)|kategorien?|mots[- ]clés|étiquettes|catégories?|etiquetas|categorías?"
    r"|tag|categorie|tagi|kategorie|etiketler|კატეგორია|tagged with|abgelegt unter|veröffentlicht (?:in|unter)"
    r"|partager|поделиться|compartir|condividi|udostępnij|paylaş)\s*:",
    re.IGNORECASE,
)
"""The beginning of a line that a web site puts under an article: its subjects, where it is filed, how to share it."""

_BANNER = re.compile(
    r"\b(?:(?:we|this (?:web)?site|our (?:web)?site) uses? cookies|(?:accept|manage|reject) (?:all )?cookies"
    r"|cookie (?:policy|settings)|by (?:continuing|using) (?:to (?:use|browse) )?this (?:web)?site"
    r"|(?:sign up|subscribe) (?:for|to) our (?:\w+ )?(?:newsletter|mailing list)"
    r"|subscribe to our (?:channel|telegram)|become (?:a|our) (?:member|patron|supporter)"
    r"|support (?:our|independent) (?:work|journalism)|(?:make|please consider making) a donation"
    r"|this (?:story|article) is free to read because|enable javascript|your browser does not support"
    r"|please (?:disable|turn off) your ad ?blocker|all rights reserved\. (?:no part|reproduction)"
    r"|мы используем (?:файлы )?cookie|файлы cookie"
    r"|подпи(?:шитесь|сывайтесь) на (?:наш\w*|рассылк\w*|канал|телеграм)"
    r"|поддержите (?:нас|нашу|редакцию|независим\w*)|сделайте пожертвование|оформите (?:подписку|пожертвование)"
    r"|нашли ошибку\? выделите|ctrl ?\+ ?enter|включите javascript|ми використовуємо (?:файли )?cookie"
    r"|підтримайте нас|підпи(?:шіться|суйтесь) на|diese (?:web)?seite verwendet cookies|wir verwenden cookies"
    r"|newsletter abonnieren|nous utilisons des cookies|ce site utilise des cookies|abonnez-vous à notre"
    r"|soutenez-nous|faites un don|utilizamos cookies|este sitio (?:web )?(?:usa|utiliza) cookies"
    r"|suscríbete a nuestr|haz una donación|questo sito utilizza i? ?cookie"
    r"|ta strona (?:używa|korzysta z) (?:plików )?cookie|zapisz się do newslettera|bu site çerez"
    r"|çerezleri kullan|abone olun|bizə dəstək|მოგვყევით|გამოიწერეთ)"
)


def is_banner(text: str) -> bool:
    """Whether a text has a request of a web page to its visitor."""
    # Small letters first: to look for so many words in either is twelve times as much work.
    return _BANNER.search(text.replace("İ", "i").lower()) is not None


CREDIT = re.compile(
    r"(?:photo(?:graph|s)?|image|picture|illustration|foto|fotos|bild|imagen|immagine|zdjęcie|фото|фотография|світлина"
    r"|иллюстрация|ფოტო|լուսանկար|fotoğraf|şəkil)(?: (?:by|credit|courtesy(?: of)?|von|par|de))?\s*[:/|©—–-]\s*\S"
    r"|(?:photo|photograph|image|picture|illustration) (?:by|courtesy of) [A-Z]"
    r"|©\s?(?:reuters|getty|afp|ap|epa|tass|тасс)\b",
    re.IGNORECASE,
)
"""The beginning of the credit of an image."""
