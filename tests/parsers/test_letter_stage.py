"""Which step of a request a letter is."""

import pytest

from parsers.letter import read_letter
from parsers.letter.stage import stage_of
from tests.build import document, table

OPENS = "I write in connection with your request for information received on 1 August 2022."
FULL = "I have today decided to disclose the located information to you in full."
ROWS = table([["Year", "Outcome"], ["2019", "No further action"], ["2020", "Dismissed"]])
RIGHTS = "If you are unhappy with the outcome of the internal review, you may complain to the Information Commissioner."


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ([FULL, ROWS], "answer"),
        ([FULL, ROWS, RIGHTS], "answer"),
        (["We acknowledge receipt of your request. You will receive a response within 20 working days."], "acknowledgement"),
        (["We acknowledge your request. If we need more time we will tell you."], "acknowledgement"),
        (
            ["Your request is being considered. We need more time to consider the public interest test under section 10(3)."],
            "holding",
        ),
        (["I apologise for the delay. Your request is being dealt with and we will respond as soon as possible."], "holding"),
        (["Please could you clarify what you mean by conduct on social media? We cannot process your request until then."], "clarification"),
        (["I have conducted an internal review of our response. I uphold the decision to refuse the request under section 12(1)."], "review"),
        (["Further to my previous reply, an error has come to our attention in the figures of our previous response.", FULL, ROWS], "correction"),
        (["This is the first part of our response to your request. The remaining information will follow.", FULL, ROWS], "instalment"),
        (["Kind regards"], ""),
    ],
)  # fmt: skip
def test_the_stage_is_told_by_what_the_letter_says(said, stage):
    made = document("Durham Constabulary", "Dear Sir,", OPENS, *said)
    assert stage_of(made, read_letter(made)) == stage
