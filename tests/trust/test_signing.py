"""`SHA256SUMS` is signed by the user's own tool, and a signature that is no longer true goes."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from separatum.model.errors import FileError, MissingError, UsageError
from separatum.publish.output_folder import output_folder
from separatum.publish.signing import signer

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
needs_minisign = pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not installed")


SIGNING = """
import sys
from pathlib import Path
from separatum.publish.signing import signer
file = Path(sys.argv[2])
file.write_text("x")
signer(sys.argv[1]).sign(file)
"""
"""A program that signs a file with a key: both come as arguments."""


def publish(folder: Path, content: bytes, sign: str | None = None) -> None:
    with output_folder(folder, patience=0, signs=True) as output:
        output.stage("quay.epub", content)
        output.publish(["quay.epub"])
        if sign:
            output.publish_signature(signer(sign).sign)


@pytest.fixture
def ssh_key(tmp_path: Path) -> str:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key], check=True)
    return f"ssh:{key}"


def ssh_says(folder: Path, key: str) -> bool:
    public = Path(f"{key.removeprefix('ssh:')}.pub").read_text()
    allowed = folder.parent / "allowed"
    allowed.write_text(f"desk@river.example {public}")
    command = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "desk@river.example", "-n", "file", "-s"]
    sums = (folder / "SHA256SUMS").read_bytes()
    return (
        subprocess.run(
            [*command, str(folder / "SHA256SUMS.sig")], input=sums, capture_output=True, check=False
        ).returncode
        == 0
    )


@needs_ssh
def test_an_ssh_key_signs_what_is_published(tmp_path: Path, ssh_key: str) -> None:
    publish(tmp_path / "dist", b"one", ssh_key)
    assert ssh_says(tmp_path / "dist", ssh_key)
    assert sorted(path.name for path in (tmp_path / "dist").iterdir()) == ["SHA256SUMS", "SHA256SUMS.sig", "quay.epub"]


@needs_ssh
def test_a_line_that_a_stranger_wrote_is_not_signed(tmp_path: Path, ssh_key: str) -> None:
    folder, chosen = tmp_path / "dist", signer(ssh_key)
    publish(folder, b"one", ssh_key)
    (folder / "evil.epub").write_bytes(b"evil")
    digest = hashlib.sha256(b"evil").hexdigest()
    (folder / "SHA256SUMS").write_text((folder / "SHA256SUMS").read_text() + f"{digest}  evil.epub\n")
    with output_folder(folder, patience=0, signs=True) as output:
        assert output.trust_signed(chosen.verifies, chosen.suffix) is False
        output.stage("port.epub", b"two")
        output.publish(["port.epub"])
        assert output.publish_signature(chosen.sign) == ("evil.epub", "quay.epub")
    assert ssh_says(folder, ssh_key)
    assert "evil" not in (folder / "SHA256SUMS").read_text()


@needs_ssh
def test_what_is_as_it_was_signed_is_signed_again(tmp_path: Path, ssh_key: str) -> None:
    folder, chosen = tmp_path / "dist", signer(ssh_key)
    publish(folder, b"one", ssh_key)
    with output_folder(folder, patience=0, signs=True) as output:
        assert output.trust_signed(chosen.verifies, chosen.suffix) is True
        output.stage("port.epub", b"two")
        output.publish(["port.epub"])
        assert output.publish_signature(chosen.sign) == ()
    assert ssh_says(folder, ssh_key)
    assert "quay.epub" in (folder / "SHA256SUMS").read_text()


@needs_ssh
def test_a_signed_file_that_was_changed_since_is_not_signed_again(tmp_path: Path, ssh_key: str) -> None:
    folder, chosen = tmp_path / "dist", signer(ssh_key)
    publish(folder, b"one", ssh_key)
    (folder / "quay.epub").write_bytes(b"changed")
    with output_folder(folder, patience=0, signs=True) as output:
        assert output.trust_signed(chosen.verifies, chosen.suffix) is True
        output.stage("port.epub", b"two")
        output.publish(["port.epub"])
        assert output.publish_signature(chosen.sign) == ("quay.epub",)


@needs_ssh
def test_names_that_look_like_options_are_names(tmp_path: Path, ssh_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for suffix in ("", ".pub"):
        Path(f"key{suffix}").rename(f"-Y key{suffix}")
    publish(Path("-h"), b"one", "ssh:-Y key")
    assert ssh_says(tmp_path / "-h", f"ssh:{tmp_path / '-Y key'}")


@needs_ssh
def test_a_key_with_a_passphrase_is_not_waited_for_where_nobody_can_type_it(tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "a passphrase", "-C", "", "-f", key], check=True)
    ended = subprocess.run(
        [sys.executable, "-c", SIGNING, f"ssh:{key}", tmp_path / "SHA256SUMS"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,  # no terminal
        env={"PATH": os.environ["PATH"]},
    )
    assert "ssh-keygen did not sign with" in ended.stderr
    assert not (tmp_path / "SHA256SUMS.sig").exists()


@needs_ssh
def test_it_is_signed_also_where_standard_error_is_closed(tmp_path: Path, ssh_key: str) -> None:
    command = [sys.executable, "-c", SIGNING, ssh_key, str(tmp_path / "SHA256SUMS")]
    assert subprocess.run(["sh", "-c", '"$@" 2>&-', "sh", *command], check=False).returncode == 0
    assert (tmp_path / "SHA256SUMS.sig").is_file()


@needs_minisign
def test_minisign_signs_the_same_bytes_each_time(tmp_path: Path) -> None:
    key, public = tmp_path / "secret", tmp_path / "public"
    subprocess.run(["minisign", "-G", "-W", "-s", key, "-p", public], check=True, capture_output=True)
    for folder in ("a", "b"):
        publish(tmp_path / folder, b"one", f"minisign:{key}")
        command = ["minisign", "-V", "-p", str(public), "-m", str(tmp_path / folder / "SHA256SUMS")]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    one, other = ((tmp_path / folder / "SHA256SUMS.minisig").read_bytes() for folder in ("a", "b"))
    assert one == other


@needs_ssh
def test_a_signature_goes_when_the_sums_change_and_stays_when_they_do_not(tmp_path: Path, ssh_key: str) -> None:
    publish(tmp_path / "dist", b"one", ssh_key)
    publish(tmp_path / "dist", b"one")
    assert ssh_says(tmp_path / "dist", ssh_key)
    publish(tmp_path / "dist", b"two")
    assert not (tmp_path / "dist" / "SHA256SUMS.sig").exists()


@needs_ssh
def test_a_publication_that_fails_keeps_the_signature_of_before(
    tmp_path: Path, ssh_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path / "dist", b"one", ssh_key)
    unlink = Path.unlink

    def refuse(self: Path, *, missing_ok: bool = False) -> None:
        unlink(self, missing_ok=missing_ok)
        if self.name == "SHA256SUMS.sig":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(FileError):
        publish(tmp_path / "dist", b"two")
    monkeypatch.undo()
    assert (tmp_path / "dist" / "quay.epub").read_bytes() == b"one"
    assert ssh_says(tmp_path / "dist", ssh_key)


@needs_ssh
def test_a_signature_whose_sums_are_gone_stops_nobody_and_goes(tmp_path: Path, ssh_key: str) -> None:
    folder = tmp_path / "dist"
    publish(folder, b"one", ssh_key)
    (folder / "SHA256SUMS").unlink()
    publish(folder, b"two")
    assert sorted(path.name for path in folder.iterdir()) == ["SHA256SUMS", "quay.epub"]


@pytest.mark.parametrize("asked", ["key", "gpg:key", "ssh:", ""])
def test_what_names_no_key_is_wrong_usage(asked: str) -> None:
    with pytest.raises(UsageError):
        signer(asked)


def test_a_missing_tool_is_named_before_any_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match="minisign is not installed"):
        signer("minisign:key")


@needs_ssh
def test_a_key_that_is_not_there_or_does_not_sign_is_an_error_about_a_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is no key"):
        signer(f"ssh:{tmp_path / 'none'}")
    (tmp_path / "broken").write_text("no key\n")
    with pytest.raises(FileError, match="did not sign"):
        publish(tmp_path / "dist", b"one", f"ssh:{tmp_path / 'broken'}")
    assert sorted(path.name for path in (tmp_path / "dist").iterdir()) == ["SHA256SUMS", "quay.epub"]
