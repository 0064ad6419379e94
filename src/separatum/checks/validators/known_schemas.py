"""Let Jing not ask whether EPUBCheck's schemas in RELAX NG are correct: it was asked when the cache was made.

A schema in RELAX NG must keep restrictions (ISO/IEC 19757-2, 10): no attribute twice, no list in a list. Asking whether
ours do took a twentieth of a first result. The answer changes nothing in what a document is held against.
"""

from typing import Any

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.class_files import methods_of, parsed, signature, with_body
from separatum.checks.validators.java_internals import ASKING_METHOD, QUESTION, ChangedError


def unasked(original: bytes) -> bytes:
    """Jing's class that reads a schema, with its one call of the question left out.

    Args:
        original: the class as it was installed.

    Raises:
        ChangedError: it has another form than the one we know.
    """
    model = parsed(original)
    asking = methods_of(model, ASKING_METHOD)
    calls = [element for method in asking for element in method.code().get() if _asks(element)]
    if len(asking) != 1 or len(calls) != 1:
        raise ChangedError("Jing’s SchemaBuilderImpl has another form than that of version 20181222")

    def body(code: Any) -> None:
        for element in asking[0].code().get():
            if _asks(element):
                code.pop2().pop2()  # the pattern, and the three things that it would be given
            else:
                code.with_(element)

    return with_body(model, asking[0], body)


def _asks(element: Any) -> bool:
    call = jpype.JClass("java.lang.classfile.instruction.InvokeInstruction")
    return isinstance(element, call) and signature(element) == QUESTION
