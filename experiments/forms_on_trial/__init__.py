"""Forms on trial: what opt-in, consensus and the others achieve, which of their rules does it, and how they turn.

``rules`` crosses the three rules that set opt-in and consensus apart; ``cases`` runs the named forms and strategies in
every case; ``turning`` watches the Syria case and its placebos week by week; ``levers`` sweeps one lever at a time.
What is run was written down before it was run.
"""
