"""What a site's own files say is found, whatever it is made with; none of them is ever run."""

from pathlib import Path

import pytest

from separatum import config
from separatum.model.errors import ArticleError
from separatum.model.settings import Given
from separatum.source import read
from tests.config.test_settings import article, write

PNG = (Path(__file__).parents[1] / "source" / "good" / "map.png").read_bytes()


@pytest.fixture(autouse=True)
def _anew() -> None:
    config.forget()


@pytest.mark.parametrize(
    ("file", "text", "language"),
    [
        ("hugo.toml", 'languageCode = "de"\n', "de"),
        ("config.yaml", 'baseURL: "https://example.org"\nlanguageCode: pt-br\n', "pt-BR"),
        ("config/_default/hugo.toml", 'defaultContentLanguage = "fr"\n', "fr"),
        ("config.toml", 'base_url = "https://example.org"\ndefault_language = "it"\n', "it"),
        ("_config.yml", "title: A site\nlang: es_ES\n", "es-ES"),
        ("_config.yml", "locale: 'tr'\n", "tr"),
        (
            "mkdocs.yml",
            "site_name: S\nmarkdown_extensions:\n  - x: !!python/name:os.system\ntheme:\n  language: pl\n",
            "pl",
        ),
        ("docusaurus.config.js", "module.exports = { i18n: { defaultLocale: 'nl', locales: ['nl'] } };", "nl"),
        ("pelicanconf.py", "import os\nos.system('touch gone')\nDEFAULT_LANG = 'cs'\n", "cs"),
        (".vuepress/config.js", "module.exports = { lang: 'fr-FR' }", "fr-FR"),
        ("astro.config.mjs", "export default { i18n: { defaultLocale: 'ja' } }", "ja"),
        ("_quarto.yml", "lang: sv\n", "sv"),
        ("book.toml", '[book]\nlanguage = "uk"\n', "uk"),
        ("conf.py", "extensions = []\nlanguage = 'hu'\n", "hu"),
    ],
)
def test_the_language_of_a_site_is_that_of_its_articles(tmp_path: Path, file: str, text: str, language: str) -> None:
    write(tmp_path / file, text)
    settings = config.settings_of(tmp_path / "content" / "posts" / "a.md")
    assert settings.language == language
    assert settings.source_of("language") == file
    assert not (tmp_path / "gone").exists()
    assert not Path("gone").exists()


def test_a_folder_of_a_language_beats_the_default_of_the_site(tmp_path: Path) -> None:
    write(
        tmp_path / "hugo.toml",
        'languageCode = "en"\n[languages.fr]\nweight = 1\n[languages.ka]\ncontentDir = "georgian"\n',
    )
    places = {"content/fr/a.md": "fr", "georgian/a.md": "ka", "content/a.md": "en"}
    assert {place: config.settings_of(tmp_path / place).language for place in places} == places


@pytest.mark.parametrize(
    ("site", "text", "root", "address"),
    [
        ("hugo.toml", "", "static", "/images/map.png"),
        ("_config.yml", "url: https://example.org\n", ".", "{{ site.baseurl }}/images/map.png"),
        ("_config.yml", "url: https://example.org\n", ".", "https://example.org/images/map.png"),
        ("_config.yml", "pictures: /images/\n", ".", "{{ site.pictures }}map.png"),
        ("_config.yml", "", ".", "{{ '/images/map.png' | relative_url }}"),
        ("pelicanconf.py", "PATH = 'content'\n", "content", "{static}/images/map.png"),
        ("mkdocs.yml", "", "docs", "../images/map.png"),
        ("mkdocs.yml", "docs_dir: !ENV [DOCS, 'pages']\n", "pages", "../images/map.png"),
        ("docusaurus.config.js", "", "static", "@site/static/images/map.png"),
        ("astro.config.mjs", "", "public", "/images/map.png"),
        (".eleventy.js", "eleventyConfig.addPassthroughCopy('src/images')", "src", "/images/map.png"),
    ],
)
def test_an_image_is_found_in_the_public_folder_of_the_site(
    tmp_path: Path, site: str, text: str, root: str, address: str
) -> None:
    write(tmp_path / site, text)
    place = tmp_path / root / "images" / "map.png"
    place.parent.mkdir(parents=True)
    place.write_bytes(PNG)
    folder = root if site in {"mkdocs.yml", ".eleventy.js"} else "content"
    path = article(tmp_path / folder / "posts" / "a.md", "title: A\nlanguage: en\ndate: 2024-05-17")
    path.write_text(path.read_text(encoding="utf-8") + f"\n![A map]({address.replace(' ', '%20')})\n", encoding="utf-8")
    if " " in address:
        path.write_text(
            path.read_text(encoding="utf-8").replace(address.replace(" ", "%20"), f"<{address}>"), encoding="utf-8"
        )
    found, _ = read(path, config.settings_of(path))
    assert len(found.images) == 1


