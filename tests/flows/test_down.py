"""A source that is down stops no other, takes nothing away, and is told: in the release, in how the run ends, in what changed."""

import io
import shutil
from pathlib import Path

import pytest

from flows import publish as publishing
from flows import steps
from flows.changes import compare
from flows.ending import DONE, NEEDS_A_PERSON, Stopped
from flows.progress import Progress
from flows.sources import SourceDown, Unreachable
from flows.sources.folder import FolderSource
from tests.flows.letters import letter


class Halting(FolderSource):
    """A folder on which something fails after `after` documents: the whole of it, or what lies `under` a path."""

    def __init__(self, path: Path, name: str, after: int = 0, under: str | None = None, forces: tuple = ()) -> None:
        super().__init__(path, name)
        self.after, self.under, self.forces = after, under, forces

    def collect(self, memory=None):
        yield from list(super().collect(memory))[: self.after]
        if self.under is None:
            raise SourceDown("the post office is closed.", "Wait until it opens.")
        yield Unreachable(self.under, "this drawer is locked.", "Find its key.", self.forces)


@pytest.fixture(autouse=True)
def without_great_expectations(monkeypatch):
    def validate(data, docs=None, *, when=None, before=None):
        if docs:
            docs.mkdir(parents=True)
        return steps.validation.Verdict([], [], [], {})

    monkeypatch.setattr(steps.validation, "validate", validate)


@pytest.fixture
def post(tmp_path) -> Path:
    letter(tmp_path / "post" / "durham" / "reply.pdf")
    letter(tmp_path / "post" / "kent" / "reply.pdf", force="Kent Police", reference="7/22")
    return tmp_path / "post"


@pytest.fixture
def inbox(tmp_path) -> Path:
    letter(tmp_path / "inbox" / "essex" / "reply.pdf", force="Essex Police", reference="9/22")
    return tmp_path / "inbox"


def ingest(data: Path, *sources) -> steps.Ending:
    with steps.begun(data, list(sources), Progress(io.StringIO())) as run:
        for step in steps.STEPS:
            step(run)
        return steps.ending(run)


def live(data: Path) -> dict:
    return publishing.read_release(data / "clean" / "latest")


def stale(data: Path) -> set[str]:
    return {row.force for row in live(data)["coverage"] if row.stale}


def forces_with_cases(data: Path) -> set[str]:
    return {case.force for case in live(data)["cases"]}


def test_the_others_publish_and_the_forces_of_the_one_that_is_down_are_stale(tmp_path, post, inbox):
    data = tmp_path / "data"
    assert ingest(data, FolderSource(post, "post"), FolderSource(inbox, "inbox")).status == DONE
    letter(inbox / "surrey" / "reply.pdf", force="Surrey Police", reference="11/22")
    end = ingest(data, Halting(post, "post"), FolderSource(inbox, "inbox"))
    assert forces_with_cases(data) == {"durham", "kent", "essex", "surrey"}
    assert stale(data) == {"durham", "kent"}
    assert end.status == NEEDS_A_PERSON
    assert end.down == ("post could not be reached: the post office is closed.",)
    assert [fix for _, fix in end.errors] == ["Wait until it opens."]
    told = [p for p in live(data)["problems"] if p.code == "source_unreachable"]
    assert {(p.severity, p.force) for p in told} == {("error", "durham"), ("error", "kent")}
    assert all(row.withdrawn == 0 for row in live(data)["coverage"])


def test_when_it_is_back_nothing_is_stale_and_what_changed_says_why(tmp_path, post, inbox):
    data = tmp_path / "data"
    ingest(data, FolderSource(post, "post"), FolderSource(inbox, "inbox"))
    ingest(data, Halting(post, "post"), FolderSource(inbox, "inbox"))
    went = compare(data / "clean", None, None).changes
    assert {(c.record, c.now, c.cause) for c in went} == {
        ("online-misconduct-2017/durham", "true", "source_down"),
        ("online-misconduct-2017/kent", "true", "source_down"),
    }
    assert ingest(data, FolderSource(post, "post"), FolderSource(inbox, "inbox")).down == ()
    back = compare(data / "clean", None, None).changes
    assert {(c.now, c.cause) for c in back} == {("false", "source_back")}
    assert stale(data) == set()


def test_what_it_gave_before_it_went_down_is_kept(tmp_path, post, inbox):
    data = tmp_path / "data"
    ingest(data, Halting(post, "post", after=1), FolderSource(inbox, "inbox"))
    assert forces_with_cases(data) == {"durham", "essex"}
    assert stale(data) == {"durham"}


def test_a_part_that_cannot_be_looked_at_takes_nothing_away_and_the_rest_counts(tmp_path, post):
    data = tmp_path / "data"
    letter(post / "essex" / "reply.pdf", force="Essex Police", reference="9/22")
    ingest(data, FolderSource(post, "post"))
    shutil.rmtree(post / "kent")
    shutil.rmtree(post / "essex")
    ingest(data, Halting(post, "post", after=9, under="kent/", forces=("kent",)))
    assert stale(data) == {"kent"}
    assert forces_with_cases(data) == {"durham", "kent"}
    assert {r.force for r in live(data)["replies"] if r.withdrawn_at} == {"essex"}


def test_a_force_that_was_to_come_from_there_is_stale_though_nothing_of_it_came_yet(tmp_path, post, inbox):
    data = tmp_path / "data"
    ingest(data, Halting(post, "post", under="", forces=("sussex",)), FolderSource(inbox, "inbox"))
    assert stale(data) == {"sussex"}


def test_a_source_that_shows_nothing_any_more_is_down_beside_another(tmp_path, post, inbox):
    data = tmp_path / "data"
    ingest(data, FolderSource(post, "post"), FolderSource(inbox, "inbox"))
    shutil.rmtree(post)
    post.mkdir()
    end = ingest(data, FolderSource(post, "post"), FolderSource(inbox, "inbox"))
    assert "there were some before" in end.down[0]
    assert stale(data) == {"durham", "kent"}
    assert forces_with_cases(data) == {"durham", "kent", "essex"}


def test_where_every_source_is_down_the_run_stops_with_the_reasons(tmp_path, post, inbox):
    with pytest.raises(Stopped, match=r"post office is closed.*Wait until it opens"):
        ingest(tmp_path / "data", Halting(post, "post"), Halting(inbox, "inbox"))


def test_a_source_that_is_down_twice_publishes_once(tmp_path, post, inbox):
    data = tmp_path / "data"
    ingest(data, FolderSource(post, "post"), FolderSource(inbox, "inbox"))
    assert ingest(data, Halting(post, "post"), FolderSource(inbox, "inbox")).outcome == "published"
    assert ingest(data, Halting(post, "post"), FolderSource(inbox, "inbox")).outcome == "nothing new"


def test_before_the_job_only_a_command_with_nothing_to_look_at_is_stopped(tmp_path, inbox):
    from flows.orchestration import _check

    _check([FolderSource(tmp_path / "gone", "gone"), FolderSource(inbox, "inbox")])
    with pytest.raises(Stopped, match="does not exist"):
        _check([FolderSource(tmp_path / "gone", "gone")])
