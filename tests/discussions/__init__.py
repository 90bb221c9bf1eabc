"""Tests of discussions, mostly through the page."""
