"""The speed claims, each with its peer in the same run."""
