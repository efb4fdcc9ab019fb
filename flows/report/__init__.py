"""The report that each release carries, and the evidence behind each of its records."""
