"""Reports: comparisons and runs as figures, tables, sentences and pages."""
