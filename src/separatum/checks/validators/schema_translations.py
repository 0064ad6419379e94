"""Translate EPUBCheck's Schematron schemas into stylesheets when the cache is made, not in every process.

A Schematron schema is carried out as an XSLT stylesheet. For each, Jing compiles the stylesheet that translates,
validates the schema, translates it, and compiles what comes out. The first three steps give the same every time; here
Jing's own translator does them once. The result stands in the place of the schema, inside an element in the schema's
namespace, by which Jing knows what it reads; and in the place of the translator stands a stylesheet that unwraps it.
A schema that was not translated is then no stylesheet: Jing refuses it, and no file passes unseen.

Three rules compare each ID, or each page of the NCX, with all others, which took four fifths of EPUBCheck's time for an
article of 300 pages. They look the same up in a table (XSLT 1.0, 12.2).
"""

import zipfile
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.java_internals import (
    SCHEMAS_FOLDER,
    TRANSLATORS_FOLDER,
    ChangedError,
    schematron_translator,
)

_TRANSLATORS = MappingProxyType(
    {"http://purl.oclc.org/dsdl/schematron": "iso-schematron", "http://www.ascc.net/xml/schematron": "schematron"}
)
"""The namespaces of Schematron, and what Jing names its translator from each."""
_UNWRAPS = (
    '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
    '<xsl:template match="/"><xsl:copy-of select="/*/xsl:stylesheet"/></xsl:template></xsl:stylesheet>'
)
LOOKED_UP = (
    (
        "count($id-set[@id = current()/@id]) = 1",
        "count(key('separatum-id', @id)) = 1",
        '<xsl:key name="separatum-id" match="*[@id]" use="@id"/>',
    ),
    (
        "count(//@id[normalize-space(.) = normalize-space(current()/@id)]) = 1",
        "count(key('separatum-trimmed-id', normalize-space(@id))) = 1",
        '<xsl:key name="separatum-trimmed-id" match="*[@id]" use="normalize-space(@id)"/>',
    ),
    (
        "count(//ncx:pageTarget[@value=current()/@value and @type=current()/@type])=1",
        "count(key('separatum-page', @value)[@type=current()/@type])=1",
        '<xsl:key name="separatum-page" match="ncx:pageTarget[@value]" use="@value"/>',
    ),
)
"""What a rule asks, the same asked of a table, and the table."""
_FIRST_TEMPLATE = '<xsl:template match="/">'
_ANYTHING = "start = any\nany = element * { (attribute * { text } | text | any)* }\n"
_WRITTEN = MappingProxyType({"method": "xml", "indent": "no", "encoding": "UTF-8", "omit-xml-declaration": "yes"})


def translated_schemas(jar: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """All schemas of EPUBCheck's jar by their names in it, those in Schematron translated, and the new translators.

    The jar must be on the class path of the running Java.

    Raises:
        ChangedError: Jing or EPUBCheck has another form than the one we know.
    """
    loader = jpype.JClass("java.lang.ClassLoader").getSystemClassLoader()
    try:
        translators = {namespace: _Translator(namespace) for namespace in _TRANSLATORS}
        for name in jar.namelist():
            if name.startswith(SCHEMAS_FOLDER) and not name.endswith("/"):
                yield name, _schema(name, jar.read(name), translators, str(loader.getResource(name)))
    except jpype.JException as error:
        raise ChangedError(f"EPUBCheck’s Schematron is translated otherwise than in version 5.3.0: {error}") from error
    for translator in _TRANSLATORS.values():
        yield f"{TRANSLATORS_FOLDER}{translator}.xsl", _UNWRAPS.encode()
        yield f"{TRANSLATORS_FOLDER}{translator}.rnc", _ANYTHING.encode()


def _schema(name: str, content: bytes, translators: "Mapping[str, _Translator]", address: str) -> bytes:
    if not name.endswith(".sch"):
        return content
    root = _root(address)
    if root[1] != "schema":  # a part of others, which they include
        return content
    return translators[root[0]].translate(address).encode()


def looked_up(stylesheet: str) -> str:
    """A translated schema that looks up in tables what it would search in the whole document for each element.

    What it says of a rule that is broken stays the same.
    """
    for asked, answer, table in LOOKED_UP:
        condition = '<xsl:if test="not({})"'
        if condition.format(asked) in stylesheet:
            stylesheet = stylesheet.replace(condition.format(asked), condition.format(answer))
            stylesheet = stylesheet.replace(_FIRST_TEMPLATE, table + _FIRST_TEMPLATE, 1)
    return stylesheet


def _root(address: str) -> tuple[str, str]:
    """Namespace and name of the first element of a schema."""
    inputs = jpype.JClass("javax.xml.stream.XMLInputFactory").newInstance()
    reader = inputs.createXMLStreamReader(jpype.JClass("java.net.URI")(address).toURL().openStream())
    reader.nextTag()
    return str(reader.getNamespaceURI()), str(reader.getLocalName())


class _Translator:
    """Jing's translator of one kind of Schematron, as Jing itself uses it."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        self._parts = schematron_translator(namespace)

    def translate(self, address: str) -> str:
        """The stylesheet of a schema, wrapped."""
        stylesheet, factory_class, initialiser = self._parts
        factory = factory_class.newInstance()
        initialiser.initTransformerFactory(factory)
        handler = factory.newTransformerHandler(stylesheet)
        for key, value in _WRITTEN.items():
            handler.getTransformer().setOutputProperty(key, value)
        text = jpype.JClass("java.io.StringWriter")()
        handler.setResult(jpype.JClass("javax.xml.transform.stream.StreamResult")(text))
        self._reader(handler).parse(jpype.JClass("org.xml.sax.InputSource")(address))
        # The stylesheet declares the same prefix; another one, or none, would be added to what it makes.
        return f'<sch:translated xmlns:sch="{self._namespace}">{looked_up(str(text.toString()))}</sch:translated>'

    def _reader(self, handler: Any) -> Any:
        parsers = jpype.JClass("javax.xml.parsers.SAXParserFactory").newInstance()
        parsers.setNamespaceAware(True)
        reader = parsers.newSAXParser().getXMLReader()
        reader.setContentHandler(handler)
        return reader
