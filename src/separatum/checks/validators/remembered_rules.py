"""Let veraPDF ask once what it asks of thousands of objects that are alike.

Numbers, strings, names and glyphs are nine in ten of the objects of an article's PDF. What a rule says of one follows
from the few properties that its test asks for; veraPDF runs a script for each. A validator of ours, made of its own,
remembers with which properties the joined rule of such a kind held, and runs the script for others. It remembers
nothing of a rule that asks for anything else, and nothing that did not hold.

An object of which all is remembered, and that leads to no other, is not even put on the pile of those to be looked at:
veraPDF would write down the way to it, look for its rules, variables and links, and find nothing.

Of strings and names the tests ask for the length alone, so nothing that they say is remembered.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.class_files import method_of, opcode, parsed, type_of, with_body
from separatum.checks.validators.java_internals import (
    FIRST_PROCESS,
    LINKED,
    STOPPING_CONSTRUCTOR,
    STOPPING_VALIDATOR,
    ChangedError,
)

REMEMBERING_VALIDATOR = "org/verapdf/pdfa/validation/validators/RememberingValidator.class"
"""The class that is written: in veraPDF's package, as the constructor that it calls is for that package."""
_MOST = 10_000
"""How many sets of properties are remembered for each kind."""
_ONLY_FALSE = "unicodePUA"
"""Where a glyph has it, a test asks what is around the glyph; such a one is not remembered."""
_HELD, _ENDS, _IS_KNOWN = "separatumHeld", "separatumEnds", "separatumIsKnown"
_PUBLIC, _PROTECTED, _PRIVATE_STATIC, _PRIVATE_FINAL = 0x0001, 0x0004, 0x000A, 0x0012
"""Java Virtual Machine Specification, tables 4.5-A and 4.6-A."""
_WORDS = frozenset({"true", "false", "null", "Math"})


class _Kind(NamedTuple):
    """A kind of object, and the properties that tests of it may ask for, with their types in Java."""

    interface: str
    properties: tuple[tuple[str, str], ...]
    lengths: tuple[str, ...] = ()
    """Properties of which tests may ask for the length alone."""


_COS = "org.verapdf.model.coslayer."
_OPERATOR = "org.verapdf.model.operator."
_KINDS: Mapping[str, _Kind] = {
    "CosInteger": _Kind(_COS + "CosInteger", (("intValue", "Long"),)),
    "CosString": _Kind(
        _COS + "CosString", (("isHex", "Boolean"), ("hexCount", "Long"), ("containsOnlyHex", "Boolean")), ("value",)
    ),
    "CosName": _Kind(_COS + "CosName", (), ("internalRepresentation",)),
    "Glyph": _Kind(
        _OPERATOR + "Glyph",
        (
            ("renderingMode", "Long"),
            ("isGlyphPresent", "Boolean"),
            ("widthFromFontProgram", "Double"),
            ("widthFromDictionary", "Double"),
            ("toUnicode", "String"),
            ("name", "String"),
        ),
    ),
    "CosReal": _Kind(_COS + "CosReal", (("realValue", "Double"),)),
    "CosIndirect": _Kind(_COS + "CosIndirect", (("spacingCompliesPDFA", "Boolean"),)),
    "CosUnicodeName": _Kind(_COS + "CosUnicodeName", (("isValidUtf8", "Boolean"),)),
    "Op_q_gsave": _Kind(_OPERATOR + "Op_q_gsave", (("nestingLevel", "Long"),)),
}
"""By the name in rules; the most frequent first."""
_MODEL = "org.verapdf.model.baselayer.Object"
_BESIDE: Mapping[str, tuple[str, ...]] = {"Glyph": (_ONLY_FALSE, "actualTextPresent")}
"""What tests of a kind may ask for besides: it decides nothing where `_ONLY_FALSE` is false."""


