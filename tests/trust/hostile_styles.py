"""Forty styles of a stranger, each of which would make editions do harm: what each changes in the house style."""

from collections.abc import Mapping

BODY, HEAD, END = "<article>", "</head>", "</body>"
ADDRESS = "https://evil.example/a"

DOUBLE = "{% for i in range(60) %}{% set ns.x = ns.x OP ns.x %}{% endfor %}"
BLOCK = "{% set a %}{{ a }}{{ a }}{% endset %}"
ROUND = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
CALL = "{% if n %}{% set a = f(n - 1) %}{% set b = f(n - 1) %}{% endif %}{% endmacro %}"

TEMPLATES: Mapping[str, tuple[str, str]] = {
    "an icon": (HEAD, f'<link rel="icon" href="{ADDRESS}"/></head>'),
    "a sheet of another site": (HEAD, f'<link rel="stylesheet" href="{ADDRESS}"/></head>'),
    "a site to be connected to": (HEAD, f'<link rel="preconnect" href="{ADDRESS}"/></head>'),
    "a page to be fetched ahead": (HEAD, f'<link rel="prefetch" href="{ADDRESS}"/></head>'),
    "a refresh": (HEAD, f'<meta http-equiv="refresh" content="0;url={ADDRESS}"/></head>'),
    "a base address": (HEAD, f'<base href="{ADDRESS}"/></head>'),
    "a script": (HEAD, "<script>1</script></head>"),
    "rules in the page": (HEAD, "<style>p { display: none }</style></head>"),
    "a handler": (BODY, '<article onclick="1">'),
    "a ping": (END, f'<p><a ping="{ADDRESS}" href="#title">·</a></p></body>'),
    "a link of its own": (END, f'<p><a href="{ADDRESS}">·</a></p></body>'),
    "a link in other spelling": (END, '<p><a href="&#104;ttps:/\\evil.example">·</a></p></body>'),
    "a picture of another site": (BODY, f'<article><img src="{ADDRESS}" alt=""/>'),
    "pictures by size": (BODY, f'<article><img src="images/1.png" srcset="{ADDRESS} 2x" alt=""/>'),
    "a frame": (BODY, f'<article><iframe src="{ADDRESS}"></iframe>'),
    "a form": (BODY, f'<article><form action="{ADDRESS}"></form>'),
    "a drawing that fetches": (BODY, f'<article><svg><image href="{ADDRESS}"/></svg>'),
    "an object": (BODY, f'<article><object data="{ADDRESS}"></object>'),
    "false words": (BODY, "<article><p>The ferry is safe.</p>"),
    "false words by an expression": (BODY, '<article><p>{{ "The ferry" ~ " is safe" }}</p>'),
    "false words in small pieces": (BODY, "<article><p><b>sa</b><b>fe</b></p>"),
    "a number": (BODY, "<article><p>1,000,000</p>"),
    "words in an attribute": (BODY, '<article title="The ferry is safe">'),
    "a word taken out": ("{{ body }}", '{{ body | replace("Nobody", "Somebody") }}'),
    "the text twice": ("{{ body }}", "{{ body }}{{ body }}"),
    "no text": ("{{ body }}", ""),
    "no notes": ("{{ notes }}", ""),
    "a hidden part": ('<div class="text">', '<div class="text" hidden="hidden">'),
    "a part in a style of its own": ('<div class="text">', '<div class="text" style="color: white">'),
    "letters the other way round": (BODY, '<article><bdo dir="rtl">{{ metadata.title }}</bdo>'),
    "a text that doubles": (BODY, "<article>{% set ns = namespace(x='ab') %}" + DOUBLE.replace("OP", "~")),
    "a list that doubles": (BODY, "<article>{% set ns = namespace(x=[1]) %}" + DOUBLE.replace("OP", "+")),
    "a sum of texts that doubles": (BODY, "<article>{% set ns = namespace(x='ab') %}" + DOUBLE.replace("OP", "+")),
    "a block that doubles": (BODY, "<article>{% set a %}ab{% endset %}" + BLOCK * 60),
    "a joined text": (BODY, "<article>{% set a = range(90000) | map('string') | join(body) %}{{ a | join(a) }}"),
    "a text repeated by a list": (BODY, "<article>{{ [body] * 99999999 }}"),
    "loops without an end": (BODY, "<article>" + ROUND),
    "calls without an end": (
        BODY,
        "<article>{% macro f(n) %}" + CALL + "{{ f(60) }}",
    ),
}
"""By what it does: what is replaced in the template, and by what."""

