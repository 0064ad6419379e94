"""Let Jing keep what it worked out of a schema in RELAX NG for the next documents that are held against it.

Jing validates by derivatives: what a pattern still allows after each start tag, attribute and end tag. It remembers
each for one document, and works out the same again for the next, which was a fifth of a warm result of EPUBCheck. A
derivative follows from the schema alone. Each thread remembers its own, as Jing changes what it remembers while it
validates; all is forgotten after some documents, as values of attributes are in it.
"""

from typing import Any

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.class_files import methods_of, parsed, type_of, with_body
from separatum.checks.validators.java_internals import DERIVATIVES, DERIVATIVES_MAKER, ChangedError

_MOST = 100
"""How many documents share what was worked out of a schema."""
_KEPT, _LEFT, _GET = "separatumKept", "separatumLeft", "separatumGet"
_CALL = ["DUP", "ALOAD_0", "GETFIELD", "INVOKESPECIAL"]
"""What follows on “new” where the memory is made."""
_PRIVATE, _PRIVATE_SYNCHRONIZED = 0x0002, 0x0022  # Java Virtual Machine Specification, table 4.6-A


def keeping(original: bytes) -> bytes:
    """Jing's class of a schema in RELAX NG, which gives the same memory to the validators of several documents.

    Args:
        original: the class as it was installed.

    Raises:
        ChangedError: it has another form than the one we know.
    """
    change = _Change(parsed(original))
    return with_body(change.model, change.method, change.ask, change.add)


class _Change:
    """The method that makes a validator, and one more that it takes its memory from."""

    def __init__(self, model: Any) -> None:
        makers = methods_of(model, DERIVATIVES_MAKER)
        elements = list(makers[0].code().get()) if len(makers) == 1 else []
        starts = [at for at, element in enumerate(elements) if _makes_memory(element)]
        if len(starts) != 1 or [_kind(one) for one in elements[starts[0] + 1 :][:4]] != _CALL:
            raise ChangedError("Jing’s PatternSchema has another form than that of version 20181222")
        self.model, self.method = model, makers[0]
        start = starts[0]
        self._before, call, self._after = elements[:start], elements[start : start + 5], elements[start + 5 :]
        self._field, self._make = call[3], call[4]
        described = jpype.JClass("java.lang.constant.ClassDesc").of
        self._owner = model.thisClass().asSymbol()
        self._made = call[0].className().asSymbol()
        self._object = described("java.lang.Object")
        self._memory = described("java.lang.ThreadLocal")
        self._number = jpype.JClass("java.lang.constant.ConstantDescs").CD_int
        self._getter = type_of(self._made)

    def ask(self, code: Any) -> None:
        """As it was, with `this.separatumGet()` for `new ValidatorPatternBuilder(spb)`."""
        for element in self._before:
            code.with_(element)
        code.aload(0).invokevirtual(self._owner, _GET, self._getter)
        for element in self._after:
            code.with_(element)

    def add(self, target: Any) -> None:
        """Two fields, and the method that is asked."""
        target.withField(_KEPT, self._memory, _PRIVATE)
        target.withField(_LEFT, self._number, _PRIVATE)
        target.withMethodBody(_GET, self._getter, _PRIVATE_SYNCHRONIZED, self.get)

    def get(self, code: Any) -> None:
        """In Java: if (left == 0) { kept = new ThreadLocal(); left = 100; } left--; var mine = kept.get();
        if (mine == null) { mine = new ValidatorPatternBuilder(spb); kept.set(mine); } return mine;
        """
        nothing = jpype.JClass("java.lang.constant.ConstantDescs").CD_void
        started, found = code.newLabel(), code.newLabel()
        self._kept(code.aload(0), _LEFT).ifne(started)
        code.aload(0).new_(self._memory).dup().invokespecial(self._memory, "<init>", type_of(nothing))
        code.putfield(self._owner, _KEPT, self._memory)
        code.aload(0).bipush(_MOST).putfield(self._owner, _LEFT, self._number)
        code.labelBinding(started)
        self._kept(code.aload(0).dup(), _LEFT).iconst_1().isub().putfield(self._owner, _LEFT, self._number)
        self._kept(code.aload(0), _KEPT).invokevirtual(self._memory, "get", type_of(self._object))
        code.checkcast(self._made).astore(1).aload(1).ifnonnull(found)
        code.new_(self._made).dup().aload(0).with_(self._field).with_(self._make).astore(1)
        self._kept(code.aload(0), _KEPT).aload(1).invokevirtual(self._memory, "set", type_of(nothing, self._object))
        code.labelBinding(found)
        code.aload(1).areturn()

    def _kept(self, code: Any, name: str) -> Any:
        return code.getfield(self._owner, name, self._number if name == _LEFT else self._memory)


def _makes_memory(element: Any) -> bool:
    new = jpype.JClass("java.lang.classfile.instruction.NewObjectInstruction")
    return isinstance(element, new) and str(element.className().asInternalName()) == DERIVATIVES


def _kind(element: Any) -> str:
    return str(element.opcode().name())
