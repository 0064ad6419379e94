"""Export two articles under many circumstances, and count the bytes that differ: `python -m tests.trust.sameness`.

The articles: one with all that an article can have, in fifteen scripts that the house has faces for, and one in
Chinese, which takes the machine's fonts. The circumstances are those of `circumstances.py`. Where the machine's fonts
are others, an article that needs them may be refused, if the refusal names them, or be made with other bytes, if
`verify` then names them; everywhere else each byte must be the same.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.trust.circumstances import CIRCUMSTANCES, DECIDING, PLAIN, SITE, Circumstances, possible
from tests.trust.conftest import ARTICLE

COMPANY = ("aaa", "mmm", "zzz")
NEEDS_FONTS = "zh"
"""The article that is set in the machine's fonts."""
EVERYTHING = """\
---
title: All that an article has
language: en
published: 2024-05-17
byline: Ann Author
publisher: {name: The River Paper, contact: desk@river.example}
image: {src: picture.png, alt: Two fields of colour}
---

A word in **bold**, one in *italics*, one in `code`; a [link](https://river.example/a?b=c).[^1]

A formula: $a^2 + b^2 = c^2$. ☎ 😀

> Мы ждём. Μένουμε εδώ. ჩვენ ველოდებით. Մենք սպասում ենք. אנחנו מחכים. نحن ننتظر. हम इंतज़ार कर रहे हैं।

ما منتظریم; আমরা অপেক্ষা করছি; เรากำลังรอ; ພວກເຮົາລໍຖ້າ; យើងរង់ចាំ; እንጠብቃለን; நாங்கள் காத்திருக்கிறோம்.

![A drawing of a square](drawing.svg)

| Day | Boats |
|-----|------:|
| Mon | 12    |
| Tue | 7     |

```python
for boat in boats:
    boat.leave()  # ─┐
```

1. one
2. two

$$\\int_0^1 x^2 \\, dx = \\frac{1}{3}$$

[^1]: Nobody was asked.
"""
CHINESE = """\
---
title: 乘船而来的图书馆
language: zh
published: 2024-05-17
---

小船早上六点出发，每周停靠十二个村庄。
"""
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="60" height="60" fill="#246"/>
<text x="10" y="75" font-family="serif">quay</text></svg>
"""
CAUSES = (DECIDING, "GLYPH-MISSING")
"""What names the cause: the name of a font, or that there is none."""
Published = Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of one run."""

    published: Published
    said: str
    """All that the command said."""


def write_articles(folder: Path) -> tuple[str, ...]:
    """The two articles; answers the names of their files."""
    from PIL import Image

    folder.mkdir(parents=True)
    (folder / "everything.md").write_text(EVERYTHING, encoding="utf-8")
    (folder / "drawing.svg").write_text(DRAWING, encoding="utf-8")
    picture = Image.linear_gradient("L").resize((640, 360))
    Image.merge("RGB", (picture, picture.rotate(180), picture)).save(folder / "picture.png")
    (folder / f"{NEEDS_FONTS}.md").write_text(CHINESE, encoding="utf-8")
    return ("everything.md", f"{NEEDS_FONTS}.md")


def run(case: Circumstances, articles: Path, names: Sequence[str], folder: Path, scheduler: str = "") -> Run:
    """Export the articles under these circumstances.

    Args:
        case: the circumstances.
        articles: the folder of the articles; it is copied.
        names: the articles' files.
        folder: where to work; it is made.
        scheduler: the address of a cluster, if the circumstances want one.
    """
    content = folder / case.place / "content"
    shutil.copytree(articles, content)
    for name in ("tmp", "python"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "python" / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    files = list(names)
    if case.company:
        for name in COMPANY:
            (content / f"{name}.md").write_text(ARTICLE.replace("An empty", f"Another {name}"), encoding="utf-8")
        files += [f"{name}.md" for name in COMPANY]
        random.Random(case.name).shuffle(files)
    case.prepare(folder)
    environment = _environment(case, folder)
    words = [word.replace("{scheduler}", scheduler) for word in case.words]
    export = [*case.before, sys.executable, *case.python, *case.program, *words]
    inside = folder / case.inside
    sources = [os.path.relpath(content / file, inside) for file in files]
    said = ""
    for place in ("before", "out") if case.twice else ("out",):
        out = ["--out"] if case.program[0] == "-m" else []
        command = [*export, *sources, *out, os.path.relpath(folder / place, inside)]
        ended = subprocess.run(
            command, cwd=inside, env=environment, umask=case.umask, capture_output=True, check=False, text=True
        )
        said = ended.stdout + ended.stderr
    return Run(published=_published(folder / "out", names), said=said)


def _environment(case: Circumstances, folder: Path) -> dict[str, str]:
    """What the process is told, in place of what this one was."""
    path = os.pathsep.join((str(folder / "python"), os.environ.get("PYTHONPATH", "")))
    told = {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder / "tmp"), "PYTHONPATH": path}
    told |= {name: value.replace("{folder}", str(folder)) for name, value in case.environment.items()}
    return {name: value for name, value in told.items() if name not in case.without}


