"""Let Jing not ask whether EPUBCheck's schemas in RELAX NG are correct: it was asked when the cache was made.

A schema in RELAX NG must keep restrictions (ISO/IEC 19757-2, 10): no attribute twice, no list in a list. Asking whether
ours do took a twentieth of a first result. The answer changes nothing in what a document is held against.

Only a process in which Java 24 or later is running can write the class (JEP 484, the class-file API).
"""

from typing import Any

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.java_internals import ASKING_METHOD, QUESTION, ChangedError


def unasked(original: bytes) -> bytes:
    """Jing's class that reads a schema, with its one call of the question left out.

    Args:
        original: the class as it was installed.

    Raises:
        ChangedError: it has another form than the one we know.
    """
    classes = jpype.JClass("java.lang.classfile.ClassFile").of()
    method = jpype.JClass("java.lang.classfile.MethodModel")
    model = classes.parse(jpype.JArray(jpype.JByte)(original))
    asking = [
        part for part in model if isinstance(part, method) and str(part.methodName().stringValue()) == ASKING_METHOD
    ]
    calls = [element for part in asking for element in part.code().get() if _asks(element)]
    if len(asking) != 1 or len(calls) != 1:
        raise ChangedError("Jing’s SchemaBuilderImpl has another form than that of version 20181222")

    def body(code: Any) -> None:
        for element in asking[0].code().get():
            if _asks(element):
                code.pop2().pop2()  # the pattern, and the three things that it would be given
            else:
                code.with_(element)

    def build(target: Any) -> None:
        for part in model:
            if part.equals(asking[0]):
                target.withMethodBody(ASKING_METHOD, part.methodTypeSymbol(), part.flags().flagsMask(), body)
            else:
                target.with_(part)

    return bytes(classes.build(model.thisClass().asSymbol(), build))


def _asks(element: Any) -> bool:
    if not isinstance(element, jpype.JClass("java.lang.classfile.instruction.InvokeInstruction")):
        return False
    return (str(element.name().stringValue()), str(element.type().stringValue())) == QUESTION
