"""Imports run one way, flows → parsers → schemas, and what answers at once imports nothing heavy."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALLOWED = {"schemas": {"schemas"}, "parsers": {"parsers", "schemas"}, "flows": {"flows", "parsers", "schemas"}}
HEAVY = {"prefect", "great_expectations", "pandas", "pyarrow"}
FILES = [path for room in ALLOWED for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path, at_import_time: bool = False) -> set[str]:
    """Top-level names of the modules that a file imports; only outside functions and type checks if so asked."""
    found: set[str] = set()
    nodes = list(ast.parse(path.read_text(encoding="utf-8")).body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: name the room, no relative imports"
            found.add((node.module or "").split(".")[0])
        elif at_import_time and (isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or _for_types(node)):
            continue
        nodes.extend(ast.iter_child_nodes(node))
    return found


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path):
    room = path.relative_to(ROOT).parts[0]
    assert not (imported(path) & set(ALLOWED)) - ALLOWED[room]
    if room != "flows":
        assert not imported(path) & {"prefect", "great_expectations"} or room == "schemas"
        assert not imported(path, at_import_time=True) & HEAVY


def test_the_files_are_found():
    assert len(FILES) > 20


def modules_after(*arguments: str) -> set[str]:
    code = (
        "import json, sys\nfrom flows.cli import main\n"
        f"sys.argv = ['foi', *{list(arguments)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('\\n' + json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_help_imports_nothing_heavy():
    loaded = modules_after("--help")
    assert not loaded & (HEAVY | {"sqlalchemy", "pdfplumber", "openpyxl", "rich"})
    assert "click" in loaded


def test_parse_imports_nothing_heavy(tmp_path):
    from tests.flows.letters import letter

    loaded = modules_after("parse", str(letter(tmp_path / "durham.pdf")))
    assert not loaded & (HEAVY | READERS | {"sqlalchemy", "fsspec", "rich"})  # it reads and maps in processes apart
    assert "parsers" in loaded


READERS = {"pdfplumber", "openpyxl", "docx", "xlrd", "lxml", "onnxruntime", "cv2", "numpy"}
LOOKING = ("status", "problems", "changes", "asked", "sources")
NEEDED = {
    "a PDF": ("letter", {"pdfplumber", "lxml"}),
    "a table in CSV": ("Year,Rank,Outcome\n2019,PC,Dismissed\n", set()),
}


@pytest.mark.parametrize("kind", NEEDED)
def test_a_reader_loads_only_what_the_kind_of_file_needs(kind, tmp_path):
    from tests.flows.letters import letter

    made, needed = NEEDED[kind]
    file = tmp_path / "reply"
    if made == "letter":
        letter(tmp_path / "reply.pdf").rename(file)
    else:
        file.write_text(made)
    code = (
        "import json, sys\nfrom pathlib import Path\nfrom parsers.documents import read\n"
        "read(Path(sys.argv[1]).read_bytes(), 'reply')\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(json.loads(done.stdout)) & (READERS - {"numpy"} | HEAVY) == needed


@pytest.mark.parametrize("command", LOOKING)
def test_a_command_that_only_looks_runs_nothing(command, release_in):
    loaded = modules_after(command, *([] if command == "sources" else ["--data", str(release_in)]))
    reading = {"pyarrow", "numpy", "pandas"}  # pyarrow reads the tables of a release, and imports the other two itself
    assert not loaded & ((HEAVY | READERS) - reading)
    assert ("pyarrow" in loaded) == (command not in ("asked", "sources"))


@pytest.fixture(scope="module")
def release_in(tmp_path_factory):
    """A data folder with a release that is live."""
    from flows.publish import publish
    from tests.flows.release import WHEN, whole

    data = tmp_path_factory.mktemp("data")
    publish(whole(), data / "clean", when=WHEN)
    return data
