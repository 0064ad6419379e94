"""veraPDF inside the validators' process: a file and profiles in, the rules that the file breaks out.

Only the process of `separatum.checks.validators.java_host` imports this; Java is running there.

The jar that we use has veraPDF's rules as XML, but not the library that would read them (JAXB); so the profile is
built from the XML here, through veraPDF's public constructors.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any
from xml.etree import ElementTree as ET

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.java_internals import add_to_profile_directory
from separatum.checks.validators.pdf_profiles import MOST_PLACES, PROFILES, Profile
from separatum.checks.validators.remembered_rules import REMEMBERING_VALIDATOR, Model, ends_of, remembered_kinds

_NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
_FOR_ATTACHMENTS = {"2": ("1b", "2b"), "4": ("1b", "2b", "4")}
"""What an attached PDF may conform to, by the part of PDF/A."""
_REMEMBERING = REMEMBERING_VALIDATOR.removesuffix(".class").replace("/", ".")
_PROFILES = "org.verapdf.pdfa.validation.profiles."


class VeraPdf:
    """veraPDF, kept apart from EPUBCheck, which brings other versions of the same libraries.

    Args:
        jar: as it was installed.
        beside: what veraPDF needs of it is on the class path already, trimmed so that nothing is there twice.
    """

    def __init__(self, jar: Path, *, beside: bool = False) -> None:
        self._jar = jar
        loaders = jpype.JClass("java.lang.ClassLoader")
        self._services = loaders.getPlatformClassLoader() if beside else _class_loader(jar)
        self._loader = loaders.getSystemClassLoader() if beside else self._services
        jpype.JClass("java.util.logging.LogManager").getLogManager().reset()  # its complaints come as findings
        self._class("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._foundry = self._class("org.verapdf.pdfa.Foundries").defaultInstance()
        self._flavours = self._class("org.verapdf.pdfa.flavours.PDFAFlavour")
        self._validators = self._class("org.verapdf.pdfa.validation.validators.ValidatorFactory")
        self._context = self._class("org.mozilla.javascript.Context")
        self._remembering = self._class(_REMEMBERING) if beside else None
        self._input = jpype.JClass("java.io.FileInputStream")
        self._built: dict[str, Any] = {}
        self._joined: dict[tuple[str, ...], tuple[Any, Any, Any]] = {}
        self._building = Lock()

    @cached_property
    def version(self) -> str:
        """For example “1.31.207”."""
        properties = self._resource("META-INF/maven/org.verapdf/validation-model/pom.properties").decode()
        return next(line.partition("=")[2].strip() for line in properties.splitlines() if line.startswith("version="))

    def _resource(self, name: str) -> bytes:
        """A file of the jar; Java finds it among thousands without reading the list of them in Python."""
        jar = jpype.JClass("java.util.zip.ZipFile")(str(self._jar))
        try:
            return bytes(jar.getInputStream(jar.getEntry(name)).readAllBytes())
        finally:
            jar.close()

    def enter(self) -> None:
        """Keep this thread from finding EPUBCheck's XML parser where Java looks one up."""
        jpype.JClass("java.lang.Thread").currentThread().setContextClassLoader(self._services)

    def warm(self, names: Iterable[str] = ("ua1", "3a")) -> None:
        """Build the profiles that most files are validated against."""
        self._join([PROFILES[name] for name in names])

    def validate(self, path: str, profiles: Sequence[Profile]) -> dict[str, list[dict[str, Any]]]:
        """The rules that the file breaks, by the name of the profile: each once, with how often and where.

        Profiles of one version of PDF are checked in one pass; first with their rules joined, which most files keep.
        Both save time: docs/development/performance.md.

        Raises:
            Exception: veraPDF cannot read the file.
        """
        passes: dict[str, list[Profile]] = {}
        for profile in profiles:
            flavour = self._flavours.valueOf(profile.flavour)
            passes.setdefault(str(flavour.getPart().getPdfSpecification().name()), []).append(profile)
        broken: dict[str, list[dict[str, Any]]] = {}
        for beside in passes.values():
            broken |= self._validate(path, beside)
        return broken

    def _validate(self, path: str, profiles: Sequence[Profile]) -> dict[str, list[dict[str, Any]]]:
        if len(profiles) > 1 and self._keeps_all(path, profiles):
            return {profile.name: [] for profile in profiles}
        rules = jpype.JClass("java.util.ArrayList")([self._profile(profile) for profile in profiles])
        validator = self._validators.createValidatorByProfiles(rules, MOST_PLACES, False, True, False)
        results = self._validated(path, profiles[0], validator)
        return {profile.name: _broken_rules(result) for profile, result in zip(profiles, results, strict=True)}

    def _keeps_all(self, path: str, profiles: Sequence[Profile]) -> bool:
        """Whether a file keeps every rule of every profile; stops at the first that it breaks. What was asked before of
        another object like it is not asked again, where the cache has the validator that remembers.

        What Java gives to a script is here a plain string, number or truth, where veraPDF's own scripts get an object
        that holds it and must ask it at each use. veraPDF enters the context that this thread has entered.
        """
        joined = self._join(profiles)
        if self._remembering is not None:
            validator = self._remembering(*joined)
        else:
            validator = self._validators.createValidatorByProfiles(joined[0], False, 1, 0, False, False)
        context = self._context
        values = context.enter().getWrapFactory()
        values.setJavaPrimitiveWrap(False)
        try:
            results = self._validated(path, profiles[0], validator)
        except jpype.JException:  # the rules one by one will report it
            return False
        finally:
            values.setJavaPrimitiveWrap(True)  # veraPDF stays in the context of a file that it cannot read
            context.exit()
        return all(bool(result.isCompliant()) for result in results)

    def _validated(self, path: str, profile: Profile, validator: Any) -> Any:
        stream = self._input(path)
        try:
            parser = self._foundry.createParser(stream, self._flavours.valueOf(profile.flavour))
            try:
                return validator.validateAll(parser)
            finally:
                parser.close()
        finally:
            validator.close()
            stream.close()

    def _profile(self, profile: Profile) -> Any:
        with self._building:
            for attached in _FOR_ATTACHMENTS.get(profile.name[0], ()):
                flavour = self._flavours.valueOf(PROFILES[attached].flavour)
                add_to_profile_directory(self._class, flavour, self._once(PROFILES[attached]))
            return self._once(profile)

    def _once(self, profile: Profile) -> Any:
        if profile.name not in self._built:
            self._built[profile.name] = self._build(profile)
        return self._built[profile.name]

    def _join(self, profiles: Sequence[Profile]) -> tuple[Any, Any, Any]:
        """The same profiles with one rule for each kind of object, which tests at once what all of theirs test; and
        what is remembered of these rules from file to file, as `_memory` makes it.

        The first profile has these rules, because veraPDF runs each rule in a scope of its own, which costs more than
        most tests; the others have no rules, and are there because veraPDF reads a file by what it is validated
        against.
        """
        key = tuple(profile.name for profile in profiles)
        with self._building:
            if key not in self._joined:
                trees = [self._tree(profile) for profile in profiles]
                helper = self._class("org.verapdf.model.ModelHelper")
                every = (rule for tree in trees for rule in tree.iter(_NAMESPACE + "rule"))
                rules = joined(every, helper.getListOfProperties)
                built = [
                    self._filled(profile, tree, () if number else rules)
                    for number, (profile, tree) in enumerate(zip(profiles, trees, strict=True))
                ]
                self._joined[key] = (jpype.JClass("java.util.ArrayList")(built), *_memory(trees, helper))
            return self._joined[key]

    def _build(self, profile: Profile) -> Any:
        tree = self._tree(profile)
        return self._filled(profile, tree, tree.iter(_NAMESPACE + "rule"))

    def _tree(self, profile: Profile) -> ET.Element:
        return ET.fromstring(self._resource(profile.path))  # noqa: S314 - a file of the validator's own

    def _filled(self, profile: Profile, tree: ET.Element, wanted: Iterable[ET.Element]) -> Any:
        """A profile with some rules, and with the variables of its own file."""
        maker = self._class(_PROFILES + "Profiles")
        linked = jpype.JClass("java.util.LinkedHashSet")
        rules = linked()
        for rule in wanted:
            rules.add(self._rule(maker, rule))
        variables = linked()
        for variable in tree.iter(_NAMESPACE + "variable"):
            values = _text(variable, "defaultValue"), _text(variable, "value")
            variables.add(maker.variableFromValues(variable.get("name"), variable.get("object"), *values))
        details = maker.profileDetailsFromValues(profile.title, profile.standard, "", jpype.JClass("java.util.Date")(0))
        flavour = self._flavours.valueOf(profile.flavour)
        return maker.profileFromValues(flavour, details, "", rules, variables)

    def _rule(self, maker: Any, rule: ET.Element) -> Any:
        number = _child(rule, "id")
        specification = self._class("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(
            number.get("specification")
        )
        rule_id = maker.ruleIdFromValues(specification, number.get("clause"), int(number.get("testNumber", "0")))
        error = _child(rule, "error")
        arguments = jpype.JClass("java.util.ArrayList")()
        argument = self._class(_PROFILES + "ErrorArgumentImpl")
        for found in error.iter(_NAMESPACE + "argument"):
            arguments.add(argument.fromValues(found.text, found.get("name"), None))
        return maker.ruleFromValues(
            rule_id,
            rule.get("object"),
            jpype.JClass("java.lang.Boolean").valueOf(rule.get("deferred") == "true"),
            rule.get("tags"),
            _text(rule, "description"),
            _text(rule, "test"),
            maker.errorFromValues(_text(error, "message"), arguments),
            jpype.JClass("java.util.ArrayList")(),
        )

    def _class(self, name: str) -> Any:
        return jpype.JClass(jpype.JClass("java.lang.Class").forName(name, True, self._loader))


