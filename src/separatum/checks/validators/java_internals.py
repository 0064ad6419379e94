"""The names of EPUBCheck and veraPDF that are not part of their public interface: all of them, and nowhere else.

Each comes with the reason, an upstream reference, and a guard: if a release has another form, `ChangedError`
says so, and no file passes unseen. Tried with EPUBCheck 5.3.0 and veraPDF 1.31.
"""

from collections.abc import Callable, Iterable
from typing import Any

import jpype  # type: ignore[import-untyped]

VALIDATORS_CLASS = "com/adobe/epubcheck/xml/XMLValidators.class"
"""EPUBCheck's enumeration of schemas. It compiles all of them when the first is asked for, half the time of a first
validation (https://github.com/w3c/epubcheck/issues/677); `epubcheck_schemas` writes one that compiles on demand."""
VALIDATOR = "com.adobe.epubcheck.xml.XMLValidator"
"""EPUBCheck's compiled schema."""
CONSTRUCTOR = ("<init>", "(Ljava/lang/String;ILjava/lang/String;Z)V")
"""The enumeration's constructor: name, ordinal, path of the schema, whether it is normative."""
GETTER = ("get", f"()L{VALIDATOR.replace('.', '/')};")
COMPILED_FIELD = "val"
"""The enumeration's field for the compiled schema."""
SCHEMAS_FOLDER = "com/adobe/epubcheck/schema/"
"""Where EPUBCheck's schemas are in its jar."""
TRANSLATORS_FOLDER = "com/thaiopensource/validate/schematron/resources/"
"""Where Jing's translators of Schematron are in its jar."""
PATTERNS_CLASS = "com/thaiopensource/relaxng/pattern/SchemaBuilderImpl.class"
"""Jing's class that reads a schema in RELAX NG and asks whether it keeps the restrictions of ISO/IEC 19757-2, 10."""
ASKING_METHOD = "expandPattern"
"""Its method that asks."""
QUESTION = (
    "checkRestrictions",
    "(ILcom/thaiopensource/relaxng/pattern/DuplicateAttributeDetector;Lcom/thaiopensource/relaxng/pattern/Alphabet;)V",
)
"""What it calls to ask: nothing comes back, and what it remembers is that it has asked (https://github.com/relaxng/jing-trang)."""
SCHEMA_CLASS = "com/thaiopensource/validate/rng/impl/PatternSchema.class"
"""Jing's class of a schema in RELAX NG."""
DERIVATIVES_MAKER = "createValidator"
"""Its method that makes what validates one document."""
DERIVATIVES = "com/thaiopensource/relaxng/pattern/ValidatorPatternBuilder"
"""What remembers derivatives of a schema, made anew for each document."""
ZIP_CLASS = "com/adobe/epubcheck/ocf/OCFZipResources.class"
"""EPUBCheck's class that lists the files of a book with their sizes and hashes, for its report."""
HASHING_METHOD = ("getSHAHash", "(Ljava/util/zip/ZipEntry;Ljava/util/zip/ZipFile;)Ljava/lang/String;")
"""Its method that reads a file for its hash; an empty one stands for a file that it cannot read."""
STOPPING_VALIDATOR = "org.verapdf.pdfa.validation.validators.FastFailValidator"
"""veraPDF's validator that stops after some failures (https://github.com/veraPDF/veraPDF-library)."""
BASE_CLASS = "org/verapdf/pdfa/validation/validators/BaseValidator.class"
"""What all its validators are made of."""
STOPPING_CONSTRUCTOR = ("<init>", "(Ljava/util/List;ZIZZI)V")
"""Its constructor: profiles, whether passed checks are listed, how many failures are shown, whether with their
messages, whether progress is told, how many failures stop it."""
FIRST_PROCESS = (
    "firstProcessObjectWithRule",
    (
        "(Lorg/verapdf/pdfa/validation/validators/FlavourValidator;Lorg/verapdf/model/baselayer/Object;"
        "Ljava/lang/String;Lorg/verapdf/pdfa/validation/profiles/Rule;)Z"
    ),
)
"""The method of all its validators that holds one object against one rule."""
LINKED = ("addAllLinkedObjects", "(Lorg/verapdf/model/baselayer/Object;Ljava/lang/String;)V")
"""The method of all its validators that puts what an object leads to on the pile of those to be looked at."""
SCRIPTS_CLASS = "org/verapdf/pdfa/validation/validators/JavaScriptEvaluator.class"
"""What runs the scripts that veraPDF's rules are."""
SCOPE_MAKER = ("initialise", "()Lorg/mozilla/javascript/ScriptableObject;")
"""Its method that makes the scope of a file."""
STANDARD_OBJECTS = ("initStandardObjects", "()Lorg/mozilla/javascript/ScriptableObject;")
"""Rhino's method that fills a new scope with all that JavaScript has by itself (https://github.com/mozilla/rhino)."""
TEXT_SHOWING_CLASS = "org/verapdf/gf/model/impl/operator/textshow/GFOpTextShow.class"
"""veraPDF's class of the operators that show text (https://github.com/veraPDF/veraPDF-validation)."""
GLYPHS = ("getUsedGlyphs", "()Ljava/util/List;")
"""Its method that lists the glyphs that one shows, each as often as it is shown."""
CODE_READER = ("readCode", "(Ljava/io/InputStream;)I")
"""What it calls for the next code of a string."""
GLYPH_MAKER = (
    "getGlyph",
    (
        "(Lorg/verapdf/pd/font/PDFont;IILorg/verapdf/gf/model/impl/operator/markedcontent/GFOpMarkedContent;"
        "Lorg/verapdf/pd/structure/StructureElementAccessObject;Z)Lorg/verapdf/model/operator/Glyph;"
    ),
)
"""What it calls for the glyph of a code: the same one as before, if all that is given is the same."""
EPUB_SCHEMAS = (
    (
        "XHTML_30_SCH",
        "OPF_30_SCH",
        "NAV_30_SCH",
        *(f"OPF_30_COLLECTION_{kind}_SCH" for kind in ("DICT", "DO", "IDX", "MANIFEST", "PREVIEW")),
    ),
    (
        "CONTAINER_30_RNC",
        "OPF_30_RNC",
        "XHTML_30_NVDL",
        "NAV_30_RNC",
        "SVG_30_INFORMATIVE_NVDL",
        "CONTAINER_30_RENDITIONS_SCH",
        "NCX_RNG",
        "NCX_SCH",
    ),
)
"""The schemas that every EPUB 3.3 is validated against, in two parts of about the same work: one for each core."""


