"""What is said once for a project reaches each article: the command line beats separatum.toml, and this the site."""

import json
import tomllib
from pathlib import Path

import pytest

from separatum import config
from separatum.config.schema import SETTINGS
from separatum.model.article import Licence, Publisher
from separatum.model.choices import WithoutImage
from separatum.model.errors import ArticleError, UsageError
from separatum.model.findings import Severity
from separatum.model.settings import DateOrder, Given
from separatum.source import read

TEXT = "The bridge over the river has been closed since Monday, and nobody in the town can say for how long."


@pytest.fixture(autouse=True)
def _anew() -> None:
    config.forget()


def write(place: Path, text: str = "") -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def article(place: Path, front: str = "title: The bridge\ndate: 2024-05-17") -> Path:
    return write(place, f"---\n{front}\n---\n\n{TEXT}\n")


def test_a_project_says_what_its_articles_do_not(tmp_path: Path) -> None:
    write(
        tmp_path / "separatum.toml",
        'language = "en_GB"\npublisher = "River News"\nbyline = ["A. Writer", "B. Writer"]\nlicence = "CC BY 4.0"\n',
    )
    path = article(tmp_path / "posts" / "2024" / "bridge.md")
    found, findings = read(path, config.settings_of(path))
    metadata = found.metadata
    assert metadata.language == "en-GB"
    assert metadata.publisher == Publisher(name="River News")
    assert [person.name for person in metadata.contributors] == ["A. Writer", "B. Writer"]
    assert metadata.licence == Licence(name="CC BY 4.0", url="https://creativecommons.org/licenses/by/4.0/")
    messages = [finding.message for finding in findings if finding.code == "SOURCE-SETTING"]
    assert "language: en-GB, from separatum.toml" in messages
    assert "byline: A. Writer, B. Writer, from separatum.toml" in messages


def test_the_front_matter_beats_the_command_line_and_this_the_project_and_this_the_site(tmp_path: Path) -> None:
    write(tmp_path / "hugo.toml", 'languageCode = "fr"\n')
    path = article(tmp_path / "content" / "bridge.md")
    assert config.settings_of(path).language == "fr"
    assert config.settings_of(path).source_of("language") == "hugo.toml"
    write(tmp_path / "separatum.toml", 'language = "de"\n')
    config.forget()
    assert config.settings_of(path).language == "de"
    given = config.settings_of(path, Given(language="es"))
    assert (given.language, given.source_of("language")) == ("es", "the command line")
    own = article(tmp_path / "content" / "own.md", "title: The bridge\nlanguage: en")
    assert read(own, given)[0].metadata.language == "en"


def test_the_nearest_file_counts_and_none_beyond_a_repository(tmp_path: Path) -> None:
    write(tmp_path / "separatum.toml", 'language = "de"\n')
    write(tmp_path / "repository" / ".git" / "HEAD")
    path = tmp_path / "repository" / "posts" / "a.md"
    assert config.settings_of(path).language is None
    write(tmp_path / "repository" / "separatum.toml", 'language = "fr"\n')
    write(tmp_path / "repository" / "posts" / "separatum.toml", 'language = "es"\n')
    config.forget()
    assert config.settings_of(path).language == "es"
    assert config.settings_of(tmp_path / "repository" / "a.md").language == "fr"


def test_nothing_beyond_a_home_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    write(tmp_path / "separatum.toml", 'language = "de"\n')
    (tmp_path / "home" / "posts").mkdir(parents=True)
    assert config.settings_of(tmp_path / "home" / "posts" / "a.md").language is None


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ('quux = "x"\n', "1: “quux” is not a setting", "the keys are"),
        ('langage = "en"\n', "1: “langage” is not a setting", "did you mean “language”?"),
        (
            'drafts = true\nremote_images = "fetch"\n',
            "2: “remote_images” “fetch” is not one of the choices",
            "for example",
        ),
        ('remote-images = "links"\n', "1: “remote-images” “links” is not one of the choices", "did you mean “link”?"),
        ('drafts = "yes"\n', "1: “drafts” “yes” is not true or false", "for example: drafts = true"),
        ('language = "xx yy"\n', "1: “language” “xx yy” is not a language tag", "for example"),
        ('roots = ["nowhere"]\n', "1: there is no folder “nowhere”", "name a folder that is there"),
        ('roots = [".."]\n', "1: “..” is outside the folder of separatum.toml", "move separatum.toml"),
        ('out = "/srv/out"\n', "1: “/srv/out” is outside the folder of separatum.toml", "move separatum.toml"),
        ("[severity]\nSOURCE-NO-DATE = 'warn'\n", "2: “warn” is not a severity", "did you mean “warning”?"),
        ("language = \n", "1: Invalid value", "write “key = 'value'” lines"),
    ],
)
def test_a_fault_says_file_line_and_what_to_do(tmp_path: Path, text: str, message: str, remedy: str) -> None:
    write(tmp_path / "separatum.toml", text)
    with pytest.raises(UsageError) as caught:
        config.settings_of(tmp_path / "a.md")
    assert f"separatum.toml:{message}" in caught.value.message
    assert remedy in (caught.value.remedy or "")


def test_a_severity_raises_lowers_and_turns_off_what_may_be(tmp_path: Path) -> None:
    path = article(tmp_path / "a.md", "title: The bridge\nlanguage: en\ndraft: true")
    write(
        tmp_path / "separatum.toml",
        "[severity]\nSOURCE-NO-DATE = 'off'\nSOURCE-DRAFT = 'warning'\nSOURCE-IMAGE-MISSING = 'info'\n",
    )
    settings = config.settings_of(path)
    findings = read(path, settings)[1]
    assert [(finding.code, finding.severity) for finding in findings] == [("SOURCE-DRAFT", Severity.WARNING)]
    path.write_text(path.read_text(encoding="utf-8") + "\n![A map](gone.png)\n", encoding="utf-8")
    with pytest.raises(ArticleError) as caught:
        read(path, settings)
    assert ("SOURCE-IMAGE-MISSING", Severity.ERROR) in {(one.code, one.severity) for one in caught.value.findings}


def test_every_example_is_a_file_that_is_read(tmp_path: Path) -> None:
    for folder in ("static", "our-style"):
        (tmp_path / folder).mkdir()
    lines = [f"{one.name} = {one.example}" for one in SETTINGS]
    write(tmp_path / "separatum.toml", "\n".join(lines) + "\n")
    settings = config.settings_of(tmp_path / "a.md")
    assert settings.roots == ((tmp_path / "static").resolve(),)
    assert settings.remote_images is WithoutImage.LINK
    assert settings.date_order is DateOrder.DAY_MONTH
    project = config.project_for(tmp_path)
    assert project is not None
    assert set(project.values) == {one.name for one in SETTINGS}


def test_schema_docs_and_template_come_from_one_description() -> None:
    schema = config.json_schema()
    json.dumps(schema)
    names = {one.name for one in SETTINGS}
    assert set(schema["properties"]) == names
    assert all(f"| `{name}` |" in config.reference_table() for name in names)
    assert tomllib.loads(config.template()) == {}
    uncommented = "\n".join(line[2:] for line in config.template().splitlines() if " = " in line)
    assert set(tomllib.loads(uncommented)) == names


def test_an_unknown_choice_of_the_library_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="“fetch” is not one of refuse, link"):
        config.settings_of(tmp_path / "a.md", Given(remote_images="fetch"))
