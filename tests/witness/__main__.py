"""Compare our reading of every Markdown file in some folders with cmark-gfm's: `make witness ARGS=folder`."""

import sys
from collections import Counter
from pathlib import Path

from tests.witness.witness import compared


def main(names: list[str]) -> int:
    """Print what only one side reads; 0 if each word that we do not read has a cause, and findings name all markup."""
    paths = [
        path for name in names for path in ([Path(name)] if Path(name).is_file() else sorted(Path(name).rglob("*.md*")))
    ]
    lost: Counter[str] = Counter()
    added: Counter[str] = Counter()
    untold: Counter[str] = Counter()
    for path in paths:
        if not path.is_file():
            continue
        difference = compared(path)
        for cause, words in difference.lost.items():
            lost[cause] += len(words)
        for cause, words in difference.added.items():
            added[cause] += len(words)
        for title, found in (("lost", difference.lost), ("added", difference.added)):
            if without_cause := found.get("none"):
                sys.stdout.write(f"{path}: {title}: {' '.join(without_cause[:40])}\n")
        for kind, piece in difference.untold:
            untold[kind] += 1
            sys.stdout.write(f"{path}: {kind} in the text: {piece[:120]}\n")
        if difference.refused:
            sys.stdout.write(f"{path}: not compared: {difference.refused}\n")
    for title, counts in (
        ("Words that only cmark-gfm reads", lost),
        ("Words that only we read", added),
        ("Markup in our text that no finding names", untold),
    ):
        sys.stdout.write(f"\n{title}:\n" + "".join(f"  {count:7,}  {cause}\n" for cause, count in counts.most_common()))
    sys.stdout.write(f"\n{len(paths):,} files\n")
    return 1 if lost["none"] or untold else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["content", "tests/source/good", "tests/source/words", "tests/specimens"]))
