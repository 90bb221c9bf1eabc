"""The files of a Ning archive: what becomes of photos, attachments and pictures, who gets them, and what stays out."""

import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from builders import House, counting_queries, picture
from PIL import Image
from sqlalchemy import select

from archive.archives import (
    bring_in,
    comment,
    counts,
    discussion,
    discussion_id,
    group,
    member,
    person,
    posts,
    write,
)
from forum import addresses
from forum.accounts.operations import start_session
from forum.accounts.queries import find_signed_in
from forum.database import db
from forum.discussions.models import Attachment
from forum.moderation.operations import close_account
from forum.site.queries import forget_name

PEOPLE = [person("amy1", "Amy Ant"), person("ben2", "Ben Bee")]
PDF = b"%PDF-1.4 the minutes"
HTML = b"<script>alert(1)</script>"
FILE = re.compile(r'(?:href|src)="(/files/[0-9a-f]{32})"')


def lay(folder: Path, files: dict[str, bytes]) -> None:
    """Put the files where the archive tool puts them."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def one_post(folder: Path, body: str, *attached: object, files: dict[str, bytes]) -> Path:
    """An archive with one post that has these files attached, and with these in its folder."""
    talk = discussion("1:Topic:1", "amy1", "With files", body, fileAttachments=list(attached))
    write(folder, members=PEOPLE, discussions=[talk])
    lay(folder, files)
    return folder


def on_the_page(house: House, title: str = "With files") -> list[str]:
    """The files that the page shows or leads to."""
    return FILE.findall(house.page(None, f"/d/{discussion_id(house, title)}"))


def attachments(house: House) -> dict[str, Attachment]:
    with house.app.app_context():
        return {row.name: row for row in db.session.scalars(select(Attachment))}


# Attachments


def test_an_attached_file_is_below_its_post_by_name_and_size_and_can_be_kept(house: House, tmp_path: Path) -> None:
    replies = [comment("1:Comment:1", "ben2", "Thanks", fileAttachments=["discussions/a.txt?xg_source=x"])]
    talk = discussion("1:Topic:1", "amy1", "With files", "<p>Look.</p>", replies,
                      fileAttachments=["discussions/Minutes%20of%20May.pdf?id=7"])  # fmt: skip
    folder = write(tmp_path / "ning", members=PEOPLE, discussions=[talk])
    lay(folder, {"discussions/Minutes of May.pdf": PDF * 200, "discussions/a.txt": b"words"})
    summary = bring_in(house, folder, public=True)
    assert (summary.imported["files"], summary.left_out) == (2, {})
    page = house.page(None, f"/d/{discussion_id(house, 'With files')}")
    (minutes, other) = on_the_page(house)
    assert page.index("Look.") < page.index("Minutes of May.pdf") < page.index("4 KB") < page.index("Thanks")
    answer = house.browser(None).get(minutes)
    assert answer.data == PDF * 200
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "Minutes of May.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = house.browser(None).get(minutes, **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert house.browser(None).get(other).data == b"words"
    assert house.findings() == []


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.jpg", "a.png", "a", "a.xhtml"])
def test_what_is_no_picture_is_never_shown_whatever_it_is_called(house: House, tmp_path: Path, name: str) -> None:
    one_post(tmp_path / "ning", "<p>Look.</p>", f"discussions/{name}", files={f"discussions/{name}": HTML})
    bring_in(house, tmp_path / "ning", public=True)
    answer = house.browser(None).get(on_the_page(house)[0])
    assert (answer.headers["Content-Type"], answer.data) == ("application/octet-stream", HTML)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_attached_picture_is_made_anew_and_shown(house: House, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    sent = picture(2000, 1000, "JPEG", exif=exif).read() + HTML
    one_post(tmp_path / "ning", "<p>Look.</p>", "discussions/a.jpg", files={"discussions/a.jpg": sent})
    bring_in(house, tmp_path / "ning", public=True)
    answer = house.browser(None).get(on_the_page(house)[0])
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Disposition"] == "inline; filename=a.webp"
    assert Image.open(BytesIO(answer.data)).size == (1600, 800)
    assert b"secret" not in answer.data
    assert b"script" not in answer.data


def test_a_name_is_only_a_name(house: House, tmp_path: Path) -> None:
    names = ["\u202efdp.exe", 'x";\r\n<b>.pdf', "x" * 150 + ".pdf", "日本.pdf"]
    folder = one_post(tmp_path / "ning", "<p>Look.</p>", *[f"discussions/{name}" for name in names],
                      files={f"discussions/{name}": PDF for name in names})  # fmt: skip
    bring_in(house, folder, public=True)
    page = house.page(None, f"/d/{discussion_id(house, 'With files')}")
    assert "\u202e" not in page
    assert "<b>.pdf" not in page
    assert "日本.pdf" in page
    assert max(map(len, attachments(house))) == 120
    for file in on_the_page(house):
        answer = house.browser(None).get(file)
        assert (answer.status_code, answer.data) == (200, PDF)
        assert "\n" not in answer.headers["Content-Disposition"]


# Pictures in the text


def test_a_picture_in_a_text_stays_in_its_place(house: House, tmp_path: Path) -> None:
    image = "<a href=\"blogs/a.png?x=1\"><img width=9999 onload=x src='blogs/a.png?width=300'></a>"
    body = f'<p>Before {image} after <a href="blogs/m.pdf?x">the minutes</a>.</p>'
    files = {"blogs/a.png": picture(300, 200).read(), "blogs/m.pdf": PDF}
    folder = one_post(tmp_path / "ning", body, files=files)
    assert bring_in(house, folder, public=True).imported["files"] == 2
    (post,) = posts(house, "With files")
    link, shown, minutes = FILE.findall(post.html)
    assert link == shown
    assert (
        f'Before <a href="{shown}"><img loading="lazy" src="{shown}" alt="a.png" width="300" height="200"></a>'
        in post.html
    )
    assert "onload" not in post.html
    assert house.browser(None).get(minutes).data == PDF
    assert "attachment-name" not in house.page(None, f"/d/{post.discussion_id}"), "what is in the text is not listed"
    assert "blogs/" not in post.source


def test_a_picture_that_is_none_is_listed_and_one_from_the_web_is_a_link(house: House, tmp_path: Path) -> None:
    sources = {"A cat": "blogs/a.svg", "B": "http://example.com/b.png", "C": "blogs/gone.png"}
    body = " ".join(f'<img src="{source}" alt="{alt}">' for alt, source in sources.items())
    folder = one_post(tmp_path / "ning", body, files={"blogs/a.svg": HTML})
    summary = bring_in(house, folder, public=True)
    (post,) = posts(house, "With files")
    assert "<img" not in post.html
    assert 'href="http://example.com/b.png">B</a>' in post.html
    assert post.words == "A cat B C"
    assert not attachments(house)["a.svg"].in_text
    assert summary.names["files left out: missing in the folder"] == ["blogs/gone.png"]


def test_a_picture_stays_when_its_post_is_edited(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "ning"
    folder.mkdir()
    lay(folder, {"blogs/a.png": picture().read()})
    talk = discussion("1:Topic:1", "ben2", "With files", "<p>Look <img src='blogs/a.png' alt='a cat'> here</p>")
    write(folder, members=[person("ben2", "Ben", email="ben@example.org")], discussions=[talk])
    bring_in(house, folder, public=True)
    (shown,) = on_the_page(house)
    assert f"![a cat]({shown})" in house.page(house.ben, f"/d/{discussion_id(house, 'With files')}/1/edit")
    house.edit(house.ben, discussion_id(house, "With files"), 1, f"Look ![a cat]({shown}) there")
    assert on_the_page(house) == [shown]


# Who gets them


def test_a_file_is_for_those_who_may_read_its_post(house: House, tmp_path: Path) -> None:
    bens = person("ben2", "Ben", email="ben@example.org")
    groups = [group("1:Group:1", "Sheds", "ben2", {"ben2": "creator"})]
    talk = discussion("1:Topic:1", "ben2", "With files", "Look.", groupId="1:Group:1", fileAttachments=["blogs/a.pdf"])
    folder = write(tmp_path / "ning", members=[bens], groups=groups, discussions=[talk])
    lay(folder, {"blogs/a.pdf": PDF})
    bring_in(house, folder)
    file = addresses.file(attachments(house)["a.pdf"].file)

    def answers() -> list[int]:
        return [
            house.browser(viewer).get(file).status_code for viewer in (house.ben, None, house.cat, house.mo, house.ada)
        ]

    assert answers() == [200, 404, 404, 404, 404]
    house.delete(house.ben, discussion_id(house, "With files"), 1)
    assert answers() == [404] * 5
    house.restore(house.ben, discussion_id(house, "With files"), 1)
    assert answers() == [200, 404, 404, 404, 404]


def test_a_file_whose_content_is_lost_is_not_found(house: House, tmp_path: Path) -> None:
    bring_in(house, one_post(tmp_path / "ning", "Look.", "blogs/a.pdf", files={"blogs/a.pdf": PDF}), public=True)
    (file,) = on_the_page(house)
    house.app.extensions["roomful.store"].delete(file.removeprefix("/files/"))
    assert house.browser(None).get(file).status_code == 404


def test_a_page_with_files_takes_no_query_more(house: House, tmp_path: Path) -> None:
    def queries(title: str) -> int:
        house.do(forget_name)
        path = f"/d/{discussion_id(house, title)}"
        with counting_queries(house.app) as statements:
            assert house.browser(None).get(path, follow=True).status_code == 200
        return len(statements)

    names = [f"blogs/{n}.pdf" for n in range(12)]
    talk = [discussion("1:Topic:1", "amy1", "With files", "Look.", fileAttachments=names),
            discussion("1:Topic:2", "amy1", "Without", "Look.")]  # fmt: skip
    folder = write(tmp_path / "ning", members=PEOPLE, discussions=talk)
    lay(folder, dict.fromkeys(names, PDF))
    bring_in(house, folder, public=True)
    assert queries("With files") == queries("Without")
    page = house.page(None, f"/d/{discussion_id(house, 'With files')}")
    places = [page.index(f">{n}.pdf<") for n in range(12)]
    assert places == sorted(places)


# What stays out


LEADING_OUT = [
    "../secret.pdf", "discussions/../../secret.pdf", "/etc/passwd", "discussions/../ning-members-local.json",
    "ning-members-local.json", "secret.pdf", "discussions/x.json", "discussions/.hidden", ".git/config",
    "discussions/%2e%2e/%2e%2e/secret.pdf", "discussions/link.pdf", "linked/secret.pdf", "discussions/a\x00.pdf",
    "discussions", "discussions/", "file:///etc/passwd", "//example.com/a.pdf", "discussions/queue",
    "discussions/loop", "discussions/" + "x" * 500, "..\\secret.pdf", "?", "discussions//../../secret.pdf",
]  # fmt: skip


def test_no_path_leads_out_of_the_uploads(house: House, tmp_path: Path) -> None:
    talk = [discussion(f"1:Topic:{n}", "amy1", f"Number {n}", f"<p>A <a href='{path}'>b</a> <img src='{path}'></p>",
                       fileAttachments=[path]) for n, path in enumerate(LEADING_OUT)]  # fmt: skip
    folder = write(tmp_path / "ning", members=PEOPLE, discussions=talk)
    outside = {"../secret.pdf": PDF, "secret.pdf": PDF, "discussions/x.json": b"{}", "discussions/.hidden": PDF}
    lay(folder, outside)
    (folder / "discussions" / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    (folder / "linked").symlink_to(tmp_path)
    (folder / "discussions" / "loop").symlink_to("loop")
    os.mkfifo(folder / "discussions" / "queue")
    summary = bring_in(house, folder, public=True)
    assert (summary.imported["files"], summary.imported["posts"]) == (0, len(LEADING_OUT))
    assert summary.left_out["files"] == len(LEADING_OUT)
    assert attachments(house) == {}
    for n in range(len(LEADING_OUT)):
        (post,) = posts(house, f"Number {n}")
        assert "/files/" not in post.html, LEADING_OUT[n]


def test_what_can_not_be_taken_is_told_of_by_name_up_to_a_bound(house: House, tmp_path: Path) -> None:
    strange = [None, 7, {"url": "x"}, [], " ", "\x1b[31mred.pdf"]
    names = [f"discussions/{n}.pdf" for n in range(70)]
    folder = one_post(tmp_path / "ning", "Look.", *strange, *names, files={names[0]: b"", names[1]: PDF})
    with (folder / "discussions" / "2.pdf").open("wb") as large:
        large.truncate(26 * 1024 * 1024)
    summary = bring_in(house, folder, public=True)
    assert summary.imported["files"] == 1
    assert {why: count for why, count in summary.remarks.items() if why.startswith("files")} == {
        "files left out: more than 50 in a post": 22, "files left out: not among the uploads of the folder": 2,
        "files left out: empty": 1, "files left out: larger than 25 MB": 1, "files left out: missing in the folder": 45,
    }  # fmt: skip
    assert len(summary.names["files left out: missing in the folder"]) == 20
    assert summary.names["files left out: not among the uploads of the folder"] == ["7", "[31mred.pdf"]


def test_a_list_of_files_that_is_none_is_no_reason_to_fail(house: House, tmp_path: Path) -> None:
    talk = [discussion(f"1:Topic:{n}", "amy1", f"Number {n}", "Look.", fileAttachments=files)
            for n, files in enumerate((None, "discussions/a.pdf", {"a": 1}, 7, True))]  # fmt: skip
    assert bring_in(house, write(tmp_path / "ning", discussions=talk)).imported["posts"] == 5


# Again, and later


def test_a_file_that_comes_later_is_below_the_post_and_comes_once(house: House, tmp_path: Path) -> None:
    folder = one_post(tmp_path / "ning", "<p>Look <img src='blogs/b.png' alt='a cat'></p>", "blogs/a.pdf", files={})
    assert bring_in(house, folder, public=True).left_out["files"] == 2
    tag = house.browser(None).get(f"/d/{discussion_id(house, 'With files')}", follow=True).headers["ETag"]
    lay(folder, {"blogs/a.pdf": PDF, "blogs/b.png": picture().read()})
    summary = bring_in(house, folder, public=True)
    assert (summary.imported["files"], summary.imported["posts"], +summary.left_out) == (2, 0, {})
    assert len(on_the_page(house)) == 2
    answer = house.browser(None).get(f"/d/{discussion_id(house, 'With files')}", follow=True)
    assert answer.headers["ETag"] != tag
    before = counts(house)
    summary = bring_in(house, folder, public=True)
    assert (+summary.imported, summary.there["files"]) == ({}, 2)
    assert counts(house) == before
    assert house.findings() == []


# Photos


def test_a_photo_is_beside_what_its_member_wrote(house: House, tmp_path: Path) -> None:
    people = [person("amy1", "Amy Ant", profilePhoto="members/amy1.gif?width=48"),
              person("ben2", "Ben", email="ben@example.org", profilePhoto="members/ben2.jpg"),
              person("cat3", "Cat Cow", profilePhoto="members/cat3.jpg"),
              person("dan4", "Dan Doe", profilePhoto="members/dan4.jpg"),
              person("eve5", "Eve Elk", profilePhoto="http://api.ning.com/files/x?profile=1"),
              person("fay6", "Fay Fox", profilePhoto=None)]  # fmt: skip
    talk = discussion("1:Topic:1", "amy1", "With a face", "Look.")
    folder = write(tmp_path / "ning", members=people, discussions=[talk])
    lay(folder, {"members/amy1.gif": picture(format="GIF").read(), "members/ben2.jpg": picture().read(),
                 "members/dan4.jpg": HTML})  # fmt: skip
    summary = bring_in(house, folder, public=True)
    page = house.page(None, f"/d/{discussion_id(house, 'With a face')}")
    found = re.search(r'src="(/members/amy-ant/photo/[0-9a-f]{32}-96)"', page)
    assert found
    assert house.browser(None).get(found[1]).headers["Content-Type"] == "image/webp"
    assert member(house, "Ben Brown").photo is None, "a living member chooses their own"
    assert {why: count for why, count in summary.remarks.items() if why.startswith("photos")} == {
        "photos left out: missing in the folder": 1, "photos left out: no picture that can be read": 1,
        "photos left out: on the web, from where nothing is fetched": 1,
    }  # fmt: skip
    assert (summary.imported["photos"], summary.there["photos"]) == (1, 1)

    photo = member(house, "Amy Ant").photo
    lay(folder, {"members/cat3.jpg": picture().read()})
    summary = bring_in(house, folder, public=True)
    assert (summary.imported["photos"], member(house, "Amy Ant").photo) == (1, photo)
    assert member(house, "Cat Cow").photo


@pytest.mark.parametrize("keep_posts", [True, False])
def test_who_closed_their_account_gets_neither_face_nor_files_back(
    house: House, tmp_path: Path, keep_posts: bool
) -> None:
    bens = person("ben2", "Ben", email="ben@example.org", profilePhoto="members/ben2.jpg")
    talk = discussion("1:Topic:1", "amy1", "Gone", "Look.",
                      [comment("1:Comment:1", "ben2", "Mine.", fileAttachments=["blogs/a.pdf"])])  # fmt: skip
    folder = write(tmp_path / "ning", members=[PEOPLE[0], bens], discussions=[talk])
    lay(folder, {"members/ben2.jpg": picture().read(), "blogs/a.pdf": PDF})
    bring_in(house, folder, public=True)
    ben = house.do(find_signed_in, house.do(start_session, house.ben.id, "Test"))
    house.do(close_account, ben, keep_posts=keep_posts)
    before = counts(house)
    summary = bring_in(house, folder, public=True)
    assert (summary.imported["photos"], summary.imported["files"]) == (0, 0)
    assert counts(house) == before
    page = house.page(None, f"/d/{discussion_id(house, 'Gone')}")
    assert "/photo/" not in page
    assert len(on_the_page(house, "Gone")) == int(keep_posts)
    assert house.findings() == []
