"""Who proposes, who must agree, who meets whom: one rule a file; forms are presets of three rules."""