@pytest.mark.parametrize(
    ("site", "place", "file", "address"),
    [
        (("hugo.toml", 'theme = "river"'), "themes/river/static/img/map.png", "content/posts/a.md", "/img/map.png"),
        (("hugo.toml", "theme = ['sea', 'river']"), "themes/river/static/map.png", "content/a.md", "/map.png"),
        (("mkdocs.yml", "theme:\n  custom_dir: own\n"), "own/img/map.png", "docs/a.md", "img/map.png"),
        (("mkdocs.yml", "theme:\n  custom_dir: own\n"), "own/img/map.png", "docs/trips/a.md", "../img/map.png"),
        (("_config.yml", "post_asset_folder: true"), "source/_posts/a/map.png", "source/_posts/a.md", "map.png"),
        (("hugo.toml", ""), "static/posts/trip/map.png", "content/posts/2024-05-17-trip.md", "map.png"),
        (("hugo.toml", ""), "static/posts/trip/map.png", "content/posts/2024-05-17-trip.md", "./map.png"),
    ],
)
def test_an_image_is_found_where_the_site_puts_it_beside_the_page(
    tmp_path: Path, site: tuple[str, str], place: str, file: str, address: str
) -> None:
    write(tmp_path / site[0], site[1])
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_bytes(PNG)
    path = article(tmp_path / file, "title: A\nlanguage: en\ndate: 2024-05-17")
    path.write_text(path.read_text(encoding="utf-8") + f"\n![A map]({address})\n", encoding="utf-8")
    found, _ = read(path, config.settings_of(path))
    assert len(found.images) == 1


def test_a_lead_image_that_is_named_by_its_file_alone_is_found_if_there_is_only_one(tmp_path: Path) -> None:
    write(tmp_path / "hugo.toml")
    for place in ("covers/bridge.png", "a/twice.png", "b/twice.png"):
        (tmp_path / "static" / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "static" / place).write_bytes(PNG)
    path = article(tmp_path / "content" / "a.md", "title: A\nlanguage: en\ndate: 2024-05-17\ncover: bridge.png")
    assert read(path, config.settings_of(path))[0].lead is not None
    path = article(tmp_path / "content" / "ferry.md", "title: A\nlanguage: en\ndate: 2024-05-17\ncover: twice.png")
    with pytest.raises(ArticleError):
        read(path, config.settings_of(path))


def test_each_of_several_sites_in_one_folder_has_its_images(tmp_path: Path) -> None:
    write(tmp_path / "mkdocs.yml", "docs_dir: docs\n")
    write(tmp_path / "mkdocs.blog.yml", "docs_dir: blog\n")
    (tmp_path / "blog" / "assets").mkdir(parents=True)
    (tmp_path / "blog" / "assets" / "map.png").write_bytes(PNG)
    path = article(tmp_path / "blog" / "posts" / "a.md", "title: A\nlanguage: en\ndate: 2024-05-17")
    path.write_text(path.read_text(encoding="utf-8") + "\n![A map](../assets/map.png)\n", encoding="utf-8")
    found, _ = read(path, config.settings_of(path))
    assert len(found.images) == 1


