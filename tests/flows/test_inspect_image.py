"""`foi inspect --image`: every page and sheet has its picture, and what is drawn lies where it was read."""

import io
import json

import openpyxl
import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from flows import cli
from flows.contents import read_file
from flows.inspection import bytes_of, inspect_documents
from flows.pictures import canvas, marks, sheets, write
from parsers.documents.model import Text
from parsers.documents.photograph import READING_DPI
from tests.build import document
from tests.build import table as built
from tests.flows.letters import letter, workbook
from tests.flows.test_sources import COVER, mail
from tests.parsers.documents.drawing import Page


def foi(*arguments):
    return CliRunner().invoke(cli.main, [str(a) for a in arguments])


def pictures(folder):
    return {p.name: Image.open(p).convert("RGB") for p in sorted(folder.glob("*.png"))}


def known_of(file):
    return inspect_documents(file, read_file(file))


def drawn(file):
    """Each picture of the file's first document before its frame is put around it, with what was marked on it."""
    (known, *_) = known_of(file)
    made = []
    for picture, cuts in write.pages_of(known, lambda: bytes_of(file)(known)):
        made.append((picture, marks.marked(picture, known, cuts, rest=not made)))
    return known, made


@pytest.fixture
def durham(tmp_path):
    return letter(tmp_path / "durham.pdf")


def test_each_page_is_drawn_at_a_legible_size(durham, tmp_path):
    done = foi("inspect", durham, "--image", tmp_path / "out" / "new")
    assert done.exit_code == 0, done.output
    made = pictures(tmp_path / "out" / "new")
    pages = json.loads(foi("inspect", durham, "--json").stdout)["document"]["pages"]
    assert list(made) == [f"durham-page-{n}.png" for n in range(1, pages + 1)]
    first = made["durham-page-1.png"]
    a4 = round(8.27 * READING_DPI), round(11.69 * READING_DPI)
    assert first.width >= a4[0] + marks.LEFT and first.height >= a4[1] + marks.TOP


def test_a_row_is_outlined_in_the_colour_of_its_role_where_it_was_read(durham):
    known, [(picture, _), *_] = drawn(durham)
    (seen,) = known.tables
    roles = [role for _, role, _ in seen.rows()]
    assert roles == ["heading", "record", "record"]
    for row, role, _ in seen.rows():
        x0, top, x1, bottom = marks.row_box(picture, row)
        assert (x0, x1) == pytest.approx((row.box.x0 * picture.scale, row.box.x1 * picture.scale), abs=1.5)
        colour = marks.LOOKS[role][1]
        middle = round((top + bottom) / 2)
        assert picture.image.getpixel((round(x0), middle)) in (colour, canvas.BLACK)
        inside = picture.image.getpixel((round(x0) + 3, round(top) + 3))
        assert inside != (255, 255, 255) and inside != picture.image.getpixel((round(x0) - 12, middle))
    heading, record = (marks.row_box(picture, row) for row, *_ in list(seen.rows())[:2])
    tints = {picture.image.getpixel((round(b[0]) + 3, round(b[1]) + 3)) for b in (heading, record)}
    assert len(tints) == 2


def test_every_picture_tells_its_rows_and_problems(durham, tmp_path):
    done = foi("inspect", durham, "--image", tmp_path / "out")
    (line,) = [li for li in done.stdout.splitlines() if "durham-page-1.png" in li]
    assert "page 1 · table 1: 2 records, 1 heading" in line


def test_every_sheet_is_a_grid_with_its_cells_at_their_places(tmp_path):
    book = openpyxl.Workbook()
    for name in ("One", "Two"):
        sheet = book.create_sheet(name)
        sheet["B2"] = "Officers investigated"
        for row in (["Outcome", 2019, 2020], ["Dismissed", 1, 2], ["No further action", 3, 4], ["Total", 4, 6]):
            sheet.append([None, *row])
    del book["Sheet"]
    book.save(tmp_path / "figures.xlsx")
    _, made = drawn(tmp_path / "figures.xlsx")
    assert [p.label for p, _ in made] == ["sheet One", "sheet Two"]
    picture, done = made[0]
    assert picture.box("One!C4")[0] > picture.box("One!B4")[0] and picture.box("One!B4")[1] > picture.box("One!B3")[1]
    assert picture.box("Two!B4") is None
    assert done.roles == {"heading": 1, "record": 2, "total": 1}
    total = picture.box("One!B6")
    assert picture.image.getpixel((round(total[0]), round(total[3]) - 5)) in (marks.LOOKS["total"][1], canvas.BLACK)
    assert foi("inspect", tmp_path / "figures.xlsx", "--image", tmp_path / "out").exit_code == 0
    assert list(pictures(tmp_path / "out")) == ["figures-sheet-1.png", "figures-sheet-2.png"]


