"""The programs that make sites, and how each one's configuration says its language and its public folders.

Sources: the documentation of each program. A configuration in JavaScript is read as text, for the plain values in it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from separatum.config.sites.data import assignments, listed, string, table_of, text_of, written
from separatum.config.sites.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """A program that makes sites."""

    name: str
    files: tuple[str, ...]
    """Names of its configuration."""
    read: Callable[[Path, str], Site | None]
    """From the folder and the name of the file; None if the file belongs to another program."""


def _site(folder: Path, file: str, *, roots: Iterable[object], **more: Any) -> Site:
    """A site, with those roots that are folders in it."""
    home = folder.resolve()
    found = [(home / str(root)).resolve() for root in roots if root is not None]
    # A home folder, or a whole disk, is no site, whatever is in it.
    inside = [
        root
        for root in found
        if root.is_dir() and root.is_relative_to(home) and root != Path.home() and root.parent != root
    ]
    return Site(folder=home, file=file, roots=tuple(dict.fromkeys(inside)), **more)


def _hugo(folder: Path, file: str) -> Site | None:
    """Hugo: https://gohugo.io/configuration/all/ and …/configuration/languages/."""
    path = folder / file
    place = path.parent if file.startswith("config/") else None
    table = {key.lower(): value for key, value in table_of(path).items()}
    if "base_url" in table:  # Zola
        return None
    known = {"baseurl", "languagecode", "defaultcontentlanguage", "theme", "params", "languages", "markup", "title"}
    if not file.startswith("hugo") and not place and not known & table.keys():
        return None
    languages = _table(table.get("languages")) or (table_of(place / f"languages{path.suffix}") if place else {})
    folders = [(contents, key) for key, one in languages.items() if (contents := string(_table(one).get("contentDir")))]
    default = string(table.get("defaultcontentlanguage"))
    code = string(_table(languages.get(default or "")).get("languageCode"))
    named = table.get("theme")
    themes = named if isinstance(named, list) else [named]
    static = [string(table.get("staticdir")) or "static", "assets", "content"]
    static += [f"themes/{theme}/static" for one in themes if (theme := string(one))]
    return _site(
        folder,
        file,
        roots=[*static, string(table.get("contentdir"))],
        language=code or string(table.get("languagecode")) or string(table.get("locale")) or default,
        languages=tuple(languages),
        language_folders=tuple(folders),
        address=string(table.get("baseurl")),
    )


def _zola(folder: Path, file: str) -> Site | None:
    """Zola: https://www.getzola.org/documentation/getting-started/configuration/."""
    table = table_of(folder / file)
    if "base_url" not in table:
        return None
    languages = tuple(_table(table.get("languages")))
    return _site(
        folder, file, roots=["static", "content"], language=string(table.get("default_language")), languages=languages
    )


def _jekyll(folder: Path, file: str) -> Site | None:
    """Jekyll: https://jekyllrb.com/docs/configuration/ and …/configuration/front-matter-defaults/."""
    table = table_of(folder / file)
    if "source_dir" in table or (folder / "source" / "_posts").is_dir():
        return _hexo(folder, file, table)
    source = string(table.get("source")) or "."
    folders, bylines = [], []
    for default in table.get("defaults") or () if isinstance(table.get("defaults"), list) else ():
        scope, values = _table(_table(default).get("scope")), _table(_table(default).get("values"))
        place = str(scope.get("path") or "").strip("/")
        if place and (tag := string(values.get("lang")) or string(values.get("locale"))):
            folders.append((place, tag))
        if author := string(values.get("author")):
            bylines.append((place, author))
    author = table.get("author")
    name = string(author) or string(_table(author).get("name"))
    return _site(
        folder,
        file,
        roots=[source],
        language=next((tag for key in ("lang", "locale", "language") if (tag := string(table.get(key)))), None),
        languages=tuple(one for one in table.get("languages") or () if isinstance(one, str)),
        language_folders=tuple(folders),
        bylines=(*bylines, *([("", name)] if name and "{" not in name else [])),
        address=string(table.get("url")),
        variables=tuple((key, value) for key, value in table.items() if isinstance(value, str)),
    )


