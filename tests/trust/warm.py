"""Let exports in this process use validators that are already warm, and outlive them."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self
from unittest import mock

from separatum.checks.validators import JavaValidators


@contextmanager
def staying(validators: JavaValidators) -> Iterator[None]:
    """Whoever starts validators gets these, and does not end them."""

    class Warm(JavaValidators):
        def __init__(self, **_: float) -> None:
            self.__dict__.update(validators.__dict__)

        def __enter__(self) -> Self:
            return self

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            """They go on living."""

    with mock.patch.object(JavaValidators, "start", Warm):
        yield
