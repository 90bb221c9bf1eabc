"""Telling moderators what is wrong, with an account or without; and who reads it."""

from builders import Browser, House, later

from forum import addresses

WORDS = {"reason": "unkind", "words": "He calls people names."}


def test_a_post_is_reported_with_its_words_as_they_were(house: House) -> None:
    house.start(house.ben, house.open, "A bus at last", "You are all fools.")
    visitor = Browser(house.app)
    assert "You are all fools." in visitor.get(addresses.report_post(1, 1)).text
    visitor.post(addresses.report_post(1, 1), email="una@example.org", **WORDS)
    with later(minutes=1):
        house.edit(house.ben, 1, 1, "You are all wonderful.")
    for reader, path in ((house.mo, "/moderation/reports"), (house.amy, "/groups/buses/reports")):
        page = house.page(reader, path)
        assert ("You are all fools." in page, "una@example.org" in page) == (True, reader is house.mo)
    assert house.browser(house.ben).get("/moderation/reports").status_code == 403
    assert house.browser(house.ben).get("/groups/buses/reports").status_code == 403


def test_two_clicks_report_once(house: House) -> None:
    cat, token = house.browser(house.cat), "0b8e8f3e-2f43-4f7e-9d53-0d4c4a4b9d10"
    for _click in range(2):
        cat.post("/report", token=token, **WORDS)
    assert house.page(house.mo, "/moderation/reports").count("He calls people names.") == 1


def test_what_stands_in_a_closed_group_is_read_by_staff_once_they_entered(house: House) -> None:
    place = house.start(house.ben, house.private, "The stove", "Amy snores.").discussion_id
    house.browser(house.amy).post(addresses.report_post(place, 1), **WORDS)
    assert house.browser(house.cat).get(addresses.report_post(place, 1)).status_code == 404
    assert house.browser(house.cat).post(addresses.report_post(place, 1), **WORDS).status_code == 404
    page = house.page(house.mo, "/moderation/reports")
    assert ("He calls people names." in page, "snores" in page, "Ben Brown" in page) == (True, False, False)
    slug = house.slug(house.private)
    house.browser(house.mo).post(addresses.enter_group(slug), reason="Somebody reported a post there.")
    assert "Amy snores." in house.page(house.mo, "/moderation/reports")
    assert "Amy snores." in house.page(house.amy, addresses.group_reports(slug))


def test_a_report_is_dealt_with_by_those_who_read_it(house: House) -> None:
    house.start(house.ben, house.open, "A bus at last", "You are all fools.")
    house.browser(house.cat).post(addresses.report_post(1, 1), **WORDS)
    house.browser(house.cat).post(addresses.report_member("ben"), **WORDS)
    assert house.browser(house.ben).post(addresses.settle_report(1)).status_code == 403
    assert house.browser(house.amy).post(addresses.settle_group_report("buses", 2)).status_code == 404
    house.browser(house.amy).post(addresses.settle_group_report("buses", 1))
    house.browser(house.mo).post(addresses.settle_report(2))
    page = house.page(house.mo, "/moderation/reports")
    assert ("Amy Adams" in page, page.count("Dealt with ")) == (True, 2)


def test_bad_reports_keep_their_words(house: House) -> None:
    answer = Browser(house.app).post("/report", words="x" * 2001, reason="unkind", email="nobody")
    assert answer.status_code == 422
    assert "Please use 3 to 2000 characters." in answer.text
    assert "This does not look like an email address." in answer.text
    assert "x" * 2001 in answer.text


def test_nobody_in_a_group_learns_who_reported_them(house: House) -> None:
    house.start(house.amy, house.open, "A bus at last", "I decide here.")
    house.start(house.ben, house.open, "A bus at first", "You are all fools.")
    cat = house.browser(house.cat)
    cat.post(addresses.report_post(1, 1), **WORDS)
    cat.post(addresses.report_post(2, 1), **WORDS)
    cat.post(addresses.report_group("buses"), **WORDS)
    seen = house.page(house.amy, addresses.group_reports("buses"))
    assert ("You are all fools." in seen, "I decide here." in seen, seen.count(WORDS["words"])) == (True, False, 1)
    assert ("Cat Cole" in seen, "Cat Cole" in house.page(house.mo, addresses.reports())) == (False, True)
    for about_amy in (1, 3):
        assert house.browser(house.amy).post(addresses.settle_group_report("buses", about_amy)).status_code == 404
