"""What the page says whatever was found: how to read each section, what is not tested, what is cited."""

from __future__ import annotations

PAGE = """\
Every number and every verdict comes from the runs, and the words are chosen by the numbers. Axes, doses, cases and
thresholds were written down before the runs; the wording and the criteria of some claims, and one falsifier, were
mended after quick looks in at most 60 worlds of another seed."""

TOGETHER = """\
Where many differences are judged together, an interval may leave out zero and yet tell nothing: among so many, some do
by chance. Then it counts as *cannot be told*."""

CLAIMS = """\
Each claim of Mortensen (2017) that the model can test, in our own words. *Borne out* or *contradicted*: wherever it
was looked for; *in part*: in some of the places, the others being open; *it depends*: for it in some, against it in
others; *open*: no telling with so many worlds. Effects are net value unless said otherwise, with 95 % intervals. A
claim that is borne out follows from the model's assumptions; that does not make it true."""

SYRIA = """\
The obstacle turns legal after a year. *syria same strengths*: it turns, but needs the same people; *syria nothing
changes*: it never turns. A new plan is one against the new obstacle; weeks after the change are the median over all
worlds, those without a plan among them; overlap is the Jaccard index between the old coalition and the first settled
new one, of which worlds without one have none."""

PRINCIPLES = """\
Each principle at no dose, low, default and high; the effect is default against none in the same worlds, as a number
and in percent of the value of the case as it is. With its *benefit off* the channel through which it may help is gone
and its price stays: then no benefit may be left (upper end of the interval below 2 %), or it is circular. With its
*price off* it is free. The best dose was chosen in one half of the worlds and scored in the other."""

FACTORIAL = """\
Each principle at no dose or at its default, together with all others: a fractional factorial that keeps main effects
and pairs apart. The effect of a pair is half of how much more the one brings where the other is there. Judged
together: the ten main effects of a condition, and its 45 pairs (Holm 1979)."""

RULES = """\
Opt-in and consensus differ in three rules. All eight combinations were run in the same worlds, so each rule's effect
is known by itself, and what rules do together. The three effects and what all three do together add up to the whole
difference."""

MAPS = """\
Opt-in or consensus in every cell of two axes, always in the same worlds, everything else at its default. A cell has
the color of the form that is told to be better there, and says by how much; blank cells cannot be told apart. The
cells of a map are judged together (Benjamini & Hochberg 1995): of those that have a color, one in twenty is a mistake
in the long run. Quarters and trends are judged as claims of their own (Holm 1979)."""

LEVERS = """\
One lever at a time from none to all, everything else as it is. The best dose inside is scored in the worlds in which it
was not chosen; it is *inside* if it beats both none and all."""

PATTERNS = """\
A pattern holds where the interval of each of its parts lies in the range that was written down before, under every
base seed. Numbers are those of the first base seed."""

AGAIN = """\
Every part is kept with what it was made with, and is run again only where that has changed: the edition of the model,
the number of worlds, or the base seed. An edition is what runs give, so code that changes without moving a result voids
nothing; whoever changes how runs are *read* takes away the files of those parts."""

UNTESTED = (
    "Several coordinators, rival coalitions, movements without a hub, money other than as hours, contact between "
    "coordinators, leaders and staff inside an organization.",
    "That a coalition should be dissolved once its purpose is achieved: no strategy that keeps it alive for its own "
    "sake is shipped to compare with.",
    "That declining an invitation leaves membership of the club as it is: the model assumes it.",
    "That information by itself builds trust, apart from everything else that principle 6 does.",
    "That a coordinator's independence matters: it is independent by construction.",
    "Whether any of this holds outside the model. It is no forecast of any real case.",
)
"""What the article says, or takes for granted, that the model does not test."""

REFERENCES = (
    "Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. *Journal of the Royal Statistical "
    "Society B*, 57(1), 289–300.",
    "Bitterman, P., & Koliba, C. J. (2020). Modeling alternative collaborative governance network designs: an "
    "agent-based model of water governance in the Lake Champlain basin, Vermont. *Journal of Public Administration "
    "Research and Theory*, 30(4), 636–655.",
    "Holm, S. (1979). A simple sequentially rejective multiple test procedure. *Scandinavian Journal of Statistics*, "
    "6(2), 65–70.",
    "Mortensen, G. (2017). 10 things you need to build clever coalitions. *Stanford Social Innovation Review*, "
    "25 April 2017.",
)
