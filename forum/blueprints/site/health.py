"""Whether the process runs, and whether it can do its work; without detail."""

from flask import Blueprint

from forum.migrating import is_ready

blueprint = Blueprint("health", __name__)

Answer = tuple[dict[str, str], int, dict[str, str]]
NEVER_KEPT = {"Cache-Control": "no-store"}


@blueprint.get("/healthz")
def healthz() -> Answer:
    return {"status": "ok"}, 200, NEVER_KEPT


@blueprint.get("/readyz")
def readyz() -> Answer:
    ready = is_ready()
    return {"status": "ok" if ready else "not ready"}, 200 if ready else 503, NEVER_KEPT
