"""How a coordinator spends its week: one strategy a file; in ``wrappers``, what changes any of them."""
