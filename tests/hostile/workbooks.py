"""Workbooks: .xlsx, .ods and .xls that unpack without end, refer to what is not there, and lie about their size."""

from __future__ import annotations

import io
import random
import struct
from functools import cache

import xlwt

from tests.hostile.cases import Case, Either, Read, Refused, zipped
from tests.parsers.documents.wrapping import ole

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHOWN = ("Outcome", "2019", "Advice", "3")
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Outcome</t></is></c><c r="B1"><v>2019</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Advice</t></is></c><c r="B2"><v>3</v></c></row>'
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha"><!ENTITY a1 "&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(2, 10))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def sheet(rows: str = ROWS, before: str = "", after: str = "", head: str = HEAD) -> str:
    return (
        f'{head}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def xlsx(
    parts: dict[str, str | bytes] | None = None,
    name: str = "Sheet1",
    target: str = "worksheets/sheet1.xml",
    **sheets: str,
) -> bytes:
    """A workbook of one sheet with two rows, and whatever is put in the place of its parts."""
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate([name, *sheets], 1))
    targets = [target, *(f"worksheets/sheet{i}.xml" for i in range(2, 2 + len(sheets)))]
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="{t}"/>' for i, t in enumerate(targets, 1)
    )
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats'
        '-officedocument.spreadsheetml.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
            for part, kind in (("sharedStrings", "sharedStrings"), ("styles", "styles"))
        )
        + "</Types>",
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{related}'
        f'<Relationship Id="rS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rT" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}"></sst>',
        "xl/styles.xml": styles(),
        "xl/worksheets/sheet1.xml": sheet(),
        **{f"xl/worksheets/sheet{i}.xml": content for i, content in enumerate(sheets.values(), 2)},
    }
    return zipped({k: v for k, v in (whole | (parts or {})).items() if v != ""})


def styles(formats: str = "", xf: str = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>') -> str:
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><fonts><font/></fonts><fills><fill><patternFill patternType="none"/></fill></fills><borders>'
        f"<border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>{xf}</cellXfs></styleSheet>"
    )


def rows(text: str, **more: str) -> bytes:
    """The two rows, and others below them."""
    return xlsx({"xl/worksheets/sheet1.xml": sheet(ROWS + text, **more)})


def cell(value: str, at: str = "C2", attributes: str = "") -> bytes:
    """One more cell, in the second row."""
    return xlsx(
        {"xl/worksheets/sheet1.xml": sheet(f'{ROWS[: -len("</row>")]}<c r="{at}" {attributes}>{value}</c></row>')}
    )


def merged(amount: int) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="A1:B{n}"/>' for n in range(2, 2 + amount)) + "</mergeCells>"


def formulas(amount: int) -> str:
    return "".join(f'<row r="{n}"><c r="A{n}"><f>1+1</f></c></row>' for n in range(3, 3 + amount))


HIDDEN_COLUMNS = "<cols>" + '<col min="9" max="16384" hidden="1"/>' * 4_000 + "</cols>"


def formatted(code: str, value: str = "3") -> bytes:
    code = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    made = styles(f'<numFmt numFmtId="200" formatCode="{code}"/>', '<xf/><xf numFmtId="200" applyNumberFormat="1"/>')
    two = ROWS.replace('<c r="B2"><v>3</v>', f'<c r="B2" s="1"><v>{value}</v>')
    return xlsx({"xl/styles.xml": made, "xl/worksheets/sheet1.xml": sheet(two)})


@cache
def flood(amount: int) -> str:
    return "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(3, amount))


