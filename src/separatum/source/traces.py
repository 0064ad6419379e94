"""What to report of traces of people: in addresses, and in alternative texts."""

import re
from collections.abc import Iterator

from separatum.model.findings import Rule
from separatum.model.tracking import Untraced
from separatum.source import pasted_rules as rules

_PATH = re.compile(
    r"file:/|(?<![\w/])/(?:home|Users|root|var|tmp|mnt|media|Volumes|private|storage|sdcard)/|(?<!\w)[A-Za-z]:[\\/]|\\\\\w|~/\w"
)


def has_path(alternative: str) -> bool:
    """Whether an alternative text has the path of a file, which tells of a machine and perhaps of its owner."""
    return bool(_PATH.search(alternative))


def about_traces(address: Untraced, what: str) -> Iterator[tuple[Rule, str, str]]:
    """What to report of an address from which traces of readers were taken: the rule, the message and the hint.

    Args:
        address: the address.
        what: what it is: “a link”.
    """
    hidden = [name for name in address.taken if name in {"bcc", "cc"}]
    if traces := [name for name in dict.fromkeys(address.taken) if name not in hidden]:
        message = f"removed from {what}, because it traces readers: {', '.join(traces)}"
        yield rules.LINK_TRACKING, message, "delete it in the source too"
    if hidden:
        message = f"removed a recipient from {what} that its text does not show ({', '.join(hidden)})"
        yield rules.LINK_RECIPIENT, message, "delete it in the source too"
    if address.has_password:
        message = f"removed a user name or a password from {what}"
        yield rules.LINK_CREDENTIALS, message, "delete it, and change the password if it is a real one"
    if address.doubts:
        message = f"{what} has something that may name a person or give access: {', '.join(address.doubts)}"
        yield rules.LINK_PERSONAL, message, "open it in a private window, and write the shortest address that works"
