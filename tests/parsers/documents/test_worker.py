"""Reading in processes apart: one bad file costs nothing but itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.platypus import PageBreak

from parsers.documents import read
from parsers.documents.model import UnreadableDocument
from parsers.documents.pdf_hands import LEAST_PAGES
from parsers.documents.worker import Item, Readers, read_guarded
from parsers.limits import Limits
from tests.parsers.documents.drawing import OUTCOMES, pdf, table, text


@pytest.fixture(scope="module")
def good() -> bytes:
    return pdf(text("We hold this."), table(OUTCOMES))


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """A page whose text is painted a hundred million times by forms within forms."""
    parts = [
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    ]
    parts.append(
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</F 10 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length 5>>stream\n/F Do\nendstream endobj\n"
    )
    for n in range(10, 36):
        body = b"/F Do /F Do"
        inner = b"/Resources<</XObject<</F %d 0 R>>>>" % (n + 1)
        head = b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 600 800]%s/Length %d>>stream\n" % (n, inner, len(body))
        parts.append(head + body + b"\nendstream endobj\n")
    parts.append(b"36 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 0>>stream\n\nendstream endobj\n")
    data = b"".join(parts)
    return data + b"trailer<</Root 1 0 R/Size 40>>\nstartxref\n0\n%%EOF\n"


def test_it_reads_as_the_reader_itself_does(good: bytes) -> None:
    assert read_guarded(good, "a.pdf") == read(good, "a.pdf")


def test_a_long_document_is_the_same_whoever_reads_its_pages() -> None:
    pages = [
        thing for n in range(2 * LEAST_PAGES) for thing in (text(f"We hold {n}. " * 30), table(OUTCOMES), PageBreak())
    ]
    long = pdf(*pages)
    assert read_guarded(long, "a.pdf") == read(long, "a.pdf")


def test_it_reads_a_path(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(good)
    assert read_guarded(path, "reply.pdf").name == "reply.pdf"
    with pytest.raises(UnreadableDocument, match="cannot be opened"):
        read_guarded(tmp_path / "none.pdf", "none.pdf")


def test_the_reason_comes_back(good: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="is an HTML page") as raised:
        read_guarded(b"<html></html>", "a.pdf")
    assert raised.value.fix


def test_a_file_that_hangs_is_stopped_and_the_others_go_on(good: bytes, bomb: bytes) -> None:
    items = [Item(good, "1"), Item(bomb, "bomb"), Item(good, "2"), Item(b"", "empty"), Item(good, "3")]
    with Readers(2, Limits(cpu_seconds=2, page_forms=10**9)) as readers:
        results = {r.item.name: r for r in readers.map(items)}
    assert results.keys() == {"1", "2", "3", "bomb", "empty"}
    assert all(results[n].document is not None for n in "123")
    assert results["bomb"].error is not None
    assert "took more than 2 s of processor time" in results["bomb"].error.message


def test_a_reader_that_dies_is_replaced(good: bytes) -> None:
    with Readers(1) as readers:
        assert [r.document is not None for r in readers.map([Item(good, "1")])] == [True]
        process = readers._readers[0].process
        assert process is not None
        process.kill()
        process.wait()
        assert [r.document is not None for r in readers.map([Item(good, "2")])] == [True]


def test_too_much_memory_is_a_reason(good: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"memory|crashed"):
        read_guarded(b" %PDF-" + bytes(190_000_000) + b"\nstartxref\n0\n%%EOF", "big.pdf", Limits(memory=300_000_000))
    assert read_guarded(good, "a.pdf").tables


def test_a_fault_in_the_callers_own_list_is_the_callers(good: bytes) -> None:
    def items() -> Iterator[Item]:
        yield Item(good, "1")
        raise KeyError("mine")

    with Readers(1) as readers, pytest.raises(KeyError, match="mine"):
        list(readers.map(items()))


def test_the_workers_import_neither_prefect_nor_pandas() -> None:
    code = "import sys, parsers.documents.worker, parsers.documents; print([m for m in ('prefect', 'pandas', 'pyarrow') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert done.stdout.strip() == "[]"
