"""`python -m flows.evaluation`: draw a set of made-up replies, read it, and show what came out wrong."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click

from flows.evaluation import draw, report
from flows.evaluation.others import soffice
from flows.evaluation.score import Score, score
from flows.evaluation.trial import attempt
from flows.terminal import say

PROCESSES = 2


def one(seed: int, title: str, number: int, keep: Path | None) -> Score:
    """Draw, read and score one reply; keep its files where something is wrong."""
    truth, files = draw.reply(seed, title, number)
    result = score(truth, attempt(truth, files))
    if keep and (result.wrong or result.unread):
        draw.write(keep, truth, files)
    return result


def again(folder: Path) -> list[Score]:
    """The scores of replies that an earlier run kept: what has been mended since."""
    return [score(truth, attempt(truth, files)) for truth, files in draw.kept(folder)]


def evaluate(seed: int, replicas: int, only: str | None = None, keep: Path | None = None, office: bool = False) -> list[Score]:  # fmt: skip
    """The scores of a set, on two processes."""
    wanted = draw.names(replicas, only, office)
    with ProcessPoolExecutor(PROCESSES) as pool:
        waiting = [pool.submit(one, seed, title, number, keep) for title, number in wanted]
        return [each.result() for each in waiting]


@click.command()
@click.option("--seed", default=1, show_default=True, help="Another number draws another set.")
@click.option("--replicas", default=2, show_default=True, help="Replies of each layout.")
@click.option("--only", help="Only layouts with these words in their name or family.")
@click.option(
    "--json", "json_to", type=click.Path(path_type=Path, dir_okay=False), help="Write all scores and errors there."
)
@click.option(
    "--keep", type=click.Path(path_type=Path, file_okay=False), help="Keep the files of replies that came out wrong."
)
@click.option(
    "--again",
    "from_kept",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Draw nothing: read the replies kept there once more.",
)
@click.option("--office", is_flag=True, help="Layouts set by LibreOffice too; it must be on this machine.")
@click.option("--shown", default=15, show_default=True, help="Replies shown, the worst first.")
@click.option("--errors", default=4, show_default=True, help="Errors shown of each.")
def main(seed: int, replicas: int, only: str | None, json_to: Path | None, keep: Path | None, from_kept: Path | None, office: bool, shown: int, errors: int) -> None:  # fmt: skip
    """Draw made-up replies, read them without any force's own parser, and compare with the truth."""
    if office and not soffice():
        raise click.UsageError("LibreOffice is not on this machine: leave out --office.")
    start = time.monotonic()
    scores = again(from_kept) if from_kept else evaluate(seed, replicas, only, keep, office)
    if not scores:
        raise click.UsageError(f"No layout has “{only}” in its name or family.")
    if json_to:
        json_to.write_text(report.as_json(scores), encoding="utf-8")
    say(report.as_text(scores, keep, shown, errors))
    say(f"\n{len(draw.layouts())} layouts, {len(scores)} replies, seed {seed}, {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
