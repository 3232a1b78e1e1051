"""Who proposes, who must agree, who meets whom: one rule a file; whether one is bound is said by the form."""
