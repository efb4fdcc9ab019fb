"""What a page's own styles hide. Only the styles written in the page are known: nothing is ever fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from parsers.documents.colours import alike

MAX_CSS = 2_000_000  # characters of styles that are looked at
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.I)
WANTED: tuple[str, ...] = (
    "display",
    "visibility",
    "color",
    "background",
    "background-color",
    "font-size",
    "opacity",
    "text-decoration",
)
WANTED += (
    "text-indent",
    "left",
    "position",
    "clip",
    "list-style",
    "list-style-type",
    "font-weight",
    "text-decoration-line",
    "overflow",
    "height",
    "width",
    "max-height",
    "max-width",
    "clip-path",
    "transform",
    "filter",
    "mso-hide",
    "content-visibility",
)
NAMED = {"white": "ffffff", "black": "000000", "snow": "fffafa", "ivory": "fffff0", "transparent": "transparent"}
NOT_HEARD = "part that screen readers pass over"
NOTHING = re.compile(r"(?:0*\.)?0+(?:px|pt|em|rem|cm|mm|in|%)?")  # a length of nought
Declarations = dict[str, str]


@dataclass
class Sheets:
    """The rules of the page's `style` elements, by tag, class or identifier; and whether it has others elsewhere."""

    rules: dict[str, dict[tuple[str, frozenset[str]], Declarations]] = field(default_factory=dict)
    linked: bool = False
    known: dict[tuple[str, str | None, str | None], Declarations] = field(default_factory=dict)

    def of(self, element: Any) -> Declarations:
        """What the page says about an element: rules first, then its own `style`."""
        own = element.get("style")
        said = self._by_rules(element)
        return said | declared(own) if own else said

    def _by_rules(self, element: Any) -> Declarations:
        named = (element.tag, element.get("class"), element.get("id"))
        if named in self.known:
            return self.known[named]
        names = [f".{c}" for c in (element.get("class") or "").split()]
        names += [f"#{element.get('id')}"] if element.get("id") else []
        said: Declarations = {}
        for key in [element.tag, *names]:
            for (tag, needed), declarations in self.rules.get(key, {}).items():
                if tag in ("", element.tag) and needed <= set(names):
                    said |= declarations
        self.known[named] = said
        return said


def read_sheets(root: Any) -> Sheets:
    """Rules with one simple selector (`td`, `.note`, `#x`, `td.note`); what needs more than that is left to browsers."""
    sheets = Sheets(linked=any("stylesheet" in (e.get("rel") or "").lower() for e in root.iter("link")))
    css = "".join((e.text or "") + "\n" for e in root.iter("style"))[:MAX_CSS]
    sheets.linked |= "@import" in css
    css = re.sub(r"@(?:import|charset)[^;{}]*;", "", COMMENT.sub("", css))
    for selectors, body in RULE.findall(_without_blocks(css)):
        declarations = declared(body)
        if not declarations:
            continue
        for selector in selectors.split(","):
            match = SIMPLE.fullmatch(selector.strip())
            if match and match[0]:
                needed = frozenset(re.findall(r"[.#][\w-]+", match[2]))
                key = sorted(needed)[0] if needed else match[1].lower()
                rules = sheets.rules.setdefault(key, {})
                rules[(match[1] or "").lower(), needed] = (
                    rules.get(((match[1] or "").lower(), needed), {}) | declarations
                )
    return sheets


def _without_blocks(css: str) -> str:
    """Without rules for other media (`@media print`): those for the screen are kept."""
    made, at = [], 0
    for match in re.finditer(r"@[\w-]+([^{};]*)\{", css):
        if match.start() < at:
            continue
        made.append(css[at : match.start()])
        depth, end = 1, match.end()
        while end < len(css) and depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        at = end
    return "".join([*made, css[at:]])


