"""How a coordinator spends its week: one strategy a file."""
