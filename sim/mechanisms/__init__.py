"""The submodels of a week, one a file, in the order of the week.

conditions, sensing, consultation, synthesis, diagnosis, decision, joining, roles, work, outcome, trust, morale, record.
Each file says its claim, source, equation, price and limiting case, and ends with the phase that the week calls.
"""
