"""Let EPUBCheck not work out SHA-256 of each file in a book: its report would name it, and no message does.

For that it reads every file, pictures and fonts as well: a seventh of a warm result. It says nothing of a file that
it cannot read there; what it checks, it reads again.
"""

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.class_files import method_of, parsed, with_body
from separatum.checks.validators.java_internals import HASHING_METHOD, ChangedError


def unhashed(original: bytes) -> bytes:
    """EPUBCheck's class that lists the files of a book, which gives "" for the hash of each.

    Args:
        original: the class as it was installed.

    Raises:
        ChangedError: it has another form than the one we know.
    """
    model = parsed(original)
    changed = ChangedError("EPUBCheck’s OCFZipResources has another form than that of version 5.3.0")
    hashing = method_of(model, HASHING_METHOD, changed)
    return with_body(model, hashing, lambda code: code.loadConstant(jpype.JString("")).areturn())
