"""Who writes the draft of a plan: one rule a file."""
