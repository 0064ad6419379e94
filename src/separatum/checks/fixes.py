"""How the usual faults are fixed in the programs that people make EPUBs and PDFs with.

Menus are those of Word for Microsoft 365, LibreOffice 24, Google Docs, InDesign 2025, Pandoc 3 and Acrobat Pro.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

_ALT = {
    "Word": "right-click the picture, “View Alt Text”, and describe it; or mark it as decorative",
    "LibreOffice": "right-click the picture, “Alt Text…”, and describe it; or tick “Decorative”",
    "Google Docs": "right-click the picture, “Alt text”, and describe it",
    "InDesign": "Object > Object Export Options > Alt Text, and choose “Custom”",
    "Pandoc": "write the description in the brackets: ![A bar chart of rainfall](chart.png)",
    "Acrobat": "Accessibility > Set alternate text",
}
_HEADINGS = {
    "Word": "give the heading the style of the right level (Home > Styles: Heading 1, Heading 2, …)",
    "LibreOffice": "give the heading the paragraph style of the right level (Heading 1, Heading 2, …)",
    "Google Docs": "choose the right level from the style menu (Heading 1, Heading 2, …)",
    "InDesign": "map the paragraph style to the right tag (Paragraph Style Options > Export Tagging: H1, H2, …)",
    "Pandoc": "write one more or one less “#”",
    "Acrobat": "Accessibility > Reading order, select the text and choose the heading level",
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
}
_TITLE = {
    "Word": "File > Info > Properties > Title; when saving as PDF, Options… > “Document properties”",
    "LibreOffice": "File > Properties > Description > Title; on export, PDF/UA or “Display document title”",
    "Google Docs": "cannot be set there; set it in Acrobat or another PDF editor",
    "InDesign": "File > File Info > Document Title; on export, Display Title: Document Title",
    "Pandoc": "put “title: …” into the metadata",
    "Acrobat": "File > Properties: Description > Title, and Initial View > Show: Document Title",
    "Typst": '#set document(title: "…")',
    "WeasyPrint": 'write a <title>, and pdf_variant="pdf/ua-1"',
}
_TABLE = {
    "Word": "select the first row, Table Layout > Repeat Header Rows; Table Design > Header Row",
    "LibreOffice": "Table > Properties > Text Flow > “Repeat heading”",
    "Google Docs": "right-click the first row, “Pin header row”",
    "InDesign": "select the first row, Table > Convert Rows > To Header",
    "Pandoc": "give the table a header row",
    "Acrobat": "Accessibility > Reading order > Table Editor, mark the cells as header cells",
    "Typst": "table(table.header[…], …)",
}
_CONTRAST = {
    "Word": "choose a darker font colour; Review > Check Accessibility lists all such places",
    "LibreOffice": "choose a darker font colour; Tools > Accessibility Check lists all such places",
    "Google Docs": "choose a darker text colour",
    "InDesign": "change the swatch to a darker colour",
    "Pandoc": "change the colours in the template or in --css",
    "Acrobat": "colours cannot be changed well there: change them in the source",
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
        "ALT-PDF": _ALT,
        "VERAPDF-UA1-7.3-1": _ALT,
        "HEADING-*": _HEADINGS,
        "LANGUAGE-*": _LANGUAGE,
        "VERAPDF-UA1-7.1-9": _TITLE,
        "VERAPDF-UA1-7.1-10": _TITLE,
        "VERAPDF-UA1-7.1-8": _TITLE,
        "TABLE-EPUB": _TABLE,
        "VERAPDF-UA1-7.5-1": _TABLE,
        "CONTRAST-*": _CONTRAST,
        "VERAPDF-UA1-7.18.5-2": _LINKS,
        "FONT-PDF": _EMBED,
    }
)


def fixes_for(code: str) -> Mapping[str, str]:
    """How the fault of this code is fixed, by program; empty if there is no advice."""
    fixes = next((fixes for pattern, fixes in _FIXES.items() if fnmatchcase(code, pattern)), {})
    # Acrobat opens no EPUBs.
    return {program: fix for program, fix in fixes.items() if program != "Acrobat" or "EPUB" not in code}
