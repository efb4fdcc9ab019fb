"""What a release holds can be opened: no cell runs in a spreadsheet, and a text that a force wrote stays a text."""

from __future__ import annotations

import csv
import dataclasses
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import flows
from flows import asked
from flows import publish as publishing
from schemas.datapackage import csv_cell, csv_row, unguarded
from schemas.tables import tables
from tests.flows.release import REQUEST, WHEN, whole

FORMULAS = (
    "=1+1", "@SUM(1,2)", "+1+1", "-1+1", "\t=1+1", " =1+1", "\r=1+1", "\n=1+1", "\u00a0=1+1", "\u200b=1+1", "＝1+1", "＋1+1", "'=1+1",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://127.0.0.1:9/","x")', '=WEBSERVICE("http://127.0.0.1:9/")', "{=1+1}",
    "a;=1+1", "a; =1+1", 'a;"=1+1";', "a|=1+1", "a\n=1+1", "a\r\n=1+1", "a\t=1+1", '"=1+1"', '",=1+1,"', "a,\n=1+1", "\u22121+1",
)  # fmt: skip
SEPARATORS = {"comma": "44", "any": "44/59/9", "semicolon": "59", "tab": "9"}
"""What a spreadsheet splits by, as LibreOffice writes it: all three are ticked when its window opens, and a machine set to
French splits by semicolons."""

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="needs the Debian package libreoffice-calc-nogui")


def hostile() -> dict[str, list]:
    """The tables of a release in which every text is a formula, each record with others."""
    data = {**{of.name: [] for of in tables()}, **whole()}
    for of in tables():
        texts = [c.name for c in of.columns if c.type == "string"]
        lists = [c.name for c in of.columns if c.type == "list"]
        filled = data[of.name] or [_one(of)]
        data[of.name] = [
            dataclasses.replace(
                record,
                **{name: FORMULAS[(n + i) % len(FORMULAS)] for i, name in enumerate(texts)},
                **{name: [FORMULAS[(n + i) % len(FORMULAS)], "b; =2+2"] for i, name in enumerate(lists)},
            )
            for n, record in enumerate(filled * (len(FORMULAS) // len(filled) + 1))
        ]
    return data


def _one(of):
    """A record of any table, each column filled with something of its type."""
    of_type = {"string": "x", "integer": 1, "number": 0.5, "boolean": True, "date": date(2024, 5, 1), "datetime": WHEN, "list": [], "json": {}}  # fmt: skip
    return of.record(**{c.name: of_type[c.type] for c in of.columns})


def written(data: dict[str, list], folder: Path) -> list[Path]:
    """The CSV files of the tables, as a release has them, and the Parquet files beside them."""
    folder.mkdir()
    for of in tables():
        publishing._write_table(of, data[of.name], folder)
    return [folder / f"{of.name}.csv" for of in tables()]


def opened(files: list[Path], separators: str, folder: Path) -> dict[str, list]:
    """The cells of each file as LibreOffice has them after it has opened it, formulas worked out where it takes one for one."""
    folder.mkdir()
    subprocess.run(
        [str(SOFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "xlsx",
         f"--infilter=CSV:{separators},34,76,1,,0,false,true,false,false,false,-1,true", "--outdir", str(folder),
         *map(str, files)],
        capture_output=True, timeout=300, check=True,
    )  # fmt: skip
    found = {}
    for path in files:
        book = openpyxl.load_workbook(folder / f"{path.stem}.xlsx")
        found[path.stem] = [
            cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
    return found


def runs(cells: list) -> list:
    return [(c.coordinate, c.value) for c in cells if c.data_type == "f" or c.hyperlink]


@pytest.mark.slow
@needs_libreoffice
def test_no_cell_of_a_release_runs_in_libreoffice(tmp_path):
    files = written(hostile(), tmp_path / "release")
    bare = tmp_path / "bare.csv"
    with bare.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(["k", text, "z"] for text in FORMULAS)
    for name, separators in SEPARATORS.items():
        cells = opened([*files, bare], separators, tmp_path / name)
        assert len(runs(cells.pop("bare"))) >= 3, "without the rule they would not run either: the test proves nothing"
        for table, found in cells.items():
            assert found and not runs(found), f"{table}, split by {name}"


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_shows_what_the_file_holds(tmp_path):
    """The rule keeps what is a number a number, and the escaped text in one cell, so that it can be got back."""
    texts = [t for t in FORMULAS if not set(t) & set("\t\r\n\u200b\u00a0") and t.strip() == t]
    path = tmp_path / "texts.csv"
    column = next(c for c in tables()[0].columns if c.type == "string")
    path.write_text(
        "".join(csv_row([str(-n), csv_cell(column, t)]) for n, t in enumerate(texts, 1)), "utf-8", newline=""
    )
    cells = opened([path], SEPARATORS["any"], tmp_path / "any")["texts"]
    assert [c.value for c in cells if c.column == 1] == [-n for n in range(1, len(texts) + 1)]
    assert [unguarded(c.value) for c in cells if c.column == 2] == texts


def test_parquet_and_csv_both_give_the_true_text(tmp_path):
    data = hostile()
    written(data, tmp_path / "release")
    for of in tables():
        kept = publishing._read_table(of, tmp_path / "release" / f"{of.name}.parquet")
        with (tmp_path / "release" / f"{of.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for column in (c for c in of.columns if c.type == "string"):
            wanted = sorted(getattr(r, column.name) for r in data[of.name])
            assert sorted(getattr(r, column.name) for r in kept) == wanted
            assert sorted(unguarded(row[column.name]) for row in rows) == wanted


def test_no_other_module_writes_csv_or_workbooks():
    """Both editions of a release are written by one function; the made-up replies are files that a force could have sent."""
    home = Path(flows.__file__).parent
    writers = {
        path.relative_to(home).as_posix()
        for path in home.rglob("*.py")
        if re.search(
            r"csv\.writer|csv\.DictWriter|to_csv|csv_row\(|to_excel|xlsxwriter|Workbook\(", path.read_text("utf-8")
        )
    }
    assert {w for w in writers if not w.startswith(("samples/", "evaluation/", "bench/"))} == {"asked.py", "publish.py"}


@pytest.mark.parametrize("text", ["=1+1", "'quoted'", "- later", "a; =1"])
def test_what_is_noted_of_the_asking_comes_back_and_does_not_run(tmp_path, text):
    one = asked.Asked(REQUEST, "durham", date(2022, 8, 1), reference=text, note=text)
    asked.add(tmp_path, [one])
    assert asked.read(tmp_path) == {one.pair: one}
    with (tmp_path / asked.FILE).open(encoding="utf-8", newline="") as file:
        cells = next(iter(csv.DictReader(file)))
    assert cells["note"] == csv_cell(next(c for c in tables()[0].columns if c.type == "string"), text) != text
