"""Row accounting balances, for any document: every row of every table has one fate, and none is lost without a word."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.parse import parse_reply
from tests.build import document, table

WORDS = st.sampled_from(
    [
        None, "", "Year", "Total", "Grand Total", "Outcome", "Rank", "Officers", "Number of officers", "2019", "2020/21", "FY 2021",
        "PC", "Sergeant", "WhatsApp", "Facebook", "Dismissed", "Final written warning", "NFA", "2 x WW, 1 x MA", "Words of advice / RPRP",
        "<5", "*", "-", "0", "3", "12", "1,204", "5%", "n/a", "REDACTED", "Offence", "Staff", "PCSO", "<", "^", "Ref", "A1",
        "Sent offensive messages to a colleague over several months by text message and on social media",
    ]
)  # fmt: skip
ANY = st.one_of(WORDS, st.text(max_size=12))


@st.composite
def tables(draw, cells=ANY):
    width = draw(st.integers(1, 6))
    return table(
        draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=8)),
        caption=draw(st.none() | WORDS),
    )


SENTENCES = st.sampled_from(
    [
        "Dear Sir or Madam,",
        "I have today decided to disclose the located information to you in full.",
        "Three officers were dismissed and one resigned.",
        "Q1 How many officers were investigated?",
        "1. Zero",
        "2017 - 4 officers",
        "The information is not held.",
        "OFFICIAL",
    ]
)
DOCUMENTS = st.lists(st.one_of(SENTENCES, st.text(max_size=40), tables()), max_size=6).map(
    lambda blocks: document(*blocks)
)
UNHURRIED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@UNHURRIED
@given(
    st.lists(DOCUMENTS, min_size=1, max_size=2),
    st.sampled_from([None, "durham", "kent"]),
    st.sampled_from([None, "hospital-crime-2019"]),
)
def test_every_row_of_every_table_has_one_fate(documents, force, request):
    parsed = parse_reply(documents, force, request)
    for account in parsed.accounting:
        assert account.rows == account.header + account.records + account.skipped + account.quarantined
        assert sum(account.reasons.values()) >= account.skipped + account.quarantined
    accounted = {(a.document, a.table): a.rows for a in parsed.accounting if a.table != "text"}
    assert accounted == {(d.sha256, str(t.number)): len(t.rows) + len(t.repeated) for d in documents for t in d.tables}


@UNHURRIED
@given(DOCUMENTS, st.sampled_from([None, "durham"]))
def test_a_row_counted_as_a_record_gives_one_and_no_other_does(made, force):
    parsed = parse_reply([made], force)
    records = [*parsed.cases, *parsed.counts]
    rows = {(r.location, r.row) for r in records}
    in_tables = sum(a.records for a in parsed.accounting)
    assert in_tables == 0 or records
    assert len(rows) <= sum(a.rows for a in parsed.accounting)
    assert all(r.document == made.sha256 for r in records)


@UNHURRIED
@given(DOCUMENTS)
def test_the_same_document_gives_the_same_records(made):
    assert parse_reply([made]) == parse_reply([made])
