"""Callouts, and what is folded away: GitHub's and Obsidian's `> [!NOTE]`, MkDocs' `!!! note`, and fences of colons.

Fences of colons (`::: note`) are read as Docusaurus, VitePress, HackMD, Zenn, Pandoc and Quarto have them. Each becomes
tokens `callout_open` and `callout_close`, whose `info` is the kind; a title is inline text in a paragraph of its own.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from separatum.source import rules
from separatum.source.markdown.parser import EVERYWHERE, add_inline, beginning, line_text, lines_of, nested, reading

KINDS = {
    "note": "note seealso reference notes nb memo aside highlight abstract summary tldr example quote cite info todo",
    "tip": "tip hint help success check done question faq light ok key",
    "important": "important",
    "warning": "warning attention alert warn caution-mark",
    "caution": "caution danger error bug failure fail missing critical fire",
}
"""What callouts are called, by the kind that they are set as."""
KIND_OF = {name: kind for kind, names in KINDS.items() for name in names.split()}
FOLDED = frozenset(
    ["details", "collapse", "collapsible", "expand", "spoiler", "accordion", "fold", "hidden", "toggle", "dropdown"]
)
"""Names of what a web page folds away."""
_LAYOUT = frozenset(
    """
    tabs tab tab-set tab-item columns column column-margin row grid card cards section div panel-tabset center wrapper
    container fullwidth incremental nonincremental layout-ncol slide notes-block code-group steps step frame
    """.split()  # noqa: SIM905  (a word list reads better so)
)
"""Containers of no meaning: what they hold is kept, and nothing is lost with them."""

_ALERT = re.compile(r"\[!(?P<kind>[\w|-]+)\][+-]?[ \t]*(?P<title>[^\n]*)(?:\n|$)")
_ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]+(?P<kind>[\w-]+)(?P<more>(?:[ \t]+[\w-]+)*)(?:[ \t]+\"(?P<title>[^\"]*)\")?[ \t]*$"
)
_TABS = re.compile(r"={3}[+!]?[ \t]+\"(?P<title>[^\"]*)\"[ \t]*$")
_GRAV = re.compile(r"(?P<signs>!{2,4})[ \t]+(?P<text>\S.*)$")
_GRAVS = {"!!": "warning", "!!!": "note", "!!!!": "tip"}
_COLONS = re.compile(r"(?P<colons>:{3,})(?P<rest>[^:].*)?$")
_PANDOC = re.compile(r"\{(?P<attributes>[^{}]*)\}[ \t]*:*$")
_NAMED = re.compile(r"(?P<name>[A-Za-z][\w-]*)(?:\[(?P<label>[^\]]*)\])?(?P<rest>.*)$")


def add_rules(parser: MarkdownIt) -> None:
    """Add the rules that read callouts."""
    parser.block.ruler.before("fence", "admonition", beginning("!?=", _admonition), {"alt": EVERYWHERE})
    parser.block.ruler.before("fence", "grav_notice", beginning("!", _grav_notice))
    parser.block.ruler.before("fence", "colons", beginning(":", _colons), {"alt": EVERYWHERE})
    parser.core.ruler.before("inline", "alerts", _alerts)


def open_callout(state: StateBlock, kind: str, title: str, first: int) -> None:
    """Push the beginning of a callout; `kind` is one of KINDS, “box”, or “details”."""
    token = state.push("callout_open", "aside", 1)
    token.info, token.map = kind, [first, first + 1]
    if title.strip():
        opening = state.push("paragraph_open", "p", 1)
        opening.map = [first, first + 1]
        opening.attrSet("class", "summary" if kind == "details" else "callout-title")
        add_inline(state, title.strip(), first, first + 1)
        state.push("paragraph_close", "p", -1)


def close_callout(state: StateBlock) -> None:
    """Push the end of a callout."""
    state.push("callout_close", "aside", -1)


def kind_of(names: Sequence[str]) -> str | None:
    """The kind that some names or classes ask for; None if none of them does."""
    plain = [name.lower().removeprefix("callout-").removeprefix("notice--").removeprefix("alert-") for name in names]
    if any(name in FOLDED for name in plain):
        return "details"
    kind = next((KIND_OF[name] for name in plain if name in KIND_OF), None)
    is_box = any(
        name in {"callout", "admonition", "notice", "message", "alert", "box", "panel", "hint-box"} for name in plain
    )
    return kind or ("box" if is_box else None)


def _admonition(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """`!!! note "Title"`, `??? note`, `=== "Tab"`, with what they hold indented by four spaces."""
    if state.is_code_block(first):
        return False
    text = line_text(state, first)
    found = _ADMONITION.match(text)
    tab = None if found else _TABS.match(text)
    if found is None and tab is None:
        return False
    at = first + 1
    while at < end and (state.isEmpty(at) or state.sCount[at] - state.blkIndent >= 4):
        at += 1
    while at > first + 1 and state.isEmpty(at - 1):
        at -= 1
    if at == first + 1:
        return False
    if silent:
        return True
    inside = [line[4:] if line[:4].isspace() else line.lstrip() for line in lines_of(state, first + 1, at)]
    if found is not None:
        kind = KIND_OF.get(found["kind"].lower(), "note")
        named = [found["kind"], *(found["more"] or "").split()]
        is_known = found["kind"].lower() in KIND_OF
        title = found["title"] if found["title"] is not None else ("" if is_known else found["kind"].capitalize())
        if text.startswith("???") and not title:
            title = " ".join(named).capitalize()
        open_callout(state, "details" if text.startswith("???") else kind, title, first)
        state.tokens += nested(state, inside, first + 1)
        close_callout(state)
    elif tab is not None:
        opening = state.push("paragraph_open", "p", 1)
        opening.map = [first, first + 1]
        add_inline(state, f"**{tab['title']}**", first, first + 1)
        state.push("paragraph_close", "p", -1)
        state.tokens += nested(state, inside, first + 1)
    state.line = at
    return True


def _grav_notice(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Grav's `!!! text`: each line begins with two to four exclamation marks."""
    if silent or state.is_code_block(first):
        return False
    found = _GRAV.match(line_text(state, first))
    if found is None:
        return False
    at, lines = first, []
    while at < end and not state.isEmpty(at):
        more = _GRAV.match(line_text(state, at))
        lines.append(more["text"] if more else line_text(state, at))
        at += 1
    open_callout(state, _GRAVS[found["signs"]], "", first)
    state.tokens += nested(state, lines, first)
    close_callout(state)
    state.line = at
    return True


