"""Of what a cluster sends, plain bytes are taken, and no pickle is loaded."""

import os
import pickle
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pytest

pytest.importorskip("distributed")

from distributed.protocol.serialize import deserialize, serialize

from separatum.exports.workers.cluster_codec import RefusedObject, WorkerKilled, error_of_task, loads, refuse_objects
from tests.speed.works import Evil


@pytest.fixture(autouse=True)
def _refusing() -> None:
    refuse_objects()


def test_bytes_come_as_they_are() -> None:
    for sent in (b"bytes", bytearray(b"bytes")):
        header, frames = serialize(sent)
        assert bytes(deserialize(header, frames)) == b"bytes"


def test_an_object_is_not_made(tmp_path: Path) -> None:
    header, frames = serialize(Evil(str(tmp_path / "mark")))
    assert isinstance(deserialize(header, frames), RefusedObject)
    assert not (tmp_path / "mark").exists()


def test_a_type_that_is_a_pickle_of_something_else_is_not_made(tmp_path: Path) -> None:
    header, frames = serialize(b"bytes")
    header["type-serialized"] = pickle.dumps(Evil(str(tmp_path / "mark")))
    with pytest.raises(AttributeError):
        deserialize(header, frames)
    assert not (tmp_path / "mark").exists()


def test_a_warning_of_a_worker_is_not_loaded(tmp_path: Path) -> None:
    from distributed import client

    message = pickle.dumps(Evil(str(tmp_path / "mark")))
    with pytest.raises(TypeError):
        client._handle_warn((0, {"message": message, "category": message}))
    assert not (tmp_path / "mark").exists()


def test_the_error_of_a_task_comes_without_its_traceback() -> None:
    client: Any = import_module("distributed.client")
    error = loads(pickle.dumps(ValueError("x")))
    assert error.with_traceback(loads(pickle.dumps("a traceback"))) is error
    for sent in (error, bytes, b"bytes", None):
        kind, known, traceback = client.clean_exception(sent, loads(pickle.dumps("a traceback")))
        assert isinstance(known, kind)
        assert issubclass(kind, RefusedObject)
        assert traceback is None


def test_a_killed_worker_is_known_by_its_name() -> None:
    from distributed.scheduler import KilledWorker

    assert isinstance(loads(pickle.dumps(KilledWorker("task", cast("Any", None), 3))), WorkerKilled)
    assert isinstance(loads(pickle.dumps(os.getpid)), RefusedObject)
    assert error_of_task(pickle.dumps(KilledWorker("task", cast("Any", None), 3)))[0] is WorkerKilled
