"""Every fault that a source can have, described once: `separatum explain CODE` prints these."""

from separatum.model.findings import Rule, Severity
from separatum.source import pasted_rules as rules
from separatum.source.pasted_rules import source_rule as _rule
from separatum.source.schema import KEYS

NOT_UTF8 = _rule(
    "NOT-UTF8",
    Severity.ERROR,
    "The file is not UTF-8",
    "Every part of an article is written in Unicode, encoded as UTF-8 (RFC 3629). A file in an older encoding, "
    "such as Windows-1251, would come out as nonsense. Open it in your editor with its own encoding and save it "
    "as UTF-8.",
)
NOT_MARKDOWN = _rule(
    "NOT-MARKDOWN",
    Severity.ERROR,
    "The file is not Markdown",
    "It is a document of another kind: a Word document, a web page, a PDF, an image. Its first bytes say so, "
    "whatever its name is. Documents with a text can be imported: that writes a Markdown file with its pictures "
    "beside it.",
)
NULL_BYTE = _rule(
    "NULL-BYTE",
    Severity.ERROR,
    "The file holds null bytes",
    "A text never holds the character U+0000, and XML forbids it (XML 1.0, 2.2). A file with null bytes is "
    "usually not a text at all (an office document, an image), is UTF-16, or was damaged. Save the article as "
    "plain UTF-8 text.",
)
CONTROL_CHARACTER = _rule(
    "CONTROL-CHARACTER",
    Severity.WARNING,
    "The text holds control characters that XML forbids",
    "Copying from a PDF or a layout program leaves characters such as U+000B behind, which no reader can see and "
    "XML 1.0, 2.2 forbids. Each was removed, or became a space. Delete them in the source, and check whether the "
    "words around them are complete.",
)
TOO_LARGE = _rule(
    "TOO-LARGE",
    Severity.ERROR,
    "The file is too large for an article",
    "An article of more than 2 MB would be longer than most books. It is probably not the file that you meant. "
    "Split a long work into several articles.",
)
EMPTY = _rule(
    "EMPTY",
    Severity.ERROR,
    "The file is empty",
    "There is nothing to publish. Write the text; front matter between two lines of --- may be above it.",
)
NO_TEXT = _rule(
    "NO-TEXT",
    Severity.ERROR,
    "There is no text after the front matter",
    "An article needs at least one paragraph. Write the text under the line that closes the front matter.",
)
NO_FRONT_MATTER = _rule(
    "NO-FRONT-MATTER",
    Severity.INFO,
    "The file has no front matter",
    "Front matter says what the text cannot: the headline, the language, the date. It is at the very beginning of "
    "the file, as YAML between two lines of --- or as TOML between two lines of +++. Without it, the title is the "
    "first heading or the name of the file, and the language is that of the project, of the site, or a guess.",
)
FRONT_MATTER_OPEN = _rule(
    "FRONT-MATTER-OPEN",
    Severity.ERROR,
    "The front matter is not closed",
    "The line that opens the front matter, --- or +++, must be repeated where the front matter ends. Otherwise "
    "nobody can know where the text begins.",
)
FRONT_MATTER_BROKEN = _rule(
    "FRONT-MATTER-BROKEN",
    Severity.ERROR,
    "The front matter cannot be parsed",
    "The front matter breaks the rules of YAML 1.2 or of TOML 1.0. In YAML the usual reasons are a colon followed "
    "by a space inside a value without quotation marks around it, a tab used for indentation, and a quotation "
    "mark that is not closed.",
)
KEY_TWICE = _rule(
    "KEY-TWICE",
    Severity.ERROR,
    "A key is written twice in the front matter",
    "Two values for one key contradict each other, and nobody can know which of them is meant (YAML 1.2, 3.2.1.3: "
    "keys are unique). Keep one. Where both values are the same, or the key has no meaning here, it is a warning.",
)
KEY_SHADOWED = _rule(
    "KEY-SHADOWED",
    Severity.INFO,
    "Two keys of the front matter say the same thing",
    "Several names are understood for one key, such as “published” and “date”. Where two of them are in one front "
    "matter, the key’s own name is used, or else the first. Check whether that is the one you mean.",
)
KEY_UNKNOWN = _rule(
    "KEY-UNKNOWN",
    Severity.WARNING,
    "A key of the front matter is not known",
    "What the key says would be published nowhere. Mostly it is a slip of the pen, so the nearest known key is "
    f"offered. The keys are {', '.join(key.name for key in KEYS)}; the reference of the front matter tells what each "
    "says, and which other names are understood.",
)
DRAFT = _rule(
    "DRAFT",
    Severity.ERROR,
    "The article is a draft",
    "“draft: true” (Hugo), “published: false” (Jekyll) and the folder “_drafts” keep a text off its web site "
    "until it is finished. So it is not exported either. Remove the key when the article is finished. To export "
    "drafts as well, use “--drafts”, or write “drafts = true” in separatum.toml.",
)
KEY_UNUSED = _rule(
    "KEY-UNUSED",
    Severity.INFO,
    "A key of the front matter means nothing here",
    "Sites and themes use keys such as “layout” or “weight” that have no meaning for an EPUB or a PDF, and keys "
    "of their own. They do no harm and may stay. If a key of your site means the same as one of ours, say so once "
    "under “[keys]” in separatum.toml.",
)
VALUE = _rule(
    "VALUE",
    Severity.WARNING,
    "A value in the front matter does not have the right form",
    "Each key takes one kind of value: a text, a date as YYYY-MM-DD (ISO 8601), a language tag (BCP 47), a web "
    "address, a list. The message says what was found and how to write it. The value was left out.",
)
KEY_FOREIGN = _rule(
    "KEY-FOREIGN",
    Severity.INFO,
    "A key in another language was understood",
    "Keys such as “datum” or “autor” are read as the key of the same meaning. Where a site has keys of "
    "its own that are "
    "not understood, name them once in separatum.toml: under “[keys]”, for example “datum = 'published'”.",
)
SETTING = _rule(
    "SETTING",
    Severity.INFO,
    "A value was taken from outside of the front matter",
    "What the front matter does not say is taken from the command line, from separatum.toml, from the site’s own "
    "configuration, or from the name of the file or its folder. The message says what, and from where. "
    "The front matter "
    "always beats it.",
)
NO_TITLE = _rule(
    "NO-TITLE",
    Severity.WARNING,
    "The article has no title",
    "EPUB 3.3, 5.5.3.1.2 and PDF/UA-1, 7.1 both require a title, and a reader finds the file by it. There is none "
    "in the front matter, and the text has no heading that could be the title; so the name of the file is used. "
    "Write “title: …” in the front matter.",
)
NO_LANGUAGE = _rule(
    "NO-LANGUAGE",
    Severity.ERROR,
    "Nobody says the language of the article",
    "Hyphenation, quotation marks, the fixed words and the voice of a screen reader all depend on it, and EPUB "
    "3.3, 5.5.3.1.3 and PDF/UA-1, 7.2 require it. Neither the front matter nor separatum.toml nor the site’s "
    "configuration names it, and the text is too short, or too mixed, for a guess. For this article write "
    "“language: en-GB” in the front matter, with the BCP 47 tag of its language; for all articles write “language "
    "= 'en-GB'” in separatum.toml, or use “--language en-GB”.",
)
NO_DATE = _rule(
    "NO-DATE",
    Severity.WARNING,
    "The article has no date of publication",
    "The article is published without a date. Dates come from the article and never from the clock, so that the "
    "same source gives the same bytes. Write “published: YYYY-MM-DD” in the front matter.",
)
LANGUAGE_UNKNOWN = _rule(
    "LANGUAGE-FALLBACK",
    Severity.INFO,
    "The fixed words of this language are in another one",
    "Fixed words (“Notes”, “Photo”) are not translated into this language yet, so they are taken from the next "
    "language of its chain: without the region, then English. Quotation marks, dates and direction come from "
    "Unicode CLDR. A translator adds a language by writing one small file.",
)
DATE_ORDER = _rule(
    "DATE-ORDER",
    Severity.WARNING,
    "A change is dated before the publication",
    "An article cannot be changed or corrected before it was published. Probably one of the two dates has a "
    "typing error.",
)
TITLE_TWICE = _rule(
    "TITLE-TWICE",
    Severity.INFO,
    "The headline is in the text as well",
    "The text opens with the same headline as the front matter. It is printed once, so it may stay.",
)
NESTING = _rule(
    "NESTING",
    Severity.ERROR,
    "Something is nested too deeply",
    "Lists and quotations inside one another more than twelve levels deep, or HTML more than a hundred deep, "
    "cannot be set on a page, and are nearly always an accident or an attack. Flatten the passage.",
)
WORD_LONG = _rule(
    "WORD-LONG",
    Severity.ERROR,
    "A word is longer than any page",
    "More than 5,000 signs without a space, or spaces in a row, are no word and no address, but a file in the wrong "
    "place, a picture in code or an attack, and take the layout minutes. Remove them, or break them up.",
)
TABLE_WIDE = _rule(
    "TABLE-WIDE",
    Severity.ERROR,
    "A table has more columns than any page can hold",
    "More than 500 columns cannot be set on a page, and take the layout minutes. Turn the table round, or give it as "
    "several.",
)
TABLE_CELLS = _rule(
    "TABLE-CELLS",
    Severity.WARNING,
    "A row of a table has more cells than its head",
    "The head got empty cells, so that no cell is lost. Add columns to the head and to the line under it, or "
    "write a bar that is meant as a sign as “\\|”.",
)
ATTRIBUTES_LEFT = _rule(
    "ATTRIBUTES-LEFT",
    Severity.WARNING,
    "An attribute list is in the text",
    "Something in braces looks like an attribute list, such as {.pullquote}, but is not at a place where one "
    "works, and so would be printed. It belongs directly behind an image or a link, without a space, or alone on "
    "the line under a paragraph.",
)
ATTRIBUTE = _rule(
    "ATTRIBUTE",
    Severity.WARNING,
    "An attribute list has a slip",
    "A name in braces is nearly one that has a meaning, such as “credit”, “licence”, “title”, “.pullquote” or "
    "“.related”, or a value has no quotation mark at its end. A name with a slip has no effect, so a credit would be "
    "missing. Names that other programs understand do no harm and may stay.",
)
MARK_UNUSED = _rule(
    "MARK-UNUSED",
    Severity.WARNING,
    "A mark is on something that it does not fit",
    "“.pullquote” is for a quotation (lines that begin with >), “.related” for a paragraph that holds one link "
    "and nothing else. Elsewhere they have no effect.",
)
FORMULA_BROKEN = _rule(
    "FORMULA-BROKEN",
    Severity.WARNING,
    "A formula cannot be read",
    "What is between dollar signs is TeX: “$E = mc^2$” in a line, “$$…$$” on lines of its own. A command is "
    "unknown, an argument is missing, or a brace is not closed. It is printed as TeX. Where dollars are "
    "meant, write “\\$”.",
)
FORMULA_MANY = _rule(
    "FORMULA-MANY",
    Severity.ERROR,
    "There are too many formulas",
    "Each formula is laid out and drawn by itself, and every reading system does so again: an article may hold "
    "five hundred. Part it, or write plain numbers and letters without dollar signs.",
)
FORMULA_UNREAD = _rule(
    "FORMULA-UNREAD",
    Severity.WARNING,
    "What looks like a formula is printed as it is",
    "Between two dollar signs is a command of TeX, or something raised or lowered, and besides what no formula "
    "has: words, letters of another script, or more than 2,000 signs. So it is taken for text, and readers see the "
    "command. Put words into “\\text{…}”; where it is text, write “\\$” and code between backticks.",
)
HTML_DROPPED = _rule(
    "HTML-DROPPED",
    Severity.WARNING,
    "HTML was dropped, and its content with it",
    "Scripts, frames, embedded players, forms and drawings in HTML cannot live in a file that must open anywhere "
    "and never calls home. The element and all in it are left out. Say in words, or with an image beside the "
    "article, what the reader would miss.",
)
HTML_CLOSED = _rule(
    "HTML-CLOSED",
    Severity.WARNING,
    "An HTML element that was never closed was closed",
    "A tag such as “<b>” or “<a id=…/>” without its end would take in all that follows it: HTML ignores the slash "
    "in “<a/>” (HTML, 13.1.2.1). It was closed where its paragraph ends, or at once. Write the end tag.",
)
SITE_TAG = _rule(
    "SITE-TAG",
    Severity.WARNING,
    "A tag of a web site's program was left out",
    "Hugo, Jekyll, Eleventy, Docusaurus, WordPress and their like put something in place of tags such as “{{< map "
    ">}}”, “{% include x %}” or “<Map />” when they make a page. Separatum does not know what, so the tag is left "
    "out; text between a pair of tags is kept. Write in Markdown what the tag stands for, or delete it. If the tag "
    "itself is your subject, write it as code, between backticks.",
)
SITE_READ = _rule(
    "SITE-READ",
    Severity.INFO,
    "A tag of a web site's program was read as what it means",
    "Some tags are known: a figure becomes a figure, a note becomes a callout, a table of contents is left to the "
    "editions. See whether the result is what you mean.",
)
EMOJI_UNKNOWN = _rule(
    "EMOJI-UNKNOWN",
    Severity.WARNING,
    "A code of an emoji is not known",
    "Codes such as “:tada:” become their sign if they are in the list that GitHub and others share. This one is "
    "not, so it is printed as it is written. Icons of a site's theme, such as “:material-check:”, are pictures that "
    "only the site has: one that means a sign becomes the sign, one that stands alone is named in words, and others "
    "are left out. Put the sign itself, or a word, in its place.",
)
CITATION = _rule(
    "CITATION",
    Severity.WARNING,
    "A citation or cross-reference is printed as it is written",
    "Pandoc and Quarto look up “[@key]” in a list of books, and “@fig-name” among the figures. No list is read "
    "here. Write the source as a note, “[^1]”, and name the figure in words.",
)
CODE_DRAWN = _rule(
    "CODE-DRAWN",
    Severity.WARNING,
    "A drawing or query is printed as its code",
    "Web sites draw Mermaid, PlantUML and the like, and answer queries, while the page is made. Here the code is "
    "printed, so that nothing is lost. Draw it with its own tool and put it in as an image with a description.",
)
HEADING_SPACE = _rule(
    "HEADING-SPACE",
    Severity.INFO,
    "A heading has no space behind its number signs",
    "“##Heading” is read as a heading, as it is meant; CommonMark (0.31.2, 4.2) wants a space. Write “## Heading”, "
    "so that other programs read it too.",
)
HTML_COMMENT = _rule(
    "HTML-COMMENT",
    Severity.INFO,
    "An HTML comment was left out",
    "Comments are notes among editors; in a published file anyone could read them. They are never published.",
)
HTML_UNKNOWN = _rule(
    "HTML-UNKNOWN",
    Severity.WARNING,
    "A word in angle brackets is not HTML",
    "“<name>” looks like HTML but no such element exists, so it is printed as it is, brackets included. If "
    "that is meant, write it as “\\<name>” or as code between backticks.",
)
TABLE_SPANS = _rule(
    "TABLE-SPANS",
    Severity.WARNING,
    "The spans of a table do not fit together",
    "Cells that span rows or columns must not overlap, reach beyond the table or out of its head: a screen reader "
    "could not tell which heads a cell has (PDF/UA-1, 7.5). Each cell is put at its first place, and the places that "
    "it covered are empty. Count the rows and columns.",
)
HEADING_SKIPPED = _rule(
    "HEADING-SKIPPED",
    Severity.WARNING,
    "A heading skips a level",
    "Screen readers move by headings; after a level 2 only 2 and 3 make sense (PDF/UA-1, 7.4.2; WCAG 2.2, 1.3.1). "
    "The levels were closed up, so the editions have a proper outline. Remove one “#” from the heading, or add "
    "the one between. A single “#” below headings with “##” is read as “##”: the level above these is the headline’s.",
)
HEADING_DEEP = _rule(
    "HEADING-DEEP",
    Severity.WARNING,
    "A heading is deeper than the third level of the text",
    "A page can show three levels of headings and no more. Deeper ones are set as the third. An article that "
    "needs four levels is better cut in two.",
)
ANCHOR_TWICE = _rule(
    "ANCHOR-TWICE",
    Severity.WARNING,
    "Two elements have the same id",
    "A link can lead to one place only (HTML, 3.2.6: the id is unique). The first keeps it.",
)
ANCHOR_MISSING = _rule(
    "ANCHOR-MISSING",
    Severity.WARNING,
    "A link leads to an anchor that does not exist",
    "A reader who follows the link would stay where they are, and EPUBCheck fails the book (RSC-012). So the link "
    "was removed and its words stay. The anchor of a heading is its text in small letters with hyphens for "
    "spaces; “{#name}” after a heading gives it one of your own.",
)
LINK_SCHEME = _rule(
    "LINK-SCHEME",
    Severity.WARNING,
    "A link works in one app only",
    "Links may lead to web pages (https, http), to a mail or telephone address (mailto, tel), and to an anchor of "
    "the same text. Others, such as “tg:” or “whatsapp:”, open an app that a reader may not have. The link was "
    "removed and its words stay.",
)
LINK_RELATIVE = _rule(
    "LINK-RELATIVE",
    Severity.WARNING,
    "A link is relative to a web site that the article does not name",
    "The file travels without its site and without the files beside the article, so “/about” and “plan.pdf” lead "
    "nowhere, and so does “www.example.org” without “https://”. With “source_url” in the front matter it is "
    "completed from there; without, the words stay and the link is taken away.",
)
LINK_WORDS = _rule(
    "LINK-WORDS",
    Severity.INFO,
    "A link has no words",
    "Nobody can follow a link that shows nothing. Its title stands for its words, or else its address, if that leads "
    "anywhere without the article's site. Write words that say where it leads.",
)
LINK_TITLE = _rule(
    "LINK-TITLE",
    Severity.INFO,
    "The title of a link is not printed",
    "A web site shows the title of a link to those who point at it with a mouse. On paper nobody can, and most "
    "e-readers do not show it. If readers need it, write it into the text.",
)
LINK_BROKEN = _rule(
    "LINK-BROKEN",
    Severity.WARNING,
    "A link’s address cannot be read",
    "The address is not a URL (RFC 3986): perhaps a host is missing, brackets are not closed, or “https:” has a slip. "
    "The link was removed and its words stay.",
)
REFERENCE_MISSING = _rule(
    "REFERENCE-MISSING",
    Severity.WARNING,
    "A link refers to an address that is given nowhere",
    "“[words][name]” needs a line “[name]: https://…” somewhere in the text. Without it the brackets are printed.",
)
MARKDOWN_LEFT = _rule(
    "MARKDOWN-LEFT",
    Severity.WARNING,
    "Markdown is printed as it is",
    "Its signs are printed where something is missing or too much: the second “**” of bold, a column in the line of "
    "dashes under a table’s head, or a space between the brackets of a link or behind the “!” of an image. "
    'Inside of raw HTML, Markdown is read only after an empty line, or where the element has “markdown="1"”; '
    "elsewhere its signs are printed. So are signs that a program for translating wrote with a backslash, and those of "
    "a web site's program that are not known.",
)
NOTE_MISSING = _rule(
    "NOTE-MISSING",
    Severity.WARNING,
    "A footnote is called but not written",
    "A call such as “[^1]” needs its note, a line that begins with “[^1]:”. The call is printed as it is written. "
    "Write the note, or delete the call.",
)
NOTE_UNCALLED = _rule(
    "NOTE-UNCALLED",
    Severity.WARNING,
    "A footnote is written but never called",
    "Nothing leads a reader to the note, and it has no number. Its words were put at the end of the text. Put its "
    "call, such as “[^1]”, where it belongs, or delete the note.",
)
NOTE_TWICE = _rule(
    "NOTE-TWICE",
    Severity.ERROR,
    "Two footnotes have the same name",
    "Only one of them can be shown. Give each note its own name; the printed numbers follow the order of the "
    "calls anyway.",
)
NOTE_EMPTY = _rule(
    "NOTE-EMPTY",
    Severity.ERROR,
    "A footnote is empty",
    "Its call would lead to nothing. Write the note, indenting further lines by four spaces, or delete note and call.",
)
IMAGE_MISSING = _rule(
    "IMAGE-MISSING",
    Severity.ERROR,
    "An image does not exist",
    "There is no file of that name. Names count letter by letter, capitals too; the path starts at the article’s "
    "folder, or, with a slash, at one of the roots. Add the image, or correct the name. To export the article "
    "without it, use “--missing-images link”.",
)
IMAGE_OUTSIDE = _rule(
    "IMAGE-OUTSIDE",
    Severity.ERROR,
    "An image is outside the article’s folder",
    "Images are read from the article’s own folder and those below it, from the public folders of its site, and "
    "from the folders that “roots” in separatum.toml names; never by a link that leads out of these. So nobody "
    "can bring a private file into a publication by a line of Markdown. Copy the image beside the article, or "
    "name its folder under “roots”.",
)
IMAGE_REMOTE = _rule(
    "IMAGE-REMOTE",
    Severity.ERROR,
    "An image is on the web",
    "Remote images are never fetched, and a file that fetched them when it is opened would tell the web site who "
    "reads it. Save the image beside the article and write its file name. Or decide once for all articles: "
    "“--remote-images link”, or “remote_images = 'link'” in separatum.toml, puts the image’s alternative text and "
    "its address in its place. In a file without front matter that is done unless you say “refuse”.",
)
IMAGE_BROKEN = _rule(
    "IMAGE-BROKEN",
    Severity.ERROR,
    "An image cannot be decoded",
    "The file is damaged, cut short, or not an image of a kind that can be read: JPEG, PNG, GIF, WebP, AVIF, "
    "TIFF, BMP, or SVG without pictures or pages inside. Each image is decoded and written again, so that nothing "
    "hidden in it is published. Open it in an image program and save it as PNG or JPEG. To export the article "
    "without it, use “--missing-images link”.",
)
DRAWING_GLYPH = _rule(
    "DRAWING-GLYPH",
    Severity.ERROR,
    "A drawing has letters that no font has",
    "The text of a drawing is drawn with the fonts of Separatum, so that it looks the same on every machine. For "
    "some of its letters these have no shape, and an empty box would be drawn. Turn the text into paths in a "
    "drawing program, or export the drawing as PNG.",
)
IMAGE_TOO_LARGE = _rule(
    "IMAGE-TOO-LARGE",
    Severity.ERROR,
    "An image is too large",
    "Images of more than 50 megapixels or 40 MB are not read: a small file can unfold into gigabytes. Scale it "
    "down; 5.6 megapixels is the most that e-readers show.",
)
IMAGE_NO_ALT = _rule(
    "IMAGE-NO-ALT",
    Severity.WARNING,
    "An image has no alternative text",
    "A reader who cannot see the image learns nothing of it (WCAG 2.2, 1.1.1; PDF/UA-1, 7.3). The name of a file, or "
    "a word such as “image”, describes nothing either (WCAG failure F30). Its caption stands in; without a caption, "
    "the title does for a lead image, and any other image is marked as undescribed. Then the EPUB does not claim to "
    "conform to WCAG. Say between the square brackets what the image shows: ![A map of Daghestan](map.png). In HTML, "
    "alt='' marks an ornament, which screen readers pass over.",
)

