"""What tests stand on: settings that keep everything in the process, and things a developer may not have."""

import os
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from forum.config import Settings, read_settings

SECRET = "a secret for tests, long enough to be one"


def lacking(what: str) -> None:
    """Skip for want of something that a developer may not have; a failure in CI, which has everything."""
    if os.environ.get("CI"):
        pytest.fail(f"CI has to have {what}")
    pytest.skip(f"needs {what}")


def settings_for(folder: Path, url: str, **overrides: object) -> Settings:
    """Settings for a test: nothing leaves the process."""
    environment = {"ROOMFUL_INSTANCE": str(folder), "ROOMFUL_DATABASE_URL": url, "ROOMFUL_SECRET_KEY": SECRET,
                   "ROOMFUL_RATE_LIMITS": "off", "ROOMFUL_DEVELOPMENT": "on"}  # fmt: skip
    return read_settings(environment, **{"testing": True, "demo": True, **overrides})


def compile_templates_once(app: Flask, folder: Path) -> None:
    """Let every application of this worker use the same compiled templates: compiling takes longer than most tests."""
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))
