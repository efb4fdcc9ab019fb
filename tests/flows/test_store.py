"""The archive in a bucket, the ledger in a database, copies of the releases in a bucket: by configuration, and nothing lost."""

import io
import json
import os
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest

from flows import clock, steps
from flows import publish as publishing
from flows.cli import main
from flows.ending import NEEDS_A_PERSON, NotNow, Stopped
from flows.ledger import Ledger
from flows.lock import locked
from flows.progress import Progress
from flows.purge import purge
from flows.sources.folder import FolderSource
from flows.store import store_of
from tests.flows.in_process import quickly
from tests.flows.letters import letter
from tests.flows.store import Store


@pytest.fixture(scope="module")
def running():
    made = Store()
    yield made
    made.stop()


@pytest.fixture
def store(running, monkeypatch):
    running.clear()
    monkeypatch.setenv("BUCKET_KEY", "AKIAMADEUPFORTESTS00")
    monkeypatch.setenv("BUCKET_SECRET", "made-up-secret-of-the-tests")
    return running


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    quickly(monkeypatch)


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    letter(tmp_path / "in" / "durham" / "reply.pdf")
    return tmp_path


def configured(here: Path, **told: str) -> None:
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items())
    (here / "foi.toml").write_text(f"[store]\n{lines}")


def in_bucket(here: Path, store: Store, **told: str) -> None:
    keys = {"access_key_env": "BUCKET_KEY", "secret_key_env": "BUCKET_SECRET", "region": "us-east-1"}
    configured(here, **told, endpoint_url=store.url, **keys)


def ingest(data: Path, *folders: Path) -> tuple[steps.Run, steps.Ending]:
    with steps.begun(data, [FolderSource(f, "post") for f in folders], Progress(io.StringIO())) as run:
        for step in steps.STEPS:
            step(run)
        return run, steps.ending(run)


def live(data: Path) -> dict:
    return publishing.read_release(data / "clean" / "latest")


# ---- the archive in a bucket


def test_the_archive_is_in_the_bucket_and_gives_the_same_release_as_one_on_disk(here, store, monkeypatch):
    monkeypatch.setenv(clock.VARIABLE, "1760000000")
    ingest(here / "disk", here / "in")
    in_bucket(here, store, raw="s3://replies/raw")
    run, _ = ingest(here / "data", here / "in")
    assert run.release.id == publishing.named(here / "disk" / "clean") and run.mended == []
    kept = store.kept()
    assert {key.split("/")[1] for key in kept} == {"documents", "readings", "letters", "mappings", "quiet"}
    assert not list((here / "data" / "raw").rglob("*.gz")) and not (here / "data" / "raw" / "documents").exists()
    (document,) = [key for key in kept if "/documents/" in key]
    bytes_of_it = (here / "in" / "durham" / "reply.pdf").read_bytes()
    assert store.body(document) == bytes_of_it
    assert store_of(Path("data")).archive().load(sha256(bytes_of_it).hexdigest()) == bytes_of_it


def test_a_second_run_puts_nothing_and_fetches_no_document(here, store):
    in_bucket(here, store, raw="s3://replies/raw")
    ingest(here / "data", here / "in")
    store.log.clear()
    again, _ = ingest(here / "data", here / "in")
    assert (again.read, again.parsed, again.unchanged, again.mended) == (0, 0, True, [])
    assert store.put_keys() == [] and not [key for key in store.fetched() if "/documents/" in key]


def test_an_archive_that_is_lost_in_part_is_filled_again(here, store):
    in_bucket(here, store, raw="s3://replies/raw")
    ingest(here / "data", here / "in")
    before = store.kept()
    for key in before:
        store.delete(key)
    run, _ = ingest(here / "data", here / "in")
    needed = [key for key in before if "/quiet/" not in key]  # that is made again with the next release
    assert store.kept() == needed and run.unchanged


