"""Write the files of a new project: settings, a first article, a workflow, and a style if one is wanted."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from separatum.config import template
from separatum.model.errors import UsageError, file_errors
from separatum.source.front_matter.language_tags import tag
from separatum.style.style import paper_names

GITIGNORE = "# The editions are made from the articles.\n/dist/\n"
STYLE = "style"
"""The folder of the project's own style."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the user wants."""

    publisher: str = ""
    """The outlet; empty for none."""
    language: str = "en-GB"
    """A BCP 47 tag."""
    licence: str = ""
    """For example “CC BY 4.0”; empty for none."""
    paper: str = "a4"
    """A paper of the house style."""
    style: bool = False
    """Whether a style of the project's own is begun."""


def ask(given: Mapping[str, str | bool | None], question: Callable[[str, str], str]) -> Answers:
    """Ask for what is not given.

    Args:
        given: values by the name of a field of `Answers`; None for what is not given.
        question: asks the user; takes the question and the answer that an empty line stands for.

    Raises:
        UsageError: a language or a paper is not known.
    """

    def value(name: str, text: str, default: str) -> str:
        found = given.get(name)
        return str(found) if found is not None else question(text, default)

    publisher = value("publisher", "Who publishes? The name of the outlet, or nothing", "")
    language = value("language", "In which language? A tag such as en-GB, fr or pt-BR", "en-GB")
    known = tag(language)
    if known is None:
        raise UsageError(f"“{language}” is not a language", "write its BCP 47 tag, for example en-GB")
    licence = value("licence", "Under which licence? For example CC BY 4.0, or nothing", "")
    papers = paper_names()
    paper = value("paper", f"On which paper? {', '.join(papers)}", "a4")
    paper = paper.strip().lower().replace(" ", "-")
    if paper not in papers:
        raise UsageError(f"there is no paper “{paper}”", f"the papers are {', '.join(papers)}")
    style = given.get("style")
    if style is None:
        style = question("Begin a style of your own, with colours and a logo? yes or no", "no")[:1].lower() == "y"
    return Answers(publisher=publisher, language=known, licence=licence, paper=paper, style=bool(style))


def question_on_terminal(text: str, default: str) -> str:
    """Ask on the terminal; the default if there is no terminal, or the line is empty."""
    if sys.stdin is None or not sys.stdin.isatty():
        return default
    print(f"{text} [{default}]: " if default else f"{text}: ", end="", file=sys.stderr, flush=True)  # noqa: T201
    return sys.stdin.readline().strip() or default


def write_project(folder: Path, answers: Answers) -> Iterator[tuple[Path, bool]]:
    """Write the files; each with whether it was written: a file that exists is kept as it is.

    Raises:
        FileError: a file cannot be written.
    """
    for name, text in _files(answers):
        place = folder / name
        with file_errors(place, "write"):
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                with place.open("x", encoding="utf-8") as file:
                    file.write(text)
            except FileExistsError:
                yield place, False
            else:
                yield place, True


def _files(answers: Answers) -> Iterator[tuple[str, str]]:
    starter = files("separatum.cli").joinpath("starter")
    is_english = answers.language.partition("-")[0] == "en"
    # The example is in English, whatever the language of the project.
    language = "" if is_english else "language: en-GB  # this article only: the project's is in separatum.toml\n"
    article = starter.joinpath("first-article.md").read_text(encoding="utf-8").replace("{language}", language)
    yield "separatum.toml", template(_settings(answers))
    yield "content/first-article.md", article
    yield "content/images/ferry.svg", starter.joinpath("ferry.svg").read_text(encoding="utf-8")
    if answers.style:
        name = (answers.publisher or "Our style").replace("\\", "").replace('"', "”")
        for file in ("style.toml", "print.css", "logo.svg"):
            text = starter.joinpath("style", file).read_text(encoding="utf-8")
            yield f"{STYLE}/{file}", text.replace("{name}", name)
    yield ".gitignore", GITIGNORE
    yield ".github/workflows/articles.yml", starter.joinpath("workflow.yml").read_text(encoding="utf-8")


def _settings(answers: Answers) -> dict[str, str]:
    values = {
        "language": answers.language,
        "publisher": answers.publisher,
        "licence": answers.licence,
        "paper": answers.paper,
        "style": STYLE if answers.style else "",
    }
    return {name: value for name, value in values.items() if value}
