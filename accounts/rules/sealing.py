"""Sealing: words that only the holder of a key can read, and digests by which a sealed number is found again. Pure.

A sealed text reads `<key's name>:<Fernet token>`, so that a text tells by itself which key opens it and which is old.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LEAST_KEY: Final = 43  # characters: 32 random bytes in base64
# Lengths tell a name of two characters from one of three, and an address from none; so they are rounded up.
BLOCK: Final = 96


class Unreadable(Exception):
    """Sealed with a key that is not given, or not sealed by us at all, or for another row."""


class Key:
    """One secret. What seals and what makes digests are derived from it apart: neither gives the other away."""

    def __init__(self, secret: str) -> None:
        self.name = _derived(secret, "name", 4).hex()
        self._fernet = Fernet(base64.urlsafe_b64encode(_derived(secret, "seal", 32)))
        self._index = _derived(secret, "index", 32)

    def seal(self, text: str) -> str:
        return f"{self.name}:{self._fernet.encrypt(text.encode('utf-8', 'surrogatepass')).decode('ascii')}"

    def open(self, sealed: str) -> str:
        try:
            return self._fernet.decrypt(sealed.partition(":")[2]).decode("utf-8", "surrogatepass")
        except InvalidToken:
            raise Unreadable("not sealed by us, or altered") from None

    def digest(self, kind: str, value: str) -> str:
        return hmac.new(self._index, f"{kind}\n{value}".encode(), hashlib.sha256).hexdigest()


class Ring:
    """All keys, newest first: the first one seals, every one opens."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [Key(each) for each in secrets]
        self._by_name = {each.name: each for each in self._keys}
        self.newest = self._keys[0].name

    def seal(self, text: str, *, of: str) -> str:
        """`of` names the row: a text that was moved to another row does not open there."""
        whole = f"{of}\n{text}"
        return self._keys[0].seal(whole + " " * (-len(whole.encode("utf-8", "surrogatepass")) % BLOCK))

    def open(self, sealed: str, *, of: str) -> str:
        """The words, without white space at their end. Raises Unreadable."""
        key = self._by_name.get(sealed.partition(":")[0])
        if key is None:
            raise Unreadable(f"no key of the name {sealed.partition(':')[0][:8]}")
        row, _, text = key.open(sealed).partition("\n")
        if row != of:
            raise Unreadable("sealed for another row")
        return text.rstrip(" ")

    def digest(self, kind: str, value: str) -> str:
        """What is kept to find `value` again: keyed, for eleven digits are guessed in no time from a plain hash."""
        return self._keys[0].digest(kind, value)

    def digests(self, kind: str, value: str) -> list[str]:
        """All that `value` may be kept under, while some rows still carry the digest of an older key."""
        return [each.digest(kind, value) for each in self._keys]

    def is_current(self, sealed: str) -> bool:
        return sealed.startswith(f"{self.newest}:")

    def knows(self, sealed: str) -> bool:
        """Whether a key of the right name is there."""
        return sealed.partition(":")[0] in self._by_name


def _derived(secret: str, purpose: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=f"wenzheng identity {purpose}".encode()).derive(
        secret.encode()
    )
