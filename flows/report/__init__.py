"""The report that each release carries, and the evidence behind each of its records."""

MOST_RECORDS = 50_000
"""Cases and numbers of a release that its report holds one by one, in the table of records and as evidence on pages.

A browser opens a table of so many in seconds, and the evidence of so many takes some fifty megabytes. Above, the report says
in words where they are.
"""
