"""Writes the sample round: the replies, the truth beside them, and the page that says what they are."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from flows.samples import letter, setting
from flows.samples.declaration import REQUEST, Sample
from flows.samples.declared import declared
from flows.samples.letter import Places
from flows.samples.truth import as_json, truth
from flows.samples.workbook import workbook
from schemas import forces, requests

SENT = date(2022, 9, 7)
"""When those were asked who sent nothing."""

HOME = Path(__file__).parents[2] / "samples"
"""Where the repository keeps them."""


def generate(directory: Path) -> list[Path]:
    """Write every sample reply, its truth and the README below `directory`; the paths written, relative to it.

    Who was asked goes to `asked.csv`, replies to `REQUEST/<force>/`, corrected ones to `later/REQUEST/<force>/`, truth to `truth/` and `truth/later/`.
    """
    files: dict[Path, bytes] = {}
    samples = declared()
    for sample in samples:
        documents, places = _documents(sample)
        sent = _sent(sample, documents)
        hashes = {name: hashlib.sha256(data).hexdigest() for name, data in {**documents, **sent}.items()}
        files |= {Path(sample.folder) / name: data for name, data in sent.items()}
        truth_name = f"later/{sample.force}.json" if sample.later else f"{sample.name}.json"
        files[Path("truth") / truth_name] = as_json(truth(sample, places, hashes)).encode()
    files[Path("README.md")] = readme(samples).encode()
    files[Path("asked.csv")] = asked(samples).encode()
    for path, data in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_bytes(data)
    return list(files)


def _documents(sample: Sample) -> tuple[dict[str, bytes], Places]:
    """The documents of a reply by name, the letter first, and where everything in them stands as far as that is known."""
    places = Places()
    documents = {}
    if sample.setting == "places":
        documents[sample.file], places = letter.letter(sample)
    elif sample.setting != "mail":
        documents[sample.file] = setting.letter(sample)
    if sample.workbook:
        documents[sample.workbook["file"]], sheet_places = workbook(sample)
        places.tables |= sheet_places
    if sample.setting == "mail":
        documents = {sample.file: setting.mail(sample, documents), **documents}
    return documents, places


def _sent(sample: Sample, documents: dict[str, bytes]) -> dict[str, bytes]:
    """The files as they lie in the folder: the documents, or the e-mail or zip that holds them."""
    match sample.sent.get("as"):
        case "zip":
            return {sample.sent["file"]: setting.zipped(documents)}
        case "eml":
            return {sample.sent["file"]: setting.mail(sample, documents)}
    return {sample.file: documents[sample.file]} if sample.setting == "mail" else documents


def asked(samples: list[Sample]) -> str:
    """Who was asked and when, as `foi asked` takes it in: the day on which each reply says that it was received."""
    sent: dict[str, date] = {}
    for sample in samples:
        for force in sample.forces:
            sent.setdefault(force, sample.reply["date_received"])
    rows = [
        f"{REQUEST},{force},{sent.get(force, SENT)},Made up for testing,true\n"
        for force in sorted(requests.load(REQUEST).asked)
    ]
    return "".join(["request,force,sent,note,sample\n", *rows])


def readme(samples: list[Sample]) -> str:
    """The page that stands beside the samples: what they are, what they come to, and the layout of each."""
    rows = [f"| `{s.folder}/{_shown(s)}` | {_status(s)} | {s.layout} |" for s in samples]
    asked = requests.load(REQUEST).asked
    silent = [forces.by_slug(slug).name for slug in asked if slug not in {f for s in samples for f in s.forces}]
    counted = [figures for s in samples if not s.later and not s.superseded_by for figures in s.figures.values()]
    officers, most = (sum(f["officers"][n] for f in counted) for n in (0, 1))
    dismissed = sum(f["dismissed"][0] for f in counted if "dismissed" in f)
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
            f"{len(asked)} forces were asked and {len(counted)} answer with data: at least {officers} officers investigated (at most {most}),",
            f"of whom at least {dismissed} were dismissed. Nothing came from {', '.join(silent[:-1])} and {silent[-1]}.",
            "",
            "| reply | status | layout |",
            "| --- | --- | --- |",
            *rows,
            "",
            "`truth/` holds, for each reply, what a reader ought to find in it. `later/` holds a corrected reply: take",
            "it in second, to see one reply supersede another. `asked.csv` says when each force was asked. It corrects outcomes and adds a PCSO: the officers stay as many.",
            "",
        ]
    )


def _shown(sample: Sample) -> str:
    return sample.sent.get("file", sample.file)


def _status(sample: Sample) -> str:
    return f"{sample.reply['status']}, superseded" if sample.superseded_by else sample.reply["status"]
