"""The folder source and the configuration: what is taken in, what is passed over, and what is refused aloud."""

import io
import os
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from flows import steps
from flows.ending import Stopped
from flows.progress import Progress
from flows.sources import Collected, Refused, configured, named
from flows.sources.folder import FolderSource
from tests.flows.letters import CASES, letter, workbook


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


def test_a_configuration_of_other_things_stands_in_no_sources_way(tmp_path, monkeypatch):
    write(tmp_path, "inbox/a.pdf")
    (tmp_path / "foi.toml").write_text('[report]\npage_images = "none"\n')
    monkeypatch.chdir(tmp_path)
    assert [item.path for item in named(["inbox"])[0].collect()] == ["a.pdf"]
    with pytest.raises(Stopped, match="does not exist"):
        named(["post"])[0].check()
    with pytest.raises(Stopped, match="names no source"):
        named([])


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
        ('[sources.a]\nkind = "ftp"\npath = "x"', "needs a kind, one of"),
        ('[sources.a]\nkind = "folder"', "needs path"),
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


# ---- containers: each document in one is a document of the source


def mail(body: str, **attached: Path) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Date"] = "foi@durham.police.uk", "a@example.org", "Fri, 09 Sep 2022 10:00:00 +0100"
    made["Subject"] = "Your request"
    made.set_content(body)
    for name, path in attached.items():
        made.add_attachment(path.read_bytes(), "application", "octet-stream", filename=f"{name}{path.suffix}")
    return made.as_bytes()


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def run(data: Path, source: Path, until: str = "parse"):
    """The run after its first steps, and the groups it made: path of the lead to the paths of the others."""
    with steps.begun(data, [FolderSource(source)], Progress(io.StringIO())) as made:
        for step in steps.STEPS:
            step(made)
            if step.__name__ == until:
                break
        return made, {m.group.lead.sighting.path: [x.sighting.path for x in m.group.members[1:]] for m in made.mapped}


@pytest.fixture
def made(tmp_path) -> dict[str, Path]:
    folder = tmp_path / "made"
    return {
        "letter": letter(folder / "letter.pdf", rows=[]),
        "figures": workbook(folder / "figures.xlsx"),
        "kent": letter(folder / "kent.pdf", force="Kent Police", reference="7/22"),
    }


COVER = "Dear Sir,\n\nPlease find attached our response to your request.\n\nKind regards\n"
ANSWER = (
    "Dear Sir,\n\nI can confirm that Durham Constabulary holds this information. In 2019 one officer was dismissed.\n"
    "Section 40(2) applies to the names.\n\nThe figures are attached.\n"
)


def test_a_letter_leads_over_a_cover_note_and_all_of_the_message_is_one_reply(tmp_path, made):
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "reply.eml").write_bytes(mail(COVER, letter=made["letter"], figures=made["figures"]))
    done, groups = run(tmp_path / "data", inbox)
    assert groups == {"reply.eml!/letter.pdf": ["reply.eml", "reply.eml!/figures.xlsx"]}
    (mapped,) = done.mapped
    assert len(mapped.parsed.cases) == 2 and mapped.parsed.reply.force == "durham"
    assert {s.path for s in done.seen} == {"reply.eml", "reply.eml!/letter.pdf", "reply.eml!/figures.xlsx"}
    for seen in done.seen:
        assert len(done.archive.load(seen.sha256)) == seen.size


def test_a_text_that_answers_leads_and_a_bare_workbook_follows_it(tmp_path, made):
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "reply.eml").write_bytes(mail(ANSWER, figures=made["figures"]))
    _, groups = run(tmp_path / "data", inbox)
    assert groups == {"reply.eml": ["reply.eml!/figures.xlsx"]}


def test_the_same_message_again_reads_and_parses_nothing_and_opens_nothing(tmp_path, made, monkeypatch):
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "reply.eml").write_bytes(mail(COVER, letter=made["letter"], figures=made["figures"]))
    first, _ = run(tmp_path / "data", inbox)
    assert (first.read, first.parsed) == (3, 1)
    monkeypatch.setattr("flows.contents.unpack_guarded", None)
    (inbox / "copy").mkdir()
    (inbox / "reply.eml").rename(inbox / "copy" / "reply.eml")
    again, _ = run(tmp_path / "data", inbox)
    assert (again.read, again.parsed) == (0, 0) and len(again.seen) == 3


