"""Writes PDFs object by object, for what no library would write: tags that are wrong, layers, notes, hostile trees."""

from __future__ import annotations

from dataclasses import dataclass, field

FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
HEIGHT = 842


@dataclass
class RawPage:
    """One A4 page; y counts from the top. `extra` goes into its dictionary, `resources` into its resources."""

    number: int  # of its object
    drawn: list[str] = field(default_factory=list)
    marks: int = 0
    extra: str = ""
    resources: str = ""

    def text(self, x: float, y: float, words: str, wrap: str = "{}") -> None:
        self.drawn.append(wrap.format(f"BT /F1 10 Tf {x} {HEIGHT - y} Td ({words}) Tj ET"))

    def marked(self, *lines: tuple[float, float, str]) -> str:
        """Text in marked content; what an element of the tree says to own it."""
        number = self.marks
        self.marks += 1
        inner = " ".join(f"BT /F1 10 Tf {x} {HEIGHT - y} Td ({words}) Tj ET" for x, y, words in lines)
        self.drawn.append(f"/P <</MCID {number}>> BDC {inner} EMC")
        return f"<</Type/MCR/Pg {self.number} 0 R/MCID {number}>>"

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.drawn.append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")


class RawPdf:
    def __init__(self, pages: int = 1) -> None:
        self.objects: dict[int, str] = {}
        self.last = 10
        self.pages = [RawPage(self.new()) for _ in range(pages)]
        self.catalog = ""

    def new(self) -> int:
        self.last += 1
        return self.last

    def add(self, body: str) -> str:
        """A reference to a new object."""
        number = self.new()
        self.objects[number] = body
        return f"{number} 0 R"

    def stream(self, content: str, attributes: str = "") -> str:
        return self.add(f"<<{attributes}/Length {len(content)}>>\nstream\n{content}\nendstream")

    def element(self, role: str, *kids: str, more: str = "") -> str:
        return self.add(f"<</S/{role}/K[{' '.join(kids)}]{more}>>")

    def tree(self, *kids: str, more: str = "", said: str = "/Marked true") -> None:
        root = self.add(f"<</Type/StructTreeRoot/K[{' '.join(kids)}]{more}>>")
        self.catalog += f"/StructTreeRoot {root}/MarkInfo<<{said}>>"

    def done(self) -> bytes:
        self.objects[1] = f"<</Type/Catalog/Pages 2 0 R{self.catalog}>>"
        kids = " ".join(f"{p.number} 0 R" for p in self.pages)
        self.objects[2] = f"<</Type/Pages/Count {len(self.pages)}/Kids[{kids}]>>"
        self.objects[3] = FONT
        for page in self.pages:
            content = self.stream("\n".join(page.drawn))
            self.objects[page.number] = (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 {HEIGHT}]/Contents {content}{page.extra}"
                f"/Resources<</Font<</F1 3 0 R>>{page.resources}>>>>"
            )
        made = b"%PDF-1.7\n"
        places = {}
        for number, body in sorted(self.objects.items()):
            places[number] = len(made)
            made += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
        start = len(made)
        made += b"xref\n0 1\n0000000000 65535 f \n"
        for number, place in places.items():
            made += f"{number} 1\n{place:010d} 00000 n \n".encode()
        return made + f"trailer\n<</Size {self.last + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
