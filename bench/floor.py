"""The least that a page can cost: rows by Core, a plain template, no rights; and a bare Flask response.

`python -m bench.floor <SQLite file> <port>` serves it as Roomful is served, compressed and by waitress.
"""

import sys
from datetime import UTC, datetime

from flask import Flask, redirect, render_template, request
from flask_compress import Compress
from sqlalchemy import create_engine, event, insert, select, update
from waitress import serve
from werkzeug.wrappers import Response

from forum.discussions.models import Discussion, Post
from forum.groups.models import Group
from forum.models import Member
from forum.paging import PAGE_SIZE

LIST_SIZE = 30
ROW = Discussion.id, Discussion.title, Discussion.last_posted_at, Discussion.posts_count, Group.name, Member.name

app = Flask(__name__)
app.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=4, COMPRESS_MIMETYPES=["text/html"])
Compress(app)
engine = create_engine(f"sqlite:///{sys.argv[1] if len(sys.argv) > 1 else ''}")


@event.listens_for(engine, "connect")
def _prepare(connection, _record) -> None:  # type: ignore[no-untyped-def]
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=5000")
    connection.execute("PRAGMA synchronous=FULL")


@app.get("/bare")
def bare() -> str:
    return "ok"


@app.get("/d/<int:id>")
def discussion(id: int) -> str:
    """25 posts with their authors, after a number."""
    posts = (
        select(Post.number, Post.written_at, Post.html, Member.handle, Member.name)
        .join(Member, Member.id == Post.author_id)
        .where(Post.discussion_id == id, Post.number > int(request.args.get("after", 0)))
        .order_by(Post.number)
        .limit(PAGE_SIZE)
    )
    with engine.connect() as connection:
        title = connection.execute(select(Discussion.title).where(Discussion.id == id)).scalar_one()
        return render_template("discussion.html", id=id, title=title, posts=connection.execute(posts).all())


@app.get("/forum")
def latest() -> str:
    rows = (
        select(*ROW)
        .join(Group, Group.id == Discussion.group_id)
        .join(Member, Member.id == Discussion.last_poster_id)
        .order_by(Discussion.last_posted_at.desc())
        .limit(LIST_SIZE)
    )
    with engine.connect() as connection:
        return render_template("latest.html", rows=connection.execute(rows).all())


@app.post("/d/<int:id>")
def reply(id: int) -> Response:
    """One row and one counter, on the disk before the answer."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        taken = update(Discussion).where(Discussion.id == id).values(last_number=Discussion.last_number + 1)
        number = connection.execute(taken.returning(Discussion.last_number)).scalar_one()
        body = request.form["body"]
        connection.execute(
            insert(Post).values(
                discussion_id=id, number=number, author_id=1, written_at=datetime.now(UTC), source=body,
                source_format="markdown", pipeline=1, html=body, words=body, replies_count=0, revision=1,
                path=f"{number:08d}",
            )
        )  # fmt: skip
        connection.commit()
    return redirect(f"/d/{id}#post-{number}", 303)


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(sys.argv[2]), threads=8)