def test_a_zip_is_a_source_with_the_folders_in_it(tmp_path, made):
    files = {
        "durham/letter.pdf": made["letter"].read_bytes(),
        "durham/figures.xlsx": made["figures"].read_bytes(),
        "kent/reply.eml": mail(COVER, letter=made["kent"]),
        "README.md": b"notes",
        "truth.json": b"{}",
        "__MACOSX/durham/._letter.pdf": b"x",
    }
    (tmp_path / "replies.zip").write_bytes(zipped(files))
    done, groups = run(tmp_path / "data", tmp_path / "replies.zip")
    assert groups == {
        "replies.zip!/durham/letter.pdf": ["replies.zip!/durham/figures.xlsx"],
        "replies.zip!/kent/reply.eml!/letter.pdf": ["replies.zip!/kent/reply.eml"],
    }
    assert {m.parsed.reply.force: len(m.parsed.cases) for m in done.mapped} == {"durham": 2, "kent": 2}


def test_a_zip_of_one_reply_belongs_to_it(tmp_path, made):
    inbox = tmp_path / "in"
    inbox.mkdir()
    two = workbook(tmp_path / "made" / "more.xlsx", [*CASES, ["2021", "PC", "TikTok", "No further action"]])
    (inbox / "durham.zip").write_bytes(zipped({"a.xlsx": made["figures"].read_bytes(), "b/b.xlsx": two.read_bytes()}))
    _, groups = run(tmp_path / "data", inbox)
    assert groups == {"durham.zip!/a.xlsx": ["durham.zip!/b/b.xlsx", "durham.zip"]}


def test_a_mailbox_gives_a_reply_for_each_message(tmp_path, made):
    first = b"From a@example.org Fri Sep  9 10:00:00 2022\n"
    kent = mail(COVER, letter=made["kent"]).replace(b"durham", b"kent")
    (tmp_path / "box").write_bytes(first + mail(ANSWER) + b"\n\n" + first + kent + b"\n")
    _, groups = run(tmp_path / "data", tmp_path / "box")
    assert sorted(len(others) for others in groups.values()) == [0, 1]
    assert all(lead.startswith("box!/message ") for lead in groups)


def test_a_person_who_sends_on_the_letters_of_two_forces_sends_two_replies(tmp_path, made):
    inbox = tmp_path / "in"
    inbox.mkdir()
    sent = mail("For you.\n", letter=made["letter"], kent=made["kent"]).replace(b"durham.police.uk", b"example.org")
    (inbox / "two.eml").write_bytes(sent)
    done, groups = run(tmp_path / "data", inbox)
    assert set(groups) == {"two.eml!/letter.pdf", "two.eml!/kent.pdf"} and not done.unplaced


def test_what_is_attached_twice_is_counted_once(tmp_path, made):
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "reply.eml").write_bytes(mail(ANSWER, figures=made["figures"], again=made["figures"]))
    done, _ = run(tmp_path / "data", inbox)
    (mapped,) = done.mapped
    assert len(mapped.parsed.cases) == 2


def test_what_a_zip_of_several_replies_lacks_is_told(tmp_path, made):
    data = bytearray(
        zipped({"durham.pdf": made["letter"].read_bytes(), "kent.pdf": made["kent"].read_bytes(), "x.pdf": b"x"})
    )
    data[data.rfind(b"PK\x03\x04") + 6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "all.zip").write_bytes(data)
    done, groups = run(tmp_path / "data", tmp_path / "in", until="merge")
    assert len(groups) == 2
    (problem,) = [p for p in done.merged["problems"] if p.code == "attachment_missing"]
    assert problem.severity == "error" and "all.zip: x.pdf is protected by a password" in problem.message


def test_a_zip_that_cannot_be_opened_stops_or_is_told(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "durham.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(Stopped, match=r"durham.zip is a damaged zip archive"):
        run(tmp_path / "data", tmp_path / "in" / "durham.zip")


def test_what_lies_too_deep_is_refused_aloud(tmp_path):
    data = b"x"
    for depth in range(12):
        data = zipped({f"{depth}.zip" if depth else "durham.txt": data})
    (tmp_path / "durham.zip").write_bytes(data)
    with steps.begun(tmp_path / "data", [FolderSource(tmp_path / "durham.zip")], Progress(io.StringIO())) as done:
        steps.collect(done)
    assert len(done.refused) == 1 and "containers deep" in done.refused[0].message