CAPTION_BELOW = _rule(
    "CAPTION-BELOW",
    Severity.INFO,
    "Words in italics under an image were read as its caption",
    "So Jekyll, Medium and Ghost write captions. They also describe the image, if nothing else does. A caption is "
    "written in quotation marks "
    'behind the file\'s name: ![What it shows](map.png "The caption").',
)
CAPTION_LOST = _rule(
    "CAPTION-LOST",
    Severity.WARNING,
    "An image inside a line of text has a caption that is not printed",
    "Only an image alone in its paragraph is a figure, with caption, credit and licence under it. Inside a line of "
    "text there is no room for them. Put blank lines around the image.",
)

FRONT_MATTER_REPAIRED = _rule(
    "FRONT-MATTER-REPAIRED",
    Severity.WARNING,
    "Broken front matter was read line by line",
    "The front matter is not valid YAML 1.2, but each of its lines is plainly “key: value”, or an item of a list. "
    "So it was read in that way. The message says what is wrong. Check in the report what was taken from it, and "
    "correct the line: other programs may refuse the file.",
)

VALUE_TOO_LONG = _rule(
    "VALUE-TOO-LONG",
    Severity.ERROR,
    "A value in the front matter is too long",
    "The value is longer than a page, or a code on it, can hold. What is long belongs in the text.",
)

