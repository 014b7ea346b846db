"""What changes rows about people: one verb a file."""

from accounts.actions._sign_in import SignInRefused
from accounts.actions.ask_code import AskedCode, ask_code
from accounts.actions.change_nickname import change_nickname
from accounts.actions.change_phone import change_phone
from accounts.actions.citizen_of import citizen_of, give_phones
from accounts.actions.closing import GONE_NAME, ask_closing, close_account, drop_closing
from accounts.actions.end_sessions import end_other_sessions, end_session
from accounts.actions.purge_sign_ins import purge_sign_ins
from accounts.actions.redeem_code import prove_number, redeem_code
from accounts.actions.try_password import begin_password_try, forget_password_tries

__all__ = [
    "GONE_NAME",
    "AskedCode",
    "SignInRefused",
    "ask_closing",
    "ask_code",
    "begin_password_try",
    "change_nickname",
    "change_phone",
    "citizen_of",
    "close_account",
    "drop_closing",
    "end_other_sessions",
    "end_session",
    "forget_password_tries",
    "give_phones",
    "prove_number",
    "purge_sign_ins",
    "redeem_code",
]
