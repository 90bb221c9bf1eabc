"""Static files: gathered once under an address that holds their digest, compressed, and kept by browsers for a year."""

import gzip
import shutil
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

import brotli
from flask import Flask, Response, abort, send_from_directory
from whitenoise import WhiteNoise

from forum.config import Settings

SOURCES = Path(__file__).parent / "static"
COMPRESSED = {".css", ".js", ".svg", ".json", ".txt"}
OLD_DIGEST_KEPT = 24 * 3600
"""Seconds for which the file given for an outdated address may be kept: a page open across an update still works."""


def connect(app: Flask, settings: Settings) -> None:
    """Serve the static files; `static_url("css/site.css")` is what templates write."""
    digest = digest_of_sources()
    folder = gather(settings.instance / "static" / digest)
    app.extensions["roomful.digest"] = digest
    app.jinja_env.globals["static_url"] = lambda path: f"/s/{digest}/{path}"
    app.add_url_rule("/s/<digest>/<path:path>", "static_of_another_digest", _serve_current(folder))
    served = WhiteNoise(app.wsgi_app, max_age=0, add_headers_function=_headers, immutable_file_test=lambda *_: True)
    served.add_files(str(folder), prefix=f"s/{digest}/")
    app.wsgi_app = served  # type: ignore[method-assign]


def digest_of_sources() -> str:
    """Twelve characters that change whenever any static file does."""
    digest = sha256()
    for path in sorted(SOURCES.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(SOURCES).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def gather(folder: Path) -> Path:
    """Put the files, the style sheets as one, with their compressed twins into `folder`, unless they are there."""
    if folder.exists():
        return folder
    draft = folder.with_name(f"{folder.name}.{token_hex(4)}")
    shutil.copytree(SOURCES, draft, ignore=lambda path, names: names if Path(path).name == "css" else [])
    (draft / "css").mkdir(exist_ok=True)
    (draft / "css" / "site.css").write_text(style_sheet(), encoding="utf-8")
    for path in [path for path in draft.rglob("*") if path.suffix in COMPRESSED]:
        content = path.read_bytes()
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content, quality=11))
    try:
        draft.rename(folder)
    except OSError:  # another process was first with the same files
        shutil.rmtree(draft)
    return folder


def style_sheet() -> str:
    """The style sheets in the order that css/order.txt gives, as one."""
    names = (SOURCES / "css" / "order.txt").read_text(encoding="utf-8").split()
    return "\n".join((SOURCES / "css" / name).read_text(encoding="utf-8") for name in names)


def _serve_current(folder: Path):  # type: ignore[no-untyped-def]
    def serve(digest: str, path: str) -> Response:
        if len(digest) != 12 or path.endswith((".gz", ".br")):
            abort(404)
        return send_from_directory(folder, path, max_age=OLD_DIGEST_KEPT)

    return serve


def _headers(headers, _path: str, _url: str) -> None:  # type: ignore[no-untyped-def]
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
