"""Links mailed to whoever has an address, for an address that nobody has with the same work: nobody can tell."""

from datetime import timedelta

from sqlalchemy import func, select

from forum.accounts import tokens
from forum.accounts.models import Member, Token
from forum.accounts.queries import fold_email
from forum.accounts.tokens import Purpose
from forum.database import db
from forum.outbox.operations import put
from forum.ports import clocks
from forum.submissions import submission_of


def mail_link(purpose: Purpose, kind: str, email: str, *, most_a_day: int, submission: str | None = None,
              **details: str) -> None:  # fmt: skip
    """Within the running verb, mail a link to the owner of this address, at the address that they proved; one for each
    form, which the token `submission` names.

    When there is no owner, the mail is cancelled when it is due; the owner gets so many in 24 hours at most.
    """
    member = db.session.execute(
        select(Member.id, Member.email).where(Member.email_key == fold_email(email), Member.joined_at.is_not(None))
    ).first()
    member_id, address = (member.id, member.email) if member else (None, email)
    submission = submission_of(submission, purpose, email)
    if tokens.is_issued(submission):
        return
    if member_id and _mailed_today(member_id, purpose) >= most_a_day:
        return
    token = tokens.issue(purpose, member_id=member_id, submission=submission)
    put(kind, f"{kind}:{token.id}", address, {"token_id": token.id, "member_id": member_id, **details})


def _mailed_today(member_id: int, purpose: Purpose) -> int:
    recent = Token.created_at > clocks.now() - timedelta(days=1)
    mailed = select(func.count()).select_from(Token).where(Token.member_id == member_id, recent)
    return db.session.scalar(mailed.where(Token.purpose == purpose)) or 0
