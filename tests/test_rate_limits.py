"""How often one may ask: what costs others something is counted, what comes to nothing is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import House
from flask import Flask
from surroundings import compile_templates_once, settings_for

from forum import create_app, database


@pytest.fixture
def app(worker_folder: Path, database_url: str) -> Iterator[Flask]:
    """With the limits of a real site."""
    app = create_app(settings_for(worker_folder, database_url, rate_limits=True))
    compile_templates_once(app, worker_folder)
    yield app
    database.dispose(app)


def test_whoever_posts_too_fast_is_asked_to_wait_and_keeps_the_text(house: House) -> None:
    house.start(house.amy, house.open, "A bus at last", "It comes on time.")
    ben = house.browser(house.ben)
    for number in range(12):
        assert ben.post("/d/1/posts", body=f"Reply {number}.").status_code == 303
    answer = ben.post("/d/1/posts", body="One more thing.")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "One more thing." in answer.text
    assert ben.get("/d/1").status_code == 200
    assert house.browser(house.dan).post("/d/1/posts", body="Me too.").status_code == 303, "others are not held up"


def test_previews_and_forms_that_need_another_look_do_not_count_as_starting(house: House) -> None:
    ben, path = house.browser(house.ben), "/groups/buses/discussions"
    for _again in range(5):
        assert ben.post(path, title="No", body="").status_code == 422
        assert ben.post(path, title="A bus at last", body="On time.", act="preview").status_code == 200
    for number in range(2):
        assert ben.post(path, title=f"A bus at last {number}", body="On time.").status_code == 303
    assert ben.post(path, title="A bus at last", body="On time.").status_code == 429, "twelve in all"


def test_five_groups_an_hour_are_founded_however_often_a_name_is_taken(house: House) -> None:
    ben = house.browser(house.ben)
    for number in range(5):
        assert ben.post("/groups", name="Buses", purpose="All about them", kind="open").status_code == 422
        assert ben.post("/groups", name=f"Trams {number}", purpose="All about them", kind="open").status_code == 303
    answer = ben.post("/groups", name="Trams", purpose="All about them", kind="open")
    assert answer.status_code == 429
    assert "All about them" in answer.text
