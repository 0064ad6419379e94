"""What a finished file can reveal to a stranger: one rule for each kind of trace.

An error leads to a person, a machine or a place, or means that nobody can say. A warning may do so, or is something
that no reader asked for. The rest is reported because the sender should know it.
"""

from separatum.model.findings import Severity, rule_from_docstring

PERSON = rule_from_docstring(
    "PRIVACY-PERSON",
    Severity.ERROR,
    """It names a person

    A name or an e-mail address is in a place that readers do not see: the document information, XMP, an image, a
    comment, an annotation, a signature. It may belong to an author who writes under a pseudonym, to the source who
    sent a photograph, or to the person at the computer. A name that is also printed in the text is not reported. In
    fonts, colour profiles, fields of programs, scripts, labels and keys, only a first name beside another word, or two
    unknown words, are taken for a person; accounts that any machine has, as “Administrator”, are listed
    (PRIVACY-UNPRINTED).
    Remove it with the program that wrote the file, or export the article with Separatum, which writes only what the
    front matter says.
    """,
)
MACHINE = rule_from_docstring(
    "PRIVACY-MACHINE",
    Severity.ERROR,
    """It names a machine

    A path on a disk (which usually contains the user's name), a host name, an address in a private network, the number
    of a network card or the serial number of a device leads to one computer or camera. Version 1 UUIDs contain the
    number of the network card of the machine that made them (RFC 9562, section 5.1); those whose bits or whose date
    show that chance made them do not. Make the file again with a program that does not write them.
    """,
)
PLACE = rule_from_docstring(
    "PRIVACY-PLACE",
    Severity.ERROR,
    """It says where a picture was taken

    Telephones write their position into each photograph and film (Exif 2.32, section 4.6.6), to within a few metres.
    It can lead to the home of a source. Use a copy of the picture without its metadata, or export the article with
    Separatum, which decodes each picture and writes it again without metadata.
    """,
)
READER = rule_from_docstring(
    "PRIVACY-READER",
    Severity.ERROR,
    """It is marked as the copy of one reader

    Shops and libraries write into each copy who received it: a licence, a line such as “Licensed to …”, a row of
    invisible characters. Anyone who has the file, or finds it, learns whose it was. Do not pass such a copy on.
    """,
)
NOT_LOOKED_AT = rule_from_docstring(
    "PRIVACY-UNKNOWN",
    Severity.ERROR,
    """A part of it could not be inspected

    It is damaged, encrypted, in an unknown format, or too large, so nobody can say what it contains. Treat the file as
    if it contained the worst, or repair it first.
    """,
)
EARLIER = rule_from_docstring(
    "PRIVACY-EARLIER",
    Severity.WARNING,
    """An earlier version is still in the file

    A PDF can be changed by adding to its end (ISO 32000-1, section 7.5.6). What was deleted or covered by that change
    is still in the file, and a text editor is enough to bring it back. Print it to a new PDF, or make it again from
    its source.
    """,
)
HIDDEN = rule_from_docstring(
    "PRIVACY-HIDDEN",
    Severity.ERROR,
    """It has text that readers cannot see

    White on white, outside the page, under a picture or a bar, in a layer that is off, in invisible letters, or hidden
    by a style sheet: it can still be searched, copied and read aloud. A black bar over text does not remove it. Delete
    the words in the source and make the file again. Scanned pages have an invisible text layer on purpose, or one under
    the picture of the page, and a folded section of a book opens with a click: these are reported as warnings. Where a
    page of the printed edition begins, and what stands in place of a film that cannot be shown, is listed.
    """,
)
UNPRINTED = rule_from_docstring(
    "PRIVACY-UNPRINTED",
    Severity.INFO,
    """It has words that are not on its pages

    Titles, names of fonts, layers, fields and destinations, alternative texts, strings that nothing uses, the names of
    programs and accounts: they are in the file, and their words are not in the text that readers see. Read them once
    before you pass the file on.
    """,
)
COMMENT = rule_from_docstring(
    "PRIVACY-COMMENT",
    Severity.WARNING,
    """It has comments or notes of its makers

    Comments in XHTML, in style sheets and in images, and annotations in PDFs are not part of the text, and were often
    not meant to be published.
    """,
)
CARRIED = rule_from_docstring(
    "PRIVACY-CARRIED",
    Severity.WARNING,
    """It carries something besides the article

    Attachments, thumbnails (which may show what was cropped from a picture), bytes before the beginning or after the
    end, files left by a file manager, user numbers and times in the entries of a container.
    """,
)
CALLS = rule_from_docstring(
    "PRIVACY-CALLS",
    Severity.WARNING,
    """It does something, or loads something, when it is opened

    Scripts, actions, forms, and pictures, fonts or style sheets on a server: the server sees who opens the file, with
    the time and the network address.
    """,
)
MARK = rule_from_docstring(
    "PRIVACY-MARK",
    Severity.WARNING,
    """It has a mark that may be unique to this copy

    A random number (UUID version 4, RFC 9562, section 5.4), a long row of letters and digits without meaning, or a
    link with a tracking parameter (“utm_”, “fbclid”) may be the same in all copies or in this one only: one file
    cannot show which. Compare two copies from different places before you pass one on.
    """,
)
CAMERA = rule_from_docstring(
    "PRIVACY-CAMERA",
    Severity.WARNING,
    """It says which camera or telephone took a picture

    Maker and model do not name a person, but few of a source's acquaintances have the same telephone.
    """,
)
CLOCK = rule_from_docstring(
    "PRIVACY-CLOCK",
    Severity.WARNING,
    """Its times reveal a time zone

    A time with an offset from UTC shows in which part of the world the machine was, or was set to; several such times
    show when a person works. Dates without a time, and times in UTC, say less and are only listed (PRIVACY-DATE).
    """,
)
PROGRAM = rule_from_docstring(
    "PRIVACY-PROGRAM",
    Severity.INFO,
    """It names the program that wrote it

    Versions and operating systems narrow down who made a file, when they are rare.
    """,
)
DATE = rule_from_docstring(
    "PRIVACY-DATE",
    Severity.INFO,
    """It has dates

    In UTC, or without a time of day. The day when a file was made may differ from the day when the article was
    published.
    """,
)
IDENTIFIER = rule_from_docstring(
    "PRIVACY-ID",
    Severity.INFO,
    """It has identifiers

    Those that are made from a name or from the content (UUID version 5, a hash, an ISBN) are the same in every copy.
    """,
)
LINKS = rule_from_docstring(
    "PRIVACY-LINKS",
    Severity.INFO,
    """It links to other places

    Nothing is loaded until a reader follows a link; then the other side sees who did.
    """,
)
RULES = (
    *(PERSON, MACHINE, PLACE, READER, HIDDEN, NOT_LOOKED_AT),
    *(EARLIER, COMMENT, CARRIED, CALLS, UNPRINTED, MARK, CAMERA, CLOCK),
    *(PROGRAM, DATE, IDENTIFIER, LINKS),
)
"""In the order in which they are reported."""
