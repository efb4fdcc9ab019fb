"""The covering letter around an answer: its facts drawn at random, and the words in which forces state them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flows.evaluation.blocks import MARK, Cell, Grid, Words
from flows.evaluation.content import HOSPITAL, Content, Draw, either
from flows.evaluation.wordings import on_day, reference, say, wording
from schemas import forces

_HEADS = {
    "request": ["Request", "You asked:", "REQUEST", "Your request"],
    "decision": ["Decision", "DECISION", "Response", "RESPONSE", "Our response", "Answer"],
    "rights": ["COMPLAINT RIGHTS", "Internal review", "Your right to complain"],
    "law": ["LEGAL ANNEX", "Legal annex", "The Act"],
}


@dataclass
class Letter:
    """The blocks of a letter, and its facts in the columns of `replies`."""

    blocks: list[Words | Grid]
    facts: dict[str, Any]


def letter(draw: Draw, content: Content, status: str, attached: bool = False) -> Letter:
    """A letter that gives the content, or says why not; `attached`: the tables are in another file."""
    return _Writer(draw, content, status, attached).write()


class _Writer:
    def __init__(self, draw: Draw, content: Content, status: str, attached: bool) -> None:
        self.draw, self.rng, self.content, self.status, self.attached = draw, draw.rng, content, status, attached
        self.registered = forces.by_slug(draw.force)
        self.scotland = self.registered.foi_regime == "FOISA"
        self.name = self.registered.name
        if content.joint:
            self.name = " and ".join(forces.by_slug(slug).name for slug in content.joint)
        after = (content.span.end if content.span else date(2022, 8, 31)) + timedelta(days=self.rng.randint(5, 60))
        self.received = after
        self.replied = after + timedelta(days=self.rng.randint(1, 5) if status == "acknowledgement" else self.rng.randint(12, 45))  # fmt: skip
        self.form = self.rng.choice(wording()["dates"])
        self.reference = reference(self.rng, self.received.year)
        self.exemptions: Any = []
        self.event = "unknown"

    def day(self, day: date) -> str:
        return on_day(day, self.form)

    def write(self) -> Letter:
        parts = [
            self._head(),
            self._intro(),
            self._decision(),
            self._answer(),
            self._close(),
        ]
        blocks = [block for part in parts for block in part]
        facts = {
            "request": self.content.request,
            "force": self.draw.force,
            "reference": self.reference,
            "date_received": self.received.isoformat(),
            "date_replied": self.replied.isoformat(),
            "status": self.status,
            "exemptions": self.exemptions,
            "grain": self.content.grain if self.status in ("full", "partial") else either("none", "count"),
            "sample": True,
        }
        if self.event != "unknown":
            facts["year_event"] = self.event
        if self.content.basis:
            facts["year_basis"] = self.content.basis
        if self.content.joint:
            facts["joint"] = self.content.joint
        return Letter(blocks, facts)

    def _head(self) -> list[Words | Grid]:
        rng = self.rng
        label = rng.choice(wording()["reference_labels"])
        dated = rng.choice(wording()["date_labels"])
        blocks: list[Words | Grid] = [Words("mark", MARK), Words("title", self.name)]
        if rng.random() < 0.5:
            blocks.append(Words("address", "Information Management\nForce Headquarters, Example Road, Exampleton EX1 1AA"))  # fmt: skip
        style = rng.random()
        reference_line, date_line = f"{label} {self.reference}", f"{dated} {self.day(self.replied)}".strip()
        if style < 0.12:
            pairs = [[label.rstrip(":"), self.reference], [dated.rstrip(":") or "Date", self.day(self.replied)]]
            blocks.append(Grid([[Cell(a), Cell(b)] for a, b in pairs], 0, widths=[1, 2], form=True))
        elif style < 0.6:
            blocks += [Words("line", reference_line), Words("line", date_line)]
        else:
            blocks += [Words("line", date_line), Words("line", reference_line)]
        blocks.append(Words("paragraph", rng.choice(wording()["salutations"])))
        if rng.random() < 0.4:
            blocks.append(Words("bold", f"Freedom of Information {'(Scotland) Act 2002' if self.scotland else 'Act 2000'} - Request {self.reference}"))  # fmt: skip
        return blocks

    def _intro(self) -> list[Words | Grid]:
        rng = self.rng
        name = "intros_acknowledged" if self.status == "acknowledgement" else "intros"
        intro = say(rng, name, force=self.name, received=self.day(self.received), before=self.day(self.received - timedelta(days=1)))  # fmt: skip
        asked = say(rng, "requests_hospital" if self.content.request == HOSPITAL else "requests_online")
        blocks: list[Words | Grid] = [Words("paragraph", intro)]
        if rng.random() < 0.3:
            blocks.append(Words("heading", rng.choice(_HEADS["request"])))
        return [*blocks, *(Words("quote", line) for line in asked.split("\n"))]

    def _decision(self) -> list[Words | Grid]:
        rng = self.rng
        name, printed = self._decided()
        blocks: list[Words | Grid] = []
        if rng.random() < 0.5 and self.status not in ("acknowledgement", "clarification"):
            blocks.append(Words("heading", rng.choice(_HEADS["decision"])))
        span = self.content.span
        period = "1 January 2017 to 31 August 2022" if span is None else ""
        words = say(rng, name, force=self.name, sections=printed, n=f"{rng.randint(600, 4200):,}", period=period, due=self.day(self.received + timedelta(days=28)))  # fmt: skip
        words = words[0].upper() + words[1:]
        if self.scotland:
            words = words.replace("Section 17 of the Freedom of Information Act 2000", "Section 16 of the Freedom of Information (Scotland) Act 2002").replace("Freedom of Information Act 2000", "Freedom of Information (Scotland) Act 2002")  # fmt: skip
        return [*blocks, Words("paragraph", words)]

    def _decided(self) -> tuple[str, str]:
        """The wording of the decision, and the exemptions as printed."""
        rng, status = self.rng, self.status
        if status == "full":
            return ("decisions_attached" if self.attached else "decisions_full"), ""
        if status in ("nil", "not_held", "clarification", "acknowledgement"):
            return f"decisions_{status}", ""
        kind = "cost" if status == "refused" and rng.random() < 0.5 else status
        known = wording()["exemptions_scotland" if self.scotland else "exemptions"][kind]
        printed, canonical = rng.choice(known)
        self.exemptions = canonical
        return f"decisions_{kind}", printed

    def _answer(self) -> list[Words | Grid]:
        rng, content = self.rng, self.content
        if self.status not in ("full", "partial"):
            return []
        blocks: list[Words | Grid] = []
        if content.prose:
            return [*blocks, *content.prose]
        if content.listed:
            blocks.append(Words("paragraph", say(rng, "list_sentences")))
        elif content.unit:
            blocks.append(Words("paragraph", say(rng, "unit_sentences", things=content.unit, period=self._period())))
        said, event = rng.choice(wording()["events"])
        if said and (content.basis or content.listed) and content.request != HOSPITAL:
            blocks.append(Words("paragraph", said))
            self.event = event
        legend = [Words("paragraph", text) for text in content.legend]
        if rng.random() < 0.4:
            blocks, legend = [*blocks, *legend], []
        if not self.attached:
            for grid in content.grids:
                if grid.caption:
                    blocks.append(Words("bold", grid.caption))
                blocks.append(grid)
        return [*blocks, *legend]

    def _period(self) -> str:
        span = self.content.span
        if span is None:
            return ""
        form = "{d} {B} {Y}"
        return f" between {on_day(span.start, form)} and {on_day(span.end, form)}"

    def _close(self) -> list[Words | Grid]:
        rng = self.rng
        blocks: list[Words | Grid] = []
        if self.status in ("full", "partial"):
            blocks += [Words("small", text) for text in rng.sample(wording()["caveats"], rng.randint(0, 2))]
        if not self.scotland and self.status != "acknowledgement" and rng.random() < 0.5:
            if rng.random() < 0.5:
                blocks.append(Words("heading", rng.choice(_HEADS["law"])))
            blocks.append(Words("paragraph", say(rng, "laws")))
        if self.status not in ("acknowledgement", "clarification"):
            blocks += [Words("heading", rng.choice(_HEADS["rights"])), Words("paragraph", say(rng, "reviews", force=self.name))]  # fmt: skip
            blocks.append(Words("paragraph", wording()["commissioner_scotland" if self.scotland else "commissioner"]))
        return [*blocks, Words("paragraph", say(rng, "signatures"))]
