"""The folder source and the configuration: what is taken in, what is passed over, and what is refused aloud."""

import os

import pytest

from flows.ending import Stopped
from flows.sources import Collected, Refused, configured, named
from flows.sources.folder import FolderSource


def write(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def paths(folder):
    return [item.path for item in FolderSource(folder).collect()]


def test_documents_come_in_the_order_of_their_paths(tmp_path):
    write(tmp_path, "b.pdf", "a/z.xlsx", "a/b/c.pdf", "c.pdf")
    assert paths(tmp_path) == ["a/b/c.pdf", "a/z.xlsx", "b.pdf", "c.pdf"]


def test_litter_and_the_folders_own_notes_are_passed_over(tmp_path):
    write(tmp_path, ".DS_Store", ".git/config", "Thumbs.db", "desktop.ini", "~$letter.docx", "README.md", "notes.md")
    write(tmp_path, "LICENSE", "truth.json", "truth-cases.csv", "__MACOSX/x.pdf", "reply.pdf")
    assert paths(tmp_path) == ["reply.pdf"]


def test_a_kind_that_nobody_reads_is_not_passed_over(tmp_path):
    write(tmp_path, "figures.csv", "data.json", "clip.mp4")
    assert paths(tmp_path) == ["clip.mp4", "data.json", "figures.csv"]


def test_one_file_is_a_source_too_and_the_same_one_as_its_folder(tmp_path):
    write(tmp_path, "a.pdf", "b.pdf")
    one, all_of_it = FolderSource(tmp_path / "a.pdf"), FolderSource(tmp_path)
    assert [item.path for item in one.collect()] == ["a.pdf"]
    assert one.name == all_of_it.name
    assert (one.whole, all_of_it.whole) == (False, True)


def test_links_that_lead_out_of_the_folder_are_refused_aloud(tmp_path):
    write(tmp_path, "outside/secret.pdf", "replies/a.pdf")
    replies = tmp_path / "replies"
    (replies / "inside.pdf").symlink_to(replies / "a.pdf")
    (replies / "leads-out.pdf").symlink_to(tmp_path / "outside" / "secret.pdf")
    (replies / "folder").symlink_to(tmp_path / "outside")
    (replies / "broken.pdf").symlink_to(replies / "nothing.pdf")
    found = {item.path: item for item in FolderSource(replies).collect()}
    assert {path for path, item in found.items() if isinstance(item, Collected)} == {"a.pdf", "inside.pdf"}
    assert {path for path, item in found.items() if isinstance(item, Refused)} == {
        "broken.pdf",
        "folder",
        "leads-out.pdf",
    }
    assert "leads out of the folder" in found["leads-out.pdf"].message


def test_a_name_that_is_no_text_can_be_recorded(tmp_path):
    (tmp_path / os.fsdecode(b"durham\xff.pdf")).write_bytes(b"x")
    (path,) = paths(tmp_path)
    assert path.encode("utf-8") and path.startswith("durham")


def test_a_source_that_is_not_there_stops_with_a_sentence(tmp_path):
    with pytest.raises(Stopped, match="does not exist"):
        list(FolderSource(tmp_path / "nowhere").collect())


def test_the_configuration_names_sources(tmp_path, monkeypatch):
    write(tmp_path, "inbox/a.pdf")
    (tmp_path / "foi.toml").write_text('[sources.post]\nkind = "folder"\npath = "inbox"\nforce = "durham"\n')
    monkeypatch.chdir(tmp_path)
    for sources in (named([]), named(["post"])):
        assert [(s.name, s.label, i.path, i.force) for s in sources for i in s.collect()] == [
            ("post", "post", "a.pdf", "durham")
        ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "there is no foi.toml"),
        ("", "names no source"),
        ("[sources", "not valid TOML"),
        ('[sources.a]\nkind = "ftp"\npath = "x"', "needs kind"),
        ('[sources.a]\nkind = "folder"', "needs kind"),
        ('[sources.a]\nkind = "folder"\npath = "x"\ncolour = "red"', "colour"),
        ('[sources.a]\nkind = "folder"\npath = "x"\nforce = "durhm"', "durham"),
        ('[sources.a]\nkind = "folder"\npath = "x"\nrequest = "nonsense"', "no request is called"),
    ],
)
def test_a_wrong_configuration_stops_with_a_sentence(tmp_path, text, told):
    if text is not None:
        (tmp_path / "foi.toml").write_text(text)
    with pytest.raises(Stopped, match=told):
        configured(tmp_path)