def test_a_long_sheet_is_cut_and_says_so_in_words_and_keeps_the_rows_with_problems(tmp_path):
    rows = [["Year", "Rank", "Platform", "Outcome"]]
    rows += [["2019", "PC", "WhatsApp", "Zonked" if n == 300 else "Dismissed"] for n in range(900)]
    workbook(tmp_path / "long.xlsx", rows=rows)
    _, [(picture, _)] = drawn(tmp_path / "long.xlsx")
    assert picture.box("Sheet!D2") and picture.box("Sheet!D302") and picture.box("Sheet!D901")
    assert picture.box("Sheet!D200") is None
    done = foi("inspect", tmp_path / "long.xlsx", "--image", tmp_path / "out")
    assert "rows 101 to 301 are not drawn (201 rows)" in done.stdout
    assert "more rows; --json gives all" in done.stdout and len(done.stdout.splitlines()) < 120


def test_merged_cells_are_one_box():
    made = built([["Year", "Officers", "<"], ["2019", "1", "2"]], location="table 1")
    for row in made.rows:
        for letter_, cell in zip("ABC", row.cells, strict=True):
            cell.place = f"table 1!{letter_}{row.number}"
    made.rows[0].cells[1].span = (1, 2)
    ((picture, _),) = sheets.drawn_document(document("A letter that says something.", made, name="x.docx"))
    whole, right = picture.box("table 1!B1"), picture.box("table 1!C2")
    assert whole[2] == right[2] and whole[2] - whole[0] > right[2] - right[0]


def test_a_letter_without_pages_is_wrapped_lines_with_their_parts(tmp_path):
    (tmp_path / "reply.eml").write_bytes(mail(COVER))
    known, [(picture, _)] = drawn(tmp_path / "reply.eml")
    placed = [t for t in known.document.texts if picture.box(t.place)]
    assert len(placed) == len(known.document.texts) > 3
    tops = [picture.box(t.place)[1] for t in placed]
    assert tops == sorted(tops)


def test_everything_in_a_message_has_its_pictures_under_safe_names(tmp_path):
    attached = {"../Étude 1": letter(tmp_path / "made" / "a.pdf"), "figures": workbook(tmp_path / "made" / "b.xlsx")}
    (tmp_path / "reply.eml").write_bytes(mail(COVER, **attached))
    done = foi("inspect", tmp_path / "reply.eml", "--image", tmp_path / "out")
    assert done.exit_code == 0, done.output
    names = list(pictures(tmp_path / "out"))
    assert {"figures-sheet-1.png", "reply-page-1.png"} < set(names)
    assert any(n.startswith("etude-1-page-1") for n in names)
    assert {p.parent for p in tmp_path.rglob("*.png")} == {tmp_path / "out"}


def test_two_documents_of_one_name_do_not_share_pictures():
    taken = set()
    assert [write.slug(p, taken) for p in ("a.zip!/x/Data.xlsx", "a.zip!/y/data.XLSX", "….pdf")] == [
        "data",
        "data-2",
        "document",
    ]


def test_json_and_pictures_can_be_had_together(durham, tmp_path):
    done = foi("inspect", durham, "--json", "--image", tmp_path / "out")
    assert list(json.loads(done.stdout)) == ["document", "letter", "tables", "hidden", "problems"]
    assert "durham-page-1.png" in done.stderr and list(pictures(tmp_path / "out"))


def test_a_file_in_place_of_the_folder_is_refused(durham, tmp_path):
    (tmp_path / "out").write_text("not a folder")
    done = foi("inspect", durham, "--image", tmp_path / "out")
    assert done.exit_code == 2 and "is a file" in done.stderr and (tmp_path / "out").read_text() == "not a folder"


