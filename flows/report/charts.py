"""The charts of the report as specifications for Vega-Lite, made with Altair; `vega.js` draws them in the page.

A chart holds names of forces, words of vocabularies, years and numbers, and nothing else that a force wrote. A number that
lies between two bounds is drawn as both: solid up to the lower, pale to the upper, with a mark where there is no upper one.
The numbers stand in a table beside each chart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from flows.report.explain import span
from flows.report.rounds import GROUPS, Bar, Line, Round, Stack

if TYPE_CHECKING:  # a second to import, and needed only where a report is written
    import altair

BLUE, PALE, INK, GREY = "#0072b2", "#a9d3ec", "#1a1a1a", "#595959"

COLOURS = {
    "dismissal": "#d55e00", "dismissal_former": "#e69f00", "left": "#cc79a7", "formal": "#0072b2", "informal": "#56b4e9",
    "no_action": "#009e73", "criminal": "#000000", "pending": "#f0e442", "unknown": "#bdbdbd",
}  # fmt: skip
"""Of each group of outcomes: the eight of Okabe and Ito, which people who do not see all colours can tell apart, and a grey."""

DARK = ["criminal", "formal"]
"""On these, letters are white."""

BETWEEN = "Between the bounds: suppressed, or not known"
"""The end of a stacked bar that stands for no outcome."""

OPEN_END = 0.15
"""Of a stacked bar without an upper bound: how much is left for what nobody knows the size of."""

MOST_KEPT = 64
"""Charts that are kept, in case the next edition shows the same."""

LEAST_LABELLED = 0.11
"""Of a stacked bar: a narrower part has its share in the table alone."""


ARROW: dict[str, Any] = {"size": 70, "filled": True, "color": INK, "opacity": 1}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart: what a screen reader says of it, and the specification that it is drawn from."""

    name: str
    specification: dict[str, Any]


_MADE: dict[str, str] = {}
"""Charts as they were made in this process, by what they show: both editions mostly show the same, and Altair is slow."""


def _once(draw: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    @wraps(draw)
    def drawn(*given: list[dict[str, Any]]) -> dict[str, Any]:
        key = json.dumps([draw.__name__, *given])
        if key not in _MADE:
            while len(_MADE) >= MOST_KEPT:
                del _MADE[next(iter(_MADE))]
            _MADE[key] = json.dumps(draw(*given))
        return json.loads(_MADE[key])

    return drawn


def of_round(round: Round, breakdowns: Iterable[tuple[str, str, str]]) -> dict[str, Drawing]:
    """Every chart of a round: `outcomes` by force, the figures over the years, and each of the breakdowns, by their names.

    Nothing is held against the schema of Vega-Lite here, which would take longer than all the rest of a small release: tests do.
    """
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):
        made = {"outcomes": _stacks(round.stacks)} if round.stacks else {}
        made |= {f"years-{number}": _line(drawn) for number, drawn in enumerate(round.lines)}
        return made | {name: _bars(round.bars[name], title) for name, title, _ in breakdowns if round.bars[name]}


def _stacks(stacks: list[Stack]) -> Drawing:
    parts = [part for stack in stacks for part in _parts(stack)]
    heads = [{"force": s.name, "told": f"{s.name} · {s.total} officer{'s' * (s.total != '1')}"} for s in stacks]
    told = f"Stacked bars: shares of the outcomes of {len(stacks)} forces. The table below has the numbers."
    return Drawing(told, _stacked(parts, heads))


def _bars(bars: list[Bar], title: str) -> Drawing:
    told = f"Bars: {title.lower()}, {len(bars)} of them. The table beside it has the numbers."
    return Drawing(told, _barred([_row(bar) for bar in bars]))


def _line(drawn: Line) -> Drawing:
    first, last = drawn.points[0][0], drawn.points[-1][0]
    told = f"Line: {drawn.name.lower()} by year, {first} to {last}. The table beside it has the numbers."
    return Drawing(told, _lined(_years(drawn)))


# ---- what is drawn, as rows


