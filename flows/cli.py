"""The `foi` command. Nothing heavy is imported before a command needs it, so that every command answers at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.ending import DONE, NEEDS_A_PERSON, WRONG_USAGE, Stopped
from flows.terminal import say, say_json

if TYPE_CHECKING:
    from flows.contents import Opened
    from parsers.documents.model import Document
    from parsers.letter import Letter
    from parsers.result import Parsed


class _Commands(click.Group):
    """Turns what an input or a setting can cause into one sentence on standard error and the right exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Stopped as stopped:
            say(f"foi: {stopped.message}", err=True)
            ctx.exit(stopped.status)
        except ValueError as wrong:
            from parsers.table import Misdeclared
            from schemas.vocabulary import VocabularyError

            if not isinstance(wrong, (Misdeclared, VocabularyError)):
                raise
            say(f"foi: {wrong}", err=True)
            ctx.exit(WRONG_USAGE)
        except BrokenPipeError:
            raise
        except OSError as wrong:
            from flows.disk import sentence

            say(f"foi: {sentence(wrong)}", err=True)
            ctx.exit(WRONG_USAGE)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Police forces' replies to Freedom of Information requests, as one clean dataset.

    \b
    Start here:  foi ingest replies/
    """
    from flows.limits import take_configured

    take_configured(Path())


def _data(command: Callable) -> Callable:
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("data"),
        show_default=True,
        callback=_on_disk,
        help="Folder that holds raw/ and clean/.",
    )(command)


def _on_disk(_ctx: click.Context, _option: click.Parameter, data: Path) -> Path:
    import re

    if re.match(r"[a-z][a-z0-9+.-]+:/", str(data), re.IGNORECASE):
        raise Stopped(
            f"--data {data}: the data folder is on disk, and an address is none. To keep its archive, its ledger and copies "
            "of its releases elsewhere, write [store] in foi.toml (docs/store.md)."
        )
    return data


def _force(told: str) -> Callable[[Callable], Callable]:
    return click.option("--force", metavar="SLUG", callback=_known_force, help=told)


def _request(told: str) -> Callable[[Callable], Callable]:
    return click.option("--request", metavar="SLUG", callback=_known_request, help=told)


def _known_force(_ctx: click.Context, _option: click.Parameter, slug: str | None) -> str | None:
    from flows.slugs import known_force

    return known_force(slug, "--force")


def _known_only(_ctx: click.Context, _option: click.Parameter, slug: str | None) -> str | None:
    from flows.slugs import known_force

    return known_force(slug, "--only")


def _known_request(_ctx: click.Context, _option: click.Parameter, slug: str | None) -> str | None:
    from flows.slugs import known_request

    return known_request(slug, "--request")


# ---- one file


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_force("The force that sent it, where neither its name nor its letter says.")
@_request("The request that it answers, where its letter does not say.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def parse(file: Path, force: str | None, request: str | None, as_json: bool) -> None:
    """Read and parse one FILE and print what it yields. Writes nothing.

    \b
    An e-mail or a zip is read with everything in it, as one reply.

    \b
    Example:  foi parse replies/durham.pdf
              foi parse reply.eml --force durham --json
    """
    from flows.mapping import begin, parse_guarded

    begin()
    from flows.contents import one_reply, read_file
    from parsers.apart import NotDone

    opened = read_file(file)
    reply = one_reply(file, opened, force, request)
    try:
        parsed = parse_guarded([document for _, document in reply.documents], reply.force, reply.request)
    except NotDone as reason:
        raise Stopped(f"{file} {reason.message}. {reason.fix}".strip()) from None
    if as_json:
        say_json(parsed_object(opened.document, parsed))
    else:
        from flows import show

        show.parsed(opened.document, parsed, opened.documents[1:])


def parsed_object(document: Document, parsed: Parsed) -> dict[str, Any]:
    """What `foi parse --json` prints: the keys are fixed by the contract."""
    from schemas.tables import plain

    return {
        "document": document_object(document),
        "reply": plain(parsed.reply),
        "other_replies": [plain(row) for row in parsed.other_replies],
        "cases": [plain(row) for row in parsed.cases],
        "counts": [plain(row) for row in parsed.counts],
        "problems": [plain(row) for row in parsed.problems],
        "accounting": [plain(row) for row in parsed.accounting],
    }


def document_object(document: Document) -> dict[str, Any]:
    """What both `--json` objects say of the document."""
    return {name: getattr(document, name) for name in ("sha256", "name", "media_type", "pages")}


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--image", metavar="DIR", type=click.Path(path_type=Path), help="Draw each page and sheet as a PNG in this folder."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def inspect(file: Path, image: Path | None, as_json: bool) -> None:
    """Show what the readers see in one FILE and what was made of it: the letter's facts, every table, each row's role.

    With --image, the pages and sheets are drawn with all of it on them: the quickest way to see why a reply came out wrong.

    \b
    Example:  foi inspect replies/durham.pdf
              foi inspect replies/durham.pdf --image pictures/
    """
    from flows.contents import one_reply, read_file

    if image is not None and image.exists() and not image.is_dir():
        raise Stopped(f"{image} is a file; name a folder for the pictures with --image.")
    opened = read_file(file)
    if as_json:
        from parsers.letter import read_letter

        lead = one_reply(file, opened, None, None, several=True).documents[0][1]
        say_json(inspected_object(opened, read_letter(lead)))
        if image is None:
            return
    from flows import show
    from flows.inspection import bytes_of, inspect_documents

    known = inspect_documents(file, opened)
    if not as_json:
        for document in known:
            show.inspected(document)
    if image is not None:
        from flows.pictures.write import write_pictures

        show.pictures(write_pictures(image, known, bytes_of(file)), err=as_json)


def inspected_object(opened: Opened, letter: Letter) -> dict[str, Any]:
    """What `foi inspect --json` prints: the cells as printed, before any mapping.

    What is in a container has the name of its document before its place: `figures.xlsx: Sheet1`.
    """
    import dataclasses

    from schemas.records import Problem
    from schemas.tables import plain

    problems = [Problem(**dataclasses.asdict(f), document=opened.document.sha256) for f in letter.findings]
    tables, hidden = [], []
    for path, document in opened.documents:
        inside = "" if document is opened.document else f"{path.rpartition('/')[2]}: "
        problems += [Problem(**dataclasses.asdict(f), document=document.sha256) for f in document.findings]
        for table in document.tables:
            rows = [[c.text for c in r.cells] for r in table.rows]
            tables.append({"location": inside + table.location, "rows": rows})
        for found in document.hidden:
            told = {"location": inside + found.location, "severity": found.severity}
            hidden.append({**dataclasses.asdict(found), **told})
    return {
        "document": document_object(opened.document),
        "letter": _jsonable(dataclasses.asdict(letter)),
        "tables": tables,
        "hidden": hidden,
        "problems": [plain(p) for p in problems],
    }


def _jsonable(value: Any) -> Any:
    from datetime import date

    if isinstance(value, dict):
        return {key: _jsonable(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_jsonable(inner) for inner in value]
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


# ---- a force's parser


@main.command("new-force")
@click.argument("slug")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@_request("The request that the reply answers, where its letter does not say.")
@_data
@click.option("--again", is_flag=True, help="Add to what is there; what is declared stays.")
@click.option(
    "--no-fixture", is_flag=True, help="Keep the reply in the archive, and none of its words in the golden file."
)
def new_force(
    slug: str, files: tuple[Path, ...], request: str | None, data: Path, again: bool, no_fixture: bool
) -> None:
    """Write the parser module, the fixture and the golden file of a force, from the FILEs of one reply of it.

    \b
    Example:  foi new-force kent "FOI 12-22.pdf"
              foi new-force kent letter.pdf figures.xlsx --no-fixture
    """
    from flows.new_force import new_force
    from flows.slugs import known_force
    from flows.store import store_of

    known_force(slug, "new-force")
    written = new_force(slug, files, store_of(data).archive(), request, again=again, fixture=not no_fixture)
    say("\n".join(written.lines))
    sys.exit(written.status)


@main.command()
@click.argument("slugs", metavar="[SLUG]…", nargs=-1)
@_data
@click.option("--accept", is_flag=True, help="Take what is read now for right.")
def check(slugs: tuple[str, ...], data: Path, accept: bool) -> None:
    """Read the replies of the golden files again, of each force SLUG or of all, and show what has changed, cell by cell.

    \b
    Example:  foi check kent
              foi check kent --accept
    """
    from flows.check import check
    from flows.slugs import known_force
    from flows.store import store_of

    for slug in slugs:
        known_force(slug, "check")
    lines, status = check(slugs, store_of(data).archive(), accept=accept)
    say("\n".join(lines))
    sys.exit(status)


# ---- decisions of a person


@main.group()
def vocab() -> None:
    """Decide what a spelling means: map it to a code, ignore it or leave it; without touching code.

    \b
    Example:  foi vocab map outcome "Words of wisdom" words_of_advice
              foi vocab ignore outcome "see above" --reason "refers to another row"
              foi vocab unused
    """


_reason = click.option("--reason", required=True, help="Why, for whoever reads the file next.")


@vocab.command("map")
@click.argument("vocabulary")
@click.argument("spelling")
@click.argument("code")
@click.option("--in-text", is_flag=True, help="Look for it in narratives and sentences too, not only as a whole value.")
@_data
def vocab_map(vocabulary: str, spelling: str, code: str, in_text: bool, data: Path) -> None:
    """Let SPELLING mean CODE, whatever force writes it.

    A spelling that only one force means so belongs into that force's module (docs/teach.md).

    \b
    Example:  foi vocab map outcome "Words of wisdom" words_of_advice
    """
    from flows import vocab

    say("\n".join(vocab.map_spelling(vocabulary, spelling, code, _live_if_any(data), in_text)))


@vocab.command("ignore")
@click.argument("vocabulary")
@click.argument("spelling")
@_reason
@_data
def vocab_ignore(vocabulary: str, spelling: str, reason: str, data: Path) -> None:
    """Let SPELLING say nothing: it gets no code and is no problem.

    \b
    Example:  foi vocab ignore outcome "see above" --reason "refers to another row"
    """
    from flows import vocab

    say("\n".join(vocab.ignore(vocabulary, spelling, reason, _live_if_any(data))))


@vocab.command("leave")
@click.argument("vocabulary")
@click.argument("spelling")
@_reason
def vocab_leave(vocabulary: str, spelling: str, reason: str) -> None:
    """Note that SPELLING was looked at and stays open: still a problem, listed last.

    \b
    Example:  foi vocab leave outcome "Advised" --reason "asked the force on 3 May"
    """
    from flows import vocab

    say("\n".join(vocab.leave(vocabulary, spelling, reason)))


@vocab.command("show")
@click.argument("vocabulary")
@click.argument("code", required=False)
def vocab_show(vocabulary: str, code: str | None) -> None:
    """Show the codes of a VOCABULARY, or one CODE with every spelling of it.

    \b
    Example:  foi vocab show outcome words_of_advice
    """
    from flows import vocab

    say("\n".join(vocab.show(vocabulary, code)))


@vocab.command("unused")
@click.argument("vocabularies", metavar="[VOCABULARY]…", nargs=-1)
@_data
def vocab_unused(vocabularies: tuple[str, ...], data: Path) -> None:
    """List the entries that nothing in the live release uses; of one VOCABULARY each of them.

    \b
    Example:  foi vocab unused outcome
    """
    from flows import vocab
    from flows.spellings import NAMES

    say("\n".join(vocab.unused(vocabularies or NAMES, _live(data)[1])))


@main.command("correct")
@click.argument("record")
@click.argument("changes", metavar="[COLUMN VALUE]…", nargs=-1)
@_reason
@click.option("--page", required=True, help="Where in the reply the reason can be seen.")
@click.option("--author", required=True, help="Who decides: a name, initials or a role. It is published.")
@click.option("--drop", is_flag=True, help="Take the row out.")
@click.option("--confirm", is_flag=True, help="RECORD is a problem: what it warns of was looked at, and is right.")
@_data
def correct_row(
    record: str,
    changes: tuple[str, ...],
    reason: str,
    page: str,
    author: str,
    drop: bool,
    confirm: bool,
    data: Path,
) -> None:
    """Write a correction of the row RECORD into DATA/corrections: a decision of a person, with its reason.

    RECORD is the row's identifier in the live release. The next `foi ingest` applies it, to that row and that value
    alone, and reports it once the row has gone. "" as a value empties a column; a list has commas.

    \b
    Example:  foi correct durham-1f0c43a9b2d4e6f8 outcome dismissed outcomes dismissed \\
                  --reason "the letter says the officer, not the case" --page "page 1" --author "A. N."
    """
    from flows.correct import correct
    from flows.corrections import FOLDER

    if len(changes) % 2:
        raise Stopped(f"{changes[-1]}: give a column and its value, as many pairs as need be.")
    if drop and confirm:
        raise Stopped("--drop and --confirm do not go together.")
    pairs = list(zip(changes[::2], changes[1::2], strict=True))
    said = {"reason": reason, "page": page, "author": author}
    lines = correct(data / FOLDER, _live(data)[1], record, pairs, **said, drop=drop, confirm=confirm)
    say("\n".join(lines))


@main.command("release-hold")
@click.argument("document")
@_reason
@click.option("--by", required=True, help="Who decides: a name, initials or a role. It is published.")
@_data
def release_hold(document: str, reason: str, by: str, data: Path) -> None:
    """Let what can be seen of DOCUMENT be published, though there is hidden content in it. The hidden content stays out.

    DOCUMENT is its sha256 (or the first 8 digits or more), or its path. The decision is kept in DATA/holds.toml; the next
    `foi ingest` acts on it.

    \b
    Example:  foi release-hold 9d1f0c43a9b2 --by "A. N." \\
                  --reason "the hidden rows are subtotals; the force was told on 3 May"
    """
    from flows.holds import release

    say("\n".join(release(data, document, reason, by)))


@main.command("takedown")
@click.argument("target", required=False)
@click.argument("columns", metavar="[COLUMN]…", nargs=-1)
@click.option("--reason", help="Why: it is kept and published.")
@click.option("--author", help="Who decides: a name, initials or a role. It is published.")
@click.option(
    "--edition",
    type=click.Choice(["both", "public"]),
    default="both",
    show_default=True,
    help="What is to go without it: both editions, or the public one alone.",
)
@click.option("--lift", metavar="NUMBER", help="Publish again what this takedown took down.")
@click.option(
    "--spare", metavar="DOCUMENT", help="Let the takedown TARGET (its number) not hold for this document, sent since."
)
@_data
def takedown(
    target: str | None,
    columns: tuple[str, ...],
    reason: str | None,
    author: str | None,
    edition: str,
    lift: str | None,
    spare: str | None,
    data: Path,
) -> None:
    """Take TARGET down: it is published no more, whatever is read again or sent again. Without TARGET, list what was.

    TARGET is a row of the live release (`record_id`, `count_id`), with COLUMN only what stands there in it; a whole reply
    (`reply_id`); or a document (its sha256, 8 digits or more, or its path). The decision is kept in DATA/takedowns.toml, which
    holds none of the words. Older releases still have it: see `foi purge-releases`.

    \b
    Example:  foi takedown durham-1f0c43a9b2d4e6f8 conduct_raw --reason "names the victim" --author "A. N."
              foi takedown durham/reply.pdf --reason "asked by the force on 3 May" --author "A. N."
              foi takedown --lift 3f2a91c07b5e
    """
    from flows import take_down
    from flows.store import store_of
    from flows.takedowns import read

    if lift:
        lines = take_down.lift(data, lift)
    elif target is None:
        lines = take_down.listed(read(data), _live_if_any(data))
    else:
        live = _live(data)[1]
        with store_of(data).opened() as ledger:
            sightings = ledger.sightings()
        if spare:
            lines = take_down.spare(data, live, sightings, target, spare)
        elif reason is None or author is None:
            raise click.UsageError("--reason and --author are needed: a takedown says why, and who decided.")
        else:
            said = {"reason": reason, "author": author, "editions": edition}
            lines = take_down.take_down(data, live, sightings, target, columns, **said)
    say("\n".join(lines))


@main.command("not-personal")
@click.argument("what")
@_reason
@click.option("--by", required=True, help="Who decides: a name, initials or a role.")
@click.option("--kind", help="Only as this kind (`name`, `postcode` …); else as any.")
@_data
def not_personal_said(what: str, reason: str, by: str, kind: str | None, data: Path) -> None:
    """Say that WHAT reads like personal data and is none, so that the public edition shows it.

    WHAT is a masking of the live release (`masking_id` in masked.csv), which then holds for its row and column alone; or a text,
    which is then shown wherever it stands. The decision is kept in DATA/not-personal.toml.

    \b
    Example:  foi not-personal "Operation Marsh Fenwick" --reason "name of an operation" --by "A. N."
              foi not-personal 5be01c77a9d2f310 --reason "a street, not a person" --by "A. N."
    """
    from flows import not_personal

    say("\n".join(not_personal.say(data, _live(data)[1], what, reason, by, kind)))


@main.command("purge-releases")
@click.option(
    "--keep", type=click.IntRange(min=0), default=0, show_default=True, help="How many before the live one stay."
)
@click.option("--yes", "delete", is_flag=True, help="Delete them; without it, only say which.")
@_data
def purge_releases(keep: int, delete: bool, data: Path) -> None:
    """Delete older releases, and what `foi evidence` and `foi desk` have left, so that what was taken down is in none of them.

    The live release stays. What stands in DATA/raw stays too: docs/personal-data.md says what to do about that.

    \b
    Example:  foi purge-releases
              foi purge-releases --keep 1 --yes
    """
    from flows.purge import purge

    say("\n".join(purge(data, keep, delete)))


# ---- the main job and what it left


@main.command()
@click.argument("source", nargs=-1)
@_data
@_force("The force that sent all of it, where nothing else says.")
@_request("The request that all of it answers, where nothing else says.")
@click.option(
    "--only", metavar="SLUG", callback=_known_only, help="Leave what is known to be from other forces for another run."
)
@click.option("--accept", metavar="REQUEST/FORCE", multiple=True, help="Publish though this force has lost many rows.")
@click.option(
    "--runner",
    type=click.Choice(["here", "dask"]),
    help="Who reads and maps: this machine, or Dask workers.  [default: here]",
)
@click.option("--scheduler", metavar="ADDRESS", help="Of Dask (tcp://…); without one, workers are started here.")
def ingest(
    source: tuple[str, ...],
    data: Path,
    force: str | None,
    request: str | None,
    only: str | None,
    accept: tuple[str, ...],
    runner: str | None,
    scheduler: str | None,
) -> None:
    """Collect, read, parse, merge, validate and publish the replies at each SOURCE.

    SOURCE is a folder of replies, a single file (an e-mail or a zip brings everything in it), an address (s3://, sftp://),
    or the name of a source in foi.toml; with none, every source there.

    \b
    Example:  foi ingest replies/
              foi ingest s3://bucket/replies
              foi ingest durham-correction.pdf --force durham
              foi ingest --only durham
              foi ingest --runner dask --scheduler tcp://10.0.0.5:8786
    """
    from flows import show
    from flows.orchestration import run_ingest

    if scheduler and runner != "dask":
        raise click.UsageError("--scheduler goes with --runner dask.")
    told = {"request": request, "force": force, "only": only, "runner": runner, "scheduler": scheduler}
    ending = run_ingest(source, data, accept, **told)
    show.ending(ending)
    sys.exit(ending.status)


@main.command()
@click.argument("source", nargs=-1)
@_data
@_request("The request that all of it answers, where nothing else says.")
@click.option(
    "--cron", metavar="CRON", help="When: minute, hour, day, month, weekday.  [default: that of prefect.yaml]"
)
@click.option("--timezone", metavar="ZONE", help="The zone of these times.  [default: that of prefect.yaml]")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=4200, show_default=True, help="Of Prefect's page; 0 takes any."
)
@click.option("--now", is_flag=True, help="Begin one run at once, too.")
@click.option(
    "--print",
    "printed",
    type=click.Choice(["next", "systemd", "crontab"]),
    help="Print the next runs, a systemd unit or a crontab line instead.",
)
def schedule(
    source: tuple[str, ...],
    data: Path,
    request: str | None,
    cron: str | None,
    timezone: str | None,
    port: int,
    now: bool,
    printed: str | None,
) -> None:
    """Run the main job every night, for as long as this command runs, with a Prefect server of its own.

    SOURCE is as for `foi ingest`. Prefect's page shows the runs and their log, and starts one by hand, for one force too.
    docs/schedule.md has more: who is told of what, a server for several people, workers on other machines.

    \b
    Example:  foi schedule replies/
              foi schedule --cron "30 6 * * 1-5" --now
              foi schedule --print systemd > ~/.config/systemd/user/foi.service
    """
    from flows import schedule as scheduling

    plan = scheduling.Plan(source, data, request, cron, timezone, port, now)
    if printed == "next":
        say("\n".join(map(scheduling.in_words, scheduling.next_runs(plan))))
    elif printed:
        say(scheduling.systemd_unit(plan) if printed == "systemd" else scheduling.crontab_line(plan))
    else:
        scheduling.serve(plan, lambda line: say(line, err=True))


@main.command()
@click.argument("names", metavar="[NAME]…", nargs=-1)
def notify(names: tuple[str, ...]) -> None:
    """Send a trial message through the hooks that foi.toml names under [notify]: through all, or through each NAME.

    \b
    Example:  foi notify
              foi notify newsroom
    """
    from flows.notify import trial

    said, status = trial(names)
    say("\n".join(said))
    sys.exit(status)


@main.command()
@click.argument("names", metavar="[NAME]…", nargs=-1)
@click.option(
    "--check", "ask", is_flag=True, help="Ask each one that is elsewhere whether it answers. Nothing is collected."
)
def sources(names: tuple[str, ...], ask: bool) -> None:
    """List the sources in foi.toml: the kind of each, where it looks, whether it could collect, and what it lacks.

    \b
    Example:  foi sources
              foi sources logs --check
    """
    from flows import show
    from flows.sources import named
    from flows.sources.standing import standing

    stand = [standing(source, ask) for source in named(names)]
    show.sources(stand)
    sys.exit(DONE if all(one.well for one in stand) else NEEDS_A_PERSON)


@main.command()
@_data
def status(data: Path) -> None:
    """Show where each force stands, in the release that is live.

    \b
    Example:  foi status
    """
    from flows import show

    show.status(*_live(data))


@main.command()
@_data
@click.option("--all", "everything", is_flag=True, help="Notices too, not only errors and warnings.")
@click.option("--ids", is_flag=True, help="The identifier of each, for `foi correct ID --confirm`.")
@_force("Only the problems of this force.")
def problems(data: Path, everything: bool, ids: bool, force: str | None) -> None:
    """List what waits for a person, in the release that is live: unknown spellings first, then the gravest.

    Each unknown spelling stands once, with its places and the commands that decide on it.

    \b
    Example:  foi problems --force durham
    """
    from flows import show

    show.problems(_live(data)[1], everything, force, ids=ids, data=_told(data))


@main.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@_data
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def changes(old: str | None, new: str | None, data: Path, as_json: bool) -> None:
    """Show what the release NEW changed against the release OLD: rows added, changed, withdrawn, each with its cause.

    A release is named by its identifier, or the beginning of it. With none, the live release against the one before; with
    OLD alone, the live release against that one.

    \b
    Example:  foi changes
              foi changes 6f1c2e0a94d3 --json
    """
    from flows import show
    from flows.changes import compare

    with _reading():
        compared = compare(data / "clean", old, new)
    if as_json:
        say_json(compared.plain)
    else:
        show.changes(compared)


@main.command()
@click.argument("files", metavar="[FILE]…", nargs=-1, type=click.Path(path_type=Path))
@_data
def asked(files: tuple[Path, ...], data: Path) -> None:
    """Note who was asked and when, from each CSV FILE, in DATA/asked.csv; with none, show what is noted.

    Columns: request, force, sent; and as far as known reference, clarified, extended_to, review_asked, closed, note. A row
    takes the place of an earlier one of the same request and force. The next `foi ingest` shows it in `coverage`.

    \b
    Example:  foi asked sent.csv
    """
    from flows import asked as noted
    from flows import show

    for file in files:
        added, changed = noted.add(data, noted.read_file(file).values())
        say(f"{file}: {added} new, {changed} changed; noted in {data / noted.FILE}.")
    if not files:
        show.asked(noted.read(data), data / noted.FILE)


@main.command()
@click.argument("record_id")
@_data
@click.option("--open", "show_it", is_flag=True, help="Open it in the browser.")
def evidence(record_id: str, data: Path, show_it: bool) -> None:
    """Write where a published value came from: the page with the row lit, and why each field is what it is.

    RECORD_ID is a `record_id` or `count_id` of the live release. Prints the paths of a page and a picture in DATA/evidence.

    \b
    Example:  foi evidence durham-1f0c43a9b2d4e6f8 --open
    """
    from flows import publish
    from flows.report.one import FOLDER, write_one
    from flows.store import store_of

    with _reading():
        tables = publish.read_record(_live_folder(data), record_id)
    paths = write_one(tables, store_of(data).archive(), record_id, data / FOLDER)
    say("\n".join(str(path) for path in paths))
    if show_it:
        click.launch(str(paths[0]))


@main.command()
@_data
@_force("Only the problems of this force.")
@click.option("--open", "show_it", is_flag=True, help="Open it in the browser.")
def desk(data: Path, force: str | None, show_it: bool) -> None:
    """Write the problems of the live release as pages in DATA/desk, each beside its place in the document, and what to do.

    Unknown spellings come first, then the forces; every command has a button that copies it. The pages show real replies: they
    are for whoever runs the program, and are in no release.

    \b
    Example:  foi desk --open
              foi desk --force durham
    """
    from flows.editions import Editions
    from flows.report.desk import FOLDER, write_desk
    from flows.store import store_of
    from flows.takedowns import read
    from schemas.datapackage import FULL

    release, tables = _live(data)
    taken = read(data)
    veil = Editions(taken).veil(FULL)
    archive = store_of(data).archive()
    page = write_desk(tables, archive, data / FOLDER, release.name, force, taken, veil=veil, data=_told(data))
    say(page)
    if show_it:
        click.launch(str(page))


@main.command()
@_data
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="Where to serve it.")
@click.option("--open", "show_it", is_flag=True, help="Open it in the browser.")
def browse(data: Path, port: int, show_it: bool) -> None:
    """Serve the live release on this machine, to be looked through, filtered and asked in SQL (Datasette).

    Ends with Ctrl-C. Nothing can be changed there, and no other machine can reach it.

    \b
    Example:  foi browse --open
    """
    from flows.browse import browse as serve

    with _reading():
        release = _live_folder(data)
    sys.exit(serve(release, port, show_it))


@main.command()
@_data
@click.option("--to", metavar="DIR", type=click.Path(path_type=Path), help="Write it anew, in this new folder.")
@click.option("--public", is_flag=True, help="That of the public edition, in which personal data are masked.")
@click.option("--open", "show_it", is_flag=True, help="Open it in the browser.")
def report(data: Path, to: Path | None, public: bool, show_it: bool) -> None:
    """Print the path of the live release's report, a page that opens from disk.

    It is that of the full edition, which can name people. The one to share is that of the public edition.

    \b
    Example:  foi report --open
              foi report --public
    """
    from flows.publish import REPORT
    from schemas.datapackage import FULL, PUBLIC

    if public and to is not None:
        raise click.UsageError(
            "--public and --to do not go together: copy the folder that `foi report --public` names."
        )
    release, tables = _live(data)
    folder = (release / PUBLIC / REPORT if public else release / REPORT) if to is None else to
    if to is not None:
        import os

        from flows.editions import Editions
        from flows.report.write import images_wanted, write_apart
        from flows.store import store_of
        from flows.takedowns import read

        if to.exists():
            raise Stopped(f"{to} is there already; name a new folder with --to.")
        beside = Path(os.path.relpath(release, to)).as_posix()
        veil = Editions(read(data)).veil(FULL)
        write_apart(tables, store_of(data).archive(), images_wanted(Path()), to, release.name, beside, veil=veil)
    if not (folder / "index.html").is_file():
        raise Stopped(f"The release {release.name} carries no report; write one with `foi report --to DIR`.")
    say(folder / "index.html")
    if show_it:
        click.launch(str(folder / "index.html"))


def _told(data: Path) -> str:
    """The option for the data folder, for a command that is printed to be copied; nothing where it is the usual one."""
    import shlex

    return "" if data == Path("data") else f" --data {shlex.quote(str(data))}"


def _live_if_any(data: Path) -> dict[str, list[Any]] | None:
    from flows import publish

    with _reading():
        release = publish.live(data / "clean")
        return publish.read_release(release) if release else None


def _live(data: Path) -> tuple[Path, dict[str, list[Any]]]:
    """The live release, its folder and its tables. Raises `Stopped` where nothing has been published yet."""
    from flows import publish

    with _reading():
        release = _live_folder(data)
        return release, publish.read_release(release)


def _live_folder(data: Path) -> Path:
    from flows import publish

    release = publish.live(data / "clean")
    if release is None:
        raise Stopped(f"Nothing has been published in {data} yet; run `foi ingest SOURCE --data {data}` first.")
    return release


@contextmanager
def _reading() -> Iterator[None]:
    """A release that a command cannot read is an unreadable input; only the main job can fail to publish."""
    from flows.publish import PublishError

    try:
        yield
    except PublishError as wrong:
        raise Stopped(wrong.message) from wrong


if __name__ == "__main__":
    main()