def _published(out: Path, names: Sequence[str]) -> Published:
    stems = tuple(name.removesuffix("md") for name in names)
    if not out.is_dir():
        return {}
    made = {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.name.startswith(stems)}
    sums = (out / "SHA256SUMS").read_bytes().splitlines() if (out / "SHA256SUMS").is_file() else []
    lines = {f"SHA256SUMS: {line[66:].decode()}": line for line in sums if line[66:].decode().startswith(stems)}
    return made | lines


def faults(case: Circumstances, made: Run, plain: Run, verified: str) -> tuple[int, list[str]]:
    """How many bytes differ where none may, and what else is wrong.

    Args:
        case: the circumstances.
        made: what was made under them.
        plain: what is made under the plain ones.
        verified: what `verify` says, under these circumstances, of what was made under the plain ones.
    """
    apart, found = 0, []
    for name in sorted(made.published.keys() | plain.published.keys()):
        one, other = plain.published.get(name, b""), made.published.get(name, b"")
        if one == other:
            continue
        if case.fonts and name.removeprefix("SHA256SUMS: ").startswith(f"{NEEDS_FONTS}."):
            told = verified if other else made.said
            if not any(cause in told for cause in CAUSES):
                found.append(f"{name} differs, and the fonts are not named: {told[:300]}")
            continue
        apart += abs(len(one) - len(other)) + sum(a != b for a, b in zip(one, other, strict=False))
        found.append(f"{name}: {len(one)} bytes, here {len(other)}" + ("" if other else f": {made.said[:300]}"))
    return apart, found


def verify(case: Circumstances, plain: Path, folder: Path) -> str:
    """What `verify` says, under these circumstances, of the article that takes the machine's fonts."""
    command = [*case.before, sys.executable, "-m", "separatum", "verify", f"{plain}/out/{NEEDS_FONTS}.pdf"]
    command += [f"{plain}/out/{NEEDS_FONTS}.epub", "--source", f"{folder}/content/{NEEDS_FONTS}.md"]
    ended = subprocess.run(
        command, cwd=folder, env=_environment(case, folder), capture_output=True, check=False, text=True
    )
    return ended.stdout + ended.stderr


def differences(cases: Sequence[Circumstances], scratch: Path, names: Sequence[str] = ()) -> dict[str, object]:
    """Export under the plain circumstances and these; answers how many bytes differ.

    Args:
        cases: the circumstances.
        scratch: an empty folder.
        names: the articles; empty for both.
    """
    all_names = write_articles(scratch / "articles")
    names = names or all_names
    plain = run(PLAIN, scratch / "articles", names, scratch / "plain")
    wanted = {name.replace(".md", suffix) for name in names for suffix in (".epub", ".pdf", ".report.json")}
    if not wanted <= plain.published.keys():
        raise AssertionError(plain.said)
    tried, differ, wrong, refused = 0, 0, {}, {}
    with ExitStack() as open_:
        for number, case in enumerate(cases):
            if not possible(case):
                continue
            _say(f"{number + 1} of {len(cases)}: {case.name}")
            folder, scheduler = scratch / str(number), ""
            if "{scheduler}" in case.words:
                from tests.speed.clusters import running_cluster

                scheduler = open_.enter_context(running_cluster(workers=1))
            made = run(case, scratch / "articles", names, folder, scheduler)
            told = verify(case, scratch / "plain", folder) if case.fonts else ""
            apart, found = faults(case, made, plain, told)
            tried, differ = tried + 1, differ + apart
            if found:
                _say("\n".join(found))
                wrong[case.name] = found
            elif not wanted <= made.published.keys():
                refused[case.name] = [line for line in made.said.splitlines() if any(cause in line for cause in CAUSES)]
            if not found:
                shutil.rmtree(folder, ignore_errors=True)
    return {
        "circumstances": tried,
        "not possible on this machine": [case.name for case in cases if not possible(case)],
        "articles": list(names),
        "bytes compared in each": sum(map(len, plain.published.values())),
        "bytes that differ": differ,
        "refused, and the cause is named": refused,
        "wrong": wrong,
    }


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def _main() -> int:
    cases = [case for case in CIRCUMSTANCES if not sys.argv[1:] or any(word in case.name for word in sys.argv[1:])]
    with tempfile.TemporaryDirectory() as folder:
        told = differences(cases, Path(folder))
    sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    return 1 if told["wrong"] else 0


if __name__ == "__main__":
    sys.exit(_main())
