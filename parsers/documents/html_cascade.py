"""Which styles of a page hold for which of its elements: the cascade (CSS Cascading and Inheritance, level 4, section 6).

Selectors are matched by cssselect. Nothing is ever fetched: a style that is kept elsewhere is only known to be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cssselect import HTMLTranslator, SelectorError
from cssselect import parse as parse_selectors

MAX_CSS = 2_000_000  # characters of styles that are looked at
DEEP = 20  # blocks within blocks
MAX_WORK = 20_000_000  # selectors that need a walk through the page, times the elements of it
WIDE, TALL = 1280, 800  # the window that a page is taken to be looked at in, in pixels
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)  # one that is not closed goes on to the end
SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.I)
LAST = re.compile(r"[^\s>+~]+\Z")
NAMES = re.compile(r"([.#])([\w-]+)")
BARE = re.compile(r"\[[^\]]*\]|:{1,2}[\w-]+(?:\([^()]*(?:\([^()]*\))?[^()]*\))?")  # attributes and pseudo-classes
MEDIUM = re.compile(r"(?:only\s+)?(all|screen|print|speech|tv|handheld|projection)\b", re.I)
FEATURE = re.compile(r"\(\s*(min|max)-(width|height)\s*:\s*(\d*\.?\d+)(px|em|rem)\s*\)|\([^()]*\)", re.I)
WANTED = frozenset(
    [
        "background",
        "background-color",
        "clip",
        "clip-path",
        "color",
        "content-visibility",
        "display",
        "filter",
        "font-size",
        "font-weight",
        "height",
        "left",
        "list-style",
        "list-style-type",
        "max-height",
        "max-width",
        "mso-hide",
        "opacity",
        "overflow",
        "position",
        "right",
        "text-decoration",
        "text-decoration-line",
        "text-indent",
        "top",
        "transform",
        "visibility",
        "width",
        "z-index",
    ]
)
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
DEPTH = 8  # variables that stand for variables
Declarations = dict[str, str]


class Held(NamedTuple):
    """Declarations that hold for an element, with what decides between them: the larger wins."""

    weight: tuple[int, tuple[int, int, int], int]  # important or not, specificity, order
    said: Declarations


class Rule(NamedTuple):
    tag: str
    needed: frozenset[str]
    held: list[Held]


@dataclass
class Sheets:
    """The rules of the page's `style` elements; and whether it has others elsewhere, or such as could not be followed."""

    simple: dict[str, list[Rule]] = field(default_factory=dict)  # by tag, class or identifier
    matched: dict[Any, list[Held]] = field(default_factory=dict)  # by element, of selectors that need the whole page
    linked: bool = False
    not_followed: int = 0
    variables: bool = False
    _known: dict[tuple[str, str | None, str | None], list[Held]] = field(default_factory=dict)

    def of(self, element: Any) -> Declarations:
        """What the page says about an element: its rules by their weight, then its own `style`."""
        held = self._by_rules(element)
        if element in self.matched:
            held = sorted([*held, *self.matched[element]], key=lambda h: h.weight)
        own = element.get("style")
        if own:
            inline = _held(own, (1, 0, 0), 1 << 30)
            held = sorted(
                [*held, *(h._replace(weight=(h.weight[0], (9_999, 0, 0), 0)) for h in inline)], key=lambda h: h.weight
            )
        said: Declarations = {}
        for one in held:
            said |= one.said
        if any("var(" in value for value in said.values()):
            said = {name: self._resolved(value, element, said) for name, value in said.items()}
        return said

    def _by_rules(self, element: Any) -> list[Held]:
        named = (element.tag, element.get("class"), element.get("id"))
        if named in self._known:
            return self._known[named]
        names = [f".{c}" for c in (element.get("class") or "").split()]
        names += [f"#{element.get('id')}"] if element.get("id") else []
        found = [
            held
            for key in [element.tag, *names]
            for rule in self.simple.get(key, ())
            if rule.tag in ("", element.tag) and rule.needed <= set(names)
            for held in rule.held
        ]
        self._known[named] = sorted(found, key=lambda h: h.weight)
        return self._known[named]

    def _resolved(self, value: str, element: Any, said: Declarations) -> str:
        """The value with its variables put in (CSS Custom Properties, section 3); they are inherited."""
        for _ in range(DEPTH):
            found = VARIABLE.search(value)
            if found is None:
                break
            value = value[: found.start()] + self._variable(found, element, said) + value[found.end() :]
        return value.strip()

    def _variable(self, found: re.Match[str], element: Any, said: Declarations) -> str:
        name = found[1]
        if name in said:
            return said[name]
        for outer in element.iterancestors():
            held = [*self._by_rules(outer), *self.matched.get(outer, ())]
            own = _held(outer.get("style") or "", (9_999, 0, 0), 0)
            values = [h.said[name] for h in sorted([*held, *own], key=lambda h: h.weight) if name in h.said]
            if values:
                return values[-1]
        return found[2] or ""


