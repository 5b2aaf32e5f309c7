"""Passwords of the people who may use the page: hashed by bcrypt, never kept."""

from collections.abc import Mapping

import bcrypt  # noqa: TID251

from index.errors import SettingsError

__all__ = ["MAX_PASSWORD_BYTES", "MIN_PASSWORD_CHARS", "check_password", "hash_password"]

MIN_PASSWORD_CHARS = 12
MAX_PASSWORD_BYTES = 72
"""All that bcrypt reads of a password."""

_COST = 12
# Of a password that nobody knows; checked where there is no such user, so that it takes as long.
_NOBODY_SALT_AND_HASH = "Jq3Yz1cCqO6nqPZ4d0b6EuM4y9rV4ZkqvCq9o2G9w1bC5m7oXkP2S"


def hash_password(password: str) -> str:
    """Return the bcrypt hash of a password, salted anew each time.

    Raises:
        SettingsError: The password is too short, or longer than bcrypt reads.
    """
    if len(password) < MIN_PASSWORD_CHARS:
        raise SettingsError(
            f"The password is too short: give at least {MIN_PASSWORD_CHARS} characters, "
            "such as four words."
        )
    encoded = password.encode("utf-8", "surrogatepass")
    if len(encoded) > MAX_PASSWORD_BYTES:
        raise SettingsError(f"The password is too long: give at most {MAX_PASSWORD_BYTES} bytes.")
    return bcrypt.hashpw(encoded, bcrypt.gensalt(_COST)).decode("ascii")


def check_password(name: str, password: str, *, users: Mapping[str, str]) -> bool:
    """Tell whether this is the password of this user; an unknown user takes as long.

    Args:
        name: What somebody gave as the name.
        password: What they gave as the password, of any length.
        users: The hash of each user's password.
    """
    cost = next(iter(users.values()), f"$2b${_COST}")[4:6]
    known = users.get(name)
    encoded = password.encode("utf-8", "surrogatepass")
    expected = known or f"$2b${cost}${_NOBODY_SALT_AND_HASH}"
    try:
        matches = bcrypt.checkpw(encoded[:MAX_PASSWORD_BYTES], expected.encode("ascii"))
    except ValueError:  # The hash is none that bcrypt made.
        return False
    return matches and known is not None and len(encoded) <= MAX_PASSWORD_BYTES