def remembered_kinds(rules: Iterable[tuple[str, str, bool]]) -> tuple[str, ...]:
    """The kinds of objects whose rules ask for nothing but what is remembered.

    Args:
        rules: the kind, the test, and whether it is deferred to the end of a file.
    """
    fits: dict[str, bool] = {}
    for kind, test, deferred in rules:
        fits[kind] = fits.get(kind, True) and not deferred and _asks_what_is_remembered(kind, test)
    return tuple(kind for kind, fit in fits.items() if fit)


class Model(NamedTuple):
    """What veraPDF says of the types of its objects."""

    types: Iterable[str]
    above: Callable[[str], Iterable[str]]
    """The types above one: their rules and variables are its own, too."""
    links: Callable[[str], Iterable[str]]


def ends_of(
    model: Model, with_rules: Collection[str], with_variables: Collection[str], remembered: Collection[str]
) -> dict[str, list[str]]:
    """The types of objects that lead to no other and set no variable, and of which every rule is remembered.

    Args:
        model: veraPDF's.
        with_rules: the kinds of objects that there are rules for.
        with_variables: those that set variables.
        remembered: as `remembered_kinds` gives them.

    Returns:
        For each such type, the kinds whose rules it must keep.
    """
    found = {}
    for one in model.types:
        kinds = [one, *model.above(one)]
        asked = [kind for kind in kinds if kind in with_rules]
        if not any(model.links(one)) and not {*kinds} & {*with_variables} and {*asked} <= {*remembered}:
            found[one] = asked
    return found


def _asks_what_is_remembered(kind: str, test: str) -> bool:
    if kind not in _KINDS:
        return False
    plain = re.sub(r'"[^"]*"', "", test)
    for name in _KINDS[kind].lengths:
        plain = re.sub(rf"(?<![\w.]){name}\.length\(\)", "", plain)
    known = {name for name, _ in _KINDS[kind].properties} | {*_BESIDE.get(kind, ())} | _WORDS
    return {*re.findall(r"(?<![\w.])[A-Za-z_]\w*", plain)} <= known


def remembering_validator(stopping: bytes) -> bytes:
    """The class of a validator that remembers, made of veraPDF's own that stops at the first failure.

    Args:
        stopping: veraPDF's FastFailValidator, as it was installed.

    Raises:
        ChangedError: it has another form than the one we know.
    """
    changed = ChangedError("veraPDF’s FastFailValidator has another form than in 1.31")
    method_of(parsed(stopping), STOPPING_CONSTRUCTOR, changed)
    return bytes(_Writer().written())


def asking_validator(base: bytes) -> bytes:
    """The class that all validators are made of, asking of each object that it comes to whether all of it is known.

    It says itself that nothing is; the one that remembers says more.

    Args:
        base: veraPDF's BaseValidator, as it was installed.

    Raises:
        ChangedError: it has another form than the one we know.
    """
    model = parsed(base)
    changed = ChangedError("veraPDF’s BaseValidator has another form than in 1.31")
    method_of(model, FIRST_PROCESS, changed)
    linked = method_of(model, LINKED, changed)
    elements = list(linked.code().get())
    found, following = _places(elements)
    if found is None or following is None:
        raise changed
    own = model.thisClass().asSymbol()
    truth = jpype.JClass("java.lang.constant.ConstantDescs").CD_boolean
    question = type_of(truth, jpype.JClass("java.lang.constant.ClassDesc").of(_MODEL))

    def body(code: Any) -> None:
        """As it was, and in Java, as soon as an object is at hand: if (separatumIsKnown(object)) continue;."""
        next_one = code.newLabel()
        for number, element in enumerate(elements):
            if number == following:
                code.labelBinding(next_one)
            code.with_(element)
            if number == found:
                code.aload(0).aload(element.slot()).invokevirtual(own, _IS_KNOWN, question).ifne(next_one)

    def add(target: Any) -> None:
        target.withMethodBody(_IS_KNOWN, question, _PROTECTED, lambda code: code.iconst_0().ireturn())

    return with_body(model, linked, body, add)


