"""Which part of a web page is the answer, and which its frame: menus, banners, links to other pages; and error pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from parsers.documents.model import UnreadableDocument
from parsers.documents.running import fold

DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "head",
        "link",
        "meta",
        "base",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "datalist",
        "dialog",
        "nav",
        "map",
        "area",
    ]
)
"""Elements that hold nothing that a force says in an answer."""

ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
    ]
)
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|breadcrumbs?|nav|navbar|navigation|sub-?nav|menu|side-?bar|related|share|sharing|social|"
    r"skip|skip-?links?|skip-?to|pagination|pager|feedback|newsletter|sign-?up|advert|site-?header|site-?footer|masthead|"
    r"footer|page-?footer|global-?header|quick-?exit|back-?to-?top|rate-?this-?page|page-?rating)(?:$|[\s_-])",
    re.I,
)
HEARD = re.compile(
    r"(?:^|\s)(?:[\w-]*visually-?hidden(?:-focusable)?|sr-only|screen-?reader(?:-only|-text)?|a11y-hidden)(?:$|\s)",
    re.I,
)
SHARE = 0.4  # of the text: what holds more is no furniture, whatever its name
FEW = 100  # characters; what is longer and has few links is text, whatever its name
ERRORS = re.compile(
    r"(?:http )?(?:error )?(?:status )?(?:40[0134]|410|429|50[0-4])(?:\s*[-–:]?\s*(?:error|not found|forbidden|unauthori[sz]ed|bad gateway|"
    r"service unavailable|gateway time-?out|internal server error|page not found|file not found|access denied|too many requests))*"
    r"|(?:the |this |sorry,? )*(?:page|file|document|resource)(?: you (?:requested|were looking for))? (?:was |is |can ?not be |could not be |can't be |has )?"
    r"(?:not found|found|missing|no longer available|moved|unavailable|not available)|(?:oops|sorry|whoops)\W*"
    r"|(?:access|permission) (?:is )?denied|forbidden|not found|just a moment|attention required|one moment,? please|please wait"
    r"|checking your browser.*|security check.*|are you a (?:robot|human).*|human verification|bot verification|request (?:unsuccessful|rejected|blocked)"
    r"|(?:service|site|website|page|temporarily) (?:is )?(?:temporarily )?(?:unavailable|down|offline)|(?:site |scheduled |under |down for )?maintenance"
    r"|internal server error|bad gateway|gateway time-?out|server error(?: in .*)?|application error|runtime error|error|an error (?:has )?occurred"
    r"|(?:please )?(?:sign|log)[ -]?in(?: to .*)?|login(?: page| required)?|session (?:has )?(?:expired|timed out)|authentication required|unauthori[sz]ed"
    r"|we(?:'|’)re sorry.*|something(?:'s| has| went)? (?:gone )?wrong.*",
    re.I,
)  # fmt: skip
CHALLENGE = re.compile(
    r"cf-browser-verification|cf[_-]chl|challenge-platform|cf-error-details|_Incapsula_Resource|px-captcha|"
    r"enable javascript and cookies to continue|checking (?:if the site connection is secure|your browser before)|"
    r"ddos protection by|akamai.{0,40}reference|verify you are (?:a )?human",
    re.I,
)
SHORT = 1_500  # characters; a page with more says something besides its error
AGAIN = "Open its address in a browser until the page itself shows, save it again, and add that."


def is_data(table: Any) -> bool:
    """Two rows and two columns or more, and a figure."""
    rows = list(table.iter("tr"))
    wide = sum(sum(c.tag in ("td", "th") for c in row) >= 2 for row in rows)
    return wide >= 2 and bool(re.search(r"\d", "".join(table.itertext())))


def region_of(body: Any) -> Any:
    """The element that holds the answer: the page's main part or its only article, if no table lies outside it."""
    tables = [t for t in body.iter("table") if is_data(t) and not _in_frame(t, body)]
    whole = len(_words(body))
    for found in (
        _main_parts(body),
        [a for a in body.iter("article") if not any(x.tag == "article" for x in a.iterancestors())],
    ):
        if (
            len(found) == 1
            and all(_holds(found[0], t) for t in tables)
            and (tables or len(_words(found[0])) * 10 > whole)
        ):
            return found[0]
    return body


