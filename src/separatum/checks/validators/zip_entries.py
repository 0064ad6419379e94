"""Let EPUBCheck not work out SHA-256 of each file in a book: its report would name it, and no message does.

For that it reads every file, pictures and fonts as well: a seventh of a warm result. It says nothing of a file that
it cannot read there; what it checks, it reads again.

Only a process in which Java 24 or later is running can write the class (JEP 484, the class-file API).
"""

from typing import Any

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.java_internals import HASHING_METHOD, ChangedError


def unhashed(original: bytes) -> bytes:
    """EPUBCheck's class that lists the files of a book, which gives "" for the hash of each.

    Args:
        original: the class as it was installed.

    Raises:
        ChangedError: it has another form than the one we know.
    """
    classes = jpype.JClass("java.lang.classfile.ClassFile").of()
    method = jpype.JClass("java.lang.classfile.MethodModel")
    model = classes.parse(jpype.JArray(jpype.JByte)(original))
    hashing = [part for part in model if isinstance(part, method) and _hashes(part)]
    if len(hashing) != 1:
        raise ChangedError("EPUBCheck’s OCFZipResources has another form than that of version 5.3.0")

    def body(code: Any) -> None:
        code.loadConstant(jpype.JString("")).areturn()

    def build(target: Any) -> None:
        for part in model:
            if part.equals(hashing[0]):
                target.withMethodBody(HASHING_METHOD[0], part.methodTypeSymbol(), part.flags().flagsMask(), body)
            else:
                target.with_(part)

    return bytes(classes.build(model.thisClass().asSymbol(), build))


def _hashes(method: Any) -> bool:
    return (str(method.methodName().stringValue()), str(method.methodType().stringValue())) == HASHING_METHOD
