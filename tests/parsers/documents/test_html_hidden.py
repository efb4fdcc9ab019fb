"""The many ways of a web page to keep a text out of sight, and those that only look like one."""

from __future__ import annotations

import pytest

from parsers.documents import read
from parsers.documents.model import to_json

SECRET = "Zebedee Quillfeather"
PAGE = (
    "<!DOCTYPE html><html><head><title>Reply 7/22</title>{head}</head><body><p>The reply is as follows.</p><table><tr><th>Outcome<th>2019"
    "<tr><td>Advice<td>3<tr><td>Warning<td>5</table>{body}</body></html>"
)
PART, BACKGROUND, SMALL = "hidden part", "text in the colour of its background", "text too small to see"
CODE = "text in the page's code"


def page(body: str, head: str = "") -> bytes:
    return PAGE.format(head=head, body=body).encode()


def styled(style: str) -> bytes:
    return page(f'<p style="{style}">{SECRET}</p>')


def ruled(css: str, body: str = f"<div class='a'><p class='q' id='i'>{SECRET}</p></div>") -> bytes:
    return page(body, f"<style>{css}</style>")


HIDDEN = {
    "display": (styled("display:none"), PART),
    "display, shouted": (styled("DISPLAY : NONE !important"), PART),
    "visibility": (page(f"<div style='visibility:hidden'>{SECRET}</div>"), PART),
    "attribute": (page(f"<p hidden>{SECRET}</p>"), PART),
    "opacity": (styled("opacity:0"), PART),
    "opacity near nought": (styled("opacity:.01"), PART),
    "opacity in per cent": (styled("opacity:1%"), PART),
    "no size": (styled("font-size:0"), SMALL),
    "one pixel": (styled("font-size:1px"), SMALL),
    "white": (styled("color:#fff"), BACKGROUND),
    "white by name": (styled("color:white"), BACKGROUND),
    "ghost white": (styled("color:ghostwhite"), BACKGROUND),
    "transparent": (styled("color:transparent"), BACKGROUND),
    "one colour": (styled("color:#123;background:#112233"), BACKGROUND),
    "colours by name": (styled("color:navy;background-color:#000080"), BACKGROUND),
    "black mark": (page(f"<p>seen <span style='background-color:black'>{SECRET}</span></p>"), BACKGROUND),
    "black mark, black letters": (page(f"<p>seen <mark style='background:#000;color:#000'>{SECRET}</mark></p>"), BACKGROUND),
    "beside the page": (styled("position:absolute;left:-9999px"), PART),
    "above the page": (styled("position:absolute;top:-9999px"), PART),
    "moved away": (styled("transform:translateX(-9999px)"), PART),
    "indent": (styled("text-indent:-9999px"), PART),
    "clip": (styled("position:absolute;clip:rect(0,0,0,0)"), PART),
    "clip of a pixel": (styled("position:absolute;clip:rect(1px 1px 1px 1px)"), PART),
    "clip path": (styled("clip-path:inset(100%)"), PART),
    "no height": (styled("height:0;overflow:hidden"), PART),
    "no width": (styled("max-width:0;overflow:hidden"), PART),
    "scale": (styled("transform:scale(0)"), PART),
    "Word's own": (styled("mso-hide:all"), PART),
    "behind a ground": (page(f"<div style='position:relative;background:#eee'><p style='position:absolute;z-index:-1'>{SECRET}</p></div>"), PART),
    "class": (ruled(".q{display:none}"), PART),
    "child": (ruled(".a > p{visibility:hidden}"), PART),
    "descendant": (ruled("body .a p{display:none}"), PART),
    "attribute selector": (ruled("[class~=q]{display:none}"), PART),
    "nth child": (ruled(".t td:nth-child(2){display:none}", f"<table class='t'><tr><td>a<td>{SECRET}<tr><td>b<td>c</table>"), PART),
    "not": (ruled("p:not(.seen){color:white}", f"<p class='q'>{SECRET}</p>"), BACKGROUND),
    "for screens": (ruled("@media screen{.q{display:none}}"), PART),
    "for wide screens": (ruled("@media screen and (min-width:600px){.q{display:none}}"), PART),
    "in a layer": (ruled("@layer x{@supports (display:grid){.q{display:none}}}"), PART),
    "variable": (ruled(":root{--shown:none}.q{display:var(--shown)}"), PART),
    "variable of its own": (styled("--c:none;display:var(--c)"), PART),
    "weightier rule": (ruled("#i{display:none}p.q{display:block}"), PART),
    "important": (ruled(".q{display:none!important}", f"<p class='q' style='display:block'>{SECRET}</p>"), PART),
    "later rule": (ruled(".q{display:block}.q{display:none}"), PART),
    "collapsed row": (page(f"<table><tr><td>a<td>b<tr style='visibility:collapse'><td>{SECRET}<td>c</table>"), "hidden rows"),
    "table commented out": (page(f"<!-- <table><tr><td>{SECRET}</td></tr></table> -->"), "table commented out"),
    "row commented out": (page(f"<table><tr><td>a<td>b</tr><!--<tr><td>{SECRET}<td>4821</tr>--><tr><td>c<td>d</table>"), "table commented out"),
    "comment": (page(f"<!-- {SECRET} -->"), CODE),
    "template": (page(f"<template><p>{SECRET}</p></template>"), CODE),
    "for other browsers": (page(f"<noscript>{SECRET}</noscript>"), CODE),
    "field": (page(f"<input type='hidden' value='{SECRET}'>"), CODE),
    "field that is seen": (page(f"<input value='{SECRET}'>"), CODE),
    "text field": (page(f"<textarea style='display:none'>{SECRET}</textarea>"), CODE),
    "choice": (page(f"<select><option>a<option>{SECRET}</select>"), CODE),
    "data": (page(f"<p data-name='{SECRET}'>x</p>"), CODE),
    "tip": (page(f"<p title='{SECRET}'>x</p>"), CODE),
    "object": (page(f"<object>{SECRET}</object>"), CODE),
    "program with records": (page("<script>var rows=[" + f'{{"name":"{SECRET}"}},' * 9 + "]</script>"), CODE),
    "author": (page("", f"<meta name='author' content='{SECRET}'>"), "document property that names a person"),
    "drawing": (page(f"<svg><text fill='white'>{SECRET}</text></svg>"), "text in a drawing"),
    "page within": (page(f"<iframe srcdoc='<p>{SECRET}</p>'></iframe>"), "document put in"),
    "dialog": (page(f"<dialog>{SECRET}</dialog>"), "closed dialog"),
}  # fmt: skip
LINKED = '<link rel="stylesheet" href="site.css">'
RESET = (
    "*,*::before,*::after{box-sizing:border-box}html,body,div,p,table{margin:0;padding:0;border:0;font-size:100%}"
    "a:hover{color:#fff}.btn:focus{outline:0}[hidden]{display:none}.no-js .js{display:none}.modal{display:none}"
)
SEEN = {
    "white on a dark heading": ruled("th{background:#1f3864;color:#fff}.q{color:#333}"),
    "white on a colour by name": styled("color:white;background:rebeccapurple"),
    "yellow on black": styled("color:yellow;background:black"),
    "a colour of a new kind on black": styled("color:hsl(60 100% 50%);background:black"),
    "reset": ruled(RESET),
    "for print": ruled("@media print{.q{display:none}}"),
    "for small screens": ruled("@media (max-width:600px){.q{display:none}}"),
    "for those who like it dark": ruled("@media (prefers-color-scheme:dark){p{color:white}}"),
    "other children": ruled("ul > p{display:none}.a + p{display:none}p:nth-child(7){display:none}"),
    "when pointed at": ruled(".q:hover{display:none}.q::before{display:none}"),
    "shown again": ruled("div p{display:none}.a .q{display:block}"),
    "shown by a weightier rule": ruled("#i{display:block}.q{display:none}"),
    "shown by its own style": ruled(".q{display:none}", f"<p class='q' style='display:block'>{SECRET}</p>"),
    "steps of an animation": ruled("@keyframes x{from{opacity:0}to{opacity:1}}.q{animation:x 1s}"),
    "grey": styled("color:#767676"),
    "pale but readable": styled("opacity:.4"),
    "small print": styled("font-size:9px"),
    "hanging indent": styled("text-indent:-20px;padding-left:20px"),
    "relative": styled("position:relative;left:-15px"),
    "limited height that scrolls": styled("max-height:300px;overflow:auto"),
    "behind nothing": page(f"<div style='position:relative'><p style='position:absolute;z-index:-1'>{SECRET}</p></div>"),
    "variable": ruled(":root{--ink:#222}.q{color:var(--ink)}"),
    "link on black": page(f"<p style='background:black'><a href='x'>{SECRET}</a></p>"),
    "broken style": ruled(".q{color:red;;}}}.a{{display:none}"),
}  # fmt: skip


