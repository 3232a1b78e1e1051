"""The audit of numbers: what each of them moves, and where; ``record.csv`` is what was found in this edition.

A number that moves nothing is dead, and dead numbers are deleted. A number is set to its neutral value and to both ends
of its prior, in shipped cases, under a form that uses it, in the same worlds as without. Its *move* in an outcome is
the mean of the paired differences, in standard deviations of the outcome between worlds as the case is.

Looked for first in few worlds, case after case until one shows it clearly; then measured in others, where it was
largest, so that what was picked because luck made it large does not stay so.
"""