def _hexo(folder: Path, file: str, table: Mapping[str, Any]) -> Site:
    """Hexo: https://hexo.io/docs/configuration."""
    language = table.get("language")
    tags = [one for one in language if isinstance(one, str)] if isinstance(language, list) else [string(language)]
    source = string(table.get("source_dir")) or "source"
    author = string(table.get("author"))
    return _site(
        folder,
        file,
        roots=[source],
        language=tags[0] if tags else None,
        languages=tuple(filter(None, tags)),
        bylines=(("", author),) if author else (),
        address=string(table.get("url")),
    )


def _mkdocs(folder: Path, file: str) -> Site:
    """MkDocs and Material for MkDocs: https://www.mkdocs.org/user-guide/configuration/."""
    table = dict(table_of(folder / file))
    if (parent := string(table.get("INHERIT"))) and (folder / parent).resolve().is_relative_to(folder.resolve().parent):
        table = {**table_of(folder / parent), **table}
    theme = _table(table.get("theme"))
    language = string(theme.get("language")) or string(theme.get("locale"))
    for plugin in table.get("plugins") or () if isinstance(table.get("plugins"), list) else ():
        options = _table(_table(plugin).get("i18n"))
        for one in options.get("languages") or () if isinstance(options.get("languages"), list) else ():
            if _table(one).get("default"):
                language = string(_table(one).get("locale")) or language
    # One folder may hold several sites with a configuration each: mkdocs.yml, mkdocs.blog.yml.
    others = [table_of(path).get("docs_dir") for path in sorted(folder.glob("mkdocs.*.y*ml"))]
    return _site(
        folder,
        file,
        roots=[
            string(table.get("docs_dir")) or "docs",
            *(string(place) for place in others),
            string(theme.get("custom_dir")),
        ],
        language=language,
        address=string(table.get("site_url")),
    )


def _docusaurus(folder: Path, file: str) -> Site:
    """Docusaurus: https://docusaurus.io/docs/api/docusaurus-config."""
    text = text_of(folder / file)
    places = ["static", *listed(text, "staticDirectories"), "docs", "blog", "src/pages"]
    folders = [(f"i18n/{tag}", tag) for tag in listed(text, "locales")]
    return _site(
        folder,
        file,
        roots=places,
        language=written(text, "defaultLocale"),
        languages=listed(text, "locales"),
        language_folders=tuple(folders),
        address=written(text, "url"),
    )


def _eleventy(folder: Path, file: str) -> Site:
    """Eleventy: https://www.11ty.dev/docs/config/ and …/docs/copy/."""
    import re

    text = text_of(folder / file)
    source = (written(text, "input") or "").strip("./")
    if not source and (folder / "src").is_dir():
        source = "src"
    copied = re.findall(r"""addPassthroughCopy\(\s*(?:\{\s*)?["'`]([^"'`*\n]+)""", text)
    places = [source or ".", *(place.strip("./") for place in copied)]
    # What is copied as it is has no folder in the site: “src/public/img” is “/img”.
    above = [str(Path(place).parent) for place in places[1:] if "/" in place]
    data = [table_of(folder / source / name) for name in ("_data/site.json", "_data/metadata.json", "_data/meta.json")]
    language = next(
        (tag for one in data for key in ("lang", "language", "locale") if (tag := string(one.get(key)))), None
    )
    address = next(
        (url for one in data for key in ("url", "baseUrl", "siteUrl") if (url := string(one.get(key)))), None
    )
    return _site(folder, file, roots=[*places, *above, "public", "static"], language=language, address=address)


def _pelican(folder: Path, file: str) -> Site:
    """Pelican: https://docs.getpelican.com/en/latest/settings.html."""
    values = assignments(folder / file)
    author = string(values.get("AUTHOR"))
    return _site(
        folder,
        file,
        roots=[string(values.get("PATH")) or "content"],
        language=string(values.get("DEFAULT_LANG")),
        address=string(values.get("SITEURL")),
        bylines=(("", author),) if author else (),
    )


def _sphinx(folder: Path, file: str) -> Site | None:
    """Sphinx with MyST: https://www.sphinx-doc.org/en/master/usage/configuration.html."""
    values = assignments(folder / file)
    return _site(folder, file, roots=["."], language=string(values.get("language"))) if "extensions" in values else None


def _vuepress(folder: Path, file: str) -> Site:
    """VuePress and VitePress: the public folder is beside the configuration; “lang” is the site's language."""
    text = text_of(folder / file)
    return _site(folder, file, roots=[".", str(Path(file).parent / "public"), "public"], language=written(text, "lang"))


