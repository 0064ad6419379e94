"""What a finished file can tell a stranger: one rule for each kind of thing.

Errors are what identifies a person or a machine; warnings, what may, or what no reader asked for; the rest is told
because whoever sends the file should know it.
"""

from separatum.model.findings import Severity, rule_from_docstring

PERSON = rule_from_docstring(
    "TELLS-PERSON",
    Severity.ERROR,
    """It names a person

    A name or an e-mail address stands where readers do not see it: in the document information, in XMP, in an image,
    a comment, an annotation or a signature. It may be that of the author behind a pseudonym, of the source who sent a
    photograph, or of whoever sat at the computer. A name that is also printed in the text is no secret and is not
    told. Remove it with the program that wrote the file, or export the article with Separatum, which writes only what
    the front matter says.
    """,
)
MACHINE = rule_from_docstring(
    "TELLS-MACHINE",
    Severity.ERROR,
    """It names a machine

    A path on somebody’s disk (which mostly holds the user’s name), a host’s name, an address in a private network, a
    network card’s number or a device’s serial number leads to one computer or camera. Version 1 UUIDs hold the number
    of the network card of the machine that made them (RFC 9562, section 5.1). Make the file anew with a program that
    does not write them.
    """,
)
PLACE = rule_from_docstring(
    "TELLS-PLACE",
    Severity.ERROR,
    """It says where a picture was taken

    Telephones write their position into each photograph (Exif 2.32, section 4.6.6), to a few metres. It leads to a
    source’s home. Take a copy of the picture without its metadata, or export the article with Separatum, which
    decodes each picture and writes it anew.
    """,
)
READER = rule_from_docstring(
    "TELLS-READER",
    Severity.ERROR,
    """It is marked as one reader’s copy

    Shops and libraries write into each copy who got it: a licence, a line such as “Licensed to …”, a row of
    characters that nobody sees. Whoever has the file, or finds it, learns whose it was. Do not pass such a copy on.
    """,
)
NOT_LOOKED_AT = rule_from_docstring(
    "TELLS-UNKNOWN",
    Severity.ERROR,
    """A part of it could not be looked at

    It is damaged, encrypted, or larger than is opened, so nobody can say here what it tells. Treat the file as if it
    told everything, or mend it first.
    """,
)
CLOCK = rule_from_docstring(
    "TELLS-CLOCK",
    Severity.WARNING,
    """Its times tell a time zone

    A time with an offset from UTC tells which part of the world the machine stood in, or was set to; with others, it
    tells when somebody works. Dates without a time, and times in UTC, tell less and are only noted (TELLS-DATE).
    """,
)
CAMERA = rule_from_docstring(
    "TELLS-CAMERA",
    Severity.WARNING,
    """It says which camera or telephone took a picture

    Maker and model do not name a person, but few of a source’s acquaintances have the same telephone.
    """,
)
MARK = rule_from_docstring(
    "TELLS-MARK",
    Severity.WARNING,
    """It has a mark that may be this copy’s own

    A number made by chance (UUID version 4, RFC 9562, section 5.4), a long row of letters and digits that means
    nothing, or an address with a click’s number in it (“utm_”, “fbclid”) may be the same in all copies or in this one
    alone: one file does not tell. Compare two copies from different places before you pass one on.
    """,
)
EARLIER = rule_from_docstring(
    "TELLS-EARLIER",
    Severity.WARNING,
    """An earlier version of it is still in the file

    A PDF can be changed by adding to its end (ISO 32000-1, section 7.5.6); what was deleted or blackened then is still
    there, and a text editor is enough to bring it back. Print it to a new PDF, or make it anew from its source.
    """,
)
HIDDEN = rule_from_docstring(
    "TELLS-HIDDEN",
    Severity.WARNING,
    """It has text that readers do not see

    White on white, beside the page, under a picture or a bar, in a layer that is off, in the mode of invisible text, or
    hidden by a style sheet: it can be searched, copied and read aloud. Scanned pages have invisible text on purpose.
    A black bar over text does not remove it.
    """,
)
COMMENT = rule_from_docstring(
    "TELLS-COMMENT",
    Severity.WARNING,
    """It has comments or notes of those who made it

    Comments in XHTML, in style sheets and in images, and annotations in PDFs are not part of the text, and often were
    not meant to leave the house.
    """,
)
CARRIED = rule_from_docstring(
    "TELLS-CARRIED",
    Severity.WARNING,
    """It carries something besides the article

    Attachments, thumbnails (which may show what was cut off a picture), bytes before the beginning or after the end,
    what a file manager left, user numbers and times in a container’s entries.
    """,
)
CALLS = rule_from_docstring(
    "TELLS-CALLS",
    Severity.WARNING,
    """It does something, or fetches something, when it is opened

    Scripts, actions, forms, and pictures, fonts or sheets that lie on a server: who opens the file can be seen there,
    with the time and the network address.
    """,
)
PROGRAM = rule_from_docstring(
    "TELLS-PROGRAM",
    Severity.INFO,
    """It names the program that wrote it

    Versions and operating systems narrow down who made a file, when they are rare.
    """,
)
DATE = rule_from_docstring(
    "TELLS-DATE",
    Severity.INFO,
    """It has dates

    In UTC, or without a time of day. When a file was made may differ from when the article was published.
    """,
)
IDENTIFIER = rule_from_docstring(
    "TELLS-ID",
    Severity.INFO,
    """It has identifiers

    Those that are made from a name or from the content (UUID version 5, a hash, an ISBN) are the same in every copy.
    """,
)
LINKS = rule_from_docstring(
    "TELLS-LINKS",
    Severity.INFO,
    """It links to other places

    Nothing is fetched until a reader follows a link; then the other side sees who did.
    """,
)
RULES = (
    *(PERSON, MACHINE, PLACE, READER, NOT_LOOKED_AT),
    *(EARLIER, HIDDEN, COMMENT, CARRIED, CALLS, MARK, CAMERA, CLOCK),
    *(PROGRAM, DATE, IDENTIFIER, LINKS),
)
"""In the order in which they are told."""
