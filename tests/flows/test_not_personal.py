"""What a person said is no personal data, and where each edition is."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from flows import cli
from flows.editions import Editions, Released
from flows.ending import Stopped
from flows.not_personal import FILE, read
from flows.publish import publish, read_release
from flows.toml_text import Text
from tests.flows.release import WHEN
from tests.flows.test_editions import NAMED, SHOWN, with_names

OPTIONS = ("--reason", "a street", "--by", "A. N.")


def foi(*arguments):
    return CliRunner().invoke(cli.main, [str(a) for a in arguments])


@pytest.fixture
def data(tmp_path):
    publish(with_names(), tmp_path / "clean", when=WHEN)
    return tmp_path


def again(data):
    publish(with_names(), data / "clean", when=WHEN, editions=Editions(released=read(data)))
    return {c.conduct_raw for c in read_release(data / "clean" / "latest-public")["cases"]}


def test_one_masking_is_released_for_its_row_and_column_alone(data):
    masked = next(m for m in read_release(data / "clean" / "latest")["masked"] if m.kind == "phone")
    done = foi("not-personal", masked.masking_id, *OPTIONS, "--data", data)
    assert done.exit_code == 0, done.output
    assert read(data) == (Released("07700 900123", "phone", "durham", masked.record, "conduct_raw"),)
    assert SHOWN.replace("[telephone number]", "07700 900123") in again(data)
    twice = foi("not-personal", masked.masking_id, *OPTIONS, "--data", data)
    assert twice.exit_code == 2  # it is no masking of the live release any more


def test_a_text_is_released_wherever_it_stands(data):
    done = foi("not-personal", "Bethan Oakshott", "--kind", "name", *OPTIONS, "--data", data)
    assert done.exit_code == 0 and "anywhere" in done.output
    assert read(data) == (Released("Bethan Oakshott", "name"),)
    assert SHOWN.replace("messages to [name]", "messages to Bethan Oakshott") in again(data)
    assert NAMED not in again(data)
    twice = foi("not-personal", "Bethan Oakshott", "--kind", "name", *OPTIONS, "--data", data)
    assert twice.exit_code == 2 and "said before" in twice.output


def test_what_nothing_would_be_found_in_is_a_slip(data):
    done = foi("not-personal", "final written warning", *OPTIONS, "--data", data)
    assert done.exit_code == 2 and "neither a masking" in done.output and not (data / FILE).exists()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"kind": "star sign"}, "`kind` is one of"),
        ({"text": " "}, "`text` is to be a text"),
        ({"by": None}, "it is to have text, reason, by, decided"),
        ({"where": "here"}, "it is to have text, reason, by, decided"),
        ({"decided": "2024"}, "`decided` is to be a date"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(tmp_path, changed, told):
    good = {"text": "Marsh Fenwick", "reason": "a street", "by": "A. N.", "decided": date(2024, 5, 3)}
    entry = {k: v for k, v in (good | changed).items() if v is not None}
    Text.of(tmp_path / FILE).with_block("allowed", entry).write(tmp_path / FILE)
    with pytest.raises(Stopped, match="entry 1") as stopped:
        read(tmp_path)
    assert told in str(stopped.value)


def test_status_says_which_edition_is_for_whom(data):
    said = foi("status", "--data", data).output
    assert "the full edition, for the team" in said
    assert "/public (the public edition; masked: 1 collar_number, 2 name, 1 phone)" in said


def test_a_release_of_before_there_were_editions_is_read_and_status_says_so(data):
    import shutil

    release = (data / "clean" / "latest").resolve()
    shutil.rmtree(release / "public")
    assert "the next `foi ingest` writes one" in foi("status", "--data", data).output


def test_the_report_of_the_public_edition_is_named_and_not_written_anew(data):
    told = foi("report", "--public", "--data", data)
    assert told.exit_code == 2 and "carries no report" in told.output
    pages = data / "clean" / "latest" / "public" / "report"
    pages.mkdir()
    (pages / "index.html").write_text("all well")
    told = foi("report", "--public", "--data", data)
    assert told.exit_code == 0 and told.output.strip().endswith("public/report/index.html")
    assert foi("report", "--public", "--to", data / "new", "--data", data).exit_code == 2


def test_the_example_of_the_page_is_read(tmp_path):
    import re
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs" / "personal-data.md").read_text(encoding="utf-8")
    block = re.search(r"    \[\[allowed\]\]\n(?:    .*\n)+", page)[0]
    (tmp_path / FILE).write_text("\n".join(line[4:] for line in block.splitlines()), encoding="utf-8")
    assert read(tmp_path) == (Released("Marsh Fenwick", "name"),)
