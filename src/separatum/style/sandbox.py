"""Run a style's template in a sandbox: a style may be a stranger's, and its template sees the article and nothing else.

The sandbox of Jinja keeps it from Python's own objects. Beyond that it gets no clock, no chance and no other file;
the texts and lists that it makes, the rounds of its loops and its calls are counted, so it can fill neither memory nor
time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sized
from contextvars import ContextVar
from itertools import chain
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

_RANDOM = ("random", "lipsum")
_GROWING = frozenset(
    {
        "center",
        "ljust",
        "rjust",
        "zfill",
        "expandtabs",
        "format",
        "format_map",
        "join",
        "replace",
        "translate",
        "encode",
    }
)
"""Methods and filters that make a text as long as their arguments say. A page, which the sheets set, needs none but
`join` and `replace`, which are counted."""
_CLOCKS = frozenset({"today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp"})
_LONGEST = 4_000_000
"""Characters that a text of the template, and the page, may have: ten times those of a long book."""
_LONGEST_LIST = 100_000
_MOST_STEPS = 300_000
"""Rounds of loops and calls in one page, all together."""
_CONCAT, _COUNTED = "separatum_concat", "separatum_counted"
_steps: ContextVar[list[int]] = ContextVar("steps")


def _require_short(length: int) -> None:
    if length > _LONGEST:
        message = f"it makes a text of more than {_LONGEST} characters"
        raise SecurityError(message)


def _step() -> None:
    taken = _steps.get([0])
    taken[0] += 1
    if taken[0] > _MOST_STEPS:
        message = f"it needs more than {_MOST_STEPS} rounds and calls"
        raise SecurityError(message)


class _NoFiles(BaseLoader):
    def get_source(self, environment: Environment, template: str) -> Any:  # noqa: ARG002 - Jinja's signature
        message = f"“{template}” is not read: a style has one template, and “include”, “import” and “extends” find none"
        raise TemplateNotFound(template, message)


class _Counting(NodeTransformer):
    """Puts functions of ours into the places where a template can grow or go on without end."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        first, *rest = node.nodes
        return nodes.Filter(first, _CONCAT, rest, [], None, None, lineno=node.lineno)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, _COUNTED, [], [], None, None, lineno=node.lineno)
        return node


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    @staticmethod
    def concat(parts: Iterable[str]) -> str:  # what blocks and macros are put together with
        return "".join(_bounded(parts))

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        return super()._generate(_Counting().visit(source), *args, **options)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return attr not in _GROWING | _CLOCKS and super().is_safe_attribute(obj, attr, value)

    def call(__self, __context: Any, __obj: Any, *args: Any, **options: Any) -> Any:  # noqa: N805, PYI063 - Jinja's
        _step()
        return super().call(__context, __obj, *args, **options)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and isinstance(left, Sized) and isinstance(right, Sized):
            if isinstance(left, str):
                _require_short(len(left) + len(right))
            elif len(left) + len(right) > _LONGEST_LIST:
                message = f"it makes a list of more than {_LONGEST_LIST} things"
                raise SecurityError(message)
        elif operator == "**" or not all(isinstance(one, int | float) for one in (left, right)):
            message = f"“{operator}” is for numbers, and there are no powers"
            raise SecurityError(message)
        elif any(abs(one) > 1e15 for one in (left, right)):
            message = "it counts with numbers of more than 15 digits"
            raise SecurityError(message)
        return super().call_binop(context, operator, left, right)


def _concat(first: Any, *rest: Any) -> str:
    """“a ~ b”: texts one after the other, escaped if one of them is markup."""
    texts = [first, *rest]
    if any(hasattr(text, "__html__") for text in texts):
        return Markup("").join(_bounded(escape(text) for text in texts))
    return "".join(_bounded(map(str, texts)))


def _counted(things: Any) -> Iterator[Any]:
    for thing in things:
        _step()
        yield thing


def _joined(texts: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
    """The filter “join”, which is always escaped."""
    shown = [getattr(text, attribute) if attribute else text for text in _counted(texts)]
    parts = chain.from_iterable((between, text) if number else (text,) for number, text in enumerate(shown))
    return Markup("").join(_bounded(escape(part) for part in parts))


def _replaced(text: Any, old: str, new: str) -> str:
    """The filter “replace”, for texts that are not markup."""
    plain = str(text)
    count = plain.count(str(old))
    _require_short(len(plain) + count * len(str(new)))
    return plain.replace(str(old), str(new))


def stencil(text: str) -> Template:
    """A template, ready to be filled in with `filled`.

    Raises:
        TemplateError: its syntax is broken.
    """
    sandbox = _Sandbox(
        undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=_NoFiles()
    )
    for name in _RANDOM:
        sandbox.filters.pop(name, None)
        sandbox.globals.pop(name, None)
    for name in (*_GROWING, "indent", "wordwrap", "urlize", "tojson", "xmlattr", "pprint", "batch", "slice", "safe"):
        sandbox.filters.pop(name, None)
    sandbox.filters |= {"join": _joined, "replace": _replaced, _CONCAT: _concat, _COUNTED: _counted}
    try:
        return sandbox.from_string(text)
    except RecursionError as error:
        raise TemplateSyntaxError("it is nested too deeply", 1) from error


def filled(template: Template, values: Mapping[str, object]) -> str:
    """The page that a template makes.

    Raises:
        TemplateError: it is broken, asks for what it may not have or what is not there, or makes too much.
    """
    token = _steps.set([0])
    try:
        return "".join(_bounded(template.generate(values)))
    except TemplateError:
        raise
    except Exception as error:  # a template can raise whatever Python can: it divides by zero, it calls itself
        message = f"{type(error).__name__}: {error}"
        raise TemplateError(message) from error
    finally:
        _steps.reset(token)


def _bounded(parts: Iterable[str]) -> Iterator[str]:
    length = 0
    for part in parts:
        length += len(part)
        _require_short(length)
        yield part
