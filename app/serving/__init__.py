"""Serving the pages: the scripts they need without internet, the settings of Solara, the server."""

PORT = 8765
"""Where the server listens unless told otherwise."""

LOOPBACK = "127.0.0.1"
"""The address that only this machine can reach."""

NAMES_OF_LOOPBACK = ("localhost", LOOPBACK, "::1")
"""Names under which a machine reaches itself."""
