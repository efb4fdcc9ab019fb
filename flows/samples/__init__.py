"""A made-up round of replies to the request `online-misconduct-2017`, with the truth about each: for tests and a first run.

One declaration a reply (`replies/*.toml`) says what the force would have written (`declared` reads it, `drawn` and
`views` fill in what it leaves to them); `letter`, `setting` and `workbook` set it; `truth` tells, from the same
declaration, what a reader ought to find; `generate` writes all of it. The same code gives the same bytes.
"""
