"""A small article with every form of docs/development/body.md, and its editions."""

import io
from datetime import date
from functools import cache

from separatum.checks.formats.documents import EpubDocument, PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import write_together
from separatum.model.article import (
    Amendment,
    AmendmentKind,
    Article,
    Contributor,
    Heading,
    Image,
    Licence,
    Metadata,
    Publisher,
    Role,
)
from separatum.style.style import load_style

BODY = """
<figure class="lead" id="figure-1"><img src="images/map.png" alt="A map of the river and the two dams" width="640"
height="480"/><figcaption><span class="caption">The river and its <em>two</em> dams</span>
<span class="credit">Drawing: Nino Example</span></figcaption></figure>
<p>The minister did <em>not</em> say how much was lost: −5.3 °C, $1,000 and 40 %
of “everything” that the office’s well-known affluent officials had promised.<a class="noteref" id="call-1"
href="#note-1">1</a> Nobody asked; <q>we shall see</q>, they wrote.</p>
<h2 id="first">What was lost</h2>
<p>Considerable representation of internationalisation, responsibilities and characteristically extraordinary
circumstances is hyphenated, <span lang="fr">c’est-à-dire</span> cut, in <code>x == 1</code> and
<a href="https://example.org/a/very/long/address">elsewhere</a>, see <a href="#first">above</a>.<a class="noteref"
id="call-2" href="#note-2">2</a></p>
<aside class="pullquote" role="doc-pullquote"><p>Nobody asked.</p></aside>
<h3 id="second">A list, and a table</h3>
<ul><li>One thing<ul><li>inside of it</li></ul></li><li>another</li></ul>
<ol start="3"><li><p>Third</p><p>and more</p></li><li><p>Fourth</p></li></ol>
<dl><dt>Term</dt><dd>what it means</dd></dl>
<table><thead><tr><th scope="col">Year</th><th scope="col" class="right">Loss</th></tr></thead>
<tbody><tr><td>2016</td><td class="right">1.5</td></tr></tbody></table>
<pre><code>if lost:
    ask()</code></pre>
<blockquote><p>We were <strong>never</strong> asked.</p></blockquote>
<hr/>
<p>The <abbr title="World Health Organization">WHO</abbr> was not there, H<sub>2</sub>O was.</p>
<p>The energy is <math alttext="E = mc²" tex="E = mc^2"><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>
</math>, and nothing was lost.</p>
<p class="formula"><math display="block" alttext="half of a" tex="a/2"><mfrac><mi>a</mi><mn>2</mn></mfrac></math></p>
<aside class="related"><p><span class="label">Read also</span>
<a href="https://example.org/b">Another story</a></p></aside>
<section class="notes"><h2 id="notes">Notes</h2>
<aside class="note" id="note-1"><p>Letter to the ministry, 5 April 2017, page 3.</p></aside>
<aside class="note" id="note-2"><p>2016 was the <em>worst</em> year.</p></aside></section>
"""


@cache
def drawing(width: int = 640, height: int = 480, *, blank: bool = False) -> bytes:
    from PIL import Image as Picture

    picture = Picture.new("RGB", (width, height), "white")
    for x in range(0 if blank else width):
        picture.putpixel((x, x * 3 // 4), (0, 60 + x, 120))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


@cache
def small_article(body: str = BODY, language: str = "en-GB") -> Article:
    lead = Image(
        href="images/map.png",
        media_type="image/png",
        data=drawing(),
        width=640,
        height=480,
        alt="A map of the river and the two dams",
        caption="The river and its two dams",
        credit="Nino Example",
    )
    return Article(
        name="lost",
        metadata=Metadata(
            title="What the river took: “nothing”, they say",
            short_title="What the river took",
            language=language,
            identifier="urn:uuid:2c5ea4c0-4067-51b2-a3d1-000000000001",
            published=date(2017, 4, 5),
            modified=date(2017, 4, 7),
            standfirst="Two dams, one river, and a ministry that did not answer.",
            kicker="Investigation",
            place="Tbilisi",
            contributors=(
                Contributor(name="Nino Example", file_as="Example, Nino"),
                Contributor(name="Ada Sample", role=Role.TRANSLATOR, file_as="Sample, Ada"),
            ),
            amendments=(
                Amendment(kind=AmendmentKind.CORRECTION, date=date(2017, 4, 7), text="The year was 2016, not 2015."),
            ),
            publisher=Publisher(name="The Example", url="https://example.org/", contact="desk@example.org"),
            source_url="https://example.org/lost",
            rights="© 2017 The Example",
            licence=Licence(name="CC BY 4.0", url="https://creativecommons.org/licenses/by/4.0/"),
        ),
        body=body,
        outline=(
            Heading(level=2, text="What was lost", anchor="first"),
            Heading(level=3, text="A list, and a table", anchor="second"),
        ),
        images=(lead,) if "images/map.png" in body else (),
        lead=lead if "images/map.png" in body else None,
    )


@cache
def editions_bytes(article: Article) -> dict[str, bytes]:
    """Both editions, made together: the EPUB has the PDF's pages."""
    return {maker.format: content for maker, content in write_together(("epub", "pdf"), article, load_style())}


def epub_bytes(article: Article) -> bytes:
    return editions_bytes(article)["epub"]


def pdf_bytes(article: Article) -> bytes:
    return editions_bytes(article)["pdf"]


def subject(article: Article | None = None, epub: bytes | None = None, pdf: bytes | None = None) -> Subject:
    return Subject(
        article=article,
        epub=None if epub is None else EpubDocument(epub, "lost.epub"),
        pdf=None if pdf is None else PdfDocument(pdf, "lost.pdf"),
    )
