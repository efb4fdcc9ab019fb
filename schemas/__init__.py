"""What the data mean: record types, vocabularies, requests and forces. No I/O beyond this folder, no document formats."""
