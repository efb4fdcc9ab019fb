"""A bucket as a source: every object once, nothing twice, and nothing taken to have gone because a store did not answer."""

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import fsspec
import pytest

from flows import publish as publishing
from flows import steps
from flows.archive import Archive
from flows.ending import NEEDS_A_PERSON, Stopped
from flows.ledger import Ledger
from flows.memory import Memory
from flows.progress import Progress
from flows.sources import Collected, Refused, SourceDown, configured, named
from flows.sources.folder import FolderSource
from flows.sources.remote import Access, RemoteSource
from tests.flows.in_process import quickly
from tests.flows.letters import letter
from tests.flows.store import Store

NOON = datetime(2025, 10, 15, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def running():
    made = Store()
    yield made
    made.stop()


@pytest.fixture
def store(running, monkeypatch):
    running.clear()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAMADEUPFORTESTS00")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up-secret-of-the-tests")
    monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    return running


@pytest.fixture
def remember(tmp_path):
    ledgers = []

    def memory(name="s3://replies/in", now=NOON):
        ledgers.append(Ledger(tmp_path / "ledger.sqlite"))
        return Memory(Archive(tmp_path / "raw"), ledgers[-1], name, lambda: now)

    yield memory
    for ledger in ledgers:
        ledger.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    quickly(monkeypatch)


def ingest(data: Path, *sources) -> steps.Ending:
    with steps.begun(data, list(sources), Progress(io.StringIO())) as run:
        for step in steps.STEPS:
            step(run)
        return steps.ending(run)


def live(data: Path) -> dict:
    return publishing.read_release(data / "clean" / "latest")


def taken(source, memory) -> dict[str, bytes]:
    """What a run takes in: each document by its path, as bytes."""
    items = [item for item in source.collect(memory) if isinstance(item, Collected)]
    return {item.path: memory.load(memory.recall(item.path)) if item.sha256 else item.load() for item in items}


def test_every_page_of_a_long_listing_is_read_and_in_order(store, remember):
    for number in range(1050):
        store.put(f"in/{number:04}.csv", b"x")
    items = list(RemoteSource("s3://replies/in").collect(remember()))
    assert [item.path for item in items] == [f"{number:04}.csv" for number in range(1050)]
    assert store.listings() == 2 and store.fetched() == []


def test_what_no_force_sends_is_passed_over_and_any_name_comes_through(store, remember):
    for key in (
        "in/durham/ü + ä & 1%.csv",
        "in/.hidden/x",
        "in/README.md",
        "in/a/~$x.docx",
        "in/folder/",
        "other/x.csv",
    ):
        store.put(key, b"" if key.endswith("/") else b"x")
    assert taken(RemoteSource("s3://replies/in"), remember()) == {"durham/ü + ä & 1%.csv": b"x"}


def test_nothing_new_lists_and_fetches_nothing_and_a_changed_object_is_fetched_again(store, remember):
    source = RemoteSource("s3://replies/in")
    store.put("in/a.csv", b"one")
    store.put("in/b.csv", b"two")
    assert taken(source, remember()) == {"a.csv": b"one", "b.csv": b"two"}
    store.log.clear()
    assert taken(source, remember()) == {"a.csv": b"one", "b.csv": b"two"}
    assert (store.listings(), store.fetched()) == (1, [])
    store.put("in/b.csv", b"TWO")  # as long as it was
    assert taken(source, remember()) == {"a.csv": b"one", "b.csv": b"TWO"}
    assert store.fetched() == ["in/b.csv"]


def test_one_object_is_a_source_too_and_says_nothing_of_others(store, remember):
    store.put("in/a.csv", b"one")
    source = RemoteSource("s3://replies/in/a.csv")
    assert taken(source, remember("s3://replies/in/a.csv")) == {"a.csv": b"one"}
    assert not source.whole


def test_an_object_beyond_the_limit_is_refused_aloud_and_not_fetched(store, remember):
    store.put("in/a.csv", b"x" * 3_000_000)
    access = Access(largest=2_000_000)
    (refused,) = RemoteSource("s3://replies/in", access=access).collect(remember())
    assert isinstance(refused, Refused) and "larger than 2 MB (3 MB)" in refused.message and store.fetched() == []