def test_a_bucket_that_refuses_stops_the_run_with_a_sentence_and_no_credential(here, store):
    in_bucket(here, store, raw="s3://replies/raw")
    store.refuse = "/documents/"
    with pytest.raises(NotNow, match="archive replies/raw cannot be reached") as told:
        ingest(here / "data", here / "in")
    assert "made-up-secret" not in told.value.message and publishing.named(here / "data" / "clean") is None


def test_only_the_data_folder_that_it_names_is_kept_there(here, store):
    in_bucket(here, store, raw="s3://replies/raw", data="mine")
    assert store_of(Path("other")).raw == Path("other/raw") and store_of(Path("data")).archive().local
    assert store_of(Path("mine")).raw == "s3://replies/raw" and not store_of(here / "mine").archive().local


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"raw": "bucket/raw"}, "is no address"),
        ({"ledger": "postgresql://foi:open-sesame@db/foi"}, "ledger_password_env"),
        ({"raw": "s3://b/raw", "mirrow": "s3://b/clean"}, "has mirrow"),
        ({"raw": "s3://b/raw", "access_key_env": "K"}, "needs access_key_env and secret_key_env together"),
        ({"ledger": "postgres//foi"}, "is no address"),
        ({"mirror": "s3://b/clean", "mirror_edition": "full"}, "public or both"),
    ],
)
def test_a_wrong_configuration_is_one_sentence(here, told, message):
    configured(here, **told)
    with pytest.raises(Stopped, match=message) as stopped:
        store_of(Path("data"))
    assert "open-sesame" not in stopped.value.message


def test_a_data_folder_that_is_an_address_says_what_to_write_instead():
    from click.testing import CliRunner

    ended = CliRunner().invoke(main, ["status", "--data", "s3://bucket/data"])
    assert ended.exit_code == 2 and "[store]" in ended.output


# ---- copies of the releases


def test_a_release_is_copied_whole_and_pointed_to_last(here, store):
    in_bucket(here, store, mirror="s3://replies/clean")
    run, end = ingest(here / "data", here / "in")
    assert end.status == 0
    put = store.put_keys()
    release = f"clean/releases/{run.release.id}/public"
    assert not [key for key in store.kept() if key.startswith("clean/releases/") and not key.startswith(release)]
    sums = put.index(f"{release}/SHA256SUMS")
    assert put[-2:] == ["clean/latest.json", "clean/releases.json"]
    assert all(put.index(key) < sums for key in put if key.startswith(release) and not key.endswith("SHA256SUMS"))
    assert json.loads(store.body("clean/latest.json"))["path"] == f"releases/{run.release.id}/public/"
    for line in store.body(f"{release}/SHA256SUMS").decode().splitlines():
        digest, _, name = line.partition("  ")
        assert sha256(store.body(f"{release}/{name}")).hexdigest() == digest
    store.log.clear()
    ingest(here / "data", here / "in")
    assert store.put_keys() == []


def test_a_copy_that_fails_shows_the_release_before_and_the_next_run_completes_it(here, store):
    in_bucket(here, store, mirror="s3://replies/clean")
    first, _ = ingest(here / "data", here / "in")
    pointer = store.body("clean/latest.json")
    letter(here / "in" / "kent" / "reply.pdf", force="Kent Police", reference="7/22")
    store.refuse = ".parquet"
    second, end = ingest(here / "data", here / "in")
    assert second.release.published and {c.force for c in live(here / "data")["cases"]} == {"durham", "kent"}
    assert end.status == NEEDS_A_PERSON and any("could not be copied" in message for message, _ in end.errors)
    assert store.body("clean/latest.json") == pointer and json.loads(pointer)["release"] == first.release.id
    assert f"clean/releases/{second.release.id}/public/SHA256SUMS" not in store.kept()
    store.refuse = None
    third, end = ingest(here / "data", here / "in")
    assert third.unchanged and end.status == 0
    assert json.loads(store.body("clean/latest.json"))["release"] == second.release.id


