"""Read a class of a validator, and write it with another body for one of its methods.

Only a process in which Java 24 or later is running can do it (JEP 484, the class-file API).
"""

from collections.abc import Callable
from typing import Any

import jpype  # type: ignore[import-untyped]


def parsed(original: bytes) -> Any:
    """The model of a class (`java.lang.classfile.ClassModel`).

    Args:
        original: the class as it was installed.
    """
    return jpype.JClass("java.lang.classfile.ClassFile").of().parse(jpype.JArray(jpype.JByte)(original))


def methods_of(model: Any, name: str) -> list[Any]:
    """The methods of a class that have a name."""
    return [method for method in model.methods() if str(method.methodName().stringValue()) == name]


def method_of(model: Any, wanted: tuple[str, str], otherwise: LookupError) -> Any:
    """The method of a class that has this name and takes and gives this.

    Args:
        model: the class.
        wanted: as `signature` gives it.
        otherwise: what is raised if there is none.
    """
    for method in methods_of(model, wanted[0]):
        if signature(method) == wanted:
            return method
    raise otherwise


def signature(part: Any) -> tuple[str, str]:
    """The name of a method, or of one that is called, and what goes in and comes out."""
    is_call = isinstance(part, jpype.JClass("java.lang.classfile.instruction.InvokeInstruction"))
    name, kind = (part.name(), part.type()) if is_call else (part.methodName(), part.methodType())
    return str(name.stringValue()), str(kind.stringValue())


def opcode(element: Any) -> str:
    """The name of an instruction (Java Virtual Machine Specification, 6.5); empty for what is none."""
    is_one = isinstance(element, jpype.JClass("java.lang.classfile.Instruction"))
    return str(element.opcode().name()) if is_one else ""


def type_of(result: Any, *given: Any) -> Any:
    """The type of a method, from the types of what comes out and goes in."""
    return jpype.JClass("java.lang.constant.MethodTypeDesc").of(result, *given)


def with_body(
    model: Any, method: Any, body: Callable[[Any], None], add: Callable[[Any], None] = lambda _target: None
) -> bytes:
    """The class with another body for one method, and nothing else changed.

    Args:
        model: the class.
        method: one of its methods.
        body: writes the instructions of the method into a builder of code.
        add: puts what is new into a builder of the class.
    """

    def build(target: Any) -> None:
        for part in model:
            if part.equals(method):
                name, kind = method.methodName().stringValue(), method.methodTypeSymbol()
                target.withMethodBody(name, kind, method.flags().flagsMask(), body)
            else:
                target.with_(part)
        add(target)

    return bytes(jpype.JClass("java.lang.classfile.ClassFile").of().build(model.thisClass().asSymbol(), build))
