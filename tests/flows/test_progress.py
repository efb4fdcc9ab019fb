"""Progress: a line for each step where there is no terminal, and nothing of it in the result."""

import io

from flows import progress


def test_each_step_ends_in_one_line_that_says_what_it_came_to():
    shown = io.StringIO()
    with progress.Progress(shown).step("read", 2) as step:
        step.advance()
        step.note = "2 new documents"
    assert shown.getvalue() == "read      2 new documents\n"


def test_a_long_step_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0)
    shown = io.StringIO()
    with progress.Progress(shown).step("read", 2) as step:
        step.advance()
        step.advance()
    assert "read      1 of 2" in shown.getvalue() and "read      2 of 2" in shown.getvalue()


def test_a_terminal_gets_a_bar():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    shown = Terminal()
    with progress.Progress(shown).step("read") as step:
        step.total = 2  # as is known only once the step has begun
        step.advance()
        step.note = "done"
    assert "1/2" in shown.getvalue()
    assert shown.getvalue().endswith("read      done\n")