def joined(rules: Iterable[ET.Element], properties: Callable[[str | None], Iterable[Any]]) -> list[ET.Element]:
    """One rule for each kind of object; its test is that all tests of the rules for that kind hold, each once.

    Rules that are deferred to the end of a file stay apart from the others.

    Args:
        rules: of all profiles.
        properties: gives the names of the properties of a kind of object.
    """
    first: dict[tuple[str | None, str | None], ET.Element] = {}
    tests: dict[tuple[str | None, str | None], dict[str, None]] = {}
    for rule in rules:
        key = rule.get("object"), rule.get("deferred")
        first.setdefault(key, rule)
        tests.setdefault(key, {})[_text(rule, "test") or ""] = None
    found = [deepcopy(rule) for rule in first.values()]
    for rule, wanted in zip(found, tests.values(), strict=True):
        test = " && ".join(f"(({test})==true)" for test in wanted)  # as veraPDF evaluates each
        _child(rule, "test").text = _with_variables(test, map(str, properties(rule.get("object"))))
    return found


def _memory(trees: Iterable[ET.Element], helper: Any) -> tuple[Any, Any]:
    """What a remembering validator is given: for each kind of object that it remembers, an empty set that threads may
    share; and the types of objects that it need not look at where all of their kinds hold.

    Args:
        trees: the profiles.
        helper: veraPDF's, which knows its types.
    """
    rules = [rule for tree in trees for rule in tree.iter(_NAMESPACE + "rule")]
    held = jpype.JClass("java.util.HashMap")()
    for kind in remembered_kinds(
        (rule.get("object") or "", _text(rule, "test") or "", rule.get("deferred") == "true") for rule in rules
    ):
        held.put(kind, jpype.JClass("java.util.concurrent.ConcurrentHashMap").newKeySet())
    variables = {variable.get("object") or "" for tree in trees for variable in tree.iter(_NAMESPACE + "variable")}
    model = Model(
        types=[*map(str, helper.getTypes())],
        above=lambda one: map(str, helper.getListOfSuperNames(one)),
        links=lambda one: map(str, helper.getListOfLinks(one)),
    )
    ends = jpype.JClass("java.util.HashMap")()
    kinds = {rule.get("object") or "" for rule in rules}
    for one, asked in ends_of(model, kinds, variables, {str(kind) for kind in held.keySet()}).items():
        ends.put(one, jpype.JClass("java.util.ArrayList")(asked))
    return held, ends