def read_sheets(root: Any) -> Sheets:
    """The styles of the page, for a screen of usual size."""
    sheets = Sheets(linked=any("stylesheet" in (e.get("rel") or "").lower() for e in root.iter("link")))
    css = "".join((e.text or "") + "\n" for e in root.iter("style") if _is_for_screens(e.get("media") or ""))[:MAX_CSS]
    sheets.linked |= "@import" in css
    css = re.sub(r"@(?:import|charset|namespace)[^;{}]*;", "", COMMENT.sub("", css))
    present = _present(root)
    work = 0
    for order, (selectors, body) in enumerate(_rules(css)):
        if not any(name in body.lower() for name in WANTED) and "--" not in body:
            continue
        for selector in _split(selectors):
            if not _may_match(selector, present):
                continue
            match = SIMPLE.fullmatch(selector)
            if match and match[0]:
                needed = frozenset(a + b for a, b in NAMES.findall(match[2]))
                ids = sum(n.startswith("#") for n in needed)
                weight = (ids, len(needed) - ids, int(bool(match[1])))
                key = sorted(needed)[0] if needed else match[1].lower()
                rule = Rule((match[1] or "").lower(), needed, _held(body, weight, order))
                sheets.simple.setdefault(key, []).append(rule)
            else:
                work += present.elements
                sheets.not_followed += not (work <= MAX_WORK and _follow(selector, body, order, root, sheets))
    return sheets


class _Present(NamedTuple):
    """What there is in the page for selectors to match."""

    names: set[str]
    elements: int


def _present(root: Any) -> _Present:
    names: set[str] = set()
    amount = 0
    for element in root.iter():
        if isinstance(element.tag, str):
            amount += 1
            names.add(element.tag)
            names.update(f".{c}" for c in (element.get("class") or "").split())
            names.add(f"#{element.get('id')}")
    return _Present(names, amount)


def _may_match(selector: str, present: _Present) -> bool:
    """What the selector's last part names is in the page: most rules of a site's style are about something else."""
    last = LAST.search(BARE.sub("", selector).strip() or "*")
    plain = last[0] if last else "*"
    tag = re.match(r"[a-z][\w-]*", plain, re.I)
    wanted = {a + b for a, b in NAMES.findall(plain)} | ({tag[0].lower()} if tag else set())
    return wanted <= present.names


def _follow(selector: str, body: str, order: int, root: Any, sheets: Sheets) -> bool:
    """Note which elements a selector matches; False where it cannot be followed."""
    try:
        for parsed in parse_selectors(selector):
            if parsed.pseudo_element is not None:
                continue
            held = _held(body, parsed.specificity(), order)
            for element in root.xpath(HTMLTranslator().selector_to_xpath(parsed)):
                sheets.matched.setdefault(element, []).extend(held)
    except (SelectorError, ValueError, RecursionError):  # lxml raises XPathError, a kind of ValueError or of its own
        return not _hides(body)
    except Exception as error:
        if type(error).__module__.startswith("lxml"):
            return not _hides(body)
        raise
    return True


def _hides(body: str) -> bool:
    return bool(re.search(r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0|font-size\s*:\s*0", body, re.I))


def _rules(css: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Selectors and declarations, out of the blocks for screens, in order."""
    at, start = 0, 0
    while at < len(css):
        letter = css[at]
        if letter in ";}":
            start = at + 1
        elif letter == "{":
            end = _end_of_block(css, at)
            head, body = css[start:at].strip(), css[at + 1 : end]
            if not head.startswith("@"):
                yield head, body
            elif depth < DEEP and _applies(head):
                yield from _rules(body, depth + 1)
            at, start = end, end + 1
        at += 1


def _end_of_block(css: str, at: int) -> int:
    depth = 0
    for found in re.compile(r"[{}]").finditer(css, at):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.start()
    return len(css)


def _applies(head: str) -> bool:
    """A block of rules that holds on a screen: `@media screen`, `@supports`, `@layer`; not `@media print`, `@keyframes`."""
    name, _, rest = head[1:].partition(" ")
    name, bracket, more = name.partition("(")
    if name.lower() in ("supports", "layer", "scope", "container"):
        return True
    return name.lower() == "media" and _is_for_screens(bracket + more + " " + rest)


def _is_for_screens(media: str) -> bool:
    """The media query holds on a screen of usual size (Media Queries, level 4); one that asks for more does not."""
    return not media.strip() or any(_query_holds(query.strip()) for query in media.split(","))


def _query_holds(query: str) -> bool:
    if query.lower().startswith("not"):
        return not _query_holds(query[3:].strip())
    medium = MEDIUM.match(query)
    if medium and medium[1].lower() not in ("all", "screen"):
        return False
    for found in FEATURE.finditer(query):
        if not found[1]:
            return False
        size = float(found[3]) * (1 if found[4].lower() == "px" else 16)
        have = WIDE if found[2].lower() == "width" else TALL
        if not (have >= size if found[1].lower() == "min" else have <= size):
            return False
    return bool(medium) or "(" in query


def _split(selectors: str) -> Iterable[str]:
    """The selectors of a list; a comma in brackets does not part them."""
    made, depth = [""], 0
    for letter in selectors:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            made.append("")
        else:
            made[-1] += letter
    return (" ".join(s.split()) for s in made if s.strip())


def _held(body: str, specificity: tuple[int, int, int], order: int) -> list[Held]:
    """The declarations, those that are marked important apart."""
    usual: Declarations = {}
    important: Declarations = {}
    for part in COMMENT.sub("", body).split(";"):
        name, colon, value = part.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        if colon and (name in WANTED or name.startswith("--")):
            stripped = re.sub(r"\s*!\s*important\s*$", "", value)
            (important if stripped != value else usual)[name] = stripped
    sides = ((0, usual), (1, important))
    return [Held((weight, specificity, order), said) for weight, said in sides if said]
