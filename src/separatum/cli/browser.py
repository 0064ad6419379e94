"""Open a secret address in the user's browser, without showing it to other users of the machine."""

import html
from pathlib import Path

from separatum.system.tempdirs import scratch_folder


def open_in_browser(address: str) -> bool:
    """Open an address; whether a browser was found.

    The arguments of a program can be read by every user of the machine, so the browser is given a file instead, which
    only this user can read and which leads to the address.
    """
    import webbrowser

    page = scratch_folder() / "preview.html"
    shown = html.escape(address, quote=True)
    page.touch(mode=0o600)
    page.write_text(
        '<!doctype html><meta charset="utf-8"><title>Separatum preview</title>'
        f'<meta http-equiv="refresh" content="0; url={shown}"><p><a href="{shown}">Open the preview</a></p>',
        encoding="utf-8",
    )
    try:
        return webbrowser.open(Path(page).as_uri())
    except webbrowser.Error:
        return False
