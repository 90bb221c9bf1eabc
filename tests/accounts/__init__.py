"""Tests of accounts, mostly through the page."""
