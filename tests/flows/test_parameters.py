"""What is wrong with a parameter of a run is a sentence, as on the command line."""

from pathlib import Path

import pytest

from flows.ending import Stopped
from flows.parameters import checked


def test_what_a_page_sends_is_taken(tmp_path):
    given = checked(
        sources=[str(tmp_path)], data="data", request=" online-misconduct-2017 ", only="durham", force="",
        accept=["online-misconduct-2017/kent"],
    )  # fmt: skip
    assert (given.data, given.request, given.only, given.force) == (
        Path("data"),
        "online-misconduct-2017",
        "durham",
        None,
    )
    assert [source.path for source in given.sources] == [tmp_path]
    assert given.accepted == {("online-misconduct-2017", "kent")}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"only": "dorham"}, "only: no force is called 'dorham'. Did you mean durham"),
        ({"only": "dorham", "one": True}, "force: no force is called 'dorham'"),
        ({"one": True}, "force is not given"),
        ({"force": ["durham"]}, "give one name"),
        ({"request": "online"}, "request: no request is called 'online'"),
        ({"sources": "replies"}, "sources is 'replies'; give a list of texts"),
        ({"sources": [""]}, "give a list of texts"),
        ({"data": ""}, "give the path of a folder"),
        ({"accept": ["durham"]}, "write REQUEST/FORCE"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, told, said):
    with pytest.raises(Stopped, match=said):
        checked(**{"sources": [str(tmp_path)], **told})
