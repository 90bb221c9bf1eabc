"""Tests of pages, mostly through the page."""
