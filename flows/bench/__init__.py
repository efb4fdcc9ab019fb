"""What the pipeline costs, each measurement beside a plain script that does the same job in the same run.

Run one with `python -m flows.bench.release` or `python -m flows.bench.rerun`; each prints its rows as JSON. How they are
taken is in `flows.bench.timing`.
"""
