"""Let veraPDF keep, from file to file, what its scripts find in every scope.

Rhino makes the standard objects of JavaScript for each file, and asks Java's reflection what each class of veraPDF's
model has, which takes the most. Its own way to share both is a scope that other scopes have as their prototype: what a
script declares stays in the scope of its file, and goes with it. Each thread has a shared scope of its own.
"""

from typing import Any

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.class_files import method_of, opcode, parsed, signature, type_of, with_body
from separatum.checks.validators.java_internals import SCOPE_MAKER, STANDARD_OBJECTS, ChangedError

_SHARED = "separatumShared"
_PRIVATE_STATIC = 0x000A  # Java Virtual Machine Specification, table 4.5-A
_END = ["ALOAD_0", "INVOKEVIRTUAL", "ARETURN"]
"""How the method ends: the context makes the standard objects, and these are the scope."""


def sharing(original: bytes) -> bytes:
    """The class that runs veraPDF's scripts, which makes each scope upon one that its thread keeps.

    Args:
        original: the class as it was installed.

    Raises:
        ChangedError: it has another form than the one we know.
    """
    model = parsed(original)
    changed = ChangedError("veraPDF’s JavaScriptEvaluator has another form than in 1.31")
    maker = method_of(model, SCOPE_MAKER, changed)
    code_of_it = [one for one in maker.code().get() if opcode(one)]
    before, end = code_of_it[: -len(_END)], code_of_it[-len(_END) :]
    if [opcode(one) for one in end] != _END or signature(end[1]) != STANDARD_OBJECTS:
        raise changed
    described = jpype.JClass("java.lang.constant.ClassDesc").of
    own, kept = model.thisClass().asSymbol(), described("java.lang.ThreadLocal")
    thing, scope = described("java.lang.Object"), described("org.mozilla.javascript.ScriptableObject")
    scriptable, top = (described(f"org.mozilla.javascript.{name}") for name in ("Scriptable", "TopLevel"))
    constants = jpype.JClass("java.lang.constant.ConstantDescs")
    nothing, truth = constants.CD_void, constants.CD_boolean

    def body(code: Any) -> None:
        """As it was, and in Java at its end: if (shared == null) shared = new ThreadLocal();
        ScriptableObject all = shared.get();
        if (all == null) { all = context.initStandardObjects(); shared.set(all); }
        TopLevel scope = new TopLevel(); scope.setPrototype(all); scope.cacheBuiltins(scope, false); return scope;
        """
        begun, made = code.newLabel(), code.newLabel()
        for element in before:
            code.with_(element)
        code.getstatic(own, _SHARED, kept).ifnonnull(begun)
        code.new_(kept).dup().invokespecial(kept, "<init>", type_of(nothing)).putstatic(own, _SHARED, kept)
        code.labelBinding(begun)
        code.getstatic(own, _SHARED, kept).invokevirtual(kept, "get", type_of(thing)).checkcast(scope).astore(1)
        code.aload(1).ifnonnull(made)
        code.with_(end[0]).with_(end[1]).astore(1)
        code.getstatic(own, _SHARED, kept).aload(1).invokevirtual(kept, "set", type_of(nothing, thing))
        code.labelBinding(made)
        code.new_(top).dup().invokespecial(top, "<init>", type_of(nothing)).astore(2)
        code.aload(2).aload(1).invokevirtual(scope, "setPrototype", type_of(nothing, scriptable))
        code.aload(2).aload(2).iconst_0().invokevirtual(top, "cacheBuiltins", type_of(nothing, scriptable, truth))
        code.aload(2).areturn()

    return with_body(model, maker, body, lambda target: target.withField(_SHARED, kept, _PRIVATE_STATIC))