def _parts(stack: Stack) -> list[dict[str, Any]]:
    """The parts of a bar, of which the widths come to 1.

    Shares are of the most officers that there can be, so that no share looks greater than it may be. Where there is no upper
    bound, the last part has a fixed width, and no share is told.
    """
    lower, upper = sum(s.lower for s in stack.slices.values()), stack.upper
    exact = lower == upper
    whole = upper if upper is not None else lower / (1 - OPEN_END) if lower else 1
    made = []
    for group, one in stack.slices.items():
        if one.lower:
            wide = one.lower / whole
            said = "" if upper is None or wide < LEAST_LABELLED else f"{'' if exact else '≥'}{wide:.0%}"
            made.append(_part(stack, group, GROUPS[group], wide, one.size, one.share, said))
    if not exact:
        said = "?" if upper is None else ""
        size = "no upper bound" if upper is None else f"0 to {upper - lower:,} more"
        made.append(_part(stack, "between", BETWEEN, 1 - lower / whole, size, "", said))
    return made


def _part(stack: Stack, group: str, words: str, wide: float, size: str, share: str, said: str) -> dict[str, Any]:
    return {
        "force": stack.name, "group": group, "order": [*GROUPS, "between"].index(group), "wide": round(wide, 5), "said": said,
        "Force": stack.name, "Outcome": words, "Officers": size, "Share of the lower figure": share or "not told",
    }  # fmt: skip


def _row(bar: Bar) -> dict[str, Any]:
    share = f" ({bar.share})" if bar.share else ""
    return {
        "category": bar.label, "lower": bar.lower, "upper": bar.upper, "told": f"{bar.label} · {bar.size}{share}",
        "Category": bar.label, "Officers": bar.size, "Share": bar.share or "not told", "Forces": bar.forces,
    }  # fmt: skip


def _years(drawn: Line) -> list[dict[str, Any]]:
    """Every year from the first to the last: the line breaks at one that has no figure."""
    known = {int(year): (lower, upper) for year, lower, upper in drawn.points}
    made: list[dict[str, Any]] = []
    for year in range(min(known), max(known) + 1):
        row: dict[str, Any] = {"year": str(year), "Year": str(year), "lower": None, "upper": None, "told": ""}
        if year in known:
            lower, upper = known[year]
            said = f"{lower:,}" if lower == upper else f"≥{lower:,}" if upper is None else f"{lower:,}–{upper:,}"
            row |= {"lower": lower, "upper": upper, "told": said, "exact": lower == upper}
        made.append(row | {"Officers": span(*known[year]) if year in known else "no figure"})
    return made


# ---- the specifications


@_once
def _stacked(parts: list[dict[str, Any]], heads: list[dict[str, Any]]) -> dict[str, Any]:
    import altair as alt

    y = alt.Y("force:N").sort(None).axis(None)
    x = alt.X("wide:Q").stack("zero").scale(domain=[0, 1]).axis(None)
    told = _tooltip("Force", "Outcome", "Officers", "Share of the lower figure")
    base = _of(parts).encode(y=y, order=alt.Order("order:Q"), tooltip=told)
    bars = base.mark_bar(size=18, yOffset=9, stroke="#333333", strokeWidth=0.7).encode(
        x=x,
        color=alt.Color("group:N")
        .scale(domain=[*COLOURS, "between"], range=[*COLOURS.values(), "#ffffff"])
        .legend(None),
        strokeDash=alt.condition(alt.datum.group == "between", alt.value([3, 2]), alt.value([1, 0])),
    )
    dark = alt.FieldOneOfPredicate(field="group", oneOf=DARK)
    said = base.mark_text(size=12, dy=9, fontWeight="bold").encode(
        x=alt.X("wide:Q", bandPosition=0.5).stack("zero"),
        text="said:N",
        color=alt.condition(dark, alt.value("#ffffff"), alt.value("#000000")),
    )
    return _finished([bars, said, _heads(heads, "force")], 46 * len(heads))


@_once
def _barred(rows: list[dict[str, Any]]) -> dict[str, Any]:
    import altair as alt

    y = alt.Y("category:N").sort(None).axis(None)
    told = _tooltip("Category", "Officers", "Share", "Forces:Q")
    count = alt.Axis(format="d", tickMinStep=1, tickCount=5, title="Officers")
    x = alt.X("lower:Q", scale=alt.Scale(domain=[0, _end(rows)], nice=False), axis=count)
    mark: dict[str, Any] = {"size": 16, "yOffset": 9, "stroke": BLUE, "strokeWidth": 1}
    layers = [_of(rows).mark_bar(**mark, color=BLUE).encode(y=y, x=x, tooltip=told)]
    if reach := [r for r in rows if r["upper"] not in (None, r["lower"])]:
        layers.append(_of(reach).mark_bar(**mark, color=PALE).encode(y=y, x=x, x2="upper:Q", tooltip=told))
    if endless := [r | {"end": _end(rows)} for r in rows if r["upper"] is None]:
        open_bar = _of(endless).mark_bar(**mark, color=PALE, strokeDash=[3, 2])
        arrow = _of(endless).mark_point(**ARROW, shape="triangle-right", xOffset=-7, yOffset=9)
        layers.append(open_bar.encode(y=y, x=x, x2="end:Q", tooltip=told))
        layers.append(arrow.encode(y=y, x="end:Q"))
    return _finished([*layers, _heads(rows, "category")], 42 * len(rows))


