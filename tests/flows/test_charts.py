"""The charts of the report: bounds drawn as bounds, the library's own script, the same specification each time."""

from __future__ import annotations

import json

import altair
import pytest

from flows.report import vega
from flows.report.charts import BETWEEN, COLOURS, _bars, _line, _parts, _stacks, of_round
from flows.report.rounds import GROUPS, Bar, Line, Round, Slice, Stack
from schemas import requests


def stack(total: str, upper: int | None, **lower: int) -> Stack:
    return Stack("kent", "Kent Police", total, upper, {g: Slice(g, n, str(n), "") for g, n in lower.items()})


EXACT = stack("20", 20, dismissal=5, no_action=15)
SUPPRESSED = stack("10 to 18", 18, dismissal=0, no_action=10)
ENDLESS = stack("at least 7", None, dismissal=2, left=5)
BARS = [
    Bar("a", "A", 12, 12, "12", "", 3),
    Bar("b", "B", 4, 9, "4 to 9", "", 2),
    Bar("c", "C", 3, None, "at least 3", "", 1),
]
LINE = Line("Officers", [("2017", 3, None), ("2018", 0, 12), ("2020", 4, 4)])


def values(specification: dict) -> list[list[dict]]:
    """The rows of each layer."""
    own = specification.get("data")
    return [(layer.get("data") or own)["values"] for layer in specification["layer"]]


def test_the_parts_of_a_bar_are_the_shares_and_fill_it():
    assert [(p["group"], p["wide"], p["said"]) for p in _parts(EXACT)] == [
        ("dismissal", 0.25, "25%"),
        ("no_action", 0.75, "75%"),
    ]


def test_a_suppressed_number_is_drawn_as_no_value():
    parts = _parts(SUPPRESSED)
    assert [(p["group"], p["said"]) for p in parts] == [("no_action", "≥56%"), ("between", "")]
    assert parts[1]["Outcome"] == BETWEEN and parts[1]["Officers"] == "0 to 8 more"
    assert sum(p["wide"] for p in parts) == pytest.approx(1, abs=1e-4)


def test_a_bar_without_an_upper_bound_tells_no_share():
    parts = _parts(ENDLESS)
    assert [p["said"] for p in parts] == ["", "", "?"] and parts[-1]["Officers"] == "no upper bound"
    assert [p["said"] for p in _parts(stack("at least 0", None, dismissal=0))] == ["?"]


def test_bars_reach_to_the_upper_bound_and_to_the_end_where_there_is_none():
    solid, pale, endless, arrow, heads = values(_bars(BARS, "Channels").specification)
    assert [r["lower"] for r in solid] == [12, 4, 3]
    assert [(r["lower"], r["upper"]) for r in pale] == [(4, 9)]
    assert [r["Category"] for r in endless] == [r["Category"] for r in arrow] == ["C"]
    assert endless[0]["end"] > 12 and [r["told"] for r in heads] == ["A · 12", "B · 4 to 9", "C · at least 3"]


def test_a_line_breaks_where_a_year_has_no_figure():
    name, specification = (lambda d: (d.name, d.specification))(_line(LINE))
    rows = max(values(specification), key=len)
    assert [(r["year"], r["lower"], r["told"]) for r in rows] == [
        ("2017", 3, "≥3"),
        ("2018", 0, "0–12"),
        ("2019", None, ""),
        ("2020", 4, "4"),
    ]
    assert rows[2]["Officers"] == "no figure" and "2017 to 2020" in name


def test_a_specification_is_the_same_each_time_and_names_no_address():
    made = Round(
        requests.load("online-misconduct-2017"), False, stacks=[EXACT, ENDLESS], lines=[LINE], bars={"channel": BARS}
    )
    drawn = [of_round(made, [("channel", "Channels", "")]) for _ in range(2)]
    assert drawn[0] == drawn[1] and set(drawn[0]) == {"outcomes", "years-0", "channel"}
    told = json.dumps([d.specification for d in drawn[0].values()])
    assert "http" not in told and "param" not in told
    assert all("table" in d.name for d in drawn[0].values())


def test_every_group_has_a_colour_of_its_own():
    assert list(COLOURS) == list(GROUPS) and len(set(COLOURS.values())) == len(GROUPS)


def test_only_words_of_the_program_get_into_an_expression():
    hostile = Stack("x", "</script>datum['x']{{1+1}}", "1", 1, {"left": Slice("left", 1, "1", "")})
    specification = _stacks([hostile]).specification
    without = json.loads(json.dumps(specification))
    for layer in [without, *without["layer"]]:
        layer.pop("data", None)
    assert "{{1+1}}" in json.dumps(specification) and "{{1+1}}" not in json.dumps(without)


@pytest.mark.slow
def test_the_script_is_the_librarys_own():
    pytest.importorskip("vl_convert", reason="needs vl-convert-python (pip install -e '.[dev]')")
    assert vega.SCRIPT.read_text("utf-8") == vega.script(), "run `make docs`"
    assert altair.SCHEMA_VERSION.removeprefix("v").startswith(vega.VEGA_LITE)
