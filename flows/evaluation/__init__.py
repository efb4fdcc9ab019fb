"""The evaluation that the repository keeps: made-up replies in every form there is, the truth beside each, and a score.

`make evaluate` draws a set (`draw`), reads each file as `foi parse` would, without any force's own parser (`trial`),
compares what came out with what is printed (`score`), and shows it, the worst first (`report`). A reply is a product of
independent choices: a layout, a producer, the words of the letter, a force, the spellings, and what goes wrong in it.
"""
