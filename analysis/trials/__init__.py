"""What the trials of the model say: patterns, principles, forms, rules, levers, maps, calibration."""
