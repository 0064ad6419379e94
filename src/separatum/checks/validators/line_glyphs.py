"""Let veraPDF look up each glyph of a line once.

veraPDF keeps the glyphs of a file by a name that it puts together from the font, the code and the place of the text,
each time that a glyph is shown, which takes longer than all that is asked of it. All that is shown by one operator is
in one font and one place, so the code alone says which glyph it is. The list of glyphs stays the same.
"""

from collections.abc import Sequence
from typing import Any

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.class_files import method_of, opcode, parsed, signature, type_of, with_body
from separatum.checks.validators.java_internals import CODE_READER, GLYPH_MAKER, GLYPHS, ChangedError

_GLYPH = "org.verapdf.model.operator.Glyph"


def looking_once(original: bytes) -> bytes:
    """The class of operators that show text, which looks up each glyph that one shows once.

    Args:
        original: the class as it was installed.

    Raises:
        ChangedError: it has another form than the one we know.
    """
    model = parsed(original)
    changed = ChangedError("veraPDF’s GFOpTextShow has another form than in 1.31")
    maker = method_of(model, GLYPHS, changed)
    elements = list(maker.code().get())
    read, made = _stored_after(elements, CODE_READER), _stored_after(elements, GLYPH_MAKER)
    if read is None or made is None or not read < made:
        raise changed
    described = jpype.JClass("java.lang.constant.ClassDesc").of
    number, table, thing, glyph = (
        described(name) for name in ("java.lang.Integer", "java.util.HashMap", "java.lang.Object", _GLYPH)
    )
    constants = jpype.JClass("java.lang.constant.ConstantDescs")
    nothing, whole = constants.CD_void, constants.CD_int
    code_slot, glyph_slot, known = elements[read].slot(), elements[made].slot(), maker.code().get().maxLocals()

    def body(code: Any) -> None:
        """As it was, and in Java: HashMap known = new HashMap(); at its beginning; where a code was read,
        glyph = known.get(code); if (glyph == null) {, and where a glyph was made, known.put(code, glyph); }.
        """
        at_hand = code.newLabel()

        def key() -> Any:
            return code.aload(known).iload(code_slot).invokestatic(number, "valueOf", type_of(number, whole))

        code.new_(table).dup().invokespecial(table, "<init>", type_of(nothing)).astore(known)
        for place, element in enumerate(elements):
            code.with_(element)
            if place == read:
                key().invokevirtual(table, "get", type_of(thing, thing)).checkcast(glyph).astore(glyph_slot)
                code.aload(glyph_slot).ifnonnull(at_hand)
            elif place == made:
                key().aload(glyph_slot).invokevirtual(table, "put", type_of(thing, thing, thing)).pop()
                code.labelBinding(at_hand)

    return with_body(model, maker, body)


def _stored_after(elements: Sequence[Any], call: tuple[str, str]) -> int | None:
    """Where what one call gives is stored; None unless there is one such call, and it is stored at once."""
    instructions = [place for place, element in enumerate(elements) if opcode(element)]
    calls = [
        at
        for at, place in enumerate(instructions[:-1])
        if opcode(elements[place]).startswith("INVOKE") and signature(elements[place]) == call
    ]
    after = [instructions[at + 1] for at in calls]
    return after[0] if len(after) == 1 and opcode(elements[after[0]]).startswith(("ISTORE", "ASTORE")) else None
