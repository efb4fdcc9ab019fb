"""`python -m flows.report.vega`: write `vega.js`, the library that draws the charts in the page, from vl-convert's package.

Vega, Vega-Lite, Vega-Embed and Vega's interpreter of expressions as one script: with the interpreter a page needs no `eval`,
so that its policy can forbid it. What is written is kept in the repository: making it takes seconds and a package of 80 MB,
which nobody needs who only runs the program. A test holds it to the package.
"""

from __future__ import annotations

from pathlib import Path

VEGA_LITE = "6.4"
"""The version whose specifications Altair makes (`altair.SCHEMA_VERSION`)."""

SCRIPT = Path(__file__).parent / "templates" / "vega.js"
LICENCES = Path(__file__).parent / "vega-licences.txt"


def script() -> str:
    """The library as one script that leaves one name behind: `vegaEmbed`. The licences of all that is in it come first."""
    import vl_convert

    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return f"/*\n{LICENCES.read_text(encoding='utf-8').strip()}\n*/\n(() => {{\n{bundle.strip()}\n}})();\n"


if __name__ == "__main__":
    SCRIPT.write_text(script(), encoding="utf-8", newline="\n")
    print(SCRIPT)
