"""Make EPUBCheck compile a schema when a book first needs it, not all fifty at its start.

EPUBCheck keeps its schemas in one enumeration, `XMLValidators`, that compiles every one of them when the first is
asked for: half the time of a first verdict goes into schemas for dictionaries, indexes and EPUB 2. The class made here
has the same constants, names and order, and compiles each at its first use, once. No schema and no rule is changed.

Only a process in which Java 24 or later is running can do this (JEP 484, the class-file API).
"""

import zipfile
from pathlib import Path
from typing import Any

import jpype  # type: ignore[import-untyped]

ENTRY = "com/adobe/epubcheck/xml/XMLValidators.class"
_PRIVATE, _PUBLIC_SYNCHRONIZED = 0x0002, 0x0021  # Java Virtual Machine Specification, table 4.6-A
_VALIDATOR = "com.adobe.epubcheck.xml.XMLValidator"


def write_on_demand_jar(epubcheck: Path, target: Path) -> None:
    """Write a jar with the one class that must come before EPUBCheck's own jar on the class path.

    Raises:
        LookupError: EPUBCheck's class is not of the form that we know.
    """
    with zipfile.ZipFile(epubcheck) as jar:
        original = jar.read(ENTRY)
    with zipfile.ZipFile(target, "w") as jar:
        jar.writestr(zipfile.ZipInfo(ENTRY), _on_demand(original))


def _on_demand(original: bytes) -> bytes:
    classes = jpype.JClass("java.lang.classfile.ClassFile").of()
    model = classes.parse(jpype.JArray(jpype.JByte)(original))
    methods = {(str(m.methodName().stringValue()), str(m.methodType().stringValue())): m for m in model.methods()}
    make = methods.pop(("<init>", "(Ljava/lang/String;ILjava/lang/String;Z)V"), None)
    get = methods.pop(("get", f"()L{_VALIDATOR.replace('.', '/')};"), None)
    if make is None or get is None:
        raise LookupError("EPUBCheck’s XMLValidators has another form than that of version 5.3.0")
    code = _Code(model.thisClass().asSymbol())

    def build(target: Any) -> None:
        target.withFlags(model.flags().flagsMask()).withSuperclass(model.superclass().get().asSymbol())
        for field in model.fields():
            if str(field.fieldName().stringValue()) != "val":  # a final field cannot be filled later
                target.with_(field)
        for name, kind in code.fields.items():
            target.withField(name, kind, _PRIVATE)
        for method in methods.values():
            target.with_(method)
        target.withMethodBody("<init>", make.methodTypeSymbol(), _PRIVATE, code.remember)
        target.withMethodBody("get", get.methodTypeSymbol(), _PUBLIC_SYNCHRONIZED, code.compile_once)

    return bytes(classes.build(model.thisClass().asSymbol(), build))


class _Code:
    """The two methods that differ: the constructor remembers, `get` compiles once."""

    def __init__(self, owner: Any) -> None:
        described = jpype.JClass("java.lang.constant.ClassDesc")
        self._owner = owner
        self._enum = described.of("java.lang.Enum")
        self._validator = described.of(_VALIDATOR)
        self._signature = jpype.JClass("java.lang.constant.MethodTypeDesc").ofDescriptor
        self.fields = {
            "schema": described.of("java.lang.String"),
            "normative": described.ofDescriptor("Z"),
            "val": self._validator,
        }

    def remember(self, code: Any) -> None:
        """In Java: super(name, ordinal); this.schema = schema; this.normative = normative."""
        code.aload(0).aload(1).iload(2)
        code.invokespecial(self._enum, "<init>", self._signature("(Ljava/lang/String;I)V"))
        code.aload(0).aload(3).putfield(self._owner, "schema", self.fields["schema"])
        code.aload(0).iload(4).putfield(self._owner, "normative", self.fields["normative"])
        code.return_()

    def compile_once(self, code: Any) -> None:
        """In Java: if (val == null) val = new XMLValidator(schema, normative); return val."""
        there = code.newLabel()
        self._field(code, "val").ifnonnull(there)
        code.aload(0).new_(self._validator).dup()
        self._field(code, "schema")
        self._field(code, "normative")
        code.invokespecial(self._validator, "<init>", self._signature("(Ljava/lang/String;Z)V"))
        code.putfield(self._owner, "val", self._validator)
        code.labelBinding(there)
        self._field(code, "val").areturn()

    def _field(self, code: Any, name: str) -> Any:
        return code.aload(0).getfield(self._owner, name, self.fields[name])
