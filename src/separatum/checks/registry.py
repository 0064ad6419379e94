"""Register checks under their codes.

A check is a generator function: it takes a `Subject` and yields what it has seen. Its docstring is its rule, which
`separatum explain` prints; the rule's code and severity go into the finding for each thing seen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from separatum.checks.formats.documents import EpubDocument, PdfDocument
from separatum.model.article import Article
from separatum.model.findings import Location, Rule, Severity, rule_from_docstring

Need = Literal["article", "epub", "pdf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked: an article and its finished editions, or any of them alone."""

    article: Article | None = None
    """None for files that were made elsewhere."""
    epub: EpubDocument | None = None
    pdf: PdfDocument | None = None


class CannotRunError(Exception):
    """Raised by a check that cannot run on this subject; its message is the reason."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One place where a check's rule is broken."""

    message: str
    """What is wrong, in one sentence without a full stop."""
    where: Location
    hint: str
    """What to do about it, in one sentence without a full stop."""
    others: tuple[Location, ...] = ()
    """The other places of the same."""


Look = Callable[[Subject], Iterator[Seen]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check."""

    rule: Rule
    needs: tuple[Need, ...]
    elsewhere: Severity
    """The severity in a file made elsewhere: a rule of our house only is not a fault of someone else's file."""
    even_broken: bool
    """Whether it looks at files that cannot be read, too."""
    look: Look


_registered: dict[str, Check] = {}


def check(
    code: str,
    severity: Severity,
    *,
    needs: tuple[Need, ...],
    elsewhere: Severity | None = None,
    even_broken: bool = False,
) -> Callable[[Look], Look]:
    """Register a generator function as the check for one code; its docstring becomes the rule.

    Args:
        code: the rule's stable code, never used before.
        severity: how much it matters in our own editions.
        needs: the parts of the subject without which it cannot run.
        elsewhere: how much it matters in a file that was made elsewhere; the same where it is not given.
        even_broken: whether it also runs on a file that cannot be read.

    Raises:
        ValueError: the code is taken, or the docstring is not a rule.
    """

    def register(look: Look) -> Look:
        if code in _registered:
            raise ValueError(f"{code} is registered twice")
        _registered[code] = Check(
            rule=rule_from_docstring(code, severity, look.__doc__),
            needs=needs,
            elsewhere=elsewhere or severity,
            even_broken=even_broken,
            look=look,
        )
        return look

    return register


def registered() -> tuple[Check, ...]:
    """The checks of the modules that were imported so far, in their order."""
    return tuple(_registered.values())
