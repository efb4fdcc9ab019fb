"""What the commands print: whatever a reply holds, the terminal shows it and does nothing that it says."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import flows
from flows.cli import main
from flows.progress import Progress
from flows.terminal import on_one_line, shown

ESCAPES = "\x1b]0;owned\x07\x1b[2J\x1b[31m"
BIDI = "\u202edecaf\u202c\u2066x\u2069\u200f"
HOSTILE = f"{ESCAPES}{BIDI}\x9b31m\x00\x08\u2028\r\nerror: forged"
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


@given(st.text())
def test_nothing_that_a_terminal_acts_on_is_left_and_all_else_is(text):
    assert not ACTING.search(shown(text))
    assert not re.search(r"[\t\r\n]", on_one_line(text))
    plain = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e]|[^\x00-\u1fff]", "", text)
    assert shown(plain) == plain
    shown(text).encode()  # half a surrogate pair would stop the command


def test_a_character_is_written_out():
    assert shown("a\x1b[2J\u202eb\U000e0041") == "a\\x1b[2J\\u202eb\\U000e0041"
    assert shown("two\nlines\tand a tab") == "two\nlines\tand a tab"
    assert on_one_line("two\r\n  lines\u2028 here") == "two lines here"


def test_only_one_module_writes_to_the_terminal():
    """`flows.progress` draws its bars through rich; what it says goes through the same function."""
    home = Path(flows.__file__).parent
    writers = {
        path.relative_to(home).as_posix()
        for path in home.rglob("*.py")
        if not path.is_relative_to(home / "bench")  # its tables are of the machine, not of a reply
        and re.search(r"\bclick\.s?echo\(|(?<![\w.])print\(|sys\.std(?:out|err)\.write", path.read_text("utf-8"))
    }
    assert writers <= {"terminal.py", "progress.py", "samples/__main__.py", "report/vega.py"}
    assert "print(on_one_line(" in (home / "progress.py").read_text("utf-8")


@pytest.fixture
def reply(tmp_path) -> Path:
    """A case list with such text in its caption, headings, cells and name."""
    cell = HOSTILE.replace("\x00", "").replace("\n", " ").replace("\r", " ")
    rows = [
        ("2019", "PC", f"WhatsApp {cell}", f"Dismissed {cell}"),
        ("2020", f"Sgt {cell}", "Facebook", "Written warning"),
    ]
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    page = (
        f"<html><body><p>Durham Constabulary</p><p>Our ref: FOI {cell} 1/22</p><table><caption>Officers {cell}</caption>"
        f"<tr><th>Year</th><th>Rank</th><th>Channel</th><th>Outcome</th><th>More {cell}</th></tr>{cells}</table></body></html>"
    )
    path = tmp_path / "durham \x1b[31mred\u202e.html"
    path.write_text(page, "utf-8")
    return path


@pytest.mark.parametrize("command", [["parse"], ["inspect"], ["parse", "--json"], ["inspect", "--json"]])
def test_commands_show_a_hostile_reply_without_obeying_it(reply, command):
    done = CliRunner().invoke(main, [command[0], str(reply), *command[1:]])
    assert done.exit_code in (0, 1), done.output
    assert not ACTING.search(done.output)
    assert "1b[31mred" in done.output and "forged" in done.output
    assert not re.search(r"^error: forged", done.output, re.M)
    if "--json" in command:
        assert json.loads(done.stdout)["document"]["name"] == reply.name  # the same text, in JSON's own escapes


def test_an_error_about_a_hostile_name_is_shown(tmp_path):
    done = CliRunner().invoke(main, ["parse", str(tmp_path / "no\x1b[2Jthing.pdf")])
    assert done.exit_code == 2 and not ACTING.search(done.output)


def test_progress_shows_a_hostile_name():
    stream = io.StringIO()
    with Progress(stream).step("read") as step:
        step.note = f"1 document: {HOSTILE}"
    assert stream.getvalue().count("\n") == 1 and not ACTING.search(stream.getvalue())