def declared(text: str) -> Declarations:
    made = {}
    for part in COMMENT.sub("", text).split(";"):
        name, colon, value = part.partition(":")
        if colon and name.strip().lower() in WANTED:
            made[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return made


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks at a place in the page, as far as it matters."""

    colour: str | None = None  # six hexadecimal digits; None: not said
    ground: str | None = None
    bold: bool = False


def look_of(element: Any, said: Declarations, outer: Look) -> Look:
    """The look inside an element."""
    colour = colour_of(said.get("color") or (element.get("color") if element.tag == "font" else None))
    behind = said.get("background-color") or said.get("background") or element.get("bgcolor")
    ground = colour_of(behind)
    weight = said.get("font-weight", "")
    bold = element.tag in ("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6") or outer.bold
    bold = weight in ("bold", "bolder", "600", "700", "800", "900") or (bold and weight not in ("normal", "400"))
    if ground is None and behind not in (None, "none", "inherit", "initial"):
        ground = "picture"
    if ground == "transparent":
        ground = None
    return Look(colour or outer.colour, ground or outer.ground, bold)


def colour_of(text: str | None) -> str | None:
    """`#fff`, `white`, `rgb(255, 255, 255)` as `ffffff`; None for what is no plain colour."""
    text = (text or "").strip().lower()
    word = text.split("(")[0].split()[0] if text else ""
    if word in NAMED:
        return NAMED[word]
    if match := re.match(r"#([0-9a-f]{3}(?:[0-9a-f]{3})?)\b", text):
        digits = match[1]
        return digits if len(digits) == 6 else "".join(d * 2 for d in digits)
    if match := re.match(
        r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*([\d.]+)\s*)?\)", text
    ):
        if match[4] and float(match[4].strip(".") or 0) == 0:
            return "transparent"
        return "".join(f"{min(int(n), 255):02x}" for n in match.groups()[:3])
    return None


def unseen(element: Any, said: Declarations) -> str | None:
    """Why an element is not seen, or is seen struck out; None where it is."""
    if element.get("hidden") is not None or said.get("display") == "none":
        return "hidden part"
    if said.get("visibility") in ("hidden", "collapse") or re.fullmatch(r"0+(?:\.0+)?%?", said.get("opacity", "")):
        return "hidden part"
    if (element.get("aria-hidden") or "").lower() == "true":
        return NOT_HEARD
    if re.match(r"0*(?:\.\d+)?(?:px|pt|em|rem|%)?$", said.get("font-size", "x")) or re.match(
        r"[12](?:\.\d+)?p[xt]$", said.get("font-size", "x")
    ):
        return "text too small to see"
    away = said.get("position") == "absolute" and re.match(r"-\d{4,}", said.get("left", ""))
    if away or re.match(r"-\d{3,}", said.get("text-indent", "")) or _is_cut_away(said):
        return "hidden part"
    if element.tag in ("del", "s", "strike") or "line-through" in (
        said.get("text-decoration", "") + said.get("text-decoration-line", "")
    ):
        return "struck-out text"
    return None


def _is_cut_away(said: Declarations) -> bool:
    """Word's own hidden text, and boxes of no size that show nothing of what is in them."""
    sizes = (said.get(name, "") for name in ("height", "width", "max-height", "max-width"))
    no_size = any(NOTHING.fullmatch(size) for size in sizes)
    clipped = said.get("overflow") in ("hidden", "clip") or (said.get("position") == "absolute" and "clip" in said)
    return (
        said.get("mso-hide") == "all"
        or (no_size and clipped)
        or bool(re.match(r"scale[xy]?\(\s*0\s*[,)]", said.get("transform", "")))
        or bool(re.match(r"opacity\(\s*0\s*%?\s*\)", said.get("filter", "")))
        or bool(re.match(r"(?:inset\(\s*(?:50|100)%|circle\(\s*0)", said.get("clip-path", "")))
        or said.get("content-visibility") == "hidden"
    )


def blends(look: Look, linked: bool) -> bool | None:
    """The text has the colour of its background; None where that cannot be told, because a style elsewhere may say."""
    if look.colour is None or (look.colour == "000000" and look.ground is None):
        return False
    if look.colour == "transparent":
        return True
    if look.ground is not None:
        return alike(look.colour, look.ground)
    if not alike(look.colour, "ffffff"):
        return False
    return None if linked else True
