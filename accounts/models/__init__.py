"""Rows about who: users, units, memberships, and what is counted while they sign in."""

from accounts.models.closing import Closing
from accounts.models.code_request import CodeRequest
from accounts.models.deputy import Deputy
from accounts.models.identity import Identity
from accounts.models.limit import Limit
from accounts.models.membership import Membership
from accounts.models.password_try import PasswordTry
from accounts.models.sealed import Sealed, ring
from accounts.models.session import Session
from accounts.models.unit import Unit, UnitKind, UnitLevel
from accounts.models.user import User

__all__ = [
    "Closing",
    "CodeRequest",
    "Deputy",
    "Identity",
    "Limit",
    "Membership",
    "PasswordTry",
    "Sealed",
    "Session",
    "Unit",
    "UnitKind",
    "UnitLevel",
    "User",
    "ring",
]