SHEETS: Mapping[str, tuple[str, str]] = {
    "a picture behind the text": ("epub.css", f'p {{ background-image: url("{ADDRESS}") }}'),
    "an address with an escape": ("epub.css", f'p {{ background-image: \\75rl("{ADDRESS}") }}'),
    "an address with another escape": ("epub.css", f"p {{ background: u\\72l({ADDRESS}) }}"),
    "an address in capitals": ("common.css", f"p {{ background: URL( {ADDRESS} ) }}"),
    "a set of pictures": ("epub.css", f'p {{ background-image: image-set("{ADDRESS}" 1x) }}'),
    "a set of pictures, of one maker": ("epub.css", f'p {{ background: -webkit-image-set("{ADDRESS}" 1x) }}'),
    "a sheet of another site": ("epub.css", f'@import "{ADDRESS}";'),
    "a sheet in an escape": ("epub.css", f'@\\69mport "{ADDRESS}";'),
    "a font of another site": ("common.css", f"@font-face {{ font-family: x; src: url({ADDRESS}) }}"),
    "a list's mark from another site": ("epub.css", f"li {{ list-style-image: url({ADDRESS}) }}"),
    "a pointer": ("epub.css", f"a {{ cursor: url({ADDRESS}), auto }}"),
    "a variable with an address": ("epub.css", f"p {{ --x: url({ADDRESS}); background: var(--x) }}"),
    "an address on paper": ("print.css", f"p {{ background: url({ADDRESS}) }}"),
    "an address in a margin": ("print.css", f"@page {{ @top-left {{ content: url({ADDRESS}) }} }}"),
    "words before a paragraph": ("common.css", 'p::before { content: "not " }'),
    "words by escapes": ("epub.css", 'p::after { content: "\\6e\\6f\\74" }'),
    "words as quotation marks": ("common.css", 'p { quotes: "not" "so" }'),
    "words as a list's mark": ("epub.css", 'li { list-style-type: "not " }'),
    "words as a hyphen": ("epub.css", 'p { hyphenate-character: "not" }'),
    "words in a margin": ("print.css", '@page { @top-left { content: "A lie" } }'),
    "words in a bookmark": ("print.css", 'h2 { bookmark-label: "A lie" }'),
    "words of an attribute": ("epub.css", "a::after { content: attr(href) }"),
    "a number of its own": ("epub.css", "p { counter-reset: x 1000000 } p::after { content: counter(x) }"),
    "a paragraph not shown": ("epub.css", "p + p { display: none }"),
    "a paragraph not shown on paper": ("print.css", ".amendments { display: none }"),
    "a paragraph hidden": ("epub.css", "p { visibility: hidden }"),
    "a paragraph collapsed": ("epub.css", "p { visibility: collapse }"),
    "a paragraph without size": ("epub.css", "p { font-size: 0 }"),
    "a paragraph too small": ("common.css", "p { font-size: 1px }"),
    "a paragraph too small by a sum": ("epub.css", "p { font-size: calc(1em - 1em) }"),
    "a paragraph too small by a font": ("epub.css", "p { font: 1px/1 serif }"),
    "a paragraph not to be seen through": ("epub.css", "p { opacity: 0 }"),
    "a paragraph out of the page": ("epub.css", "p { position: absolute; left: -9999px }"),
    "a paragraph far to the left": ("epub.css", "p { text-indent: -9999px }"),
    "a paragraph under another": ("epub.css", "p { margin-top: -20em }"),
    "a paragraph cut off": ("epub.css", ".text { height: 1em; overflow: hidden }"),
    "a paragraph clipped": ("epub.css", "p { clip-path: inset(100%) }"),
    "a paragraph masked": ("epub.css", "p { -webkit-mask: none }"),
    "a paragraph shrunk": ("epub.css", "p { transform: scale(0) }"),
    "a paragraph of no colour of its own": ("epub.css", "p { -webkit-text-fill-color: transparent }"),
    "words in another order": ("epub.css", "p { order: 3 }"),
    "letters the other way round": ("epub.css", "p { unicode-bidi: bidi-override; direction: rtl }"),
    "letters on each other": ("epub.css", "p { letter-spacing: -1em }"),
    "a sheet that is not CSS": ("epub.css", 'p { content: "a\n'),
}
"""By what it does: the sheet, and the rule that it gets."""

CASCADES: Mapping[str, str] = {
    "small in small": "html, body, article, div, p { font-size: 0.6em }",
    "white on white": "p { color: #fff }",
    "nearly white": "p { color: rgb(240 240 240) }",
    "black on black": ".text { background: #000 }",
    "without colour": "p { color: transparent }",
    "nearly without colour": "p { color: rgb(0 0 0 / 0.1) }",
    "a colour for a screen": "@media (min-width: 1px) { p { color: white } }",
    "lines on each other": "p { line-height: 0.1 }",
    "letters as large as the page": "p { font-size: 40em }",
}
"""By what it does: rules of epub.css whose harm only the cascade shows."""
