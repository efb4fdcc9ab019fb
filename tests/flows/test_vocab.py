"""A person's decisions on spellings: shown with their places, written into the vocabularies, and what nothing uses."""

import io
import os
import re
import shlex
import shutil
import tomllib
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from flows import cli, publish, spellings, steps, vocab
from flows.merge import conclude, merge
from flows.progress import Progress
from flows.sources.folder import FolderSource
from parsers import forces
from schemas import vocabulary
from schemas.records import Problem
from tests.flows.letters import CASES, letter
from tests.flows.release import case, core, count, problem
from tests.flows.test_merge import Replies

LONG = "Given a talking to by the inspector in the presence of two colleagues and then, some weeks later, " * 2

pytestmark = pytest.mark.usefixtures("mapped_here")


def foi(*arguments):
    return CliRunner().invoke(cli.main, [str(a) for a in arguments])


@pytest.fixture(autouse=True)
def checkout(tmp_path, monkeypatch):
    """The vocabularies as files of a checkout of their own, which a test may write to."""
    home = tmp_path / "checkout"
    for name in ("vocabulary", "requests"):
        shutil.copytree(
            vocabulary.FOLDER.parent / name, home / "schemas" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    (home / "pyproject.toml").touch()
    monkeypatch.setattr(vocabulary, "FOLDER", home / "schemas" / "vocabulary")
    monkeypatch.setattr(spellings, "LEFT", home / "schemas" / "left.toml")
    vocabulary.load.cache_clear()
    vocabulary.fingerprint.cache_clear()
    yield home
    monkeypatch.undo()
    vocabulary.load.cache_clear()
    vocabulary.fingerprint.cache_clear()


def outcome_file(home):
    return tomllib.loads((home / "schemas/vocabulary/outcome.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A release of two forces whose replies have spellings that nobody knows; made by the real readers and parsers."""
    home = tmp_path_factory.mktemp("released")
    rows = [*CASES, ["2021", "PC", "WhatsApp", "Words of wisdom"], ["2021", "PC", "WhatsApp", "Not dismissed"]]
    letter(home / "in" / "durham.pdf", rows=[*rows, ["2022", "PC", "Carrier pigeon", "Words of Wisdom."]])
    letter(home / "in" / "kent.pdf", force="Kent Police", reference="7/22", rows=[*CASES, ["2021", "PC", "WhatsApp", "Words of wisdom"]])  # fmt: skip
    with steps.begun(home / "data", [FolderSource(home / "in")], Progress(io.StringIO())) as run:
        for step in (steps.collect, steps.read, steps.parse, steps.merge):
            step(run)
        publish.publish(conclude(run.merged), home / "data" / "clean")
    return home / "data"


def printed_commands(text: str, word: str) -> list[list[str]]:
    lines = re.findall(rf"→ (foi vocab {word} .*)", text)
    return [shlex.split(line, comments=True)[1:] for line in lines]


def test_each_unknown_spelling_stands_once_with_its_places(released):
    told = foi("problems", "--data", released).stdout
    assert told.count("is no known spelling") == 0 and told.startswith("3 unknown spellings")
    assert told.count("outcome “Words of wisdom”: 3 places in 2 documents") == 1
    assert re.search(r"durham \(\w{8}\): page 1, rows 4, 6\n +kent \(\w{8}\): page 1, row 4\n", told)
    assert told.index("Words of wisdom") < told.index("Carrier pigeon")
    assert "0 error, 5 warning" in told
    only = foi("problems", "--data", released, "--force", "kent").stdout
    assert "1 place in 1 document" in only and "pigeon" not in only and "parsers/forces/kent.py" in only


def test_identifiers_are_listed_on_request(released):
    told = foi("problems", "--data", released, "--ids").stdout
    assert told.count("is no known spelling") == 5 and len(re.findall(r", [0-9a-f]{16}\)", told)) == 5


def test_what_is_denied_is_never_offered_as_what_is_not(released):
    assert "Not dismissed" in foi("problems", "--data", released).stdout
    offered = printed_commands(foi("problems", "--data", released).stdout, "map")
    assert offered and "dismissed" not in [command[4] for command in offered]
    assert vocabulary.load("outcome").near("Words of advise")[0] == ("words of advice", "words_of_advice")


def test_the_commands_that_are_printed_can_be_copied(released, checkout):
    told = foi("problems", "--data", released).stdout
    mapping = printed_commands(told, "map")[0]
    assert mapping[:4] == ["vocab", "map", "outcome", "Words of wisdom"]
    done = foi(*mapping)
    assert done.exit_code == 0 and "3 places in 2 documents" in done.stdout
    assert "maps every reply of the archive again" in done.stdout
    assert vocabulary.load("outcome").lookup("WORDS OF WISDOM").code == mapping[4]
    ignoring = next(c for c in printed_commands(told, "ignore") if c[2] == "channel")
    assert foi(*ignoring).exit_code == 2  # the reason is the person's to write
    ignoring[ignoring.index("WHY")] = "no platform"
    assert foi(*ignoring).exit_code == 0
    assert vocabulary.load("channel").lookup("Carrier pigeon").status == "ignored"


def test_the_next_run_maps_again_with_the_new_spelling(tmp_path, checkout):
    letter(tmp_path / "in" / "durham.pdf", rows=[*CASES, ["2021", "PC", "WhatsApp", "Words of wisdom"]])

    def outcomes():
        vocabulary.fingerprint.cache_clear()
        with steps.begun(tmp_path / "data", [FolderSource(tmp_path / "in")], Progress(io.StringIO())) as run:
            for step in (steps.collect, steps.read, steps.parse, steps.merge):
                step(run)
        return [c.outcome for c in run.merged["cases"]], run.read, [p.message for p in run.merged["problems"]]

    found, read, problems = outcomes()
    assert (found.count(None), read) == (1, 1) and "Words of wisdom" in " ".join(problems)
    vocab.map_spelling("outcome", "Words of wisdom", "words_of_advice", None)
    found, read, problems = outcomes()
    assert (found.count(None), found.count("words_of_advice"), read) == (0, 1, 0)
    assert "Words of wisdom" not in " ".join(problems)


def test_mapping_adds_one_spelling_and_touches_nothing_else(checkout):
    path = checkout / "schemas/vocabulary/outcome.toml"
    before = path.read_text(encoding="utf-8").splitlines()
    lines = vocab.map_spelling("outcome", "Words (of) Wisdom", "management_advice", None)
    after = path.read_text(encoding="utf-8").splitlines()
    new = [line for line in after if line not in before]
    assert len(new) == 1 and '"words of wisdom"' in new[0] and 0 <= len(after) - len(before) <= 1
    assert lines[0] == "wrote     schemas/vocabulary/outcome.toml: “words of wisdom” means management_advice"
    words = vocabulary.load("outcome")
    assert words.lookup("words of wisdom").code == "management_advice" and words.mentions("had words of wisdom") == []
    vocab.map_spelling("outcome", "given words", "management_advice", None, in_text=True)
    assert vocabulary.load("outcome").mentions("was given words") == ["management_advice"]


def test_a_spelling_read_in_parts_until_now_is_said(checkout):
    lines = vocab.map_spelling("outcome", "NFA and told off", "words_of_advice", None)
    assert any("until now it was read in parts: NFA → no_further_action" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["map", "outcome", "FWW", "dismissed"], "means final_written_warning already"),
        (["map", "outcome", "FWW", "final_written_warning"], "means final_written_warning already"),
        (["map", "outcome", "Dismissed at hearing", "dismissed"], "known to be unclear"),
        (["map", "outcome", "zz top", "dismised"], "Did you mean dismissed"),
        (["map", "outcome", "zz top", "nonsense"], "foi vocab show outcome"),
        (["map", "outcme", "zz top", "dismissed"], "Did you mean outcome"),
        (["map", "exemption", "zz top", "s12"], "no vocabulary 'exemption'"),
        (["map", "outcome", "()", "dismissed"], "no spelling"),
        (["map", "outcome", " ", "dismissed"], "no spelling"),
        (["ignore", "outcome", "WW", "--reason", "x"], "means written_warning already"),
        (["ignore", "rank", "zz top", "--reason", " "], "--reason says nothing"),
        (["ignore", "rank", "zz top", "--reason", "WHY"], "--reason says nothing"),
        (["ignore", "rank", "zz top"], "Missing option '--reason'"),
        (["leave", "outcome", "WW", "--reason", "x"], "means written_warning already"),
        (["show", "outcome", "dismised"], "Did you mean dismissed"),
        (["show", "ranks"], "Did you mean rank"),
        (["unused", "--data", "nowhere"], "Nothing has been published"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_what_cannot_be_is_a_sentence_and_nothing_is_written(checkout, arguments, told):
    before = {p: p.read_bytes() for p in checkout.rglob("*") if p.is_file()}
    done = foi("vocab", *arguments)
    assert done.exit_code == 2 and told in done.stderr and "Traceback" not in done.stderr
    assert {p: p.read_bytes() for p in checkout.rglob("*") if p.is_file()} == before


def test_ignoring_twice_with_one_reason_is_one_entry_in_the_file(checkout):
    count_before = len(outcome_file(checkout).get("ignored", []))
    for spelling in ("see above", "See Row 3"):
        assert foi("vocab", "ignore", "outcome", spelling, "--reason", "refers to\nanother row.").exit_code == 0
    ignored = outcome_file(checkout)["ignored"]
    assert len(ignored) == count_before + 1
    assert ignored[-1] == {"reason": "refers to another row", "spellings": ["see above", "see row 3"]}
    again = foi("vocab", "ignore", "outcome", "See above", "--reason", "other")
    assert again.exit_code == 2 and "is ignored already" in again.stderr


def test_left_is_listed_last_and_stays_a_problem(released, checkout, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1714521600")
    before = vocabulary.fingerprint()
    assert foi("vocab", "leave", "outcome", "words of wisdom", "--reason", "asked the force").exit_code == 0
    vocabulary.fingerprint.cache_clear()
    assert vocabulary.fingerprint() == before  # nothing is mapped again for it
    told = foi("problems", "--data", released).stdout
    assert told.startswith("2 unknown spellings") and "5 warning" in told
    assert "left on 2024-05-01: outcome “Words of wisdom”, 3 places in 2 documents: asked the force" in told
    assert told.index("left on") > told.index("Carrier pigeon")
    again = foi("vocab", "leave", "outcome", "Words of wisdom", "--reason", "x")
    assert again.exit_code == 2 and "was left on 2024-05-01 already: asked the force" in again.stderr


def test_a_left_spelling_that_is_mapped_is_left_no_more(checkout):
    vocab.leave("outcome", "one thing", "later")
    vocab.leave("outcome", "another thing", "later")
    assert "no longer left" in "\n".join(vocab.map_spelling("outcome", "One Thing", "ongoing", None))
    assert [one.spelling for one in spellings.left()] == ["another thing"]
    assert (checkout / "schemas/left.toml").read_text(encoding="utf-8").startswith("# Spellings that a person")


def test_a_left_spelling_that_no_reply_has_any_more_is_told(checkout):
    vocab.leave("outcome", "one thing", "later")
    assert "left and met no more: outcome “one thing” (schemas/left.toml)" in vocab.unused(["outcome"], core())


def test_an_installed_copy_is_not_written_to(checkout):
    (checkout / "pyproject.toml").unlink()
    for arguments in (["map", "outcome", "zz", "dismissed"], ["ignore", "outcome", "zz", "--reason", "x"], ["leave", "outcome", "zz", "--reason", "x"]):  # fmt: skip
        done = foi("vocab", *arguments)
        assert done.exit_code == 2 and "installed copy" in done.stderr and "checkout" in done.stderr
    assert foi("vocab", "show", "outcome", "dismissed").exit_code == 0


def test_a_file_that_may_not_be_written_is_said(checkout, monkeypatch):
    access = os.access
    monkeypatch.setattr(vocab.os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    done = foi("vocab", "map", "outcome", "zz", "dismissed")
    assert done.exit_code == 2 and "schemas/vocabulary/outcome.toml may not be written" in done.stderr


def unmapped(raw: str, name: str = "outcome", **values) -> Problem:
    return problem("durham", "a", message=f"“{raw[:80]}” is no known spelling of a {name}.", **values)


def test_a_spelling_too_long_for_its_problem_is_found_in_its_row():
    tables = core()
    tables["cases"][2] = case("durham", "a", 3, outcome_raw=LONG, outcome=None, outcomes=[])
    tables["problems"] = [unmapped(LONG)]
    (found,) = spellings.unknown(tables)
    assert found.whole and LONG.strip().startswith(found.spelling) and len(found.spelling) > 80
    tables["cases"][2] = case("durham", "a", 3)
    (found,) = spellings.unknown(tables)
    assert not found.whole and "foi vocab map" in vocab.commands(found)[0] and len(vocab.commands(found)) == 1


def test_vocabularies_of_two_words_and_odd_signs():
    tables = core() | {"problems": [unmapped('He said "no" & $left!', "person type", row=None, location=None)]}
    (found,) = spellings.unknown(tables)
    assert (found.vocabulary, found.spelling) == ("person_type", 'He said "no" & $left!')
    assert shlex.split(vocab.commands(found)[-2])[4] == found.spelling


def test_unused_entries_are_those_that_no_value_was_understood_by():
    tables = core()
    found = spellings.unused(tables, "outcome")
    patterns = {e.pattern for e in found.unused}
    assert "dismissed" not in patterns and "summarily dismissed" in patterns
    assert "dismissed" not in found.codes and "written_warning" not in found.codes and "resigned" in found.codes
    assert found.entries == len(vocabulary.entries("outcome")) > len(found.unused)
    tables["superseded_cases"] = [case("durham", "a", 1, outcome_raw="Summarily dismissed; 2 x NFA")]
    now = {e.pattern for e in spellings.unused(tables, "outcome").unused}
    assert patterns - now == {"summarily dismissed", "nfa"} or "summarily dismissed" not in now


def test_a_channel_named_in_a_narrative_is_used():
    tables = core()
    assert "tiktok" in {e.pattern for e in spellings.unused(tables, "channel").unused}
    tables["cases"][0].conduct_raw = "A film was put on TikTok."
    assert "tiktok" not in {e.pattern for e in spellings.unused(tables, "channel").unused}


def test_where_the_words_are_not_kept_an_entry_may_be_used():
    tables = core()
    assert spellings.unused(tables, "severity").maybe == ()
    tables["cases"][0].severity, tables["cases"][0].cells = "misconduct", {"severity": "p2[0,0,1,1]"}
    found = spellings.unused(tables, "severity")
    assert {e.code for e in found.maybe} == {"misconduct"} and "misconduct" not in {e.code for e in found.unused}
    tables["counts"].append(count("kent", "b", 4, dimension="severity", category_raw="Gross misconduct", category="gross_misconduct"))  # fmt: skip
    assert "gross misconduct" not in {e.pattern for e in spellings.unused(tables, "severity").unused}


def test_unused_is_listed_and_says_how_it_is_measured(released):
    told = foi("vocab", "unused", "--data", released).stdout
    assert told.count("entries unused") == len(spellings.NAMES) and spellings.HOW in told
    one = foi("vocab", "unused", "channel", "--data", released).stdout
    assert "    carrier" not in one and "    tiktoks\n" in one and "    whatsapp\n" not in one


def test_show_lists_what_means_a_code():
    told = foi("vocab", "show", "outcome", "written_warning").stdout
    assert "group  formal" in told and "    ww\n" in told
    assert "words_of_advice" in foi("vocab", "show", "outcome").stdout


def test_a_modules_spelling_that_no_reply_has_is_a_problem(monkeypatch):
    declared = SimpleNamespace(corrections=lambda: SimpleNamespace(values={"outcome": {"Ticked off": "words_of_advice", "Sacked": "dismissed"}}))  # fmt: skip
    monkeypatch.setattr(
        spellings, "parser_of", lambda force: declared if force == "durham" else forces.parser_of("kent")
    )
    replies = Replies()
    replies.add("durham.pdf", case_told={"outcome_raw": "Sacked, fined"})
    replies.add("kent.pdf", force="kent")
    (found,) = [p for p in replies.merged()["problems"] if p.code == "unused_vocabulary"]
    assert (found.force, found.severity) == ("durham", "info") and found.problem_id
    assert (
        "Ticked off" in found.message and "Sacked" not in found.message and "parsers/forces/durham.py" in str(found.fix)
    )
    assert merge([], [], {}, {})["problems"] == []
