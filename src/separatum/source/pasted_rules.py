"""What comes along when a text is copied from the web: what is taken out of it, and what a person must look at."""

from separatum.model.findings import Rule, Severity


def source_rule(code: str, severity: Severity, summary: str, explanation: str) -> Rule:
    """A rule of the source; `code` is told without the family that it belongs to."""
    return Rule(code=f"SOURCE-{code}", severity=severity, summary=summary, explanation=explanation)


COMMENT_OPEN = source_rule(
    "COMMENT-OPEN",
    Severity.ERROR,
    "An HTML comment does not end",
    "“<!--” begins a note among editors that is never published; without its “-->” nobody can tell where the note "
    "ends, and it would be printed. Close it, delete it, or write the sign as code between backticks.",
)
HIDDEN = source_rule(
    "HIDDEN",
    Severity.WARNING,
    "Hidden text was left out",
    "The source holds words that a browser would not show: “hidden”, “display: none”, white on white, or of no "
    "size. Anyone could read them in a file. They are left out. Delete them in the source; if they should be read, "
    "take the style away.",
)
TRACKING_PIXEL = source_rule(
    "TRACKING-PIXEL",
    Severity.INFO,
    "A tracking pixel was left out",
    "An image of one pixel, or one that is not shown, is there to tell its site who opened the page. Editions never"
    " call home, so it is left out. Delete it in the source.",
)
LINK_TRACKING = source_rule(
    "LINK-TRACKING",
    Severity.INFO,
    "Parameters that trace readers were taken off a link",
    "“utm_source”, “fbclid”, “gclid” and their kin tell a web site from whom, and through what, a reader came; some"
    " name the one person who copied the address. The address leads to the same page without them. Delete them in "
    "the source.",
)
LINK_CREDENTIALS = source_rule(
    "LINK-CREDENTIALS",
    Severity.WARNING,
    "A name or password was taken off a link",
    "An address such as “https://name:password@example.org/” would give everyone who has the file a way in (RFC "
    "3986, 3.2.1 and 7.5). Take it out of the source, and change the password if it was a true one.",
)
LINK_RECIPIENT = source_rule(
    "LINK-RECIPIENT",
    Severity.WARNING,
    "A hidden recipient was taken off a mail link",
    "“mailto:desk@example.org?bcc=name@example.org” names a person whom the text does not show (RFC 6068, section 2). "
    "The link keeps the address, and loses “cc” and “bcc”. Delete them in the source.",
)
LINK_PERSONAL = source_rule(
    "LINK-PERSONAL",
    Severity.REVIEW,
    "An address may name a person or give access",
    "A mail address, a token, a session, an invitation or a long value that means nothing in an address can tell who "
    "copied it, or let anyone in who has the file. A short address such as “https://t.co/…” may be made for one "
    "reader. The program cannot tell whether the page needs it. Open the address in a private window, take parts away "
    "as long as it leads to the same page, and write that.",
)
ALT_PATH = source_rule(
    "ALT-PATH",
    Severity.REVIEW,
    "An alternative text has a path",
    "A path such as “C:\\Users\\name\\photo.png” names the person at the computer. It is read aloud. Write what the "
    "picture shows. (An alternative text that is nothing but a path or the name of a file is not used at all: see "
    "SOURCE-IMAGE-NO-ALT.)",
)
EMBED = source_rule(
    "EMBED",
    Severity.INFO,
    "An embedded player or post became its address",
    "A player or a post of another site would be fetched from there when the file is opened, and tells the site who"
    " reads. In its place are the name of the site, the title if it had one, and the address. See whether a "
    "reader who cannot go there is told enough.",
)
INVISIBLE = source_rule(
    "INVISIBLE",
    Severity.WARNING,
    "Invisible characters were removed",
    "Zero-width spaces, joiners between letters that do not join, soft hyphens, blank letters, tag characters, and "
    "marks of direction in a line without text from right to left come with text copied from the web. They spoil "
    "searching; and a row of them can mark one reader's copy, so that it is known who passed a text on. Joiners where "
    "a script or an emoji needs them, and marks of direction beside Arabic or Hebrew, stay.",
)
ODD_SPACE = source_rule(
    "ODD-SPACE",
    Severity.INFO,
    "Unusual spaces became plain ones",
    "Spaces of other widths (U+2000 to U+200A and others) look like a plain space, and can mark one reader's copy. The "
    "style sets the width of spaces. No-break spaces stay.",
)
MIXED_SCRIPT = source_rule(
    "MIXED-SCRIPT",
    Severity.REVIEW,
    "A word has letters of two scripts that look alike",
    "A Cyrillic “а” in a Latin word looks like “a”, but is another letter (UTS 39, section 4). Readers cannot search "
    "for such a word, a voice reads it wrong, and a pattern of them can mark one reader's copy. Write the word anew, "
    "in one script.",
)
DIRECTION = source_rule(
    "DIRECTION-OVERRIDE",
    Severity.WARNING,
    "Characters that reverse text were removed",
    "U+202D and U+202E (Unicode, UAX 9, 2.2) make a text look other than it is: “exe.doc” for a program, another "
    "name for a name. No language needs them; direction is set with “dir” and “lang”. Check that the words now read "
    "as they should.",
)
MAIL_HIDDEN = source_rule(
    "PASTED-MAIL",
    Severity.REVIEW,
    "A mail address was hidden by the web site it was copied from",
    "“[email protected]” is what a service such as Cloudflare shows to programs instead of an address. The true one"
    " was lost in copying. Look it up and write it.",
)
BANNER = source_rule(
    "PASTED-BANNER",
    Severity.REVIEW,
    "A banner of a web site seems to be in the text",
    "Requests to subscribe, to give or to agree to cookies are between the paragraphs of a web page and are "
    "copied with them. If it is not part of the article, delete it.",
)
BUTTON = source_rule(
    "PASTED-BUTTON",
    Severity.REVIEW,
    "The words of a button seem to be in the text",
    "“Share”, “Read more” and “Advertisement” alone in a paragraph are mostly what was left of a web page. If they "
    "are not part of the article, delete them.",
)
CREDIT_ALONE = source_rule(
    "PASTED-CREDIT",
    Severity.REVIEW,
    "A credit is without its image",
    "A line such as “Photo: A. Name” that is not under an image is mostly what was left when the image was not "
    "copied. Put the image back, with the credit behind it in braces, or delete the line.",
)
QUOTATION_OPEN = source_rule(
    "QUOTATION-OPEN",
    Severity.REVIEW,
    "A quotation is opened or closed only once",
    "In this paragraph there is one quotation mark too many, or one too few. Where a quotation goes on in the next "
    "paragraph, that one begins with a mark of its own. Else a reader cannot tell who says what: see where the "
    "quotation ends.",
)
QUOTATION_CUT = source_rule(
    "QUOTATION-CUT",
    Severity.REVIEW,
    "A quotation seems to break off",
    "The quotation ends in the middle of a sentence: with a comma, a dash or an opening bracket. See whether its "
    "end was lost in copying.",
)
PARAGRAPH_TWICE = source_rule(
    "PARAGRAPH-TWICE",
    Severity.REVIEW,
    "A paragraph is there twice",
    "The same words are in two paragraphs. A pull quote may repeat what the text says; a paragraph that does was "
    "mostly pasted twice. Delete one of the two, or mark it as a pull quote.",
)
TABLE = source_rule(
    "PASTED-TABLE",
    Severity.INFO,
    "Lines with tabs were read as a table",
    "A table that is copied from a word processor or a spreadsheet comes as lines with tabs. It is set as a table, "
    "and its first line as the head. See whether that is right, or write it with bars: “| a | b |”.",
)
LIST = source_rule(
    "PASTED-LIST",
    Severity.INFO,
    "Lines with bullets were read as a list",
    "A list that is copied from a word processor comes as lines that begin with “•”. It is set as a list. Write “- "
    "” in front of each point, so that other programs read it too.",
)
LINES = source_rule(
    "PASTED-LINES",
    Severity.INFO,
    "Lines that begin with a dash or a number were kept as lines",
    "Markdown joins the lines of a paragraph. Lines that begin with a dash are mostly what people say, or points of "
    "a list, so each keeps its line. Put an empty line between them, or “- ” before each.",
)
HEADING = source_rule(
    "PASTED-HEADING",
    Severity.REVIEW,
    "A short line alone looks like a heading",
    "The text has no headings, but short lines of their own that end without a full stop. Headings lose their "
    "marks when a text is copied from a word processor. Write “## ” before each that is one.",
)
MOJIBAKE = source_rule(
    "MOJIBAKE",
    Severity.REVIEW,
    "Text seems to have been read in a wrong encoding",
    "“Ã©” for “é”, “â€™” for “’” or “РџСЂ” for “Пр” come about where UTF-8 is read as Windows-1252 or Windows-1251."
    " The message shows what was probably meant. Write that, or copy the text anew from its origin.",
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
"""Every rule of this module, in its order."""
