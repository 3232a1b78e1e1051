"""The evidence report: one page in which every number and every verdict comes from what was run.

``book`` holds what was found, part by part; ``claims`` and ``falsifiers`` say what it means for the article;
``page`` puts the page together.  Sentences are chosen by the numbers, whichever way they fall.
"""