def test_a_release_that_is_deleted_here_is_deleted_there(here, store):
    in_bucket(here, store, mirror="s3://replies/clean")
    first, _ = ingest(here / "data", here / "in")
    letter(here / "in" / "kent" / "reply.pdf", force="Kent Police", reference="7/22")
    second, _ = ingest(here / "data", here / "in")
    old, new = (f"clean/releases/{run.release.id}/public/SHA256SUMS" for run in (first, second))
    assert {old, new} <= set(store.kept())
    purge(here / "data", 0, True)
    ingest(here / "data", here / "in")
    assert not [key for key in store.kept() if first.release.id in key] and new in store.kept()
    assert "deleted" in json.loads(store.body("clean/releases.json"))[0]


def test_the_full_edition_is_copied_only_where_that_is_said(here, store):
    in_bucket(here, store, mirror="s3://replies/clean", mirror_edition="both")
    run, _ = ingest(here / "data", here / "in")
    release = f"clean/releases/{run.release.id}"
    assert {f"{release}/cases.parquet", f"{release}/public/cases.parquet", "clean/feed.xml"} <= set(store.kept())
    assert json.loads(store.body("clean/latest.json"))["path"] == f"releases/{run.release.id}/"


# ---- the ledger in a database


def programs() -> Path | None:
    found = [Path(shutil.which("initdb") or "").parent, *sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    return next((folder for folder in reversed(found) if (folder / "initdb").exists() and folder != Path()), None)


@pytest.fixture(scope="module")
def postgres():
    """The address of a database that lives for these tests, on a socket of its own."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("there is no Postgres: install Debian's package postgresql")
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="foi-pg"))
    password = folder / "password"
    password.write_text("open-sesame")
    if user:
        shutil.chown(folder, "postgres")
        shutil.chown(password, "postgres")
    made = ["-D", str(folder / "db"), "-U", "foi", "-A", "scram-sha-256", f"--pwfile={password}", "-N", "-E", "UTF8"]
    subprocess.run([bin_folder / "initdb", *made], check=True, capture_output=True, cwd=folder, **user)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    control = [bin_folder / "pg_ctl", "-D", str(folder / "db"), "-w"]
    subprocess.run(
        [*control, "-o", options, "-l", folder / "log", "start"], check=True, capture_output=True, cwd=folder, **user
    )
    yield f"postgresql+psycopg://foi@/postgres?host={folder}"
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd=folder, **user)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
def test_the_ledger_in_postgres_remembers_and_is_held_by_one_run(here, store, postgres, monkeypatch):
    in_bucket(here, store, raw="s3://replies/raw", ledger=postgres, ledger_password_env="LEDGER_PASSWORD")
    monkeypatch.setenv("LEDGER_PASSWORD", "open-sesame")
    first, _ = ingest(here / "data", here / "in")
    assert not (here / "data" / "raw" / "ledger.sqlite").exists()
    again, _ = ingest(here / "data", here / "in")
    assert (first.parsed, again.parsed, again.unchanged) == (1, 0, True)
    (here / "in" / "durham" / "reply.pdf").unlink()
    letter(here / "in" / "kent" / "reply.pdf", force="Kent Police", reference="7/22")
    ingest(here / "data", here / "in")
    assert [r.force for r in live(here / "data")["replies"] if r.withdrawn_at] == ["durham"]
    other = Ledger(postgres, "open-sesame")  # a run on another machine
    with other.alone(), pytest.raises(NotNow, match="on this machine or another"):
        ingest(here / "data", here / "in")
    other.close()
    with locked(here / "data" / "raw"):
        pass
    monkeypatch.setenv("LEDGER_PASSWORD", "open-barley")
    with pytest.raises(NotNow, match="cannot be used") as told:
        ingest(here / "data", here / "in")
    assert "open-barley" not in told.value.message and "password" in told.value.message


def test_a_database_that_is_not_there_is_one_sentence(here):
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    configured(here, ledger="postgresql+psycopg://foi@127.0.0.1:1/foi")
    with pytest.raises(NotNow, match="See that the database answers"):
        ingest(here / "data", here / "in")


def test_a_database_of_an_unknown_kind_is_one_sentence(here):
    configured(here, ledger="nosql://foi@127.0.0.1/foi")
    with pytest.raises(Stopped, match="not installed"):
        ingest(here / "data", here / "in")
