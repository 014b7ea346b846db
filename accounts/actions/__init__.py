"""What changes rows about people: one verb a file."""

from accounts.actions._sign_in import SignInRefused
from accounts.actions.ask_code import AskedCode, ask_code
from accounts.actions.change_nickname import change_nickname
from accounts.actions.citizen_of import citizen_of, give_phones
from accounts.actions.purge_sign_ins import purge_sign_ins
from accounts.actions.redeem_code import redeem_code
from accounts.actions.try_password import begin_password_try, forget_password_tries

__all__ = [
    "AskedCode",
    "SignInRefused",
    "ask_code",
    "begin_password_try",
    "change_nickname",
    "citizen_of",
    "forget_password_tries",
    "give_phones",
    "purge_sign_ins",
    "redeem_code",
]
