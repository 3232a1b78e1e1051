"""Studies: what their runs say, in numbers, words, figures and a report."""
