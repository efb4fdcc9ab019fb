"""Made-up replies to the request `online-misconduct-2017`, with the truth about each: for tests and a first run.

One declaration a reply (`replies/*.toml`) says what the force would have written; `letter` and `workbook` set it;
`truth` tells, from the same declaration, what a reader ought to find. The same code gives the same bytes.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flows.samples.declaration import REQUEST, Sample, declared
from flows.samples.letter import letter
from flows.samples.truth import as_json, truth
from flows.samples.workbook import workbook

HOME = Path(__file__).parents[2] / "samples"
"""Where the repository keeps them."""


def generate(directory: Path) -> list[Path]:
    """Write every sample reply, its truth and the README below `directory`; the paths written, relative to it.

    Replies go to `REQUEST/<force>/`, corrected ones to `later/REQUEST/<force>/`, truth to `truth/` and `truth/later/`.
    """
    files: dict[Path, bytes] = {}
    samples = declared()
    for sample in samples:
        round_ = Path("later" if sample.later else "")
        printed, places = letter(sample)
        documents = {sample.file: printed}
        if sample.workbook:
            made, sheet_places = workbook(sample)
            documents[sample.workbook["file"]] = made
            places.tables |= sheet_places
        for name, data in documents.items():
            files[round_ / REQUEST / sample.force / name] = data
        hashes = {name: hashlib.sha256(data).hexdigest() for name, data in documents.items()}
        facts = as_json(truth(sample, places, hashes))
        files["truth" / round_ / f"{sample.force}.json"] = facts.encode()
    files[Path("README.md")] = readme(samples).encode()
    for path, data in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_bytes(data)
    return list(files)


def readme(samples: list[Sample]) -> str:
    """The page that stands beside the samples: what they are, and the layout of each."""
    rows = [f"| `{s.folder}` | {s.reply['status']} | {s.layout} |" for s in samples]
    return "\n".join(
        [
            "# Sample replies",
            "",
            "Made up for testing. No police force issued any of these documents; each says so on its face. The forces",
            "are real, and so is the outline of seven cases that a published investigation reported; every other case,",
            "figure, date and reference is invented, and nobody is named.",
            "",
            "Written by `python -m flows.samples` from `flows/samples/replies/`; not to be edited here. See",
            "`docs/samples.md`.",
            "",
            "| folder | status | layout |",
            "| --- | --- | --- |",
            *rows,
            "",
            "`truth/` holds, for each reply, what a reader ought to find in it. `later/` holds a corrected reply: take",
            "it in second, to see one reply supersede another.",
            "",
        ]
    )