DATE_AMBIGUOUS = _rule(
    "DATE-AMBIGUOUS",
    Severity.ERROR,
    "A date can be read in two ways",
    "“03/04/2022” is 3 April or March 4, and nobody can know which. Write it as YYYY-MM-DD, or say once for all "
    "articles in separatum.toml in which order the parts of a date are: “date_order = 'day-month'” or “date_order "
    "= 'month-day'”.",
)


LANGUAGE_GUESSED = _rule(
    "LANGUAGE-GUESSED",
    Severity.REVIEW,
    "The language of the article was guessed",
    "Nobody says the language, so it was guessed from the text. A wrong guess gives wrong hyphenation, wrong "
    "quotation marks and a wrong voice. For this article write “language: en-GB” in the front matter, with the "
    "BCP 47 tag of its language; for all articles write “language = 'en-GB'” in separatum.toml, or use "
    "“--language en-GB”.",
)

AUTHOR_KEY = _rule(
    "AUTHOR-KEY",
    Severity.REVIEW,
    "The author looks like a key, not like a name",
    "Some sites name an author by a key, such as “a-writer”, and keep the name in a file of data "
    "(_data/authors.yml, data/authors). No such file has this key. Write the name as it is to be printed, or add "
    "the key to the file.",
)

STANDFIRST_REPEATED = _rule(
    "STANDFIRST-REPEATED",
    Severity.INFO,
    "The description repeats the opening of the text",
    "A description that only repeats the first words of the text is written for search engines. It is not printed "
    "as a standfirst, so that the sentence is not read twice.",
)