def _main_parts(body: Any) -> list[Any]:
    return [e for e in body.iter() if e.tag == "main" or (e.get("role") or "").lower() == "main"][:2]


def _holds(outer: Any, inner: Any) -> bool:
    return inner is outer or any(a is outer for a in inner.iterancestors())


def _in_frame(element: Any, body: Any) -> bool:
    return any(
        a.tag in ("nav", "footer", "noscript", "template", "dialog") or (a.get("role") or "").lower() in ROLES
        for a in element.iterancestors()
        if a is not body
    )


def _words(element: Any) -> str:
    return " ".join("".join(_seen(element)).split())


def _seen(element: Any) -> Iterator[str]:
    for event, node in _walk(element):
        if event == "text":
            yield node


def _walk(root: Any) -> Iterator[tuple[str, str]]:
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield "text", node
            continue
        if not isinstance(node.tag, str) or node.tag in DROPPED:
            continue
        for child in reversed(node):
            if child.tail:
                stack.append(child.tail)
            stack.append(child)
        if node.text:
            yield "text", node.text


def furniture(region: Any) -> set[Any]:
    """Elements in the region that are part of the site, not of the answer.

    None of them holds most of the text, and none that only its name tells holds data.
    """
    most = SHARE * max(len(_words(region)), 1)
    found: set[Any] = set()
    inner = region.tag in ("main", "article") or (region.get("role") or "").lower() == "main"
    for element in region.iter():
        if (
            not isinstance(element.tag, str)
            or element is region
            or element.tag in ("body", "table", "tr", "td", "th", "p")
        ):
            continue
        if any(a in found for a in element.iterancestors()):
            continue
        if (_is_frame(element, inner) or _is_named_so(element)) and len(_words(element)) <= most:
            found.add(element)
    return found


def _is_frame(element: Any, inner: bool) -> bool:
    if element.tag == "aside" or (element.get("role") or "").lower() in ROLES:
        return True
    if element.tag in ("header", "footer") and not inner:
        return not any(a.tag in ("main", "article", "section") for a in element.iterancestors())
    return False


def _is_named_so(element: Any) -> bool:
    """Its class or identifier names a part of a site, and it is short or mostly links, as such parts are."""
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not FURNITURE.search(name) or any(is_data(t) for t in element.iter("table")):
        return False
    words = len(_words(element))
    links = sum(len(_words(link)) for link in element.iter("a", "button", "label"))
    return words <= FEW or links * 2 >= words or "cookie" in name.lower()


def is_heard_only(element: Any) -> bool:
    """Meant for screen readers: a person who looks at the page does not see it."""
    return bool(HEARD.search(element.get("class") or ""))


def check_page(root: Any, title: str, region: Any) -> None:
    """Raises UnreadableDocument for a page that says that there is no page."""
    words = _words(region)
    if any(is_data(t) for t in region.iter("table")):
        return
    heads = [
        title,
        *re.split(r"\s[|–—-]\s|\s*[|»·]\s*", title),
        *(fold("".join(h.itertext())) for h in root.iter("h1")),
        words,
    ]
    said = next((h for h in heads if ERRORS.fullmatch(h.strip(" .!…?:"))), None)
    if CHALLENGE.search(words) or (len(words) < SHORT and _has_challenge(root)):
        raise UnreadableDocument("is a page that asks for a check of the browser, not the reply", AGAIN)
    if said is not None and len(words) < SHORT:
        raise UnreadableDocument(f"is an error or log-in page (“{said[:80]}”), not the reply", AGAIN)
    if len(words) < SHORT and any((i.get("type") or "").lower() == "password" for i in root.iter("input")):
        raise UnreadableDocument("is a log-in page, not the reply", AGAIN)
    if not words:
        if any(True for _ in root.iter("script")):
            raise UnreadableDocument(
                "is a page that a program fills in the browser; the file holds none of its text",
                "Open its address in a browser, save the page as PDF, and add that.",
            )
        raise UnreadableDocument("is an HTML page without any text: the download probably failed", AGAIN)


def _has_challenge(root: Any) -> bool:
    scripts = ((e.text or "") + (e.get("src") or "") for e in root.iter("script", "noscript", "iframe"))
    return any(CHALLENGE.search(s[:20_000]) for s in scripts)
