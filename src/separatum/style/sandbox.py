"""Run a style's template in a sandbox: a style may be a stranger's, and its template sees the article and nothing else.

The sandbox of Jinja keeps it from Python's own objects. Beyond that it gets no clock, no chance, no other file, and
none of the short ways to fill the memory.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

_DRAWS_LOTS = ("random", "lipsum")
_PADS = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map"})
"""What makes a text as long as a number says. It is no business of a page, which the sheets set."""
_CLOCKS = frozenset({"today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp"})
_LONGEST = 4_000_000
"""Characters that a page may have, ten times those of a long book."""


class _NoFiles(BaseLoader):
    def get_source(self, environment: Environment, template: str) -> Any:  # noqa: ARG002 - Jinja's signature
        message = f"“{template}” is not read: a style has one template, and “include”, “import” and “extends” find none"
        raise TemplateNotFound(template, message)


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return attr not in _PADS | _CLOCKS and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or not all(isinstance(one, int | float) for one in (left, right)):
            message = f"“{operator}” is for numbers, and there are no powers"
            raise SecurityError(message)
        return super().call_binop(context, operator, left, right)


def stencil(text: str) -> Template:
    """A template, ready to be filled in with `filled`.

    Raises:
        TemplateError: its syntax is broken.
    """
    sandbox = _Sandbox(
        undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=_NoFiles()
    )
    for name in _DRAWS_LOTS:
        sandbox.filters.pop(name, None)
        sandbox.globals.pop(name, None)
    for name in _PADS:
        sandbox.filters.pop(name, None)
    try:
        return sandbox.from_string(text)
    except RecursionError as error:
        raise TemplateSyntaxError("it is nested too deeply", 1) from error


def filled(template: Template, values: Mapping[str, object]) -> str:
    """The page that a template makes.

    Raises:
        TemplateError: it is broken, asks for what it may not have or what is not there, or makes too long a page.
    """
    try:
        return "".join(_bounded(template.generate(values)))
    except TemplateError:
        raise
    except Exception as error:  # a template can raise whatever Python can: it divides by zero, it calls itself
        message = f"{type(error).__name__}: {error}"
        raise TemplateError(message) from error


def _bounded(parts: Iterator[str]) -> Iterator[str]:
    length = 0
    for part in parts:
        length += len(part)
        if length > _LONGEST:
            message = f"it makes a page of more than {_LONGEST} characters"
            raise SecurityError(message)
        yield part
