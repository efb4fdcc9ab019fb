"""Writes the measured figures into docs/personal-data.md: `python -m tests.parsers.personal`."""

from tests.parsers.personal.figures import PAGE, with_figures

if __name__ == "__main__":
    PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