@pytest.mark.parametrize("case", HIDDEN)
def test_what_nobody_sees(case: str) -> None:
    data, what = HIDDEN[case]
    document = read(data, "reply.html")
    assert what in {h.what for h in document.hidden}
    assert "Zebedee" not in to_json(document) and "4821" not in to_json(document)


@pytest.mark.parametrize("case", SEEN)
def test_what_everybody_sees(case: str) -> None:
    document = read(SEEN[case], "reply.html")
    assert SECRET in to_json(document) and not document.hidden


def test_what_a_click_shows_is_read_and_told() -> None:
    document = read(page(f"<details><summary>More</summary>{SECRET}</details>"), "reply.html")
    assert [(h.what, h.severity) for h in document.hidden] == [("part shown on a click", "warning")]
    assert SECRET in to_json(document)
    opened = read(page(f"<details open><summary>More</summary>{SECRET}</details>"), "reply.html")
    assert not opened.hidden and SECRET in to_json(opened)


def test_a_style_that_is_kept_elsewhere_is_said() -> None:
    document = read(page(f"<p>{SECRET}</p><a href='#main' class='skip' style='position:absolute;left:-999em'>Skip to the main content</a>", LINKED), "reply.html")  # fmt: skip
    assert {(h.what, h.severity) for h in document.hidden} == {("style kept elsewhere", "info")}
