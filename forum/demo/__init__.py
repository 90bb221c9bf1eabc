"""An example community: what a newcomer sees first."""