def _with_variables(test: str, properties: Iterable[str]) -> str:
    r"""The same test, which asks an object for each of its properties once, through one wrapping of the object.

    veraPDF runs “function test(){return (TEST)==true;}”. A property that stands in TEST more than once becomes a
    variable of all scripts, which are slow to set and to read. So the function gets variables of its own, declared
    behind the value that it returns. Their names are the properties' with the first letter as “\u0061”: the same word
    to the script wherever it stands, but not to veraPDF, which would replace it.

    A plain string has a length, not a method for it.
    """
    test = test.replace(".length()", ".length")
    places = Counter(re.findall(r"\w+", test))  # as veraPDF counts
    asked = [name for name in properties if name in places]
    variables = {"it": "Object(obj)"} if len(asked) > 1 else {}
    owner = "it" if variables else "obj"
    words = {name: f"{owner}.get{name}()" for name in asked}
    for name in asked:
        if places[name] > 1:
            word = rf"\u{ord(name[0]):04x}{name[1:]}"
            variables[word], words[name] = words[name], word
    test = re.sub(r"\w+", lambda word: words.get(word[0], word[0]), test)
    if not variables:
        return test
    values = ", ".join(f"{name} = {value}" for name, value in variables.items())
    return f"({values}, {test}))==true; var {', '.join(variables)}; (true"