def _quarto(folder: Path, file: str) -> Site:
    """Quarto: https://quarto.org/docs/reference/projects/options.html."""
    return _site(folder, file, roots=["."], language=string(table_of(folder / file).get("lang")))


def _mdbook(folder: Path, file: str) -> Site:
    """mdBook: https://rust-lang.github.io/mdBook/format/configuration/general.html."""
    book = _table(table_of(folder / file).get("book"))
    return _site(folder, file, roots=[string(book.get("src")) or "src"], language=string(book.get("language")))


def _script(*roots: str) -> Callable[[Path, str], Site]:
    """Programs whose configuration is a script, with fixed public folders."""

    def read(folder: Path, file: str) -> Site:
        text = text_of(folder / file)
        language = written(text, "defaultLocale", "siteLanguage", "lang", "language")
        return _site(
            folder,
            file,
            roots=roots,
            language=language,
            languages=listed(text, "locales"),
            address=written(text, "siteUrl", "site", "baseUrl"),
        )

    return read


def _vault(folder: Path, file: str) -> Site:
    """Obsidian: the vault is the folder that holds “.obsidian”."""
    site = _site(folder, file, roots=["."])
    return replace(site, vaults=site.roots)


def _posts(folder: Path, file: str) -> Site:
    """Jekyll by its folders alone: they say where data is, but not that all beside them is published."""
    return _site(folder, file, roots=[])


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


VAULT = ".obsidian"
"""The folder that makes a folder a vault of Obsidian."""
WEAK = frozenset({VAULT, "_posts", "_data"})
"""Files that make a folder a site only if no folder above it has a configuration."""
_SCRIPTS = (".js", ".ts", ".mjs", ".cjs", ".mts")
_DATA = (".toml", ".yaml", ".yml", ".json")


def _named(name: str, endings: Iterable[str]) -> Iterator[str]:
    return (f"{name}{ending}" for ending in endings)


GENERATORS: tuple[Generator, ...] = (
    Generator(name="Hugo", files=(*_named("hugo", _DATA), *_named("config/_default/hugo", _DATA)), read=_hugo),
    Generator(name="Zola", files=("config.toml", "zola.toml"), read=_zola),
    Generator(name="Hugo", files=(*_named("config", _DATA), *_named("config/_default/config", _DATA)), read=_hugo),
    Generator(name="Jekyll", files=("_config.yml", "_config.yaml", "_config.toml"), read=_jekyll),
    Generator(name="MkDocs", files=("mkdocs.yml", "mkdocs.yaml"), read=_mkdocs),
    Generator(name="Docusaurus", files=tuple(_named("docusaurus.config", _SCRIPTS)), read=_docusaurus),
    Generator(
        name="Eleventy",
        files=(".eleventy.js", ".eleventy.cjs", *_named("eleventy.config", _SCRIPTS)),
        read=_eleventy,
    ),
    Generator(name="Pelican", files=("pelicanconf.py",), read=_pelican),
    Generator(
        name="VuePress",
        files=(
            *_named(".vuepress/config", _SCRIPTS),
            *_named(".vitepress/config", _SCRIPTS),
        ),
        read=_vuepress,
    ),
    Generator(name="Quarto", files=("_quarto.yml", "_quarto.yaml"), read=_quarto),
    Generator(name="mdBook", files=("book.toml",), read=_mdbook),
    Generator(name="GitBook", files=(".gitbook.yaml", ".gitbook"), read=_vuepress),
    Generator(name="Gatsby", files=tuple(_named("gatsby-config", _SCRIPTS)), read=_script("static", "content", "src")),
    Generator(
        name="Astro",
        files=tuple(_named("astro.config", _SCRIPTS)),
        read=_script("public", "src/assets", "src/content", "src/images"),
    ),
    Generator(name="Next.js", files=tuple(_named("next.config", _SCRIPTS)), read=_script("public")),
    Generator(name="Nuxt", files=tuple(_named("nuxt.config", _SCRIPTS)), read=_script("public", "static", "content")),
    Generator(name="Quartz", files=tuple(_named("quartz.config", _SCRIPTS)), read=_script("content")),
    Generator(name="Middleman", files=("config.rb",), read=_script("source")),
    Generator(name="Sphinx", files=("conf.py",), read=_sphinx),
    Generator(name="Jekyll", files=("_posts", "_data"), read=_posts),
    Generator(name="Obsidian", files=(VAULT,), read=_vault),
)
"""In the order in which they are looked for in a folder."""