# ---- OpenDocument

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def put(value: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{value}</text:p></table:table-cell>"


def number(value: str, text: str) -> str:
    return put(text, f'office:value-type="float" office:value="{value}"')


ODS_ROWS = f"<table:table-row>{put('Outcome')}{number('2019', '2019')}</table:table-row><table:table-row>{put('Advice')}{number('3', '3')}</table:table-row>"


def ods(
    more: str = "",
    head: str = HEAD,
    name: str = "Sheet1",
    parts: dict[str, str | bytes] | None = None,
    before: str = "",
    inside: str = ODS_ROWS,
) -> bytes:
    content = (
        f"{head}<office:document-content {SPACES}><office:body><office:spreadsheet>{before}"
        f'<table:table table:name="{name}">{inside}{more}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content} | (parts or {})
    )


def line(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


# ---- the old kind


@cache
def book(rows: int = 6) -> bytes:
    made = xlwt.Workbook()
    page = made.add_sheet("Sheet1")
    for n, (label, value) in enumerate([("Outcome", 2019), ("Advice", 3), *[(f"Kind {n}", n) for n in range(rows)]]):
        page.write(n, 0, label)
        page.write(n, 1, value)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def records(*given: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", code, len(content)) + content for code, content in given)


BOF = (0x809, struct.pack("<HHHHII", 0x600, 0x5, 0, 0, 0, 0))
SHEET_BOF = (0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
EOF = (0x0A, b"")


def stream(*given: tuple[int, bytes]) -> bytes:
    return ole({"Workbook": records(*given).ljust(4_096, b"\0")})


def shuffled(seed: int, amount: int = 40) -> bytes:
    """The workbook with so many of its bytes changed."""
    rng = random.Random(seed)
    made = bytearray(book())
    for _ in range(amount):
        made[rng.randrange(512, len(made))] = rng.randrange(256)
    return bytes(made)


MORE = "unpacks to more data than is read"
DAMAGED = "cannot be read as a workbook|damaged"

CASES = [
    Case("xlsx: sound", xlsx, Read(SHOWN)),
    Case("xlsx: a sheet that is a bomb", lambda: rows(" " * 25_000_000), Refused(MORE)),
    Case("xlsx: shared texts that are a bomb", lambda: xlsx({"xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}"><si><t>{"a" * 29_000_000}</t></si></sst>'}), Refused(MORE)),
    Case("xlsx: shared texts within the limit", lambda: xlsx({"xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}"><si><t>{"a" * 9_000_000}</t></si></sst>', "xl/worksheets/sheet1.xml": sheet(ROWS + '<row r="3"><c r="A3" t="s"><v>0</v></c></row>')}), Refused("9,000,000 characters")),
    Case("xlsx: forty parts of nothing, two megabytes each", lambda: xlsx({f"xl/media/{n}.xml": b" " * 2_000_000 for n in range(40)}), Refused(MORE)),
    Case("xlsx: 600 parts", lambda: xlsx({f"xl/{n}.xml": "x" for n in range(600)}), Refused(MORE)),
    Case("xlsx: 12,000 rows", lambda: rows(flood(12_000)), Refused("more than 20,000 cells")),
    *(
        Case(f"xlsx: entities within entities in {part}", lambda part=part, text=text: xlsx({part: text}), Refused("declares entities"))
        for part, text in {
            "xl/worksheets/sheet1.xml": sheet(head=f"{HEAD}{LAUGHS}"),
            "xl/workbook.xml": f'{HEAD}{LAUGHS}<workbook xmlns="{MAIN}">&a9;</workbook>',
            "xl/sharedStrings.xml": f'{HEAD}{LAUGHS}<sst xmlns="{MAIN}"><si><t>&a9;</t></si></sst>',
            "xl/styles.xml": f'{HEAD}{LAUGHS}<styleSheet xmlns="{MAIN}">&a9;</styleSheet>',
            "[Content_Types].xml": f'{HEAD}{LAUGHS}<Types xmlns="{PACKAGE}/content-types">&a9;</Types>',
            "_rels/.rels": f'{HEAD}{LAUGHS}<Relationships xmlns="{PACKAGE}/relationships">&a9;</Relationships>',
            "docProps/core.xml": f"{HEAD}{LAUGHS}<a>&a9;</a>",
        }.items()
    ),
    Case("xlsx: an entity outside the file", lambda: xlsx({"xl/worksheets/sheet1.xml": sheet(ROWS.replace("Advice", "&a9;"), head=f"{HEAD}{OUTSIDE}")}), Refused("declares entities")),
    Case("xlsx: entities behind a long comment", lambda: xlsx({"xl/worksheets/sheet1.xml": sheet(ROWS.replace("Advice", "&a9;"), head=f"{HEAD}<!--{'x' * 9_000}-->{LAUGHS}")}), Refused(DAMAGED)),
    Case("xlsx: an entity outside the file behind a long comment", lambda: xlsx({"xl/worksheets/sheet1.xml": sheet(ROWS.replace("Advice", "&a9;"), head=f"{HEAD}<!--{'x' * 9_000}-->{OUTSIDE}")}), Refused(DAMAGED)),
    Case("xlsx: entities in UTF-16", lambda: xlsx({"xl/worksheets/sheet1.xml": sheet(ROWS.replace("Advice", "&a9;"), head=f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}').encode("utf-16")}), Refused("declares entities")),
    Case("xlsx: entities in the properties behind a long comment", lambda: xlsx({"docProps/core.xml": f"{HEAD}<!--{'x' * 9_000}-->{LAUGHS}<a><creator>&a9;</creator></a>"}), Refused("declares entities")),
    Case("xlsx: elements 50,000 deep", lambda: rows("<x>" * 50_000 + "</x>" * 50_000), Either()),
    Case("xlsx: elements 200 deep", lambda: rows("<x>" * 200 + "</x>" * 200), Read(SHOWN)),
    Case("xlsx: an element with 20,000 attributes", lambda: rows("<row r='3' " + " ".join(f"a{n}=''" for n in range(20_000)) + "/>"), Read(SHOWN)),
    Case("xlsx: the name of an element of a million letters", lambda: rows(f"<{'x' * 1_000_000}/>"), Either()),
    Case("xlsx: a styled cell in the last corner", lambda: rows('<row r="1048576"><c r="XFD1048576" s="0"/></row>'), Read(SHOWN)),
    Case("xlsx: a filled cell in the last corner", lambda: rows('<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'), Read((*SHOWN, "7"), says="away from the others")),
    Case("xlsx: a row below the last", lambda: rows('<row r="99999999999"><c r="A99999999999"><v>7</v></c></row>'), Either()),
    Case("xlsx: a row above the first", lambda: rows('<row r="-5"><c r="A-5"><v>7</v></c></row>'), Either()),
    Case("xlsx: a column behind the last", lambda: cell("<v>7</v>", "ZZZZZZ2"), Either()),
    Case("xlsx: a cell that is no cell", lambda: cell("<v>7</v>", "A1:B9"), Either()),
    Case("xlsx: a size of the sheet that is a lie", lambda: xlsx({"xl/worksheets/sheet1.xml": sheet(before='<dimension ref="A1"/>')}), Read(SHOWN)),
    Case("xlsx: a shared text that is not there", lambda: cell("<v>99999</v>", attributes='t="s"'), Either()),
    Case("xlsx: a shared text below nothing", lambda: cell("<v>-1</v>", attributes='t="s"'), Either()),
    Case("xlsx: a style that is not there", lambda: cell("<v>7</v>", attributes='s="99999"'), Either()),
    Case("xlsx: a merged cell over the whole sheet", lambda: rows("", after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), Read(("Outcome",))),
    Case("xlsx: 100 merged cells, one over the other", lambda: rows("", after=merged(100)), Read(("Outcome",))),
    Case("xlsx: 4,000 ranges of hidden columns", lambda: xlsx({"xl/worksheets/sheet1.xml": sheet(before=HIDDEN_COLUMNS)}), Read(SHOWN)),
    Case("xlsx: a text of 33,000 characters", lambda: cell(f"<is><t>{'a' * 33_000}</t></is>", attributes='t="inlineStr"'), Refused("a cell of 33,000 characters")),
    Case("xlsx: half a character", lambda: cell("<is><t>a_xD83D_b_x001B_[2J</t></is>", attributes='t="inlineStr"'), Read(SHOWN, never=("\ud83d", "\x1b"))),
    Case("xlsx: signs that turn the direction", lambda: cell("<is><t>&#x202e;12 sreciffo&#x202c;</t></is>", attributes='t="inlineStr"'), Read(SHOWN, never=("\u202e",), hides="text shown in another order")),
    Case("xlsx: 5,000 formulas that were never calculated", lambda: rows(formulas(5_000)), Read(SHOWN, says="more findings of this kind")),
    Case("xlsx: a formula that is a program", lambda: cell("<f>cmd|'/c calc'!A1</f><v>7</v>"), Read((*SHOWN, "7"))),
    Case("xlsx: a text that is a formula", lambda: cell("<is><t>=HYPERLINK(\"http://127.0.0.1/\",1)</t></is>", attributes='t="inlineStr"'), Read(SHOWN)),
    *(
        Case(f"xlsx: the number {value}", lambda value=value: cell(f"<v>{value}</v>"), Either())
        for value in ("1e308", "1e999", "-1e999", "nan", "-0", "9" * 400, "0x7", "1,5", "", "1_000", "٧", "1e-320")
    ),
    Case("xlsx: a date in the year 5881610", lambda: formatted("yyyy-mm-dd", "2147483647"), Read(("Outcome",))),
    Case("xlsx: a date before all time", lambda: formatted("yyyy-mm-dd", "-1e12"), Read(("Outcome",))),
    Case("xlsx: a format of 20,000 parts", lambda: formatted("[>9]0;" * 20_000), Read(("Outcome",))),
    Case("xlsx: a format of 100,000 noughts", lambda: formatted("0" * 100_000), Either()),
    Case("xlsx: a format of 100,000 places", lambda: formatted("0." + "0" * 100_000), Either()),
    Case("xlsx: a format of open brackets", lambda: formatted("[" * 20_000), Read(("Outcome",))),
    Case("xlsx: a format of open quotation marks", lambda: formatted('"' * 50_001), Read(("Outcome",))),
    Case("xlsx: a format of currencies", lambda: formatted("[$" * 15_000), Read(("Outcome",))),
    Case("xlsx: a format of fractions", lambda: formatted("# ?" + "?" * 5_000 + "/" + "?" * 5_000, "0.333"), Read(("Outcome",))),
    Case("xlsx: 300 sheets", lambda: xlsx(**{f"S{n}": sheet() for n in range(300)}), Read(SHOWN)),
    Case("xlsx: a sheet's name that is an escape sequence", lambda: xlsx(name="&#x202e;S&#10;1&quot;&lt;b&gt;"), Read(SHOWN, never=("\u202e",))),
    Case("xlsx: a sheet's name of 100,000 letters", lambda: xlsx(name="n" * 100_000), Either()),
    Case("xlsx: two sheets of one name", lambda: xlsx(Sheet1=sheet()), Either()),
    Case("xlsx: a sheet that lies outside", lambda: xlsx(target="../../../../etc/passwd"), Either()),
    Case("xlsx: a sheet at an address", lambda: xlsx(target="http://127.0.0.1:9/sheet1.xml"), Either()),
    Case("xlsx: a sheet that is the workbook", lambda: xlsx(target="workbook.xml"), Either()),
    Case("xlsx: a sheet that is not there", lambda: xlsx(target="worksheets/none.xml"), Refused("no sheets")),
    Case("xlsx: one of two sheets is not there", lambda: xlsx({"xl/worksheets/sheet2.xml": ""}, Sheet2=""), Read(SHOWN, says="sheet 2 holds no cells, or is missing")),
    Case("xlsx: no types", lambda: xlsx({"[Content_Types].xml": ""}), Either()),
    Case("xlsx: no styles", lambda: xlsx({"xl/styles.xml": ""}), Either()),
    Case("xlsx: no relations", lambda: xlsx({"xl/_rels/workbook.xml.rels": ""}), Either()),
    Case("xlsx: a sheet cut in the middle", lambda: xlsx({"xl/worksheets/sheet1.xml": sheet()[:-60]}), Either()),
    Case("xlsx: a sheet that is no UTF-8", lambda: xlsx({"xl/worksheets/sheet1.xml": sheet().encode().replace(b"Advice", b"Adv\xff\xfeice")}), Either()),
    Case("xlsx: a sheet in UTF-7", lambda: xlsx({"xl/worksheets/sheet1.xml": sheet(head='<?xml version="1.0" encoding="UTF-7"?>')}), Either()),
    Case("xlsx: a sheet in an unknown code", lambda: xlsx({"xl/worksheets/sheet1.xml": sheet(head='<?xml version="1.0" encoding="x-evil"?>')}), Either()),
    Case("xlsx: noughts in a sheet", lambda: rows("\x00" * 1_000), Either()),
    Case("xlsx: cut at half", lambda: xlsx()[: len(xlsx()) // 2], Refused("damaged")),
    Case("xlsx: behind a password", lambda: ole({"EncryptedPackage": bytes(5_000), "EncryptionInfo": bytes(500)}), Refused("protected by a password")),
    Case("ods: sound", ods, Read(SHOWN)),
    Case("ods: a million empty rows", lambda: ods(line("<table:table-cell table:number-columns-repeated=\"16384\"/>", attributes='table:number-rows-repeated="1048576"') * 5), Read(SHOWN)),
    Case("ods: a million filled rows", lambda: ods(line(put("x"), attributes='table:number-rows-repeated="1048576"')), Refused("more than 20,000 cells")),
    Case("ods: a row of 16,384 filled cells, four times", lambda: ods(line(put("x", 'table:number-columns-repeated="16384"')) * 4), Refused("more than 20,000 cells")),
    Case("ods: a repetition of a thousand digits", lambda: ods(line(put("x", f'table:number-columns-repeated="{"9" * 1_000}"'))), Refused("16,384 columns")),
    Case("ods: a repetition of 10,000 digits", lambda: ods(line(put("x", f'table:number-columns-repeated="{"9" * 10_000}"'))), Either()),
    Case("ods: a repetition below nothing", lambda: ods(line(put("x", 'table:number-columns-repeated="-5"'))), Read((*SHOWN, "x"))),
    Case("ods: a cell over everything", lambda: ods(line(put("x", 'table:number-rows-spanned="1048576" table:number-columns-spanned="16384"'))), Read((*SHOWN, "x"))),
    Case("ods: entities within entities", lambda: ods(line(put("&a9;")), head=f"{HEAD}{LAUGHS}"), Refused("declares entities")),
    Case("ods: entities behind a long comment", lambda: ods(line(put("&a9;")), head=f"{HEAD}<!--{'x' * 9_000}-->{LAUGHS}"), Refused(DAMAGED)),
    Case("ods: an entity outside the file behind a long comment", lambda: ods(line(put("&a9;")), head=f"{HEAD}<!--{'x' * 9_000}-->{OUTSIDE}"), Either()),
    Case("ods: tables 200 deep", lambda: ods("<table:table-row><table:table-cell><table:table>" * 60 + line(put("x")) + "</table:table></table:table-cell></table:table-row>" * 60), Read(SHOWN)),
    Case("ods: text 2,000 deep", lambda: ods(line(put("<text:span>" * 2_000 + "x" + "</text:span>" * 2_000))), Either()),
    *(
        Case(f"ods: the number {value}", lambda value=value: ods(line(put("Warning"), number(value, "7"))), Either())
        for value in ("nan", "inf", "1e999", "1e400", "", "x", "9" * 5_000)
    ),
    Case("ods: a date in the year 99999", lambda: ods(line(put("7", 'office:value-type="date" office:date-value="99999-01-01"'))), Read((*SHOWN, "7"))),
    Case("ods: a time of 10,000 digits", lambda: ods(line(put("7", f'office:value-type="time" office:time-value="PT{"9" * 10_000}H1M1S"'))), Read((*SHOWN, "7"))),
    Case("ods: a thousand million spaces", lambda: ods(line(put('a<text:s text:c="1000000000"/>b'))), Read((*SHOWN, "a b"))),
    Case("ods: a bomb", lambda: ods(line(put("a" * 25_000_000))), Refused(MORE)),
    Case("ods: the name of a table that is an escape sequence", lambda: ods(name="&#x202e;../x&#10;"), Read(SHOWN, never=("\u202e",))),
    Case("ods: the name of a table of 100,000 letters", lambda: ods(name="n" * 100_000), Either()),
    Case("ods: no content", lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), Refused(DAMAGED)),
    Case("ods: locked", lambda: ods(parts={"META-INF/manifest.xml": '<m><file-entry><encryption-data checksum="x"/></file-entry></m>'}), Either()),
    Case("xls: sound", book, Read(("Outcome", "Advice"))),
    Case("xls: cut at half", lambda: book()[: len(book()) // 2], Either()),
    Case("xls: a record of 65,535 bytes that is not there", lambda: stream(BOF, (0x85, b"\xff" * 12), EOF), Either()),
    Case("xls: a table of texts of four thousand million", lambda: stream(BOF, (0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + b"a" * 50), EOF), Either()),
    Case("xls: a sheet at itself", lambda: stream(BOF, (0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"A"), EOF), Either()),
    Case("xls: a sheet outside the file", lambda: stream(BOF, (0x85, struct.pack("<IBBBB", 0x7FFFFFFF, 0, 0, 1, 0) + b"A"), EOF), Either()),
    Case("xls: a size of four thousand million rows", lambda: stream(BOF, (0x85, struct.pack("<IBBBB", 45, 0, 0, 1, 0) + b"A"), EOF, SHEET_BOF, (0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)), EOF), Either()),
    Case("xls: a formula without end", lambda: stream(BOF, (0x06, b"\0" * 20 + b"\xff\xff" + b"\x44" * 100), EOF), Either()),
    Case("xls: beginnings without ends", lambda: stream(*[BOF] * 200), Either()),
    Case("xls: the oldest kind and no more", lambda: b"\x09\x00\x04\x00\x02\x00\x10\x00" + b"\0" * 50, Either()),
    Case("xls: the oldest kind with cells outside", lambda: b"\x09\x00\x04\x00\x02\x00\x10\x00" + records((2, struct.pack("<HHBBBH", 0xFFFF, 0xFFFF, 0, 0, 0, 7))) * 100 + b"\x0a\0\0\0", Either()),
    *(Case(f"xls: 40 bytes changed, {seed}", lambda seed=seed: shuffled(seed), Either()) for seed in range(12)),
]  # fmt: skip
