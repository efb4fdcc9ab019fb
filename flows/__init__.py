"""What runs, when, and what it leaves behind: sources, the raw archive, the flow, releases and the command line."""
