"""Let EPUBCheck not work out SHA-256 of each file in a book: its report would name it, and no message does.

For that it reads every file, pictures and fonts as well: a seventh of a warm result. It says nothing of a file that
it cannot read there; what it checks, it reads again.
"""

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.class_files import methods_of, parsed, signature, with_body
from separatum.checks.validators.java_internals import HASHING_METHOD, ChangedError


def unhashed(original: bytes) -> bytes:
    """EPUBCheck's class that lists the files of a book, which gives "" for the hash of each.

    Args:
        original: the class as it was installed.

    Raises:
        ChangedError: it has another form than the one we know.
    """
    model = parsed(original)
    hashing = [method for method in methods_of(model, HASHING_METHOD[0]) if signature(method) == HASHING_METHOD]
    if len(hashing) != 1:
        raise ChangedError("EPUBCheck’s OCFZipResources has another form than that of version 5.3.0")
    return with_body(model, hashing[0], lambda code: code.loadConstant(jpype.JString("")).areturn())
