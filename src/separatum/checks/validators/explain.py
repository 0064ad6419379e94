"""Explain the codes of validators, in their own words: `separatum explain EPUBCHECK-RSC-005`."""

import re

from separatum.checks.validators.java import find_jars
from separatum.checks.validators.pdf_profiles import PROFILES, Profile

_NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
_MESSAGES = "com/adobe/epubcheck/messages/MessageBundle.properties"
_FAMILIES = {
    "EPUBCHECK-UNREADABLE": "EPUBCheck stopped: it cannot read the file at all. It is damaged, or not an EPUB.",
    "EPUBCHECK-MORE": "EPUBCheck found more than is shown. Fix what is shown; much of the rest may follow from it.",
    "VERAPDF-UNREADABLE": "veraPDF stopped: it cannot read the file at all. It is damaged, or not a PDF.",
    "VERAPDF-MORE": "veraPDF found more than is shown. Fix what is shown; much of the rest may follow from it.",
}
_ACE = (
    "A rule of Ace by DAISY, which opens an EPUB in a browser, as a screen reader would. The finding says what "
    "it found; Ace’s own report and the DAISY Accessible Publishing Knowledge Base (kb.daisy.org) explain it."
)
_EPUB_ADVICE = (
    "EPUBCheck checks against EPUB 3.3 of the W3C. The finding names the part of the EPUB and the line. Mend it "
    "there with an editor for EPUBs, such as Sigil or Calibre, or in what the book was made from. In an EPUB made by "
    "Separatum, the style’s templates or Separatum itself are at fault."
)
_PDF_ADVICE = (
    "veraPDF checks the rules of the standard that a machine can test: most are about what a screen reader needs. Mend "
    "it in the program that made the file and make the PDF again; or ask the maker of that program; or mend the PDF "
    "itself, as with Acrobat. In a file made by Separatum, the article or the style is at fault."
)


def explain_validator_code(code: str) -> str | None:
    """The meaning of a code that EPUBCheck or veraPDF gave, or None if neither knows it.

    Args:
        code: for example “EPUBCHECK-RSC-005” or “VERAPDF-UA1-7.1-3”, in any case.

    Raises:
        MissingError: the validator is not installed.
    """
    code = code.upper()
    validator, _, rest = code.partition("-")
    if code in _FAMILIES:
        return _FAMILIES[code]
    if validator == "EPUBCHECK":
        return _explain_epubcheck(rest)
    if validator == "ACE" and rest:
        return _ACE
    if validator == "VERAPDF":
        name, _, rule = rest.partition("-")
        profile = PROFILES.get(name.lower())
        return _explain_verapdf(profile, rule) if profile else None
    return None


def _explain_epubcheck(number: str) -> str | None:
    import zipfile

    with zipfile.ZipFile(find_jars().epubcheck[0]) as jar:
        lines = jar.read(_MESSAGES).decode("latin-1").splitlines()
    texts = {key.strip(): text.strip() for key, equals, text in (line.partition("=") for line in lines) if equals}
    key = number.replace("-", "_")
    if key not in texts:
        return None
    sentences = [f"EPUBCheck’s message {number}: “{_readable(texts[key])}”."]
    if f"{key}_SUG" in texts:
        sentences.append(_readable(texts[f"{key}_SUG"]))
    return " ".join([*sentences, _EPUB_ADVICE])


def _readable(text: str) -> str:
    text = re.sub(r"%\d\$s", "…", text.replace("\\n", " ").replace("%%", "%"))
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _explain_verapdf(profile: Profile, rule: str) -> str | None:
    import zipfile
    from xml.etree import ElementTree as ET

    with zipfile.ZipFile(find_jars().verapdf) as jar:
        tree = ET.fromstring(jar.read(profile.path))  # noqa: S314 - a file of the validator's own
    for found in tree.iter(f"{_NAMESPACE}rule"):
        number = found.find(f"{_NAMESPACE}id")
        if number is None:
            continue
        own = profile.rule_name(number.get("specification", ""), number.get("clause", ""))
        if f"{own}-{number.get('testNumber')}".upper() == rule:
            demand = " ".join(found.findtext(f"{_NAMESPACE}description", "").split())
            place = f"{profile.title} ({profile.standard}), clause {number.get('clause')}"
            return f"{place}: {demand.rstrip('.')}. {_PDF_ADVICE}"
    return None
