"""The doors to the outside world: each has an embedded way, a scaled way and a safe one for tests."""
