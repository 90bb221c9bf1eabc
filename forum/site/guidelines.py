"""What everybody agrees to who joins, and which version of it: the guidelines and the terms together."""

VERSION = "2026-11-22"
"""Of what comes with the software; when an admin asks for consent anew, the site has a version of its own."""