def test_an_object_that_goes_or_grows_after_it_was_listed_is_a_problem_of_its_own(store, remember):
    for key in ("a", "b", "c"):
        store.put(f"in/{key}.csv", b"x")
    access = Access(largest=1_000)
    items = list(RemoteSource("s3://replies/in", access=access).collect(remember()))
    store.delete("in/a.csv")
    store.put("in/b.csv", b"x" * 2_000)
    for item, told in zip(items[:2], ("does not exist|not found", "grown beyond"), strict=True):
        with pytest.raises(OSError, match=re.compile(told, re.I)):
            item.load()
    assert items[2].load() == b"x"


def cut_short(query: str, body: bytes) -> bytes:
    return re.sub(rb"<NextContinuationToken>.*?</NextContinuationToken>", b"", body)


def miscounted(query: str, body: bytes) -> bytes:
    return re.sub(rb"<Contents>.*?</Contents>", b"", body, count=1, flags=re.S)


def broken(query: str, body: bytes) -> bytes:
    return body[: len(body) // 2] if "list-type" in query else body


@pytest.mark.parametrize("spoil", [cut_short, miscounted, broken])
def test_a_listing_that_ends_early_is_a_source_that_is_down(store, remember, spoil):
    for number in range(1001):
        store.put(f"in/{number:04}.csv", b"x")
    store.spoil = spoil
    with pytest.raises(SourceDown, match="s3://replies/in"):
        list(RemoteSource("s3://replies/in").collect(remember()))


def test_a_bucket_that_is_not_there_is_down_and_not_empty(store, remember):
    with pytest.raises(SourceDown, match="s3://nowhere/in is not there"):
        list(RemoteSource("s3://nowhere/in").collect(remember()))


def test_the_right_credentials_open_it_and_wrong_ones_are_told_without_them(store, remember, monkeypatch, tmp_path):
    store.put("in/a.csv", b"one")
    key, secret = store.lock()
    with pytest.raises(SourceDown) as told:
        list(RemoteSource("s3://replies/in").collect(remember()))
    assert "may not be read" in told.value.what and "AWS_SECRET_ACCESS_KEY" in told.value.fix
    monkeypatch.setenv("POST_KEY", key)
    (tmp_path / "foi.toml").write_text(
        '[sources.post]\nkind = "folder"\npath = "s3://replies/in"\naccess_key_env = "POST_KEY"\n'
        f'secret_key_env = "POST_SECRET"\nendpoint_url = "{store.url}"\nregion = "us-east-1"\nforce = "durham"\n'
    )
    (source,) = configured(tmp_path)
    with pytest.raises(SourceDown, match="the environment has no POST_SECRET"):
        list(source.collect(remember("post")))
    monkeypatch.setenv("POST_SECRET", "a-wrong-secret-that-nobody-sees")
    with pytest.raises(SourceDown) as told:
        list(source.collect(remember("post")))
    assert "signature" in told.value.message and "a-wrong-secret" not in told.value.message
    monkeypatch.setenv("POST_SECRET", secret)
    assert taken(source, remember("post")) == {"a.csv": b"one"} and source.forces == ("durham",)


def test_a_run_that_is_killed_and_started_again_fetches_nothing_twice(store, tmp_path, monkeypatch):
    for number in range(6):
        store.put(f"in/durham/{number}.csv", f"a,b\n{number},2\n".encode())
    taking, count = steps._take, 0

    def dies(*given):
        nonlocal count
        count += 1
        if count == 4:
            raise KeyboardInterrupt
        taking(*given)

    monkeypatch.setattr(steps, "_take", dies)
    with pytest.raises(KeyboardInterrupt):
        ingest(tmp_path, RemoteSource("s3://replies/in"))
    assert store.fetched() == [f"in/durham/{number}.csv" for number in range(3)]
    monkeypatch.setattr(steps, "_take", taking)
    ingest(tmp_path, RemoteSource("s3://replies/in"))
    assert store.fetched() == [f"in/durham/{number}.csv" for number in range(6)]


def test_a_reply_that_has_gone_from_the_bucket_is_withdrawn_and_one_in_a_store_that_is_down_is_not(store, tmp_path):
    own, data = Store(), tmp_path / "data"
    own.put("in/durham/reply.pdf", letter(tmp_path / "d.pdf").read_bytes())
    own.put("in/kent/reply.pdf", letter(tmp_path / "k.pdf", force="Kent Police", reference="7/22").read_bytes())
    bucket = RemoteSource("s3://replies/in", "post", access=Access(endpoint_url=own.url))
    ingest(data, bucket)
    assert {case.force for case in live(data)["cases"]} == {"durham", "kent"}
    own.delete("in/kent/reply.pdf")
    ingest(data, bucket)
    assert {case.force for case in live(data)["cases"]} == {"durham"}
    (gone,) = [reply for reply in live(data)["replies"] if reply.withdrawn_at]
    assert gone.force == "kent"
    own.stop()
    letter(tmp_path / "inbox" / "essex" / "reply.pdf", force="Essex Police", reference="9/22")
    end = ingest(data, bucket, FolderSource(tmp_path / "inbox", "inbox"))
    assert end.status == NEEDS_A_PERSON and "post could not be reached" in end.down[0]
    tables = live(data)
    assert {case.force for case in tables["cases"]} == {"durham", "essex"}
    assert {row.force for row in tables["coverage"] if row.stale} == {"durham"}


@pytest.mark.parametrize(
    "address",
    [
        "sftp://me:open-sesame@host/replies",
        "s3://replies/in?X-Amz-Signature=open-sesame&X-Amz-Date=1",
        "zip://*::sftp://me:open-sesame@host/x.zip",
    ],
)
def test_an_address_with_a_credential_in_it_is_refused_without_repeating_it(address):
    with pytest.raises(Stopped) as told:
        named([address])
    assert "password_env" in told.value.message and "open-sesame" not in told.value.message


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://example.org/replies", "a page"),
        ("ftb://host/replies", "no kind of address"),
        ("sftp://host/x", "paramiko"),
    ],
)
def test_an_address_that_cannot_be_listed_says_why(address, told):
    if told == "paramiko":
        try:
            fsspec.get_filesystem_class("sftp")
            pytest.skip("paramiko is installed")
        except ImportError:
            pass
    with pytest.raises(Stopped, match=told):
        named([address])[0].check()


