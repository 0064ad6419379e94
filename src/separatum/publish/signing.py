"""Sign `SHA256SUMS` with the user's own tool and key: minisign, or an SSH key. No cryptography of our own."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from separatum.model.errors import FileError, MissingError, UsageError

NAMESPACE = "file"
"""What an SSH signature is for (ssh-keygen(1), “-n”): the name that its manual gives for files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A tool and a key."""

    tool: str
    """“minisign” or “ssh-keygen”."""
    key: Path
    suffix: str
    """What the tool adds to the name of what it signs."""
    arguments: Callable[[Path, Path], list[str]]
    """How it is called, from the key and the file."""

    def sign(self, file: Path) -> Path:
        """Sign a file and return the signature beside it. The tool asks for a passphrase itself, if the key has one.

        Raises:
            FileError: the tool did not sign.
        """
        place = file.with_name(file.name + self.suffix)
        place.unlink(missing_ok=True)
        # Standard output carries our result and nothing else: what the tool says goes to the person.
        output = subprocess.DEVNULL if sys.stderr is None else sys.stderr.fileno()
        # Absolute paths never look like options.
        command = [self.tool, *self.arguments(self.key.absolute(), file.absolute())]
        ended = subprocess.run(command, stdout=output, check=False)
        if ended.returncode or not place.is_file():
            raise FileError(
                f"{self.tool} did not sign with “{self.key}”",
                "the editions are published, without a signature; see what it said, and export again",
            )
        return place

    def verifies(self, file: Path, signature: Path) -> bool | None:
        """Whether a signature of a file was made with this key; None if the public key is not beside the secret one."""
        public = next((one for one in (_beside(self.key), self.key.with_suffix(".pub")) if one.is_file()), None)
        if public is None:
            return None
        if self.tool == "minisign":
            command = [
                "minisign",
                "-V",
                "-q",
                "-p",
                str(public),
                "-m",
                str(file.absolute()),
                "-x",
                str(signature.absolute()),
            ]
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as allowed:
            allowed.write(f"separatum {public.read_text(encoding='utf-8')}")
            allowed.flush()
            command = ["ssh-keygen", "-Y", "verify", "-f", allowed.name, "-I", "separatum", "-n", NAMESPACE]
            ended = subprocess.run(
                [*command, "-s", str(signature.absolute())], input=file.read_bytes(), capture_output=True, check=False
            )
        return ended.returncode == 0


def _beside(key: Path) -> Path:
    return key.with_name(f"{key.name}.pub")


def _minisign(key: Path, file: Path) -> list[str]:
    # Its own comment would tell the time.
    return ["-S", "-s", str(key), "-m", str(file), "-t", "separatum"]


def _ssh(key: Path, file: Path) -> list[str]:
    return ["-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(file)]


_TOOLS = {"minisign": ("minisign", ".minisig", _minisign), "ssh": ("ssh-keygen", ".sig", _ssh)}


def signer(wanted: str) -> Signer:
    """The signer that “minisign:KEY” or “ssh:KEY” means; KEY is the path of the secret key.

    Raises:
        UsageError: it is neither.
        MissingError: the tool is not installed.
        FileError: there is no such key.
    """
    kind, colon, path = wanted.partition(":")
    if kind not in _TOOLS or not colon or not path:
        raise UsageError(f"“{wanted}” names no key to sign with", "write minisign:KEY or ssh:KEY, with the key's path")
    tool, suffix, arguments = _TOOLS[kind]
    if shutil.which(tool) is None:
        raise MissingError(f"the program {tool} is not installed", f"install {_PACKAGES[tool]}, or sign with another")
    key = Path(path).expanduser()
    if not key.is_file():
        raise FileError(f"there is no key “{key}”", "name the file of the secret key")
    return Signer(tool=tool, key=key, suffix=suffix, arguments=arguments)


_PACKAGES = {"minisign": "minisign", "ssh-keygen": "openssh-client"}