def test_nothing_above_a_public_folder_is_read(tmp_path: Path) -> None:
    write(tmp_path / "site" / "hugo.toml")
    (tmp_path / "site" / "static").mkdir()
    (tmp_path / "secret.png").write_bytes(PNG)
    (tmp_path / "site" / "static" / "link.png").symlink_to(tmp_path / "secret.png")
    for number, address in enumerate(("/../../secret.png", "../../secret.png", "/link.png", "../static/link.png")):
        path = article(tmp_path / "site" / "content" / f"{number}.md", "title: A\nlanguage: en\ndate: 2024-05-17")
        path.write_text(path.read_text(encoding="utf-8") + f"\n![A map]({address})\n", encoding="utf-8")
        with pytest.raises(ArticleError):
            read(path, config.settings_of(path))


def test_a_home_folder_is_no_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write(tmp_path / "_config.yml", "lang: en\n")
    (tmp_path / "_posts").mkdir()
    assert config.settings_of(tmp_path / "_posts" / "a.md").roots == ()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("_data/authors.yml", "a-writer:\n  name: A. Writer\n"),
        ("_data/members.yml", "- username: a-writer\n  name: A. Writer\n"),
        ("data/authors.toml", '[a-writer]\ndisplay_name = "A. Writer"\n'),
        ("src/_data/people.json", '{"a-writer": "A. Writer"}'),
        ("blog/authors.yml", "a-writer:\n  name: A. Writer\n"),
        ("_authors/a-writer.md", "---\ntitle: A. Writer\n---\n"),
        ("content/authors/a-writer/_index.md", "---\ntitle: A. Writer\n---\n"),
    ],
)
def test_an_author_who_is_named_by_a_key_is_looked_up(tmp_path: Path, file: str, text: str) -> None:
    write(tmp_path / "_config.yml")
    write(tmp_path / file, text)
    path = article(tmp_path / "_posts" / "a.md", "title: A\nlanguage: en\ndate: 2024-05-17\nauthor: a-writer")
    found, findings = read(path, config.settings_of(path))
    assert [person.name for person in found.metadata.contributors] == ["A. Writer"]
    assert "SOURCE-AUTHOR-KEY" not in {finding.code for finding in findings}


@pytest.mark.parametrize("text", ["{", "\x00\x01", "a: [", "*a", "- " * 3000, "lang: [en]", "- a\n- b\n", "9: {8: 7}"])
@pytest.mark.parametrize("file", ["_config.yml", "hugo.toml", "hugo.json", "pelicanconf.py", "mkdocs.yml"])
def test_a_configuration_that_is_broken_says_nothing(tmp_path: Path, file: str, text: str) -> None:
    write(tmp_path / file, text)
    assert config.settings_of(tmp_path / "a.md").language is None


FRENCH = (
    "Le pont sur la rivière est fermé depuis lundi, et personne dans la ville ne peut dire pour combien de temps. "
    "Le bac prend trente personnes à la fois, et dès sept heures du matin la file arrive au marché."
)


def test_a_text_that_is_plainly_not_in_the_sites_language_is_reviewed(tmp_path: Path) -> None:
    write(tmp_path / "_config.yml", "lang: en\n")
    path = write(tmp_path / "_posts" / "2024-05-17-pont.md", f"---\ntitle: Le pont\n---\n\n{FRENCH}\n")
    found, findings = read(path, config.settings_of(path))
    assert found.metadata.language == "fr"
    (doubt,) = (finding for finding in findings if finding.code == "SOURCE-LANGUAGE-DOUBTFUL")
    assert "the site says “en”, but the text looks like “fr”" in doubt.message


def test_a_person_who_names_the_language_is_believed(tmp_path: Path) -> None:
    write(tmp_path / "separatum.toml", "language = 'en'\n")
    path = write(tmp_path / "pont.md", f"---\ntitle: Le pont\n---\n\n{FRENCH}\n")
    assert read(path, config.settings_of(path))[0].metadata.language == "en"