def _places(elements: Sequence[Any]) -> tuple[int | None, int | None]:
    """Where an object was taken out of its list, and where the next one is counted down to."""
    names = [opcode(element) for element in elements]
    taken = [at for at in range(1, len(names)) if names[at - 1 : at + 1] == ["CHECKCAST", "ASTORE"]]
    of_objects = [at for at in taken if str(elements[at - 1].type().asInternalName()) == _MODEL.replace(".", "/")]
    counted = [at for at, name in enumerate(names) if name == "IINC"]
    is_known = len(of_objects) == 1 and len(counted) == 2 and of_objects[0] < counted[0]
    return (of_objects[0], counted[0]) if is_known else (None, None)


class _Writer:
    def __init__(self) -> None:
        described = jpype.JClass("java.lang.constant.ClassDesc").of
        method = jpype.JClass("java.lang.constant.MethodTypeDesc").ofDescriptor
        self._class = described
        self._own = described(REMEMBERING_VALIDATOR.removesuffix(".class").replace("/", "."))
        self._parent = described(STOPPING_VALIDATOR)
        self._map, self._set, self._list = (described(f"java.util.{name}") for name in ("Map", "Set", "List"))
        self._object, self._string = described("java.lang.Object"), described("java.lang.String")
        self._rule = described("org.verapdf.pdfa.validation.profiles.Rule")
        self._model = described(_MODEL)
        constants = jpype.JClass("java.lang.constant.ConstantDescs")
        self._int, self._truth, self._nothing = constants.CD_int, constants.CD_boolean, constants.CD_void
        self._made = method(STOPPING_CONSTRUCTOR[1])
        self._asked = method(FIRST_PROCESS[1])
        self._values = type_of(self._object, self._string, self._model)

    def written(self) -> Any:
        def build(target: Any) -> None:
            target.withFlags(_PUBLIC).withSuperclass(self._parent)
            target.withField(_HELD, self._map, _PRIVATE_FINAL).withField(_ENDS, self._map, _PRIVATE_FINAL)
            made = type_of(self._nothing, self._list, self._map, self._map)
            target.withMethodBody("<init>", made, _PUBLIC, self._make)
            target.withMethodBody(FIRST_PROCESS[0], self._asked, _PUBLIC, self._ask)
            target.withMethodBody(_IS_KNOWN, type_of(self._truth, self._model), _PROTECTED, self._know)
            target.withMethodBody("values", self._values, _PRIVATE_STATIC, self._look)

        return jpype.JClass("java.lang.classfile.ClassFile").of().build(self._own, build)

    def _make(self, code: Any) -> None:
        """In Java: super(profiles, false, 0, false, false, 1); separatumHeld = held; separatumEnds = ends;."""
        code.aload(0).aload(1).iconst_0().iconst_0().iconst_0().iconst_0().iconst_1()
        code.invokespecial(self._parent, "<init>", self._made)
        code.aload(0).aload(2).putfield(self._own, _HELD, self._map)
        code.aload(0).aload(3).putfield(self._own, _ENDS, self._map).return_()

    def _ask(self, code: Any) -> None:
        """In Java: String kind = rule.getObject(); Set known = separatumHeld.get(kind);
        Object values = known == null ? null : values(kind, object); if (values == null) return super.…;
        if (known.contains(values)) return true;
        boolean holds = super.…; if (holds && known.size() < MOST) known.add(values); return holds;
        """
        plainly, asked, done = code.newLabel(), code.newLabel(), code.newLabel()
        with_object = type_of(self._truth, self._object)
        code.aload(4).invokeinterface(self._rule, "getObject", type_of(self._string)).astore(5)
        code.aload(0).getfield(self._own, _HELD, self._map).aload(5)
        code.invokeinterface(self._map, "get", type_of(self._object, self._object))
        code.checkcast(self._set).astore(6).aload(6).ifnull(plainly)
        code.aload(5).aload(2).invokestatic(self._own, "values", self._values).astore(7).aload(7).ifnull(plainly)
        code.aload(6).aload(7).invokeinterface(self._set, "contains", with_object).ifeq(asked).iconst_1().ireturn()
        self._as_ever(code.labelBinding(plainly)).ireturn()
        self._as_ever(code.labelBinding(asked)).istore(8).iload(8).ifeq(done)
        code.aload(6).invokeinterface(self._set, "size", type_of(self._int)).sipush(_MOST).if_icmpge(done)
        code.aload(6).aload(7).invokeinterface(self._set, "add", with_object).pop()
        code.labelBinding(done).iload(8).ireturn()

    def _know(self, code: Any) -> None:
        """In Java: if (object == null) return false; List kinds = separatumEnds.get(object.getObjectType());
        if (kinds == null) return false;
        for (int left = kinds.size(); --left >= 0;) { String kind = kinds.get(left);
        Object values = values(kind, object);
        if (values == null || !separatumHeld.get(kind).contains(values)) return false; } return true;
        """
        unknown, known, again = code.newLabel(), code.newLabel(), code.newLabel()
        get = type_of(self._object, self._object)
        code.aload(1).ifnull(unknown)
        code.aload(0).getfield(self._own, _ENDS, self._map)
        code.aload(1).invokeinterface(self._model, "getObjectType", type_of(self._string))
        code.invokeinterface(self._map, "get", get).checkcast(self._list).astore(2).aload(2).ifnull(unknown)
        code.aload(2).invokeinterface(self._list, "size", type_of(self._int)).istore(3)
        code.labelBinding(again).iinc(3, -1).iload(3).iflt(known)
        code.aload(2).iload(3).invokeinterface(self._list, "get", type_of(self._object, self._int))
        code.checkcast(self._string).astore(4)
        code.aload(4).aload(1).invokestatic(self._own, "values", self._values).astore(5).aload(5).ifnull(unknown)
        code.aload(0).getfield(self._own, _HELD, self._map).aload(4).invokeinterface(self._map, "get", get)
        code.checkcast(self._set).aload(5)
        code.invokeinterface(self._set, "contains", type_of(self._truth, self._object)).ifne(again)
        code.labelBinding(unknown).iconst_0().ireturn()
        code.labelBinding(known).iconst_1().ireturn()

    def _as_ever(self, code: Any) -> Any:
        code.aload(0).aload(1).aload(2).aload(3).aload(4)
        return code.invokespecial(self._parent, FIRST_PROCESS[0], self._asked)

    def _look(self, code: Any) -> None:
        """In Java, for each: if (kind.equals("…")) return Arrays.asList(((…) object).get…(), …); at the end, null."""
        with_object = type_of(self._truth, self._object)
        for name, kind in _KINDS.items():
            interface, other = self._class(kind.interface), code.newLabel()
            code.aload(0).loadConstant(jpype.JString(name)).invokevirtual(self._string, "equals", with_object).ifeq(
                other
            )
            if name in _BESIDE:
                truth = self._class("java.lang.Boolean")
                code.getstatic(truth, "FALSE", truth)
                self._get(code, interface, _ONLY_FALSE, "Boolean")
                code.invokevirtual(truth, "equals", with_object).ifeq(other)
            properties = [*kind.properties, *((length, "String") for length in kind.lengths)]
            code.bipush(len(properties)).anewarray(self._object)
            for number, (asked, java_type) in enumerate(properties):
                self._get(code.dup().bipush(number), interface, asked, java_type)
                if asked in kind.lengths:
                    boxed = self._class("java.lang.Integer")
                    code.invokevirtual(self._string, "length", type_of(self._int))
                    code.invokestatic(boxed, "valueOf", type_of(boxed, self._int))
                code.aastore()
            as_list = type_of(self._list, self._object.arrayType())
            code.invokestatic(self._class("java.util.Arrays"), "asList", as_list).areturn()
            code.labelBinding(other)
        code.aconst_null().areturn()

    def _get(self, code: Any, interface: Any, name: str, java_type: str) -> None:
        code.aload(1).checkcast(interface)
        code.invokeinterface(interface, f"get{name}", type_of(self._class(f"java.lang.{java_type}")))