@_once
def _lined(years: list[dict[str, Any]]) -> dict[str, Any]:
    import altair as alt

    x = alt.X("year:O").axis(labelAngle=0, labelOverlap="greedy", title=None, grid=False)
    count = alt.Axis(format="d", tickMinStep=1, tickCount=5, title=None)
    y = alt.Y("lower:Q", scale=alt.Scale(domain=[0, _end(years)], nice=False), axis=count)
    mark: dict[str, Any] = {"size": 14, "color": PALE, "stroke": BLUE, "strokeWidth": 1}
    said: dict[str, Any] = {"size": 12, "dy": -11, "color": INK}
    known = [r for r in years if r["lower"] is not None]
    closed, endless = (
        [r for r in known if r["upper"] is not None],
        [r | {"end": _end(years)} for r in known if r["upper"] is None],
    )
    under, over = [], []
    if reach := [r for r in closed if not r["exact"]]:
        under.append(_of(reach).mark_bar(**mark).encode(x=x, y=y, y2="upper:Q"))
    if closed:
        over.append(_of(closed).mark_text(**said).encode(x=x, y=alt.Y("upper:Q"), text="told:N"))
    if endless:
        under.append(_of(endless).mark_bar(**mark, strokeDash=[3, 2]).encode(x=x, y=y, y2="end:Q"))
        over.append(_of(endless).mark_point(**ARROW, shape="triangle-up", yOffset=7).encode(x=x, y="end:Q"))
        over.append(_of(endless).mark_text(**said).encode(x=x, y="end:Q", text="told:N"))
    path = _of(years).mark_line(color=BLUE, strokeWidth=2.5).encode(x=x, y=y)
    dots = _of(known).mark_point(size=60, stroke=BLUE, strokeWidth=2, opacity=1)
    exact = alt.condition(alt.datum.exact, alt.value(BLUE), alt.value("#ffffff"))
    touched = _of(years).mark_bar(opacity=0)  # the whole height of a year tells its figure
    whole = touched.encode(x=x, y=alt.value(0), y2=alt.value("height"), tooltip=_tooltip("Year", "Officers"))
    return _finished([*under, path, dots.encode(x=x, y=y, fill=exact), *over, whole], 220)


def _end(rows: list[dict[str, Any]]) -> float:
    """Where a scale of officers ends: a little beyond the greatest bound, so that what has no end is seen to go on."""
    bounds = [row[name] for row in rows for name in ("lower", "upper") if row[name] is not None]
    return round(1.12 * max(*bounds, 1), 2)


def _of(rows: list[dict[str, Any]]) -> altair.Chart:
    import altair as alt

    return alt.Chart(alt.Data(values=rows))


def _heads(rows: list[dict[str, Any]], category: str) -> altair.Chart:
    """What a bar stands for, above it: beside it, a telephone has no room."""
    import altair as alt

    told = _of([{category: row[category], "told": row["told"]} for row in rows])
    words = told.mark_text(align="left", baseline="middle", size=13, color=INK, dy=-12)
    return words.encode(y=alt.Y(f"{category}:N").sort(None).axis(None), x=alt.value(0), text="told:N")


def _tooltip(*names: str) -> list[altair.Tooltip]:
    import altair as alt

    return [alt.Tooltip(name if ":" in name else f"{name}:N") for name in names]


def _finished(layers: list[altair.Chart], height: int) -> dict[str, Any]:
    """The specification, as wide as the page lets it be: of itself the same each time, and with no address in it."""
    import altair as alt
    from altair.utils import schemapi

    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    made = (
        alt.layer(*layers)
        .properties(width="container", height=height, autosize=fit, background="transparent")
        .configure(font=FONT, aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=12,
            labelColor=INK,
            titleFontSize=12,
            titleFontWeight="normal",
            titleColor=GREY,
            gridColor="#dddddd",
            domainColor="#666666",
            tickColor="#666666",
        )
    )
    specification = made.to_dict(validate=schemapi.DEBUG_MODE)
    del specification["$schema"]
    return specification