def test_only_its_own_pictures_are_written_over(durham, tmp_path):
    out = tmp_path / "out"
    assert foi("inspect", durham, "--image", out).exit_code == 0
    (out / "durham-page-9.png").write_bytes((out / "durham-page-1.png").read_bytes())
    assert foi("inspect", durham, "--image", out).exit_code == 0 and not (out / "durham-page-9.png").exists()
    theirs = io.BytesIO()
    Image.new("RGB", (3, 3)).save(theirs, "PNG")
    (out / "durham-page-1.png").write_bytes(theirs.getvalue())
    done = foi("inspect", durham, "--image", out)
    assert done.exit_code == 2 and "no picture of foi inspect" in done.stderr
    assert (out / "durham-page-1.png").read_bytes() == theirs.getvalue()


@pytest.mark.parametrize(
    ("name", "content"), [("nothing.pdf", None), ("empty.pdf", b""), ("broken.pdf", b"%PDF-1.7\nnothing of use")]
)
def test_what_cannot_be_read_is_one_sentence_and_leaves_no_folder(tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = foi("inspect", tmp_path / name, "--image", tmp_path / "out")
    assert done.exit_code == 2 and len(done.stderr.strip().splitlines()) == 1 and not (tmp_path / "out").exists()


def test_a_page_that_cannot_be_drawn_is_told_and_the_others_go_on(durham, monkeypatch):
    from parsers.documents.model import UnreadableDocument

    def refuse(_data, _name, number):
        raise UnreadableDocument("cannot be drawn", "Ask again.")

    monkeypatch.setattr(write, "show_guarded", refuse)
    known, made = drawn(durham)
    assert len(made) == known.document.pages and made[0][0].image.getextrema() != ((255, 255),) * 3


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_land_on_the_print_of_a_turned_page(tmp_path, turn):
    page = Page()
    rows = [["Outcome", "2019", "2020"], ["Dismissed", "1", "2"], ["Resigned", "3", "4"]]
    page.grid(rows, [60, 200, 280, 360], 400)  # on the page whichever way it is turned
    page.canvas.setPageRotation(turn)
    (tmp_path / "turned.pdf").write_bytes(page.done())
    (known,) = known_of(tmp_path / "turned.pdf")
    picture = next(write.pages_of(known, (tmp_path / "turned.pdf").read_bytes))[0]
    (seen,) = known.tables
    for row in seen.table.rows:
        for cell in row.cells:
            dark = [p for p in _pixels(picture, picture.box(cell.place)) if sum(p) < 200]
            assert dark, cell
    x0, top, _, bottom = picture.box(seen.table.rows[0].box.place())
    ruled = [picture.image.getpixel((round(x), round((top + bottom) / 2))) for x in (x0 - 1, x0, x0 + 1)]
    assert min(map(sum, ruled)) < 500


def _pixels(picture, box):
    image = picture.image.crop(tuple(map(round, (box[0] + 2, box[1] + 2, box[2] - 2, box[3] - 2))))
    return list(image.getdata())


@pytest.mark.parametrize("sign", "£–é§½ŵŴŷ•√")
def test_the_font_has_the_signs_of_replies(sign):
    def shown(text):
        image = Image.new("RGB", (60, 40), canvas.WHITE)
        canvas.write(ImageDraw.Draw(image), (10, 10), text, canvas.font(20))
        return image.tobytes()

    assert shown(sign) not in (shown("\uffff"), shown(""), shown("w"), shown("W"), shown("y"))


def test_a_text_is_cut_to_its_room():
    face = canvas.font(13)
    assert canvas.cut("short", 100, face) == "short"
    assert canvas.cut("a very long text " * 9, 100, face).endswith("…")
    assert canvas.width(canvas.cut("a very long text " * 9, 100, face), face) <= 100


def test_a_document_of_odd_places_is_drawn():
    odd = document("Text.", built([[None, "1"], ["x", None]]), name="x.html")
    odd.blocks.append(Text("", "text", 9, None))
    assert [p.label for p, _ in sheets.drawn_document(odd)] == ["page 1"]


def test_the_words_name_kind_columns_and_roles(durham):
    done = foi("inspect", durham)
    assert "Table 1, page 1: case list · 3 rows, 4 columns · 2 records, 1 heading" in done.stdout
    assert "Rank → rank_raw" in done.stdout and "reference      100/22" in done.stdout
    assert all(len(line) <= 100 for line in done.stdout.splitlines()[1:])
