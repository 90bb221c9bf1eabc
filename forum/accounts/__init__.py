"""Members: how they join, prove who they are, and stay signed in."""