def test_any_other_store_is_walked_and_what_cannot_be_listed_is_not_passed_over(remember, monkeypatch):
    memory = fsspec.filesystem("memory")
    memory.pipe({"/walked/kent/a.csv": b"one", "/walked/README.md": b"x", "/walked/b.csv": b"two"})
    source = RemoteSource("memory://walked")
    later = datetime(2100, 1, 1, tzinfo=UTC)
    assert taken(source, remember(source.name, later)) == {"b.csv": b"two", "kent/a.csv": b"one"}
    assert all(item.sha256 for item in source.collect(remember(source.name, later)))
    memory.pipe({"/walked/b.csv": b"TWO"})
    assert taken(source, remember(source.name, later))["b.csv"] == b"TWO"
    listing = type(memory).ls

    def locked(self, path, **told):
        if path.endswith("kent"):
            raise PermissionError("this folder is locked")
        return listing(self, path, **told)

    monkeypatch.setattr(type(memory), "ls", locked)
    with pytest.raises(SourceDown, match="this folder is locked"):
        list(source.collect(remember(source.name, later)))


def test_a_zip_is_a_folder_where_it_is_named_as_one(tmp_path, remember):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("kent/a.csv", b"one")
        archive.writestr("README.md", b"x")
    source = RemoteSource(f"zip://::file://{tmp_path}/x.zip")
    assert taken(source, remember(source.name)) == {"kent/a.csv": b"one"}
    assert all(item.sha256 for item in source.collect(remember(source.name)))
