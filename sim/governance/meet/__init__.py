"""Who meets whom: one rule a file."""