class ChangedError(LookupError):
    """A release of a validator has another form than the one we know."""


def compile_schemas(names: Iterable[str]) -> None:
    """Let EPUBCheck compile schemas before a file needs them; a name that it no longer has is passed over."""
    enumeration = jpype.JClass("com.adobe.epubcheck.xml.XMLValidators")
    for name in names:
        schema = getattr(enumeration, name, None)
        if schema is not None:  # only speed is lost: EPUBCheck compiles what a file needs
            schema.get()


def compile_all_schemas() -> None:
    """Let EPUBCheck compile every schema that it has.

    Raises:
        ChangedError: it does not take one of its own.
    """
    for schema in jpype.JClass("com.adobe.epubcheck.xml.XMLValidators").values():
        try:
            schema.get()
        except jpype.JException as error:
            raise ChangedError(f"EPUBCheck does not compile its own schema {schema}: {error}") from error


def schematron_translator(namespace: str) -> tuple[Any, Any, Any]:
    """What Jing translates such Schematron with: a compiled stylesheet, its class of factories, and their initialiser.

    Jing gives no way to them (https://github.com/relaxng/jing-trang).

    Raises:
        jpype.JException: Jing has another form; its schemas would not be translated.
    """
    reader = jpype.JClass("com.thaiopensource.validate.SchemaReaderLoader")().createSchemaReader(namespace)

    def part(name: str) -> Any:
        field = reader.getClass().getDeclaredField(name)
        field.setAccessible(True)
        return field.get(reader)

    return part("schematron"), part("transformerFactoryClass"), part("transformerFactoryInitializer")


def add_to_profile_directory(class_named: Callable[[str], Any], flavour: Any, profile: Any) -> None:
    """Put a profile into veraPDF's own directory, by which it checks attached PDFs (PDF/A-2, 6.8; PDF/A-4, 6.9).

    veraPDF fills the directory through JAXB, which the jar that we use does not have, and gives no public way in
    (https://github.com/veraPDF/veraPDF-library/pull/288).

    Args:
        class_named: gives a class of veraPDF's by its name.
        flavour: veraPDF's constant of the standard.
        profile: the profile, built.

    Raises:
        ChangedError: the directory has another form; attached files would not be checked.
    """
    directory = class_named("org.verapdf.pdfa.validation.profiles.Profiles").getVeraProfileDirectory()
    try:
        profiles = directory.getClass().getDeclaredField("profileDir")
        profiles.setAccessible(True)
        inside = class_named("org.verapdf.core.MapBackedDirectory").class_.getDeclaredField("map")
        inside.setAccessible(True)
        inside.get(profiles.get(directory)).put(flavour, profile)
    except jpype.JException as error:
        raise ChangedError(f"veraPDF’s directory of profiles has another form than in 1.31: {error}") from error
