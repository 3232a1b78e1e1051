"""One week of a coalition, and nothing else: no files, no plots, no command line."""
