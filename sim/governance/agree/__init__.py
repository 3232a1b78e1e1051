"""Who must agree to a draft: one rule a file."""