def _colons(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A fence of colons, with all up to its end; a fence that opens or closes nothing is left out."""
    if state.is_code_block(first):
        return False
    found = _COLONS.match(line_text(state, first))
    if found is None:
        return False
    if silent:
        return True
    rest = (found["rest"] or "").strip()
    if not rest:
        reading(state).say(rules.SITE_TAG, f"“{found['colons']}” closes nothing, and was left out", "delete it", first)
        state.line = first + 1
        return True
    last = _closing(state, first, end)
    inside = lines_of(state, first + 1, last)
    names, title = _asked(rest)
    kind = kind_of(names)
    known = reading(state)
    if last == end or not _is_closing(line_text(state, last)):
        known.say(rules.SITE_TAG, f"“{line_text(state, first)[:80]}” is never closed", "close it with “:::”", first)
    if kind is None and not any(name.lower() in _LAYOUT for name in names):
        message = f"the container “{line_text(state, first)[:80]}” is not known; what it holds is kept"
        known.say(rules.SITE_TAG, message, "see whether a reader misses something", first)
    if kind is not None:
        open_callout(state, kind, title, first)
    elif title:
        opening = state.push("paragraph_open", "p", 1)
        opening.map = [first, first + 1]
        add_inline(state, f"**{title}**", first, first + 1)
        state.push("paragraph_close", "p", -1)
    state.tokens += nested(state, inside, first + 1)
    if kind is not None:
        close_callout(state)
    state.line = min(last + 1, end)
    return True


def _asked(rest: str) -> tuple[list[str], str]:
    """The names that stand behind colons, and the title."""
    if found := _PANDOC.match(rest):
        given = re.search(r"(?:title|summary)=\"([^\"]*)\"", found["attributes"])
        return re.findall(r"\.([\w-]+)", found["attributes"]), given[1] if given else ""
    plain = re.sub(r"\s*:+$", "", rest)
    plain = re.sub(r"\{[^{}]*\}\s*$", "", plain).strip()
    if found := _NAMED.match(plain):
        names, title = [found["name"]], found["label"] or found["rest"].strip()
        words = title.split()
        if names[0].lower() == "message" and words[:1] == ["alert"]:  # Zenn
            return ["warning"], ""
        is_general = names[0].lower() in {"note", "container", "block", "admonition", "callout"}
        if is_general and words and words[0].lower() in {*KIND_OF, "warn", "alert"}:
            return [words[0].lower()], " ".join(words[1:])  # Qiita, VuePress
        return names, title
    return [plain], ""


def _is_closing(text: str) -> bool:
    found = _COLONS.match(text)
    return found is not None and not (found["rest"] or "").strip()


def _closing(state: StateBlock, first: int, end: int) -> int:
    """The line that closes a fence of colons, or `end`; fences in between are nested, those of code are passed over."""
    depth, code = 0, ""
    for at in range(first + 1, end):
        if state.sCount[at] < state.blkIndent and not state.isEmpty(at):
            return at
        text = line_text(state, at)
        if code:
            code = "" if re.fullmatch(rf"{code[0]}{{{len(code)},}}\s*", text) else code
            continue
        if fence := re.match(r"(`{3,}|~{3,})", text):
            code = fence[1]
            continue
        found = _COLONS.match(text)
        if found is None:
            continue
        if (found["rest"] or "").strip():
            depth += 1
        elif depth == 0:
            return at
        else:
            depth -= 1
    return end


def _alerts(state: StateCore) -> None:
    """A quotation that begins with “[!NOTE]” becomes a callout."""
    for tokens in (state.tokens, *(note.tokens for note in reading(state).notes)):
        _make_alerts(tokens)


def _make_alerts(tokens: list[Token]) -> None:
    at = 0
    while at + 2 < len(tokens):
        opening, inline = tokens[at], tokens[at + 2]
        found = (
            _ALERT.match(inline.content)
            if opening.type == "blockquote_open" and tokens[at + 1].type == "paragraph_open" and inline.type == "inline"
            else None
        )
        if found is not None:
            _make_alert(tokens, at, found)
        at += 1


def _make_alert(tokens: list[Token], at: int, found: re.Match[str]) -> None:
    opening, paragraph, inline, closing = tokens[at : at + 4]
    end = next(
        n for n in range(at, len(tokens)) if tokens[n].type == "blockquote_close" and tokens[n].level == opening.level
    )
    name = found["kind"].partition("|")[0].lower()
    opening.type, tokens[end].type = "callout_open", "callout_close"
    opening.tag = tokens[end].tag = "aside"
    opening.info = "details" if name in FOLDED else "box" if name == "box" else KIND_OF.get(name, "note")
    title = found["title"].strip() or ("" if name in {*KIND_OF, *FOLDED, "box"} else name.capitalize())
    first = inline.map[0] if inline.map else 0
    made: list[Token] = []
    if title:
        head, words, tail = Token("paragraph_open", "p", 1), Token("inline", "", 0), Token("paragraph_close", "p", -1)
        head.attrSet("class", "summary" if opening.info == "details" else "callout-title")
        head.map = words.map = [first, first + 1]
        words.content, words.children = title, []
        made = [head, words, tail]
    rest = inline.content[found.end() :]
    if rest.strip():
        inline.content = rest
        inline.map = paragraph.map = [first + 1, first + 2 + rest.count("\n")]
        made += [paragraph, inline, closing]
    tokens[at + 1 : at + 4] = made