LINK_UNSAFE = _rule(
    "LINK-UNSAFE",
    Severity.ERROR,
    "A link runs code or opens a file of the reader’s machine",
    "Links with “javascript:”, “data:”, “vbscript:” or “file:” run code, or open files, on the machine of anyone "
    "who follows them. Remove the link, or write a web address.",
)

BADGE = _rule(
    "BADGE",
    Severity.INFO,
    "A badge was left out",
    "Badges (“build passing”, “downloads”) are drawn by a service whenever a page is opened, and say how a project is "
    "at that moment; others are buttons of a page (“deploy”, “open in”), signs of a licence, or portraits that a "
    "service keeps for an account. In a file they would say nothing, and they are never fetched. They may stay in the "
    "source.",
)
LANGUAGE_DOUBTFUL = _rule(
    "LANGUAGE-DOUBTFUL",
    Severity.REVIEW,
    "The text does not look like the language of its site",
    "The site’s configuration names a default language, the article names none, and its text is plainly in another "
    "language. That one is used. Write “language: en-GB” in the front matter, with the BCP 47 tag of the text; or, for "
    "all articles, write “language = 'en-GB'” in separatum.toml, or use “--language en-GB”.",
)
IMAGE_LEFT_OUT = _rule(
    "IMAGE-LEFT-OUT",
    Severity.WARNING,
    "An image was left out",
    "The image is replaced by its alternative text and, if it is on the web, by a link to its address: you asked "
    "for it (“--without-missing-images”, or “remote_images” and “missing_images” in separatum.toml), or the file "
    "has no front matter and nothing was said about images on the web. Save the image beside the article to have "
    "it in the editions.",
)

RULES: tuple[Rule, ...] = (
    *(value for value in list(globals().values()) if isinstance(value, Rule)),
    *rules.RULES,
)
"""Every rule of the source: of this file, then of what is pasted."""
