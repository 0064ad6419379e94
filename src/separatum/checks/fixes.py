"""How the usual faults are fixed in the programs that people make EPUBs and PDFs with.

Menus are those of Word for Microsoft 365, LibreOffice 24, Google Docs, InDesign 2025, Pandoc 3 and Acrobat Pro.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

_FOR_EPUB = frozenset({"EbookLib", "Sigil", "Calibre"})
"""Programs that make EPUBs only."""
_FOR_PDF = frozenset({"Acrobat", "Chromium", "Ghostscript", "LaTeX", "MuPDF", "ReportLab", "Typst", "WeasyPrint"})
"""Programs that make PDFs only."""
_ALT = {
    "Word": "right-click the picture, “View Alt Text”, and describe it; or mark it as decorative",
    "LibreOffice": "right-click the picture, “Alt Text…”, and describe it; or tick “Decorative”",
    "Google Docs": "right-click the picture, “Alt text”, and describe it",
    "InDesign": "Object > Object Export Options > Alt Text, and choose “Custom”",
    "Pandoc": "write the description in the brackets: ![A bar chart of rainfall](chart.png)",
    "Acrobat": "Accessibility > Set alternate text",
    "Sigil": 'in Code View, write the description into the picture’s alt="…"',
    "Calibre": 'in “Edit book”, write the description into the picture’s alt="…"',
}
_FORMULAS = {
    "Typst": 'write it in words: #math.equation(alt: "a over 2", block: true, $a/2$)',
    "Acrobat": "Tags panel: properties of the Formula tag > Alternate Text",
}
_HEADINGS = {
    "Word": "give the heading the style of the right level (Home > Styles: Heading 1, Heading 2, …)",
    "LibreOffice": "give the heading the paragraph style of the right level (Heading 1, Heading 2, …)",
    "Google Docs": "choose the right level from the style menu (Heading 1, Heading 2, …)",
    "InDesign": "map the paragraph style to the right tag (Paragraph Style Options > Export Tagging: H1, H2, …)",
    "Pandoc": "write one more or one less “#”",
    "Acrobat": "Accessibility > Reading order, select the text and choose the heading level",
    "Sigil": "put the cursor into the line and choose the level in the toolbar (h1 to h6)",
    "Calibre": "in “Edit book”, change the tag (h1 to h6)",
}
_LANGUAGE = {
    "Word": "select all, Review > Language > Set Proofing Language",
    "LibreOffice": "Tools > Options > Languages and Locales > General: the default language for documents",
    "Google Docs": "File > Language",
    "InDesign": "set the language in the paragraph styles (Advanced Character Formats), and in the PDF export dialog",
    "Pandoc": "put “lang: en” into the metadata",
    "Acrobat": "File > Properties > Advanced > Language",
    "WeasyPrint": 'write lang="en" on the html element',
    "Typst": '#set text(lang: "en")',
    "Chromium": 'write lang="en" on the html element',
    "EbookLib": 'give EpubHtml(lang="en")',
    "Sigil": 'in Code View, write xml:lang="en", and in EPUB 3 lang="en" too, on the html element of each document',
    "Calibre": 'in “Edit book”, write xml:lang="en", and in EPUB 3 lang="en" too, on each html element',
}
_TITLE = {
    "Word": "File > Info > Properties > Title; when saving as PDF, Options… > “Document properties”",
    "LibreOffice": "File > Properties > Description > Title",
    "Google Docs": "the title is the document’s name: File > Rename",
    "InDesign": "File > File Info > Document Title",
    "Pandoc": "put “title: …” into the metadata",
    "Acrobat": "File > Properties > Description > Title",
    "Typst": '#set document(title: "…")',
    "WeasyPrint": "write a <title>",
    "Chromium": "write a <title> in the page",
    "LaTeX": "\\hypersetup{pdftitle={…}}",
}
_ACROBAT_TITLE = "in Acrobat, set it in File > Properties > Description > Title, and save"
_TITLE_PLACE = {
    "Google Docs": f"Google Docs writes no XMP: {_ACROBAT_TITLE}",
    "Chromium": f"Chromium writes no XMP: {_ACROBAT_TITLE}",
    "LibreOffice": "File > Export As > Export as PDF: tick “Universal Accessibility (PDF/UA)”",
    "Pandoc": f"pdfLaTeX writes no XMP: make the PDF with --pdf-engine=typst or weasyprint; or, {_ACROBAT_TITLE}",
    "LaTeX": "\\DocumentMetadata{} before \\documentclass (LaTeX of 2022 or later), or the package hyperxmp",
    "WeasyPrint": 'pdf_variant="pdf/ua-1"',
    "Acrobat": "File > Properties > Description > Title: set it anew, and save",
}
_SHOWN_TITLE = {
    "LibreOffice": "File > Export As > Export as PDF > User Interface: “Display document title”",
    "InDesign": "File > Export > Adobe PDF > Advanced: Display Title: Document Title",
    "Typst": "typst compile --pdf-standard ua-1",
    "WeasyPrint": 'pdf_variant="pdf/ua-1"',
    "LaTeX": "\\hypersetup{pdfdisplaydoctitle=true}",
    "Pandoc": "for LaTeX, header-includes: \\hypersetup{pdfdisplaydoctitle=true}",
    "Acrobat": "File > Properties > Initial View > Show: Document Title",
}
_TABLE = {
    "Word": "select the first row, Table Layout > Repeat Header Rows; Table Design > Header Row",
    "LibreOffice": "Table > Properties > Text Flow > “Repeat heading”",
    "Google Docs": "right-click the first row, “Pin header row”",
    "InDesign": "select the first row, Table > Convert Rows > To Header",
    "Pandoc": "give the table a header row",
    "Acrobat": "Accessibility > Reading order > Table Editor, mark the cells as header cells",
    "Typst": "table(table.header[…], …)",
    "Sigil": 'in Code View, write <th scope="col"> instead of <td> in the first row',
    "Calibre": 'in “Edit book”, write <th scope="col"> instead of <td> in the first row',
}
_SCOPE = {
    "Acrobat": "Accessibility > Reading order > Table Editor: right-click a head cell, Table Cell Properties > Scope",
}
_ARTIFACTS = {
    "InDesign": "select the frame, Object > Object Export Options > Tagged PDF > Apply Tag: Artifact",
    "Acrobat": "Accessibility > Reading order: select it and click “Background/Artifact”, or the kind of text it is",
}
_ANNOTATIONS = {
    "Acrobat": "Tags panel > Find… > Unmarked Annotations > Tag Element; describe a stamp or signature: it may matter",
}
_LINK_TAGS = {
    "Acrobat": "Tags panel > Find… > Unmarked Links > Tag Element",
}
_TAB_ORDER = {
    "Acrobat": "select all thumbnails of pages, Page Properties… > Tab Order: “Use Document Structure”",
}
_TAGS = {
    "Acrobat": "Tags panel: drag the element to where it belongs; delete one that is empty",
}
_CONTRAST = {
    "Word": "choose a darker font colour; Review > Check Accessibility lists all such places",
    "LibreOffice": "choose a darker font colour; Tools > Accessibility Check lists all such places",
    "Google Docs": "choose a darker text colour",
    "InDesign": "change the swatch to a darker colour",
    "Pandoc": "change the colours in the template or theme (for an EPUB, in --css)",
    "LaTeX": "change the colours in the preamble or theme (\\definecolor, \\setbeamercolor)",
    "Acrobat": "colours cannot be changed well there: change them in the source",
    "Sigil": "change the colour in the style sheet (Styles, in the Book Browser)",
    "Calibre": "in “Edit book”, change the colour in the style sheet",
}
_LINKS = {
    "Word": "Insert > Link > ScreenTip… adds a description; save as PDF again",
    "LibreOffice": "Format > Character > Hyperlink > Text; export as PDF/UA",
    "Google Docs": "cannot be set there; add it in Acrobat",
    "InDesign": "Hyperlinks panel > Hyperlink Options > Accessibility: Alt Text",
    "Acrobat": "Tags panel: properties of the Link tag > Alternate Text",
    "Chromium": "cannot be set there; add it in Acrobat, or make the PDF with another program",
}
_EMBED = {
    "Word": "save as PDF with “PDF/A compliant”, which embeds all fonts",
    "LibreOffice": "File > Export As > Export as PDF: “Archival (PDF/A)”, which embeds all fonts",
    "InDesign": "export with a PDF/X or PDF/A preset, or use a font whose licence permits embedding",
    "Acrobat": "Print Production > Preflight > “Embed missing fonts”",
    "Ghostscript": "-dEmbedAllFonts=true -dSubsetFonts=true",
    "ReportLab": "register a TrueType font instead of the standard fonts: pdfmetrics.registerFont(TTFont(…))",
}
_FIXES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "PDF-UNTAGGED": {
            "Word": "File > Save As > PDF > Options…: tick “Document structure tags for accessibility”",
            "LibreOffice": "File > Export As > Export as PDF: tick “Tagged PDF” or “Universal Accessibility (PDF/UA)”",
            "Google Docs": "File > Download > .docx, and make a tagged PDF with Word or LibreOffice",
            "InDesign": "File > Export > Adobe PDF: tick “Create Tagged PDF”",
            "Pandoc": "make the PDF with --pdf-engine=typst or weasyprint, or with lualatex and the tagging project",
            "Acrobat": "Accessibility > Automatically tag PDF, then correct every tag by hand",
            "Chromium": "leave “Generate tagged PDF” switched on",
            "Ghostscript": "Ghostscript drops tags: use the file from before it, or qpdf to make it smaller",
            "WeasyPrint": 'write_pdf(…, pdf_tags=True), or pdf_variant="pdf/ua-1"',
            "ReportLab": "make the PDF with a program that writes tags",
            "MuPDF": "make the PDF with a program that writes tags",
            "LaTeX": "\\DocumentMetadata{tagging=on} with LuaLaTeX",
        },
        "PDF-NO-TEXT": {
            "Acrobat": "Scan & OCR > Recognize Text, correct it, then Accessibility > Automatically tag PDF",
            "Word": "do not insert a scan: type or OCR the text",
            "LibreOffice": "do not insert a scan: type or OCR the text",
            "Google Docs": "upload the PDF to Drive, “Open with Google Docs” recognises the text; correct it",
            "InDesign": "do not convert type to outlines",
        },
        "PDF-LOCKED": {
            "Acrobat": "Protect > Encrypt > Remove Security",
            "Word": "File > Save As > PDF > Options…: do not tick “Encrypt the document with a password”",
            "LibreOffice": "export without a password (Security tab)",
        },
        "PDF-ACCESS-DENIED": {
            "Acrobat": "File > Properties > Security > Change Settings: “Enable text access for screen reader devices”",
            "LibreOffice": "export with “Enable text access for accessibility tools” (Security tab)",
            "InDesign": "on export, Security: “Enable Text Access of Screen Reader Devices”",
        },
        "ALT-EPUB": _ALT,
        "ALT-PDF:a formula": _FORMULAS,
        "ALT-PDF": _ALT,
        "ALT-PDF-WORDS": _ALT,
        "VERAPDF-UA1-7.7-1": _FORMULAS,
        "VERAPDF-UA1-7.3-1": _ALT,
        "HEADING-*": _HEADINGS,
        "LANGUAGE-*": _LANGUAGE,
        "TITLE-PDF": _TITLE,
        "TITLE-PDF-PLACE": _TITLE_PLACE,
        "VERAPDF-UA1-7.1-[89]": _TITLE,
        "VERAPDF-UA1-7.1-10": _SHOWN_TITLE,
        "TABLE-EPUB": _TABLE,
        "TABLE-PDF": _TABLE,
        "TABLE-PDF-SCOPE": _SCOPE,
        "VERAPDF-UA1-7.5-1": _SCOPE,
        "CONTENT-PDF": _ARTIFACTS,
        "VERAPDF-UA1-7.1-[13]": _ARTIFACTS,
        "STRUCTURE-PDF": _TAGS,
        "NOTE-PDF": _TAGS,
        "VERAPDF-UA1-7.18.1-1": _ANNOTATIONS,
        "VERAPDF-UA1-7.18.3-1": _TAB_ORDER,
        "VERAPDF-UA1-7.18.5-1": _LINK_TAGS,
        "CONTRAST-*": _CONTRAST,
        "VERAPDF-UA1-7.18.5-2": _LINKS,
        "FONT-PDF": _EMBED,
    }
)


def fixes_for(code: str, message: str = "") -> Mapping[str, str]:
    """How a fault is fixed, by program; empty if there is no advice.

    Args:
        code: of the finding. Programs that do not make such files are left out, where the code tells the format.
        message: of the finding: a code may stand for several kinds of things.
    """
    fixes = next((fixes for pattern, fixes in _FIXES.items() if _fits(pattern, code, message)), {})
    foreign = _FOR_PDF if "EPUB" in code else _FOR_EPUB if "PDF" in code else frozenset()
    return {program: fix for program, fix in fixes.items() if program not in foreign}


def advice(code: str, message: str, hint: str | None, *, made_with: str | None, is_pdf: bool) -> str | None:
    """What to do about a fault of a file of this program, in one sentence.

    Args:
        code: of the finding.
        message: of the finding.
        hint: what the check says.
        made_with: the program; None if it is not known.
        is_pdf: whether the file is a PDF, which Acrobat can mend.
    """
    fixes = fixes_for(code, message)
    if fix := fixes.get(made_with or ""):
        return f"in {made_with}: {fix}"
    if is_pdf and "Acrobat" in fixes:
        return f"{hint}; in Acrobat: {fixes['Acrobat']}" if hint else f"in Acrobat: {fixes['Acrobat']}"
    return hint


def _fits(pattern: str, code: str, message: str) -> bool:
    wanted, _, words = pattern.partition(":")
    return fnmatchcase(code, wanted) and message.startswith(words)
