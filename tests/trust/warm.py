"""Let exports in this process use judges that are already warm, and outlive them."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self
from unittest import mock

from separatum.checks.validators import Judges


@contextmanager
def staying(judges: Judges) -> Iterator[None]:
    """Whoever starts judges gets these, and does not end them."""

    class Warm(Judges):
        def __init__(self) -> None:
            self.__dict__.update(judges.__dict__)

        def __enter__(self) -> Self:
            return self

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            """They go on living."""

    with mock.patch.object(Judges, "start", Warm):
        yield
