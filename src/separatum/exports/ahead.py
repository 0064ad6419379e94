"""Start what takes longest while folders are still searched: the validators, and a worker that loads its libraries."""

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Self

from separatum.exports.batch import FEW, jobs_for, rehearsal, rehearse
from separatum.model.options import Options
from separatum.publish.checksums import SUMS

if TYPE_CHECKING:
    from separatum.checks.validators import Validators
    from separatum.exports.workers.pool import Worker


class Ahead:
    """What a run will need, started while its articles are found; a context manager: it ends with it.

    An archive takes as long to search as the validators to start. One worker is enough for the first edition: a second
    would load beside it, and both would be late.

    Args:
        options: of the run.
        jobs: how many workers are asked for; None: one for each processor.
    """

    def __init__(self, options: Options, jobs: int | None) -> None:
        self._options, self._jobs = options, jobs
        self._is_new = not options.use_cache or not (options.out / SUMS).exists()
        self._found = 0
        self._exit_stack = ExitStack()
        self.validators: Validators | None = None
        """None: they are to be started when they are needed."""
        self.worker: Worker | None = None
        """None: none was started."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._exit_stack.close()

    def found(self) -> None:
        """Another article was found: start what is needed for as many, unless all may have been published before.

        Raises:
            MissingError: the validators cannot be started.
        """
        self._found += 1
        if not self._is_new:
            return
        if self._found == 1:
            from separatum.checks.validators import JavaValidators

            self.validators = self._exit_stack.enter_context(JavaValidators.start())
        if self._found == FEW + 1 and jobs_for(self._found, self._jobs) > 1:
            from separatum.exports.workers.pool import hired

            self.worker = hired(partial(rehearse, self._options, rehearsal()))
            self._exit_stack.callback(self.worker.end)
