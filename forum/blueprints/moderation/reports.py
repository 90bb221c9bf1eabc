"""Report an issue: from a post, a member, a group or the foot of any page, with an account or without; and the list."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import EmailField, SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from forum import addresses
from forum.accounts.queries import find_joined
from forum.blueprints import limits
from forum.blueprints.arguments import number
from forum.blueprints.fields import Choice, CreatingForm, is_email
from forum.blueprints.groups.forms import Paragraphs
from forum.blueprints.pages import can, say
from forum.blueprints.signed_in import for_members, member, viewer
from forum.discussions.queries import find_post
from forum.errors import NotAllowed
from forum.groups.queries import find_door, find_group
from forum.language import gettext as _
from forum.language import lazy_gettext as _l
from forum.moderation import operations, reports
from forum.moderation.models import Reason
from forum.moderation.operations import Report

blueprint = Blueprint("reports", __name__)

WORDS_LIMIT = 2000
REASONS = [
    SelectChoice(Reason.UNKIND, _l("It attacks or threatens somebody")),
    SelectChoice(Reason.PRIVATE, _l("It tells what is private")),
    SelectChoice(Reason.SPAM, _l("It is an advertisement or a fraud")),
    SelectChoice(Reason.ILLEGAL, _l("It is against the law")),
    SelectChoice(Reason.BROKEN, _l("Something does not work, or keeps me out")),
    SelectChoice(Reason.OTHER, _l("Something else")),
]


class ReportForm(CreatingForm):
    reason = Choice(_l("What is wrong?"), [InputRequired(_l("Please choose one."))], choices=REASONS)
    words = Paragraphs(
        _l("Tell us more"),
        [
            InputRequired(_l("Please tell us in a few words.")),
            Length(3, WORDS_LIMIT, _l("Please use %(low)s to %(high)s characters.", low=3, high=WORDS_LIMIT)),
        ],
    )
    email = EmailField(
        _l("Your email address, if you want an answer"),
        [Optional(), is_email],
        filters=[lambda value: value.strip() if value else value],
    )

    def report(self) -> Report:
        return Report(self.reason.data, self.words.data, self.email.data or "", self.token.data)


@blueprint.route("/report", methods=["GET", "POST"])
@limits.REPORTING
def site() -> Response | str | tuple[str, int]:
    return _report(
        _("the site"), addresses.report(), addresses.home(), lambda report: operations.report_site(viewer(), report)
    )  # fmt: skip


@blueprint.route("/d/<int:discussion_id>/<int:number>/report", methods=["GET", "POST"])
@limits.REPORTING
def post(discussion_id: int, number: int) -> Response | str | tuple[str, int]:
    reported = find_post(viewer(), discussion_id, number)
    if not reported.is_shown:
        raise NotAllowed(_("This post has been taken down already."))
    about = _("post %(number)s by %(name)s", number=number, name=reported.author.name)
    return _report(
        about, addresses.report_post(discussion_id, number), addresses.post(discussion_id, number),
        lambda report: operations.report_post(viewer(), discussion_id, number, report), reported.html,
    )  # fmt: skip


@blueprint.route("/members/<handle>/report", methods=["GET", "POST"])
@limits.REPORTING
def person(handle: str) -> Response | str | tuple[str, int]:
    reported = find_joined(viewer(), handle)
    return _report(
        reported.author.name, addresses.report_member(handle), addresses.member(handle),
        lambda report: operations.report_member(viewer(), handle, report),
    )  # fmt: skip


@blueprint.route("/groups/<slug>/report", methods=["GET", "POST"])
@limits.REPORTING
def group(slug: str) -> Response | str | tuple[str, int]:
    reported = find_door(viewer(), slug)
    return _report(
        reported.name, addresses.report_group(slug), addresses.group(slug),
        lambda report: operations.report_group(viewer(), slug, report),
    )  # fmt: skip


@blueprint.get("/moderation/reports")
@for_members
def index() -> str:
    if not can("read_all_reports"):
        raise NotAllowed(_("Only moderators read reports."))
    rows, more = reports.list_reports(member(), number("before"))
    older = addresses.reports(before=more) if more else None
    return render_template("moderation/reports.html", rows=rows, older=older, group=None)


@blueprint.get("/groups/<slug>/reports")
@for_members
def index_of_group(slug: str) -> str:
    group = find_group(member(), slug)
    if not can("read_reports", group):
        raise NotAllowed(_("Only organisers and moderators read reports."))
    rows, more = reports.list_reports(member(), number("before"), group=group)
    older = addresses.group_reports(slug, before=more) if more else None
    return render_template("moderation/reports.html", rows=rows, older=older, group=group)


@blueprint.post("/moderation/reports/<int:flag_id>/settlement")
@for_members
def settle(flag_id: int) -> Response:
    operations.settle_report(member(), flag_id)
    say(_("Dealt with."))
    return redirect(addresses.reports(), 303)


@blueprint.post("/groups/<slug>/reports/<int:flag_id>/settlement")
@for_members
def settle_in_group(slug: str, flag_id: int) -> Response:
    operations.settle_report(member(), flag_id, slug)
    say(_("Dealt with."))
    return redirect(addresses.group_reports(slug), 303)


def _report(
    about: str, address: str, back: str, keep: Callable[[Report], None], quoted: str = ""
) -> Response | str | tuple[str, int]:
    """The form, and what becomes of it."""
    page = {"about": about, "address": address, "back": back, "quoted": quoted}
    if request.method != "POST":
        form = ReportForm(formdata=None)
        return render_template("moderation/report.html", form=form, **page)
    form = ReportForm()
    if not form.validate():
        return render_template("moderation/report.html", form=form, **page), 422
    keep(form.report())
    say(_("Thank you. A moderator will read your report."))
    return redirect(back, 303)
