"""Give what runs against the direction of its article a direction of its own."""

import xml.etree.ElementTree as ET

CODE = frozenset({"pre", "code", "kbd", "samp"})


def set_code_from_left(root: ET.Element) -> None:
    """Programs and addresses run from left to right in every text: their signs would change places."""
    for element in root.iter():
        address = element.tag == "a" and element.text == element.get("href")
        if (address or element.tag in CODE) and element.get("dir") is None:
            element.set("dir", "ltr")