def _class_loader(jar: Path) -> Any:
    address = jpype.JClass("java.io.File")(str(jar)).toURI().toURL()
    loaders = jpype.JClass("java.lang.ClassLoader")
    array = jpype.JArray(jpype.JClass("java.net.URL"))([address])
    return jpype.JClass("java.net.URLClassLoader")(array, loaders.getPlatformClassLoader())


def _broken_rules(result: Any) -> list[dict[str, Any]]:
    counts = {_key(entry.getKey()): int(entry.getValue()) for entry in result.getFailedChecks().entrySet()}
    broken: dict[tuple[str, str, int], dict[str, Any]] = {}
    for assertion in result.getTestAssertions():
        key = _key(assertion.getRuleId())
        if str(assertion.getStatus().name()) != "FAILED":
            continue
        context = str(assertion.getLocation().getContext())
        if key in broken:
            broken[key]["others"].append(context)
        else:
            specification, clause, test = key
            broken[key] = {
                "specification": specification,
                "clause": clause,
                "test": test,
                "places": counts.get(key, 1),
                "rule": str(assertion.getMessage()),
                "error": str(assertion.getErrorMessage() or ""),
                "context": context,
                "others": [],
            }
    return [broken[key] for key in sorted(broken)]


def _key(rule_id: Any) -> tuple[str, str, int]:
    return str(rule_id.getSpecification().name()), str(rule_id.getClause()), int(rule_id.getTestNumber())


def _child(element: ET.Element, name: str) -> ET.Element:
    found = element.find(_NAMESPACE + name)
    if found is None:
        raise ValueError(f"veraPDF's rules have no <{name}> where one belongs")
    return found


def _text(element: ET.Element, name: str) -> str | None:
    return element.findtext(_NAMESPACE + name)
