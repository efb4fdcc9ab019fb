"""Letters and fragments of letters, made up in the styles of many forces, each with the facts that a reader must find."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.model import Cell, Document, Row, Table, Text
from parsers.letter import Letter, read_letter
from tests.parsers.letters import LETTERS

D = date


def document(text: str) -> Document:
    """One block a line: `# ` a heading, `• ` an item, `^ ` a running header, lines of `|` one table."""
    made = Document(sha256="0" * 64, name="letter.pdf", media_type="application/pdf", pages=1)
    rows: list[Row] = []
    for number, line in enumerate([*text.strip().splitlines(), ""], 1):
        line = line.strip()
        if line.startswith("|"):
            cells = [
                Cell(text=c.strip() or None, place=f"p1[{i},{number},9,9]")
                for i, c in enumerate(line.strip("|").split("|"))
            ]
            rows.append(Row(cells=cells, location="page 1", number=number))
            continue
        if rows:
            made.blocks.append(Table(rows=rows, location="page 1", number=len(made.tables) + 1))
            rows = []
        if line:
            kind = {"#": "heading", "•": "item", "^": "header"}.get(line[0], "paragraph")
            made.blocks.append(
                Text(
                    text=line if kind == "paragraph" else line[1:].strip(),
                    location="page 1",
                    number=number,
                    place=f"p1[0,{number},9,9]",
                    kind=kind,
                )
            )
    return made


def read(text: str, regime: str = "FOIA", has_data: bool | None = None) -> Letter:
    return read_letter(document(text), regime, has_data)


def answers(letter: Letter) -> list[str]:
    return [a.text for a in letter.answers]


def check(letter: Letter, wanted: dict[str, Any]) -> None:
    for fact, value in wanted.items():
        got: Any = answers(letter) if fact == "answers" else getattr(letter, fact)
        if fact == "exemptions":
            got, value = sorted(got), sorted(value)
        if fact == "legend":
            got = {k: (m.meaning, m.lower, m.upper) if m.meaning else m.text for k, m in got.items()}
        assert got == value, (
            f"{fact}: {got!r}, wanted {value!r}; evidence {letter.status_evidence!r}; places {letter.places}"
        )


# ------------------------------------------------------------------------------------------------------ whole letters

RIGHTS = """
# Complaint Rights
If you are dissatisfied with this response you may ask for an internal review within 40 working days.
You can also complain under Section 50 of the Act to the Information Commissioner, Wycliffe House, Wilmslow, Cheshire SK9 5AF.
"""

WHOLE: dict[str, tuple[str, dict[str, Any]]] = {
    "cleveland, partial, case table": (
        f"""
        OFFICIAL
        Cleveland Police, Bridge Street West, Middlesbrough
        Enquiry Reference: 728 - 24
        Date: 4 November 2024
        Dear Ms Requester,
        I write in connection with your request for information which was received by Cleveland Police on 7th October 2024. You requested the following information:
        1. How many officers have been investigated for social media posts since 2017?
        2. Please give the outcome in each case, including dismissed officers.
        # Response
        Cleveland Police can confirm that the information is held. The data is provided in the table below.
        | Year | Rank | Outcome |
        | 2019 | PC | Written Warning |
        | 2020 | Sgt | Dismissed |
        Ages have been withheld under Section 40(2) of the Act.
        # Section 40(2) - Personal Information
        Section 40 is an absolute exemption and there is no need to conduct a public interest test.
        {RIGHTS}
        Yours sincerely
        """,
        {
            "forces": ["cleveland"],
            "reference": "728 - 24",
            "date_received": D(2024, 10, 7),
            "date_replied": D(2024, 11, 4),
            "status": "partial",
            "exemptions": ["s40(2)"],
            "answers": [],
            "quoted": {7, 8},
        },
    ),
    "met, partial, refusal notice": (
        """
        Freedom of information request reference no: 01.FOI.22.026571
        I note you seek access to the following information:
        How many officers were dismissed for messages on WhatsApp since 2017?
        What was the rank of each?
        I have today decided to disclose some of the requested information. Some data has been withheld as it is exempt from disclosure and therefore this response serves as a Refusal Notice under Section 17 of the Freedom of Information Act 2000 (the Act) by virtue of the following exemptions:
        Section 31(1)(g) by virtue of (2)(b) - Law enforcement (Misconduct)
        Section 40(2) - Personal information
        # Reason for decision
        Section 40(2) - To the extent that Section 40(2) applies, the Data Protection Act 2018, Section 35(1), was considered.
        Please find below information pursuant to your request above.
        | Year | Officers |
        | 2017 | 4 |
        | 2018 | 11 |
        """,
        {"reference": "01.FOI.22.026571", "status": "partial", "answers": [], "quoted": {3, 4}},
    ),
    "northumbria, numbered answers": (
        """
        Disciplinary Action re Messages - 593/21
        Date Responded 27 April 2021
        Provision of information held by Northumbria Police made under the Freedom of Information Act 2000 (the 'Act')
        You asked:
        • 1. The total number of police officers disciplined for conduct online from January 1, 2016 to April 10, 2020?
        • 2. And how many were dismissed?
        • 3. What outcomes did they receive?
        # In Response:
        Following receipt of your request, searches were conducted with the Professional Standards Department of Northumbria Police. I can confirm that the information you have requested is held in part by Northumbria Police.
        I am able to disclose the located information to you as follows.
        • 1. 3.
        • 2. Zero for all 3 officers.
        • 3. Three officers attended hearings of which two received final written warnings and one received management advice.
        • 4. We shall not be offering a response to this point and in doing so cite the following exemption.
        Section 40 (2) - Personal Information
        """,
        {
            "forces": ["northumbria"],
            "reference": "593/21",
            "date_replied": D(2021, 4, 27),
            "status": "partial",
            "exemptions": ["s40(2)"],
            "answers": [
                "3.",
                "Zero for all 3 officers.",
                "Three officers attended hearings of which two received final written warnings and one received management advice.",
            ],
        },
    ),
    "west midlands, cost refusal": (
        f"""
        Officers disciplined for posts (1406B/21)
        # Request
        1) Please indicate the number of police officers that were disciplined for their conduct on WhatsApp.
        2) Please indicate the number that were dismissed.
        # RESPONSE
        Unfortunately our data are not organised in such a way as to allow us to provide this information within the appropriate (cost) limit within the Freedom of Information (FOI) Act.
        There are over 900 cases which would have to be read. At 15 minutes per record this equates to 225 hours.
        The cost of compliance exceeds £450, or 18 hours at £25 an hour, so Section 12 of the Act applies.
        # Reason for Decision
        Section 12(1) does not oblige a public authority to comply with a request if the cost would exceed the appropriate limit.
        In accordance with Section 16 I suggest that you narrow your request to one year.
        {RIGHTS}
        """,
        {"reference": "1406B/21", "status": "refused", "exemptions": ["s12(1)"], "answers": []},
    ),
    "cost refusal with data as assistance": (
        """
        Our Ref: 615/20
        Dear Sir
        You asked: how many misconduct cases concerned messages, by month, allegation and outcome.
        To conduct this search would exceed the appropriate limit (FOIA, s.12). There were 1,245 complaints in the period. Each record would need to be opened manually.
        However, in accordance with Section 16 of the Act I have a duty to provide advice and assistance and can provide the number of cases heard in 2019: 31 cases, of which 4 ended in dismissal.
        """,
        {"reference": "615/20", "status": "partial", "exemptions": ["s12"]},
    ),
    "psni, full, question and answer": (
        """
        # FREEDOM OF INFORMATION REQUEST
        Request Number: F-2021-00325
        Keyword: Human Resources
        Subject: Officers and messaging
        # Request and Answer:
        This is to inform you that the Police Service of Northern Ireland has now completed its search for the information you requested. The decision has been taken to disclose the located information to you in full.
        # Question 1
        How many officers have been disciplined for messages since 2017?
        # Answer
        Fourteen officers have been disciplined.
        # Question 2
        How many were dismissed? Please answer for the past 5 years.
        # Answer
        None.
        If you are dissatisfied in any way with the handling of your request, you have the right to request a review.
        """,
        {
            "forces": ["northern-ireland"],
            "reference": "F-2021-00325",
            "status": "full",
            "exemptions": [],
            "quoted": {7, 8, 11, 12},
            "answers": ["Fourteen officers have been disciplined.", "None."],
        },
    ),
    "norfolk and suffolk, joint": (
        """
        Freedom of Information Request Reference No: FOI 002402-19
        I write in connection with your request for information received by the Norfolk and Suffolk Constabularies on the 2nd August 2019 in which you sought access to the following information:
        "How many officers were investigated over WhatsApp?"
        # Response to your Request
        The response provided below is correct as of 23 August 2019.
        Norfolk and Suffolk Constabularies have considered your request for information and our response is below.
        # Norfolk Constabulary
        | Year | Officers |
        | 2018 | 3 |
        # Suffolk Constabulary
        | Year | Officers |
        | 2018 | 2 |
        This response will be published on the Norfolk and Suffolk web-sites.
        """,
        {
            "forces": ["norfolk", "suffolk"],
            "reference": "FOI 002402-19",
            "date_received": D(2019, 8, 2),
            "status": "full",
            "exemptions": [],
        },
    ),
    "bch, joint unit, one force": (
        """
        FREEDOM OF INFORMATION REQUEST REFERENCE NO: FOI2025/01943
        Joint Information Management Unit
        Dear Requester
        You asked: How many officers were dismissed in 2024?
        Cambridgeshire Constabulary can confirm that it holds the information.
        In 2024 two officers were dismissed.
        """,
        {
            "forces": ["cambridgeshire"],
            "reference": "FOI2025/01943",
            "status": "full",
            "answers": ["In 2024 two officers were dismissed."],
        },
    ),
    "police scotland, not held": (
        """
        Our Ref: IM-FOI-2021-0942
        Your Ref: ABC/77
        Date: 26 May 2021
        FREEDOM OF INFORMATION (SCOTLAND) ACT 2002
        I refer to your recent request for information which has been handled in accordance with the Freedom of Information (Scotland) Act 2002.
        For ease of reference, your request is replicated below together with the response.
        Please can you tell me how many officers were dismissed for messages?
        In terms of Section 17 of the Act, I can confirm that the information you seek is not held by Police Scotland.
        Should you require any further assistance please contact Information Management quoting the reference number given.
        """,
        {
            "regime": "FOISA",
            "forces": ["police-scotland"],
            "reference": "IM-FOI-2021-0942",
            "date_replied": D(2021, 5, 26),
            "status": "not_held",
            "exemptions": [],
        },
    ),
    "police scotland, refused on cost": (
        """
        Our Ref: 23-1234
        Date: 01/06/2023
        Your request for information is set out below:
        How many officers were disciplined, and what was the outcome?
        Unfortunately, I estimate that it would cost well in excess of the current FOI threshold of £600 to process your request. I am therefore refusing to provide the information in terms of section 16(1) of the Act. Section 12(1) - Excessive Cost of Compliance.
        Each of the 1,200 case files would require to be examined.
        """,
        {"regime": "FOISA", "reference": "23-1234", "status": "refused", "exemptions": ["s12(1)"], "answers": []},
    ),
    "police scotland, partial with personal data": (
        """
        Our Ref: 24-0815
        # Your request
        How many officers faced proceedings, and for which messages?
        # Response
        There were 12 officers.
        The messages themselves are exempt in terms of section 38(1)(b) of the Act - Personal Data.
        """,
        {
            "regime": "FOISA",
            "reference": "24-0815",
            "status": "partial",
            "exemptions": ["s38(1)(b)"],
            "answers": ["There were 12 officers."],
        },
    ),
    "durham, full, form table": (
        """
        | Reference | 1406746 |
        | Date received | 12/09/2025 |
        | Date of response | 15/10/2025 |
        Dear Requester
        # Your Request
        The number of crimes on hospital grounds in the years 2019/20 to 2023/24.
        # Freedom of Information Act 2000
        I can confirm that the information requested is held by Durham Constabulary. I have detailed within the tables below the information that is being released to you. Please note that there were 0 crimes recorded at some of the locations.
        | Hospital | 2019/20 | 2020/21 |
        | Bishop | 2 | 2 |
        """,
        {
            "forces": ["durham"],
            "reference": "1406746",
            "date_received": D(2025, 9, 12),
            "date_replied": D(2025, 10, 15),
            "status": "full",
            "exemptions": [],
            "form_tables": {1},
            "answers": [],
            "quoted": {6},
        },
    ),
    "gwent, nil": (
        """
        Our Ref: 2022/18432
        15-Sep-22
        Dear Requester
        You have asked for: the number of officers dismissed for sending messages since 2017.
        I can confirm that Gwent Police holds the information. No officers have been dismissed for sending messages in this period.
        Yours sincerely
        """,
        {
            "forces": ["gwent"],
            "reference": "2022/18432",
            "date_replied": D(2022, 9, 15),
            "status": "nil",
            "exemptions": [],
            "answers": ["No officers have been dismissed for sending messages in this period."],
        },
    ),
    "dyfed-powys, ncnd": (
        f"""
        Ref: 045/2022
        Dear Requester
        You requested: all investigations into PC Smith over his posts.
        Dyfed-Powys Police can neither confirm nor deny that it holds the information you requested as the duty in Section 1(1)(a) of the Freedom of Information Act 2000 does not apply, by virtue of the following exemptions:
        Section 40(5) Personal Information
        Section 30(3) Investigations
        {RIGHTS}
        """,
        {"forces": ["dyfed-powys"], "reference": "045/2022", "status": "ncnd", "answers": []},
    ),
    "full answer, ncnd for one question": (
        """
        FOI 145-25
        Dear Requester
        You asked:
        Q1. How many officers were investigated in 2024?
        Q2. Is PC Smith under investigation?
        # Response
        Q1. 14 officers were investigated.
        Q2. We neither confirm nor deny that any information is held, by virtue of Section 40(5B)(a)(i).
        """,
        {
            "reference": "FOI 145-25",
            "status": "partial",
            "exemptions": ["s40(5B)(a)(i)"],
            "answers": ["14 officers were investigated."],
        },
    ),
    "clarification": (
        """
        Our ref: 3021/23
        Dear Requester
        Thank you for your request received on 3 March 2023, in which you asked: how many incidents were there?
        In order to process your request we need some further details. Please clarify what you mean by incidents.
        Once we receive your clarification the 20 working day period will begin.
        """,
        {"reference": "3021/23", "status": "clarification", "date_received": D(2023, 3, 3), "answers": []},
    ),
    "acknowledgement": (
        """
        Freedom of Information Request Reference No: 0339/2024
        Dear Requester
        We acknowledge receipt of your Freedom of Information request which was received by Cambridgeshire Constabulary on 28/04/2024.
        Your request will now be considered in accordance with the Freedom of Information Act 2000. You will receive a response within the statutory timescale of twenty working days.
        There may be a fee payable for the retrieval of the information.
        """,
        {
            "forces": ["cambridgeshire"],
            "reference": "0339/2024",
            "status": "acknowledgement",
            "date_received": D(2024, 4, 28),
            "exemptions": [],
            "answers": [],
        },
    ),
    "not held": (
        """
        Reference: 72029
        Dear Requester
        You asked for the number of officers dismissed over WhatsApp.
        West Mercia Police does not hold this information. Recruitment of officers is a matter for each force; you may wish to contact Warwickshire Police or West Midlands Police.
        """,
        {"forces": ["west-mercia"], "reference": "72029", "status": "not_held", "exemptions": [], "answers": []},
    ),
    "attached workbook": (
        """
        Our Ref: HC/001391/23
        Dear Requester
        I am writing in response to your request dated 14 August 2023.
        You asked: How many officers were investigated, by year and outcome?
        Hampshire & Isle of Wight Constabulary holds the information and it is provided in the attached spreadsheet.
        On the attached data set AA means Appropriate Authority and RPRP is Reflective Practice Review Process.
        """,
        {
            "forces": ["hampshire"],
            "reference": "HC/001391/23",
            "status": "full",
            "attachment": True,
            "date_received": D(2023, 8, 14),
            "legend": {"AA": "Appropriate Authority", "RPRP": "Reflective Practice Review Process"},
        },
    ),
    "corrected reply": (
        """
        Ref 1146/22
        Dear Requester
        This letter replaces our previous response dated 9 September 2022 (ref 1101/22), in which the figures for 2019 were incorrect. Please disregard our previous letter.
        You asked: How many officers were investigated?
        Northumbria Police investigated 14 officers in 2019.
        """,
        {"reference": "1146/22", "corrects": True, "status": "full"},
    ),
}


@pytest.mark.parametrize("name", [*WHOLE, *LETTERS])
def test_whole_letters(name: str) -> None:
    text, wanted = {**WHOLE, **LETTERS}[name]
    wanted = dict(wanted)
    check(read(text, wanted.pop("regime", "FOIA")), wanted)


# ---------------------------------------------------------------------------------------------------------- references

REFERENCES = {
    "Our Ref: 01/FOI/25/006754/Z": "01/FOI/25/006754/Z",
    "Email response Our ref: 01/FOI/25/006754/Z Date:10/10/2025": "01/FOI/25/006754/Z",
    "Reference: 1406745 Date: 15 October 2025": "1406745",
    "Freedom of Information Request Reference No: 01.FOI.22.026571": "01.FOI.22.026571",
    "Freedom of Information Request Reference Number: FOI2025/01943": "FOI2025/01943",
    "FOI Reference No 825/25": "825/25",
    "Enquiry Reference: 728 - 24": "728 - 24",
    "Enquiry Reference: 429- 25": "429- 25",
    "Request Number: F-2010-00325": "F-2010-00325",
    "Request Number: FOI/16295": "FOI/16295",
    "FOI 145-25": "FOI 145-25",
    "Our Ref: DC/FOI 782/17": "DC/FOI 782/17",
    "Received on 23/08/2017 Our Ref: DC/FOI 782/17": "DC/FOI 782/17",
    "Our Reference IM-FOI-2021-0942": "IM-FOI-2021-0942",
    "Our ref RFI 2015-096": "RFI 2015-096",
    "Ref: 0723 2024/25": "0723 2024/25",
    "FOI Ref. No.: 002085/15": "002085/15",
    "Ref - HQ/PA/001391/13": "HQ/PA/001391/13",
    "Our reference: 1054/2025 Your reference: 12/ABC/9": "1054/2025",
    "Your Ref: 998877 Our Ref: 7175_16": "7175_16",
    "Staff Allegations (4896_14)": "4896_14",
    "Misconduct (615/20)": "615/20",
    "Disciplinary Action re Messages - 593/20": "593/20",
    "549/21": "549/21",
    "Reference number: FOI 2025/26-038": "FOI 2025/26-038",
    "FREEDOM OF INFORMATION REQUEST REFERENCE NO: 0102-2015": "0102-2015",
    "In reply please quote: DJ 200/23": "DJ 200/23",
    "Our reference (please quote in all correspondence): FOI 123/22": "FOI 123/22",
    "Our Ref: 825/23 (amended response)": "825/23",
    "Our reference DAT/05513/22/FOI": "DAT/05513/22/FOI",
    "Ein Cyf / Our ref: 2022/20118": "2022/20118",
    "Cyfeirnod: 2022/20118": "2022/20118",
    "FOI HC/004412/22 - conduct investigations - Hampshire Constabulary": "HC/004412/22",
    "Kent Police - FOI 4419/22 - Crimes at hospitals, January 2019 to September 2022": "4419/22",
    "1187B/22 - Conduct in messages": "1187B/22",
    "RE: Freedom of Information Request 167-22-2211": "167-22-2211",
    "Your FOI request reference: FOI 003286-21": "FOI 003286-21",
    "Your FOI request reference: DC/FOI 534/22": "DC/FOI 534/22",
    "Your request number: IM-FOI-2021-0123": "IM-FOI-2021-0123",
    "Freedom of Information Act 2000 - Request DC/FOI 971/22": "DC/FOI 971/22",
    "FOI Ref No: FOI/123/21": "FOI/123/21",
    "Request ID: 22/09/1187": "22/09/1187",
    "File reference: 003871/22": "003871/22",
    "Case no: 2022-1189": "2022-1189",
    "Reference number' 2022/38850": "2022/38850",
    "FOI 005566/25 7 October 2025": "005566/25",
    "FREEDOM OF INFORMATION REQUEST 2022-087: SOCIAL MEDIA CONDUCT": "2022-087",
    "Misconduct on social media 976/2022": "976/2022",
    "Our reference: 2022/1893 IR": "2022/1893 IR",
    "FOI 2022 disclosures": None,
    "FOI 2022": None,
    "The information: 17 officers were investigated.": None,
    "Crimes at hospitals - 2019/20 - by type": None,
    "Your Ref: 998877": None,
    "Eich Cyf: 998877": None,
    "Date: 12/10/2025": None,
    "Freedom of Information Act 2000": None,
    "Officers investigated 2017/18": None,
}


@pytest.mark.parametrize("line", REFERENCES)
def test_reference(line: str) -> None:
    letter = read(
        f"{line}\nDear Requester\nYou asked: how many officers were dismissed?\nI can confirm that the information is held."
    )
    assert letter.reference == REFERENCES[line]


def test_the_reference_in_the_subject_of_a_message() -> None:
    letter = read("^ RE: FOI 004418-22 Officers and their posts\nDear Sir\nThere were 3 officers.")
    assert letter.reference == "FOI 004418-22"


def test_reference_in_prose_only_where_nothing_labels_it() -> None:
    assert (
        read("Dear Sir\nPlease quote the reference number 1406745 in any future communications.").reference == "1406745"
    )


@pytest.mark.parametrize(
    "line",
    [
        "This is an amended response to our reply of 9 September 2022 (reference 1101/22).",
        "Our earlier response, reference 1101/22, is withdrawn.",
    ],
)
def test_the_reference_of_an_earlier_reply_is_not_this_ones(line: str) -> None:
    letter = read(f"Dear Sir\n{line}\nThere were 3 officers.")
    assert letter.reference is None
    assert any("No reference number" in f.message for f in letter.findings)


FORMS = {
    "label and value in a table": "| FOI Ref: | 002086/22 |\n| Received: | 04-Aug-2022 |\n| Responded: | 01-Sep-2022 |",
    "a title cut into columns among them": "| FOI Ref: | | 002086/22 |\n| Received: | | 04-Aug-2022 |\n| Responded: | | 01-Sep-2022 |\n| FREEDOM OF | INFORMATION | REQUEST |",
    "both in one cell": "| FOI Ref: 002086/22 | |\n| Date received: 4 August 2022 | Date of response: 1 September 2022 |",
    "labels and values each in one cell": "| FOI Ref: Received: Responded: | 002086/22 04-Aug-2022 01-Sep-2022 |",
    "labels on lines of their own": "FOI reference:\n002086/22\nDate received:\n4 August 2022\nDate:\n1 September 2022",
    "all in one line": "Ref: 002086/22 | Received: 04 August 2022 | Responded: 01 September 2022",
    "labels of several words": "| Freedom of Information Request Reference No | 002086/22 |\n| Date received | 4 August 2022 |\n| Dated | 1 September 2022 |",
    "labels in Welsh and English": "| Ein Cyf / Our Ref | 002086/22 |\n| Date received | 4 August 2022 |\n| Dyddiad / Date | 1 September 2022 |",
    "above the headings of the data": "| FOI Ref: | 002086/22 | |\n| Date received: | 04/08/2022 | |\n| Date sent: | 01/09/2022 | |\n| Year | Officers | Dismissed |\n| 2019 | 4 | 1 |",
    "the whole letter as a table": "| Reference | 002086/22 |\n| Date request received | 4 August 2022 |\n| Date of reply | 1 September 2022 |\n| Your request | How many officers were dismissed? |\n| Response | Four officers were dismissed. |",
}


@pytest.mark.parametrize("name", FORMS)
def test_facts_of_a_form(name: str) -> None:
    letter = read(f"Kent Police\n{FORMS[name]}\nKent Police holds the information.")
    assert (letter.reference, letter.date_received, letter.date_replied) == (
        "002086/22",
        D(2022, 8, 4),
        D(2022, 9, 1),
    )


@pytest.mark.parametrize(
    "rows",
    [
        "| Force | Kent |\n| Reference | 12/22 |\n| Officers dismissed | 4 |",
        "| Reference | 12/22 |\n| Date | 5 May 2022 |\n| Officers dismissed | None |\n| 2019 | 4 |",
        "| Reference | 12/22 |\n| Date | 5 May 2022 |\n| Officers dismissed | None |",
        "| FOI Ref: | 12/22 | |\n| Year | Officers | Dismissed |\n| 2019 | 4 | 1 |",
    ],
)
def test_a_table_with_figures_is_no_form(rows: str) -> None:
    assert read(f"Dear Sir\nKent Police holds the information.\n{rows}").form_tables == set()


def test_two_references_are_reported() -> None:
    letter = read("Our Ref: 100/22\nReference: 205/22\nDear Sir\nThere were 3 officers.")
    assert letter.reference == "100/22"
    assert any("205/22" in f.message for f in letter.findings)


# --------------------------------------------------------------------------------------------------------------- dates

REPLIED = {
    "09/09/2022": D(2022, 9, 9),
    "9th September 2022": D(2022, 9, 9),
    "15 October 2025": D(2025, 10, 15),
    "10-Oct-25": D(2025, 10, 10),
    "Date:10/10/2025": D(2025, 10, 10),
    "Date 19 March 2015": D(2015, 3, 19),
    "Date Responded 27 April 2020": D(2020, 4, 27),
    "Dated: Thursday 5th May 2022": D(2022, 5, 5),
    "Date of response: 01.02.2023": D(2023, 2, 1),
    "Response date: 1 February 2023": D(2023, 2, 1),
    "Our Ref: 12/22 Date: 3 June 2022": D(2022, 6, 3),
    "Received: 5 May 2022 | Responded: 3 June 2022": D(2022, 6, 3),
    "Date completed: 3 June 2022": D(2022, 6, 3),
    "Issued 3 June 2022": D(2022, 6, 3),
    "Dyddiad / Date: 7 Medi / September 2022": D(2022, 9, 7),
    "Dyddiad: 14eg o Dachwedd 2022": D(2022, 11, 14),
    "1af Fai 2022": D(2022, 5, 1),
    "7 September / Medi 2022": D(2022, 9, 7),
    "Date received: 3 June 2022": None,
    "Received on 23/08/2017": None,
    "Request received 3 June 2022": None,
    "Your request dated 3 June 2022": None,
}


@pytest.mark.parametrize("line", REPLIED)
def test_date_replied(line: str) -> None:
    letter = read(
        f"{line}\nDear Requester\nYou asked: how many officers were dismissed between 1 January 2017 and 30 August 2022?\nI can confirm that the information is held. There were 3 officers up to 31 December 2021."
    )
    assert letter.date_replied == REPLIED[line]
    assert (REPLIED[line] is None) == any("No date of the reply" in f.message for f in letter.findings)


RECEIVED = {
    "Thank you for your request for information, received at this office on 15/09/2025, about messages.": D(
        2025, 9, 15
    ),
    "I write in connection with your request, which was received by Cleveland Police on 15th of September 2025.": D(
        2025, 9, 15
    ),
    "I refer to your request dated 9th February 2015 concerning messages.": D(2015, 2, 9),
    "Further to your e-mail of 1 March 2022 I can now reply.": D(2022, 3, 1),
    "Received on 23/08/2017 Our Ref: DC/FOI 782/17": D(2017, 8, 23),
    "Date received: 12-Sep-22": D(2022, 9, 12),
    "Your request was received on 4 May 2022 and clarified on 9 May 2022.": D(2022, 5, 4),
    "I write in response to your Freedom of Information request submitted on 7 July 2023.": D(2023, 7, 7),
    "You requested the following on 5 September 2022, which we received the same day.": D(2022, 9, 5),
    "You wrote to us on Monday, 5th September 2022 about officers.": D(2022, 9, 5),
    "Received: 05 August 2022 | Responded: 02 September 2022": D(2022, 8, 5),
    "The figures are those received by the department on 1 June 2020 to 31 May 2021 inclusive and nothing else.": None,
    "The Police (Conduct) Regulations came into force on 1 February 2020.": None,
    "Our previous response was dated 9 September 2022.": None,
    "On 9 September 2022 we received your request and on 12 September 2022 we asked you to clarify it.": D(2022, 9, 9),
    "This is our response to your correspondence dated 8 September 2022.": D(2022, 9, 8),
    "Thank you for your request, which reached us on 14 September 2022.": D(2022, 9, 14),
    "I write in connection with your request for information dated 5th of Sept. 2022.": D(2022, 9, 5),
    "Dated 12 October 2022": None,
}


@pytest.mark.parametrize("line", RECEIVED)
def test_date_received(line: str) -> None:
    assert read(f"Our Ref: 12/22\nDear Requester\n{line}\nThere were 3 officers.").date_received == RECEIVED[line]


def test_a_reply_before_its_request_is_reported() -> None:
    letter = read(
        "Date: 1 March 2022\nDear Sir\nThank you for your request received on 4 April 2022.\nThere were 3 officers."
    )
    assert any("before the request was received" in f.message for f in letter.findings)


# -------------------------------------------------------------------------------------------------------------- status

STATUS: dict[str, tuple[str, str | None]] = {
    "disclosed in full": (
        "I have today decided to disclose the located information to you in full.\nPlease find below information pursuant to your request.",
        "full",
    ),
    "held, detailed below": (
        "I can confirm that the information is held and is detailed below.\n| Year | Officers |\n| 2019 | 3 |",
        "full",
    ),
    "held, detailed below, part exempt": (
        "I can confirm that we do hold the information, detailed below.\n| Year | Officers |\n| 2019 | 3 |\nRanks are exempt by virtue of Section 40(2) of the Act.",
        "partial",
    ),
    "not possible in full": (
        "Your request has been considered and it is not possible to meet your requirements in full.\nParts of this request are exempt by virtue of Section 31(1)(a).\nThere were 12 investigations.",
        "partial",
    ),
    "declined": (
        "I have decided not to disclose the information, which is exempt under Section 30(1)(a) of the Act.",
        "refused",
    ),
    "cost": (
        "To answer would exceed the appropriate limit, so Section 12 of the Act applies to the whole request.",
        "refused",
    ),
    "cost, advice only": (
        "To answer would exceed the appropriate limit, so Section 12 applies.\nUnder Section 16 I can advise that a request for one year may fall within the limit.",
        "refused",
    ),
    "cost, data as assistance": (
        "To answer would exceed the appropriate limit, so Section 12 applies.\nUnder Section 16 we can provide the following.\nBetween 2017 and 2021, 41 officers were investigated.",
        "partial",
    ),
    "vexatious": ("Your request is refused as vexatious under Section 14(1) of the Act.", "refused"),
    "not held": ("I can confirm that no information is held by the force.", "not_held"),
    "does not hold": ("Kent Police does not hold the information that you requested.", "not_held"),
    "not recorded": ("This information is not recorded by Kent Police.", "not_held"),
    "held in part": (
        "I can confirm that the information you have requested is held in part.\n1. Three officers.\n2. No information held.",
        "partial",
    ),
    "not retrievable is a refusal": (
        "The information is not held in a retrievable format.\nTo provide it would exceed the cost limit under Section 12(1) of the Act.",
        "refused",
    ),
    "ncnd": (
        "The force can neither confirm nor deny that it holds the information requested, by virtue of Section 40(5) of the Act.",
        "ncnd",
    ),
    "ncnd, other words": (
        "We refuse to confirm or deny whether the information is held. Sections 30(3) and 31(3) are engaged.",
        "ncnd",
    ),
    "ncnd for one question": (
        "1. Fourteen officers were investigated.\n2. We neither confirm nor deny whether the named officer was among them, Section 40(5) applies.",
        "partial",
    ),
    "refused with ncnd beside": (
        "The information is exempt under Section 40(2) of the Act. We neither confirm nor deny that any other information is held under Section 24(2).",
        "refused",
    ),
    "nil return": ("Please accept this as a nil return.", "nil"),
    "zero records": ("A search was made and zero records were found.", "nil"),
    "nobody investigated": ("No officers have been investigated for such conduct.", "nil"),
    "no cases recorded": ("There were no recorded cases between 2017 and 2021.", "nil"),
    "table of zeros": ("The figures are in the table.\n| Year | Officers |\n| 2017 | 0 |\n| 2018 | 0 |", "nil"),
    "zero for one year is not nil": ("There were no recorded cases in 2019.\nThere were four cases in 2020.", "full"),
    "answers in words": ("1. Fourteen.\n2. Two officers were dismissed.", "full"),
    "please clarify": (
        "Could you please clarify whether you mean officers or staff?\nUntil we receive your clarification the clock has stopped.",
        "clarification",
    ),
    "clarified before": ("Thank you for clarifying your request.\nThere were 14 officers.", "full"),
    "acknowledged": (
        "Your request is receiving attention. You will receive a response within 20 working days.",
        "acknowledgement",
    ),
    "extended": (
        "We need further time to consider the public interest test under section 10(3). We will respond by 3 May 2022.",
        "acknowledgement",
    ),
    "refusal notice by name only": (
        "In accordance with the Act this letter acts as a refusal notice for part of the request.\nSection 40(2) - Personal Information\nThere were 14 officers.",
        "partial",
    ),
    "attached": ("The information requested is held. Please see the attached spreadsheet.", "full"),
    "attached complaint procedure": (
        "I have decided not to disclose the information, which is exempt under Section 30(1)(a).\nPlease see the attached complaints procedure document.",
        "refused",
    ),
    "sections quoted as law only": (
        "Section 1 of the Act places two duties on public authorities.\nSection 17 requires a notice where information is refused.\nI am pleased to disclose the information. There were 14 officers.",
        "full",
    ),
    "considered but not engaged": ("Section 31 was considered but is not engaged.\nThere were 14 officers.", "full"),
    "nothing withheld": ("No information has been withheld.\nThere were 14 officers.", "full"),
    "bail refused is no refusal": ("There were 14 cases, and in 2 of them bail was refused.", "full"),
    "undecidable": ("The force takes the conduct of its officers seriously.", None),
}


DECISIONS = {
    "nil": [
        "Our searches did not identify any officers who met your criteria.",
        "The force has had no such cases.",
        "There is nothing to report for the period.",
        "I can advise that the figure for each year is nil.",
        "Having searched, we found no matching investigations.",
        "The force has not had any officers investigated for this.",
        "Officers investigated: 0",
        "None.",
        "Please be advised that in each year the number is 0.",
        "No results were returned by the search.",
        "We have not disciplined anybody for such conduct.",
        "Zero officers have been dismissed.",
        "The search produced a nil result.",
        "Not one officer was investigated.",
        "The total is 0.",
        "We have conducted a search and there were no matches.",
        "There has not been a single investigation of this kind.",
        "Nobody was dismissed or disciplined.",
    ],
    "clarification": [
        "We are unable to proceed as your request is not clear to us.",
        "Could you please confirm whether you mean officers or staff?",
        "Please provide further details of what you mean by a message.",
        "I would be grateful if you could clarify which years you want.",
        "To enable us to answer, please let us know whether you mean officers or staff.",
        "We need you to be more specific about the conduct.",
        "Can you please define 'investigated'?",
        "Your request is too broad; please narrow it to a time period so that we can identify what you want.",
    ],
    "not_held": [
        "This is not something that we record.",
        "The force holds nothing relevant to your request.",
        "The data you seek is not captured by our system.",
        "There is no information held by the force relevant to your request.",
        "We do not keep such records.",
        "No data held.",
        "Kent Police is not the holder of this information.",
        "The information requested is not held by Kent Police.",
        "Kent Police hold no information in relation to this.",
        "I have been informed that this is not recorded.",
        "Our searches located no information relevant to your request.",
        "There is no recorded information in respect of your request.",
    ],
    "acknowledgement": [
        "Your request is receiving attention and a reply will be sent to you within 20 working days.",
        "I acknowledge receipt of your request.",
        "A response will be sent within 20 working days.",
        "We have received your request and are dealing with it.",
        "Your request has been logged and you will receive a response by 4 October 2022.",
        "I am writing to let you know that we need a further 20 working days to consider the public interest.",
    ],
    "refused": [
        "The information is withheld under Section 40(2).",
        "Your request has been declined as it would exceed 18 hours.",
        "We are not required to comply with this request as the cost is over the limit set by Section 12.",
        "I am afraid we cannot answer this within the time allowed by the Act, and Section 12 applies.",
        "It would take more than 18 hours to answer, so we must refuse.",
        "This is a refusal under s.14(1).",
        "The exemption at section 30 is engaged and maintained.",
    ],
    "ncnd": [
        "We will neither confirm nor deny whether we hold this, section 40(5B).",
        "The force does not confirm or deny that it holds this information, relying on section 31(3).",
        "This response should not be taken as confirmation or denial; Section 23(5) and Section 24(2) remove the duty to confirm or deny.",
    ],
}


@pytest.mark.parametrize(("status", "line"), [(status, line) for status, lines in DECISIONS.items() for line in lines])
def test_one_sentence_decides(status: str, line: str) -> None:
    letter = read(f"Dear Sir\nYou asked: how many officers were dismissed?\n# Response\n{line}")
    assert letter.status == status


@pytest.mark.parametrize("number", ["670 - 22", "FOI 006997-22", "01.FOI.22.017354"])
def test_a_reference_in_a_title_is_no_answer(number: str) -> None:
    letter = read(
        f"Kent Police\nOur ref: {number}\nDear Sir\n# Freedom of Information Act 2000 - Request {number}\n"
        "I can confirm that the information you have requested is not held by Kent Police."
    )
    assert (letter.reference, letter.status, answers(letter)) == (number, "not_held", [])


@pytest.mark.parametrize(
    ("status", "decision"),
    [
        ("refused", "Our data are not organised in such a way as to allow us to answer within the appropriate (cost) limit. Section 12(1) applies."),
        ("clarification", "We require further information to identify what you ask for. Please can you clarify whether staff are included?"),
        ("clarification", "Before we can proceed with your request, please clarify what you mean by 'investigated'."),
    ],
)  # fmt: skip
def test_a_decision_right_after_the_quoted_request(status: str, decision: str) -> None:
    letter = read(f"Dear Sir\nYou asked for the following:\nThe number of officers dismissed since 2017.\n{decision}")
    assert (letter.status, answers(letter)) == (status, [])


def test_what_would_be_exempt_if_held_is_not_refused() -> None:
    letter = read(
        "Police Scotland\nDear Sir\nIn terms of section 18 of the Freedom of Information (Scotland) Act 2002, Police Scotland neither "
        "confirms nor denies whether the information exists or is held. Were it held it would be exempt under section 38(1)(b).",
        "FOISA",
    )
    assert letter.status == "ncnd"


def test_years_no_longer_held_make_a_partial_reply() -> None:
    letter = read(
        "Dear Sir\nThank you for your request of 5 October 2022. Information relating to 2017 is no longer held.\n"
        "| Year | Officers |\n| 2019 | 4 |"
    )
    assert letter.status == "partial"


def test_numbered_answers_after_the_decision_are_answers() -> None:
    letter = read(
        "Dear Sir\nYou asked for the following:\nPlease provide the number of officers investigated, e.g. 2018: 10 officers.\n"
        "In response, our Professional Standards Department has provided the following information:\n"
        "• 1. Between 1 January 2018 and 31 December 2022, 20 officers were investigated.\n"
        "• 2. By year: 2018: 0 officers; 2019 - 9 officers."
    )
    assert [a.question for a in letter.answers] == ["1", "2"]


def test_a_question_answered_is_no_clarification() -> None:
    letter = read(
        "Dear Sir\nCould you please confirm whether officers were dismissed?\nI can confirm that no information is held."
    )
    assert letter.status == "not_held"


@pytest.mark.parametrize("name", STATUS)
def test_status(name: str) -> None:
    body, status = STATUS[name]
    letter = read(
        f"Our Ref: 12/22\nDate: 9 May 2022\nDear Requester\nYou asked: how many officers were investigated?\n# Response\n{body}{RIGHTS}"
    )
    assert letter.status == status, letter.status_evidence
    assert (letter.status_evidence is None) == (status is None)
    assert (status is None) == any("what the force decided" in f.message for f in letter.findings)


def test_status_with_data_known_to_the_caller() -> None:
    refusal = "Dear Sir\nTo answer would exceed the appropriate limit, so Section 12 applies."
    assert read(refusal, has_data=True).status == "partial"
    assert read(refusal, has_data=False).status == "refused"


# ---------------------------------------------------------------------------------------------------------- exemptions

EXEMPTIONS: dict[str, tuple[str, list[str]]] = {
    "heading and text are one": (
        "Names are withheld under Section 40(2).\n# Section 40 - Personal Information\nSection 40 is an absolute exemption.",
        ["s40(2)"],
    ),
    "text says which part": (
        "Names are withheld.\n# Section 40 - Personal Information\nSection 40(2) is an absolute class-based exemption.",
        ["s40(2)"],
    ),
    "list after a colon": (
        "Some data is exempt by virtue of the following exemptions:\n• Section 31(1)(a)(b) - Law Enforcement\n• Section 40(2) - Personal Information\n• Section 30(1)(a) - Investigations",
        ["s31(1)(a)", "s31(1)(b)", "s40(2)", "s30(1)(a)"],
    ),
    "machinery only": (
        "Under Section 1 we must confirm. This is a refusal notice under Section 17. Section 16 was considered and Section 10 gives 20 working days. I am pleased to disclose all.",
        [],
    ),
    "complaint procedure": (
        "There were 3 officers.\n# Complaint Rights\nYou may complain under Section 50 of the Act. Section 45 has a code of practice. Section 40 decisions can be appealed.",
        [],
    ),
    "another Act": (
        "There were 3 officers. They were dealt with for Section 127 of the Communications Act 2003. Section 35(1) of the Data Protection Act 2018 was met.",
        [],
    ),
    "considered, not engaged": (
        "There were 3 officers. Section 31 was considered but not engaged. We have not relied on Section 38.",
        [],
    ),
    "no longer relied on": ("There were 3 officers. We no longer rely on Section 30(1), and withdraw Section 31.", []),
    "general paragraph": (
        "There were 3 officers. The Act contains exemptions such as Section 21, which may apply where information is published.",
        [],
    ),
    "earlier refusal": ("There were 3 officers. Our previous response was refused under Section 12.", []),
    "cited by requester": ("You stated that Section 43 would not apply. There were 3 officers.", []),
    "cost": (
        "The cost of compliance would exceed the appropriate limit. Section 12(1) of the Act applies.",
        ["s12(1)"],
    ),
    "cost as law in full disclosure": (
        "There were 3 officers. Section 12 allows a public authority to refuse where the cost would exceed the limit.",
        [],
    ),
    "published already": ("The information is exempt under Section 21 as it is on our web site.", ["s21"]),
    "sec and s forms": ("Details are exempt under s.40(2) and Sec 38(1)(a) of the Act.", ["s40(2)", "s38(1)(a)"]),
}


@pytest.mark.parametrize("name", EXEMPTIONS)
def test_exemptions(name: str) -> None:
    body, wanted = EXEMPTIONS[name]
    letter = read(
        f"Dear Requester\nYou asked: how many officers were investigated, and please do not rely on Section 36?\n# Response\n{body}"
    )
    assert sorted(letter.exemptions) == sorted(wanted)
    assert all(f"exemptions.{e}" in letter.places for e in wanted)


def test_exemptions_of_scotland() -> None:
    letter = read(
        "Dear Sir\nThe names are exempt under section 38(1)(b). The rest is refused under section 12(1) and section 34(1)(a)(i).",
        "FOISA",
    )
    assert sorted(letter.exemptions) == ["s12(1)", "s34(1)(a)(i)", "s38(1)(b)"]


# ------------------------------------------------------------------------------------------------- the quoted request

QUOTES: dict[str, tuple[str, list[str]]] = {
    "colon, items, firm end": (
        "You requested the following:\n• 1. Number of officers dismissed in 2019\n• 2. In 2018 the force said 14 officers were dismissed. Is that right?\nI can confirm that we hold this.\n1. Three officers were dismissed.",
        ["Three officers were dismissed."],
    ),
    "request states numbers": (
        "# Your request\nIt was reported that 44 officers were dismissed in 2019. Please confirm the figure.\n# Our response\nThere were 12.",
        ["There were 12."],
    ),
    "inline, then answer": (
        "You asked: How many officers were dismissed?\nThree officers were dismissed.",
        ["Three officers were dismissed."],
    ),
    "question and answer labels": (
        "Q1. How many officers were investigated?\nR1. 14\nQ2. How many were dismissed?\nR2. Zero",
        ["14", "Zero"],
    ),
    "question and answer in turn": (
        "# Request\n1. How many officers were investigated?\n14 officers were investigated.\n2. How many were dismissed?\nNone.",
        ["14 officers were investigated.", "None."],
    ),
    "answer heading a question": (
        "Question 1 - How many officers were investigated?\nAnswer: 14 officers were investigated\nQuestion 2 - How many were dismissed?\nAnswer: Two",
        ["14 officers were investigated", "Two"],
    ),
    "requester is polite": (
        "You wrote:\nDear Kent Police,\nPlease note that I want figures by calendar year. In 2016 there were 99 cases.\nHow many officers were dismissed?\nYours faithfully\n# Response\n4 officers were dismissed.",
        ["4 officers were dismissed."],
    ),
    "repeated beneath": (
        "You asked for:\n1. The number of officers dismissed in 2019\n# Response\n1. The number of officers dismissed in 2019\n7 officers were dismissed.",
        ["7 officers were dismissed."],
    ),
    "no heading at all": (
        "I note you seek access to the following information:\nOfficers dismissed since 2017\nWest Yorkshire Police holds this information. In total 21 officers were dismissed.",
        ["In total 21 officers were dismissed."],
    ),
}


@pytest.mark.parametrize("name", QUOTES)
def test_only_the_answer_answers(name: str) -> None:
    body, wanted = QUOTES[name]
    assert answers(read(f"Our Ref: 12/22\nDear Requester\n{body}")) == wanted


def test_a_table_in_the_request_is_quoted() -> None:
    letter = read(
        "Dear Sir\nYou requested the following:\nPlease fill in this table\n| Year | Officers |\n| 2019 | |\n# Response\nThe figures are below.\n| Year | Officers |\n| 2019 | 4 |"
    )
    assert letter.quoted_tables == {1}


def test_a_filled_table_in_the_request_is_reported_not_dropped() -> None:
    letter = read(
        "Dear Sir\nYou requested the following:\nPlease give figures like these\n| Year | Officers |\n| 2016 | 7 |\n# Response\nThe figures are below.\n| Year | Officers |\n| 2019 | 4 |"
    )
    assert letter.quoted_tables == set()
    assert any("stands within the quoted request" in f.message for f in letter.findings)


def test_a_request_without_an_end_is_reported() -> None:
    letter = read("Dear Sir\n# Your request\nOfficers dismissed\nby year and rank")
    assert any("where the quoted request ends" in f.message for f in letter.findings)


ENDS: dict[str, str] = {
    "the force holds": "Kent Police holds the information.",
    "the force by its place": "Kent hold the attached data.",
    "holds some": "The Constabulary (KP) does hold some of this.",
    "we hold": "We hold the information requested.",
    "we said": "# We said",
    "labels begin again": "i. 2019 - 4, 2020 - 1",
}


@pytest.mark.parametrize("name", ENDS)
def test_where_the_request_ends(name: str) -> None:
    letter = read(
        f"Dear Sir\nYou asked:\nPlease tell me for each year how many officers were\ni. dismissed\nii. warned\n{ENDS[name]}\nSection 40(2) applies to the names."
    )
    assert {3, 4, 5} <= letter.quoted
    assert 6 not in letter.quoted


@pytest.mark.parametrize(
    "line",
    [
        "Under the Freedom of Information Act I would like to know how many officers were dismissed.",
        "If the cost limit would be exceeded, please provide 2021 only.",
        "Please give all information that Kent Police holds.",
    ],
)
def test_what_only_a_requester_writes(line: str) -> None:
    letter = read(f"Dear Sir\nThank you for your letter.\n{line}\nKent Police holds this.\nThere were 3 officers.")
    assert letter.quoted == {3}


def test_what_stands_right_above_a_table_of_figures_answers() -> None:
    letter = read(
        "Dear Sir\nYou asked:\nPlease give the number of crimes at hospitals since 2019.\nFigures are in the table.\n# Crimes at hospitals, by outcome\n| Year | Crimes |\n| 2019 | 4 |\nThank you for your interest in Kent Police."
    )
    assert letter.quoted == {3}
    assert letter.quoted_tables == set()


def test_a_decision_taken_as_quoted_is_reported() -> None:
    letter = read(
        "Dear Sir\nYou asked:\n# Questions\nNumber dismissed\nInformation about ranks is not held.\n# Response\nKent Police holds this: 4 officers."
    )
    assert any("reads like an answer" in f.message for f in letter.findings)


TOLD: dict[str, tuple[str, str | None]] = {
    "nil": ("| Question | Answer |\n| How many were dismissed? | None |\n| And warned? | 0 |", "nil"),
    "exempt": ("| Question | Answer |\n| How many were dismissed? | 14 |\n| Names | Exempt under s40(2) |", "partial"),
    "not held": ("| Question | Answer |\n| How many were dismissed? | This is not held |", "not_held"),
    "parts": ("| Request | How many were dismissed? |\n| Response | Kent Police does not hold this. |", "not_held"),
}


@pytest.mark.parametrize("name", TOLD)
def test_the_decision_in_a_table(name: str) -> None:
    table, status = TOLD[name]
    assert read(f"Kent Police\nDear Sir\n{table}").status == status


def test_a_letter_in_the_first_row_of_its_table_is_read() -> None:
    letter = read(
        "PSNI\n| Your request received on 2 August 2022 has been considered. We hold the information, and names are exempt under section 40(2). | | |\n| Year | Rank | Outcome |\n| 2019 | PC | Dismissed |"
    )
    assert (letter.status, letter.exemptions, letter.date_received) == ("partial", ["s40(2)"], D(2022, 8, 2))
    assert letter.form_tables == set()


def test_answers_of_a_letter_set_as_a_table_are_read() -> None:
    letter = read("| Request | How many? |\n| Our response | Four officers were dismissed. |\n| Officers warned | 3 |")
    assert answers(letter) == ["Four officers were dismissed.", "Officers warned: 3"]
    assert letter.form_tables == {1}


# ------------------------------------------------------------------------------------------------------------- answers

ANSWERING = {
    "Nobody was dismissed.": True,
    "The force would point out that it has a further 6 investigations under way.": True,
    "RE: Freedom of Information Request 167-22-2211": False,
    "Kent Police, Civil Disclosure Unit 1": False,
    "Kent Police Page 1 of 3": False,
    "Request Number: F-2022-01874": False,
    "Low numbers have been withheld by virtue of 40(3A)(a).": False,
    "I can confirm under S 1 (1) (a) that the force holds this.": False,
    "The file is named 13878 Data.xlsx.": False,
    "Where figures are fewer than 5 the true value is 1 to 4.": False,
    "You were told that 44 officers had been investigated and 9 dismissed.": False,
    "We previously stated that 44 officers were dismissed.": False,
    "The figure of 44 officers was wrong.": False,
    "That is 1.4% of the 3,500 officers in the force.": False,
    "Three officers: two received management action and one was dismissed.": True,
    "Zero for all 3 officers.": True,
    "There were no recorded cases in 2019.": True,
    "Between 1 January 2017 and 30 August 2022 a total of 14 officers were investigated.": True,
    "Fewer than five officers were dismissed.": True,
    "The officer was dismissed without notice.": True,
    "One officer would have been dismissed had they not resigned.": True,
    "2 x Officers were disciplined.": True,
    "Number of officers dismissed: 3": True,
    "In 2019/20, 12 investigations led to 5 written warnings.": True,
    "Three officers were dismissed; their ranks are exempt under Section 40(2).": True,
    "Some of the 14 officers investigated were later dismissed.": True,
    "There were 14 officers investigated for posts made outside working hours.": True,
    "14 officers employed by the force were investigated.": True,
    "Section 40(2) applies to the names. 14 officers were investigated.": True,
    "Which resulted in 3 dismissals.": True,
    "Both were dismissed.": True,
    "1. Dismissed without notice": True,
    "2. PC - Final Written Warning": True,
    "Over 900 cases would have to be read.": False,
    "It would take one officer 30 hours to read every file.": False,
    "One line is one officer investigated.": False,
    "It would take 15 minutes per record, which is 225 hours.": False,
    "The cost is more than £450, which is 18 hours of work.": False,
    "You will hear from us within 20 working days, and 40 working days apply to reviews.": False,
    "The force employs 1,500 officers and serves 600,000 people.": False,
    "An officer may have two or more allegations against them.": False,
    "Information is held for the years 2017 to 2021.": False,
    "I attach 2 spreadsheets, and Table 1 shows the ranks.": False,
    "Section 40(2) and Section 31(1)(g) concern individuals.": False,
    "The Police (Conduct) Regulations 2020 replaced those of 2012.": False,
    "Figures are rounded to the nearest 5.": False,
    "If an officer is dismissed they are placed on the barred list.": False,
    "Please call 01642 326326 or write to PO Box 12.": False,
}


@pytest.mark.parametrize("sentence", ANSWERING)
def test_answers(sentence: str) -> None:
    letter = read(
        f"Dear Sir\nYou asked: how many officers were dismissed?\n# Response\nI can confirm that the information is held.\n{sentence}"
    )
    assert bool(letter.answers) == ANSWERING[sentence], letter.answers


@pytest.mark.parametrize(
    "part", ["# Section 40(2) - Personal Information", RIGHTS, "Yours sincerely\nDisclosure Officer"]
)
@pytest.mark.parametrize("line", ["In 2019 three officers were dismissed.", "Officers dismissed - 3"])
def test_answers_after_other_parts_are_not_lost(part: str, line: str) -> None:
    letter = read(f"Dear Sir\n# Response\nI can confirm that the information is held.\n{part}\n{line}")
    assert answers(letter) == [line]


@pytest.mark.parametrize(
    "text", ["request " * 3000, "section 40(2) " * 2000, "a" * 50_000, "figures less than five " * 1500, "1. " * 9000]
)
def test_odd_text_takes_no_longer(text: str) -> None:
    started = time.monotonic()
    read(f"Dear Sir\n# Response\n{text}")
    assert time.monotonic() - started < 5


def test_outcomes_in_a_list_are_answers_whatever_the_reference() -> None:
    letter = read(
        "Our ref: 4418/22\nDear Sir\n# Response\nI can confirm that the information is held.\n• PC - Final Written Warning\n• Sent by text, and ended: not proven"
    )
    assert len(letter.answers) == 2


def test_questions_are_labelled() -> None:
    letter = read("Dear Sir\n# Response\nQuestion 1 (a) - 4 officers.\nQ2. Zero\n• 3) Five officers were dismissed.")
    assert [(a.question, a.text) for a in letter.answers] == [
        ("1(a)", "4 officers."),
        ("2", "Zero"),
        ("3", "Five officers were dismissed."),
    ]


def test_the_work_of_a_refusal_is_no_answer() -> None:
    letter = read(
        "Dear Sir\n# Response\nA search found 1,245 complaints. Each of these would need to be read manually.\nThere are 310 misconduct files.\nTo read every file at 10 minutes each would take 51 hours."
    )
    assert letter.answers == []


def test_a_figure_that_counts_more_than_was_asked_beside_a_refusal_is_left_out_and_reported() -> None:
    letter = read(
        "Dear Sir\n# Response\nTo answer would exceed the limit, and Section 12(1) applies.\nIn 2021, 12 officers were dismissed for all reasons; it is not recorded whether social media was a factor."
    )
    assert (letter.status, letter.answers) == ("refused", [])
    assert any("counts more than was asked" in f.message for f in letter.findings)


# -------------------------------------------------------------------------------------------------------------- legend

LEGEND: dict[str, dict[str, Any]] = {
    "* Fewer than 5, including zero.": {"*": ("suppressed", 0, 4)},
    "Where a figure is shown as <5 the number is between 1 and 4.": {"<5": ("suppressed", 1, 4)},
    "* denotes fewer than 5": {"*": ("suppressed", 0, 4)},
    "An asterisk (*) indicates a figure of less than five.": {"*": ("suppressed", 0, 4)},
    "'-' indicates zero": {"-": ("zero", 0, 0)},
    "- = nil": {"-": ("zero", 0, 0)},
    "A dash indicates that no crimes were recorded.": {"-": ("zero", 0, 0)},
    "<5 means 1 to 4": {"<5": ("suppressed", 1, 4)},
    "Figures of less than five have been replaced with *.": {"*": ("suppressed", 0, 4)},
    "Numbers between 1 and 4 have been replaced by an asterisk.": {"*": ("suppressed", 1, 4)},
    "Any figure below 10 is shown as <10 to protect individuals.": {"<10": ("suppressed", 0, 9)},
    "Low numbers (fewer than 5, but greater than zero) have been suppressed with an asterisk.": {
        "*": ("suppressed", 1, 4)
    },
    "Where fewer than 3 officers are concerned we show *.": {"*": ("suppressed", 0, 2)},
    "Where 3 officers or fewer were involved, we have written an asterisk.": {"*": ("suppressed", 0, 3)},
    "For numbers between 1 and 4 this table uses <5.": {"<5": ("suppressed", 1, 4)},
    "The table shows * in place of any number under three.": {"*": ("suppressed", 0, 2)},
    "We use - to denote that none were recorded.": {"-": ("zero", 0, 0)},
    "We have shown the figures for 5 officers.": {},
    "* denotes the figures from 1 January 2017 to 31 August.": {"*": ("unknown", 0, None)},
    "n/a = not applicable": {"n/a": ("not_applicable", None, None)},
    "Blank cells indicate zero.": {"": ("zero", 0, 0)},
    "Where a cell is blank no crimes were recorded.": {"": ("zero", 0, 0)},
    "[c] = withheld": {"[c]": ("suppressed", 0, None)},
    "RPRP = Reflective Practice Review Process": {"RPRP": "Reflective Practice Review Process"},
    "FWW – Final Written Warning": {"FWW": "Final Written Warning"},
    "AA – Appropriate Authority": {"AA": "Appropriate Authority"},
    "NFA stands for No Further Action.": {"NFA": "No Further Action"},
    "Officers went through the Reflective Practice Review Process (RPRP).": {
        "RPRP": "Reflective Practice Review Process"
    },
    "FWW = Final Written Warning; WW = Written Warning; MA = Management Advice": {
        "FWW": "Final Written Warning",
        "WW": "Written Warning",
        "MA": "Management Advice",
    },
    "Between 2017 and 2021 - 14 officers were investigated.": {},
    "The officer was dismissed - this was in 2019.": {},
    "Fewer than five officers were dismissed.": {},
}


@pytest.mark.parametrize("line", LEGEND)
def test_legend(line: str) -> None:
    letter = read(f"Dear Sir\n# Response\nThe figures are below.\n| Year | Officers |\n| 2019 | 4 |\n{line}")
    check(letter, {"legend": LEGEND[line]})


def test_legend_in_the_last_row_of_a_table() -> None:
    letter = read("Dear Sir\n# Response\n| Year | Officers |\n| 2019 | * |\n| * denotes fewer than 5 | |")
    check(letter, {"legend": {"*": ("suppressed", 0, 4)}, "answers": []})


def test_a_legend_is_no_answer() -> None:
    assert read("Dear Sir\n# Response\nFigures of less than five officers have been replaced with *.").answers == []
    assert read("Dear Sir\n# Response\nWhere fewer than 3 officers are concerned we show *.").answers == []


# ------------------------------------------------------------------------------------------- what the figures are about

UNITS = {
    "The tables are a count of allegations made against individuals.": ("count of allegations", "allegations"),
    "The figures relate to the number of officers investigated.": ("number of officers", "officers"),
    "The data shows the total number of complaints received.": ("total number of complaints", "complaints"),
    "There were 14 officers investigated.": ("officers", "officers"),
    "It would take 15 minutes to read each of 900 complaints.": (None, None),
}


@pytest.mark.parametrize("line", UNITS)
def test_unit(line: str) -> None:
    letter = read(f"Dear Sir\nYou asked: what number of crimes were there?\n# Response\n{line}")
    assert (letter.unit_raw, letter.measure) == UNITS[line]


PERIODS = {
    "Between 1 January 2017 and 30 August 2022 a total of 14 officers were investigated.": (
        D(2017, 1, 1),
        D(2022, 8, 30),
    ),
    "The data covers the period 01/04/2019 to 31/03/2022.": (D(2019, 4, 1), D(2022, 3, 31)),
    "The figures are for the calendar years 2017 to 2021 inclusive.": (D(2017, 1, 1), D(2021, 12, 31)),
    "Figures run from 1st January 2017 until 31st December 2021.": (D(2017, 1, 1), D(2021, 12, 31)),
    "The figures cover 2017 to the first seven months of 2022.": (D(2017, 1, 1), D(2022, 7, 31)),
    "One case was recorded in the first three months of 2022.": (None, None),
    "Table A: officers by year (2021 up to 30 September)": (None, None),
    "The officers are those investigated.": (None, None),
    "The Regulations of 2012 were replaced in 2020.": (None, None),
}


@pytest.mark.parametrize("line", PERIODS)
def test_period(line: str) -> None:
    letter = read(f"Dear Sir\nYou asked: how many officers between 1 May 2010 and 3 June 2011?\n# Response\n{line}")
    assert (letter.period_start, letter.period_end) == PERIODS[line]


EVENTS = {
    "Years are those in which the case was recorded.": "recorded",
    "The force counts by financial year (1 April to 31 March) in which the case was recorded.": "recorded",
    "The data counts complaints received in the calendar year shown.": "recorded",
    "Data is grouped by year recorded, not year of incident.": "recorded",
    "Figures are by the date on which the case was finalised.": "finalised",
    "The year is the year of the incident.": "incident",
    "The year shown is the date the complaint was received.": "recorded",
    "The year may be of recording, not of finalisation.": "unknown",
    "There were 3 officers.": "unknown",
}


def test_what_the_text_says_of_the_years_goes_before_the_columns() -> None:
    table = "| Date recorded | Date finalised | Officers |\n| 1 May 2019 | 3 June 2020 | 4 |"
    assert read(f"Dear Sir\n# Response\nOfficers by year recorded\n{table}").year_event == "recorded"
    assert read(f"Dear Sir\n# Response\n{table}").year_event == "unknown"


@pytest.mark.parametrize("line", EVENTS)
def test_year_event(line: str) -> None:
    assert read(f"Dear Sir\n# Response\n{line}").year_event == EVENTS[line]


def test_year_basis() -> None:
    assert read("Dear Sir\n# Response\nFigures are by financial year.").year_basis == "financial"
    assert read("Dear Sir\n# Response\nFigures are by calendar year.").year_basis == "calendar"
    assert read("Dear Sir\n# Response\nFigures are by calendar year, and by financial year.").year_basis == "unknown"


def test_caveats() -> None:
    letter = read(
        "Dear Sir\n# Response\nThere were 3 officers.\nThe data were extracted from a live database and may change.\nA keyword search of the summary was used."
    )
    assert letter.caveats == [4, 5]


# -------------------------------------------------------------------------------------------------------------- forces

FORCES: dict[str, tuple[str, list[str]]] = {
    "speaks": ("Dear Sir\nHumberside Police can confirm that we hold this.", ["humberside"]),
    "letterhead": ("^ HUMBERSIDE POLICE\nDear Sir\nThere were 3 officers.", ["humberside"]),
    "web address": ("E-mail: foi@cleveland.police.uk\nDear Sir\nThere were 3 officers.", ["cleveland"]),
    "signature": ("Dear Sir\nThere were 3 officers.\nYours sincerely\nInformation Unit\nGwent Police", ["gwent"]),
    "comparison names others": (
        "Dear Sir\nKent Police holds this. There were 3 officers.\nThe answer should not be used for comparison purposes with that of Essex Police or Surrey Police.",
        ["kent"],
    ),
    "transfer names others": (
        "Dear Sir\nKent Police does not hold this. You may wish to contact Essex Police.",
        ["kent"],
    ),
    "joint": (
        "Dear Sir\nNorfolk and Suffolk Constabularies have considered your request. There were 3 officers.",
        ["norfolk", "suffolk"],
    ),
    "requester names one": (
        "Dear Sir\nYou asked: did Essex Police dismiss anyone?\n# Response\nKent Police holds this. There were 3 officers.",
        ["kent"],
    ),
    "commissioner in Cheshire": (
        "^ Kent Police\nDear Sir\nThere were 3 officers.\n# Complaint Rights\nThe Information Commissioner, Wycliffe House, Wilmslow, Cheshire",
        ["kent"],
    ),
    "on behalf of": (
        "Dear Sir\nThis response is on behalf of Hertfordshire Constabulary. There were 3 officers.",
        ["hertfordshire"],
    ),
    "another answers for itself": (
        "Dear Sir\nDorset Police holds this. There were 3 officers.\nWhat you have here is for Dorset only; Devon and Cornwall Police will write to you separately.",
        ["dorset"],
    ),
    "others answer for themselves": (
        "Dear Sir\nWarwickshire Police only. West Mercia Police and Staffordshire Police will reply separately.\nThere were 3 officers.",
        ["warwickshire"],
    ),
    "one of a common letterhead": (
        "^ Norfolk and Suffolk Constabularies\nDear Sir\nThis reply is for Suffolk only.\nThere were 3 officers.",
        ["suffolk"],
    ),
    "nobody": ("Dear Sir\nThere were 3 officers.", []),
}


@pytest.mark.parametrize("name", FORCES)
def test_forces(name: str) -> None:
    text, wanted = FORCES[name]
    assert read(text).forces == wanted


def test_a_force_that_answers_for_itself_is_no_difference() -> None:
    letter = read(
        "^ Warwickshire Police\nDear Sir\nWest Mercia Police will provide its own response. There were 3 officers."
    )
    assert letter.forces == ["warwickshire"] and not any("answers for" in f.message for f in letter.findings)


def test_letterhead_and_text_that_differ_are_reported() -> None:
    letter = read(
        "^ Thames Valley Police\nDear Sir\nHampshire and Isle of Wight Constabulary holds this. There were 3 officers."
    )
    assert any("answers for" in f.message for f in letter.findings)


# --------------------------------------------------------------------------------------------------------------- other


def test_correction() -> None:
    letter = read(
        "Dear Sir\nThis is an amended response to our reply of 9 September 2022 (reference 1101/22).\nThere were 3 officers."
    )
    assert letter.corrects and letter.correction is not None
    assert (letter.correction.reference, letter.correction.date) == ("1101/22", D(2022, 9, 9))


@pytest.mark.parametrize(
    "line",
    [
        "Figures are subject to change and may be amended.",
        "The Police Act as amended applies.",
        "Your amended request was received on 3 May 2022.",
        "The data may contain errors inherent in any large scale recording system.",
        "There were 3 officers.",
    ],
)
def test_no_correction(line: str) -> None:
    assert not read(f"Dear Sir\n# Response\n{line}").corrects


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("This is the first part of our response; the remaining information will follow.", True),
        ("Further information will follow in due course.", True),
        ("This is an interim response to your request.", True),
        ("Part 1 of your request is exempt.", False),
        ("There were 3 officers.", False),
    ],
)
def test_instalment(line: str, wanted: bool) -> None:
    assert read(f"Dear Sir\n# Response\n{line}").instalment is wanted


def test_sample() -> None:
    assert read("^ SAMPLE – made up for testing; no force issued it\nDear Sir\nThere were 3 officers.").sample
    assert read("Dear Sir\n| Made-up sample: no police force issued this | |\nThere were 3 officers.").sample
    assert not read("Dear Sir\nA sample of 3 cases was read; no force issued guidance.").sample


@given(
    st.lists(
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(
                [
                    "Dear Sir",
                    "# Response",
                    "You asked:",
                    "Section 40(2)",
                    "| a | 1 |",
                    "1.",
                    "Q1",
                    "There were 3 officers.",
                    "- = *",
                ]
            ),
        ),
        max_size=14,
    )
)
def test_no_content_stops_the_reader(lines: list[str]) -> None:
    made = document("\n".join(lines))
    letter = read_letter(made)
    numbers = {b.number for b in made.texts}
    assert letter.quoted <= numbers and letter.boilerplate <= numbers
    assert not letter.quoted & letter.boilerplate
    assert {a.block for a in letter.answers} <= numbers - letter.quoted - letter.boilerplate


HUMBERSIDE = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[3] / "shared")) / "replies" / "real"


@pytest.mark.skipif(not HUMBERSIDE.exists(), reason="the real replies are not here")
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "hospital-crime_durham.pdf",
            {
                "forces": ["durham"],
                "reference": "1406745",
                "date_replied": D(2025, 10, 15),
                "date_received": None,
                "status": "full",
                "exemptions": [],
                "answers": [],
            },
        ),
        (
            "hospital-crime_humberside.pdf",
            {
                "forces": ["humberside"],
                "reference": "01/FOI/25/006753/Z",
                "date_replied": D(2025, 10, 10),
                "date_received": D(2025, 9, 15),
                "status": "partial",
                "exemptions": ["s40(2)"],
                "answers": [],
            },
        ),
    ],
)
def test_real_letters(name: str, wanted: dict[str, Any]) -> None:
    from parsers.documents import read as read_document

    letter = read_letter(read_document((HUMBERSIDE / name).read_bytes(), name))
    check(letter, wanted)


def test_a_reference_that_begins_like_a_label_is_whole() -> None:
    letter = read_letter(
        document("Bedfordshire Police\nEnquiry Reference\n01.FOI.22.014724\nDate 19/11/22\n1. Number of officers")
    )
    assert letter.reference == "01.FOI.22.014724"
