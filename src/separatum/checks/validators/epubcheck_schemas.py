"""Let EPUBCheck compile a schema when an EPUB first needs it, not all fifty at its start.

EPUBCheck keeps its schemas in one enumeration that compiles all of them when the first is asked for: half the time of a
first validation goes into schemas for dictionaries, indexes and EPUB 2. The one written here is EPUBCheck's own,
with its constants, schemas and order unchanged; but each schema is compiled once, at its first use, by EPUBCheck's own
code. No schema and no rule differs.

Only a process in which Java 24 or later is running can write it (JEP 484, the class-file API).
"""

from typing import Any

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.class_files import parsed, signature
from separatum.checks.validators.java_internals import (
    COMPILED_FIELD,
    CONSTRUCTOR,
    GETTER,
    VALIDATOR,
    ChangedError,
)

_PUBLIC, _PRIVATE, _SYNCHRONIZED = 0x0001, 0x0002, 0x0020  # Java Virtual Machine Specification, table 4.6-A


def _class(name: str) -> Any:
    return jpype.JClass("java.lang.constant.ClassDesc").of(name)


def _type(descriptor: str) -> Any:
    return jpype.JClass("java.lang.constant.MethodTypeDesc").ofDescriptor(descriptor)


def on_demand(original: bytes) -> bytes:
    """EPUBCheck's enumeration of schemas, which compiles each when it is first asked for.

    Args:
        original: the class as it was installed.

    Raises:
        ChangedError: it has another form than the one we know.
    """
    model = parsed(original)
    methods = {signature(method): method for method in model.methods()}
    make = methods.pop(CONSTRUCTOR, None)
    get = methods.pop(GETTER, None)
    if make is None or get is None:
        raise ChangedError("EPUBCheck’s XMLValidators has another form than that of version 5.3.0")
    code = _OnDemand(model.thisClass().asSymbol())

    def build(target: Any) -> None:
        target.withFlags(model.flags().flagsMask()).withSuperclass(model.superclass().get().asSymbol())
        for field in model.fields():
            if str(field.fieldName().stringValue()) != COMPILED_FIELD:  # a final field cannot be filled later
                target.with_(field)
        for name, kind in code.fields.items():
            target.withField(name, kind, _PRIVATE)
        for method in methods.values():
            target.with_(method)
        target.withMethodBody("<init>", make.methodTypeSymbol(), _PRIVATE, code.remember)
        target.withMethodBody("get", get.methodTypeSymbol(), _PUBLIC | _SYNCHRONIZED, code.compile_once)

    return bytes(jpype.JClass("java.lang.classfile.ClassFile").of().build(model.thisClass().asSymbol(), build))


class _OnDemand:
    """The two methods that differ: the constructor remembers, `get` compiles once."""

    def __init__(self, owner: Any) -> None:
        self._owner = owner
        self._enum = _class("java.lang.Enum")
        self._validator = _class(VALIDATOR)
        self.fields = {
            "schema": _class("java.lang.String"),
            "normative": jpype.JClass("java.lang.constant.ConstantDescs").CD_boolean,
            COMPILED_FIELD: self._validator,
        }

    def remember(self, code: Any) -> None:
        """In Java: super(name, ordinal); this.schema = schema; this.normative = normative."""
        code.aload(0).aload(1).iload(2)
        code.invokespecial(self._enum, "<init>", _type("(Ljava/lang/String;I)V"))
        code.aload(0).aload(3).putfield(self._owner, "schema", self.fields["schema"])
        code.aload(0).iload(4).putfield(self._owner, "normative", self.fields["normative"])
        code.return_()

    def compile_once(self, code: Any) -> None:
        """In Java: if (val == null) val = new XMLValidator(schema, normative); return val."""
        there = code.newLabel()
        self._field(code, COMPILED_FIELD).ifnonnull(there)
        code.aload(0).new_(self._validator).dup()
        self._field(code, "schema")
        self._field(code, "normative")
        code.invokespecial(self._validator, "<init>", _type("(Ljava/lang/String;Z)V"))
        code.putfield(self._owner, COMPILED_FIELD, self._validator)
        code.labelBinding(there)
        self._field(code, COMPILED_FIELD).areturn()

    def _field(self, code: Any, name: str) -> Any:
        return code.aload(0).getfield(self._owner, name, self.fields[name])
