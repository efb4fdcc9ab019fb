"""`python -m flows.samples [DIR]`: write the sample replies, into the repository's `samples/` unless told otherwise."""

import sys
from pathlib import Path

from flows.samples.generate import HOME, generate

if len(sys.argv) > 2:
    sys.exit("usage: python -m flows.samples [DIR]")
directory = Path(sys.argv[1]) if len(sys.argv) == 2 else HOME
for path in generate(directory):
    print(directory / path)
