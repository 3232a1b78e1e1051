"""From a question to results: designs, pairing, running, storing, stopping."""