def test_a_folder_named_for_a_language_is_believed_if_the_text_agrees(tmp_path: Path) -> None:
    write(tmp_path / "_config.yml", "lang: en\n")
    for folder, language in (("fr", "fr"), ("de", "fr"), ("posts", "fr")):
        path = write(tmp_path / folder / "pont.md", f"---\ntitle: Le pont\n---\n\n{FRENCH}\n")
        found, findings = read(path, config.settings_of(path))
        assert found.metadata.language == language
        assert ("SOURCE-LANGUAGE-DOUBTFUL" in {finding.code for finding in findings}) == (folder != "fr")


def test_an_image_of_a_vault_is_found_by_its_name_if_there_is_only_one(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    for place in ("media/2024/Pasted image 1.png", "a/twice.png", "b/twice.png"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(PNG)
    path = write(
        tmp_path / "notes" / "a.md", f"---\ntitle: A\nlanguage: en\n---\n\n{FRENCH}\n\n![A map](<Pasted image 1.png>)\n"
    )
    assert len(read(path, config.settings_of(path))[0].images) == 1
    path.write_text(path.read_text(encoding="utf-8").replace("Pasted image 1", "twice"), encoding="utf-8")
    with pytest.raises(ArticleError):
        read(path, config.settings_of(path))


def test_what_notes_embed_is_found_by_its_name_in_the_folder_that_is_given_and_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "Map 1.png").write_bytes(PNG)
    text = f"---\ntitle: A\nlanguage: en\n---\n\n{FRENCH}\n\n"
    note = write(tmp_path / "notes" / "a.md", f"{text}![[Map 1.png|center|400]]\n")
    given = config.settings_of(note, Given(folders=(tmp_path,)))
    found, findings = read(note, given)
    assert len(found.images) == 1
    assert [one.message for one in findings if one.code == "SOURCE-IMAGE-NO-ALT"] == [
        "the image “Map 1.png” has no alternative text; it is marked as “Image without a description”"
    ]
    with pytest.raises(ArticleError) as refused:
        read(note, config.settings_of(note))
    (missing,) = [one for one in refused.value.findings if one.code == "SOURCE-IMAGE-MISSING"]
    assert missing.message == "the image “Map 1.png” does not exist"
    assert "export the folder of notes" in str(missing.hint)
    other = write(tmp_path / "notes" / "b.md", f"{text}![A map](<Map 1.png>)\n")
    with pytest.raises(ArticleError):
        read(other, given)
    elsewhere = write(tmp_path / "more" / "notes" / "c.md", f"{text}![[Map 1.png]]\n")
    with pytest.raises(ArticleError):
        read(elsewhere, config.settings_of(elsewhere, Given(folders=(tmp_path / "media",))))


def test_a_folder_of_data_does_not_hide_the_configuration_above_it(tmp_path: Path) -> None:
    write(tmp_path / ".eleventy.js", "eleventyConfig.addPassthroughCopy('src/img')")
    (tmp_path / "src" / "_data").mkdir(parents=True)
    roots = config.settings_of(tmp_path / "src" / "posts" / "a.md").roots
    assert (tmp_path / "src").resolve() in roots


def test_the_list_of_authors_that_is_nearest_to_an_article_counts(tmp_path: Path) -> None:
    write(tmp_path / "docusaurus.config.js", "module.exports = {}")
    write(tmp_path / "authors.yml", "sam:\n  name: Sam of the site\nali:\n  name: Ali\n")
    write(tmp_path / "news" / "authors.yml", "sam:\n  name: Sam of the news\n")
    write(tmp_path / "news" / "2020" / "authors.yml", "sam:\n  name: Sam of 2020\n")
    known = {
        place: dict(config.settings_of(tmp_path / place / "a.md").authors) for place in ("docs", "news", "news/2020")
    }
    assert [one["sam"] for one in known.values()] == ["Sam of the site", "Sam of the news", "Sam of 2020"]
    assert all(one["ali"] == "Ali" for one in known.values())
