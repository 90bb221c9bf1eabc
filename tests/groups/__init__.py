"""Tests of groups, mostly through the page."""
