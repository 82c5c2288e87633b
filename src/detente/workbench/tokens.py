"""Tokens: who may come into a workbench that others reach, and what they may do there."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from detente.correcting.naming import name_of
from detente.errors import InputError
from detente.tables import settings

Role = Literal["read", "review"]
ROLES: tuple[Role, ...] = get_args(Role)
HASH = re.compile(r"[0-9a-f]{64}")
MAKE = "Make one with `--make-token`."
BITS = 256
"""Of chance in a token: one hash is enough to keep it, as nobody can try them all."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a token; of the token itself only a hash is known."""

    name: str
    role: Role
    sha256: str


def make_token(name: str, role: Role) -> tuple[str, Holder]:
    """A new token, and what is kept of it. Raises `InputError` for a name that is none."""
    token = secrets.token_urlsafe(BITS // 8)
    return token, Holder(name_of(name), role, _hashed(token))


def holder_of(token: str, holders: Iterable[Holder]) -> Holder | None:
    """Whose token it is, found in a time that tells nothing of any token."""
    given, found = _hashed(token), None
    for each in holders:
        if hmac.compare_digest(each.sha256, given):
            found = each
    return found


def read_tokens(path: Path) -> tuple[Holder, ...]:
    """Who may come in, from a file of tokens. Raises `InputError` that names what is wrong in it."""
    told = settings(path, where=str(path), advice=MAKE, absent=MAKE)
    rows = told.get("token")
    if not isinstance(rows, list) or not rows:
        raise InputError("names no token", where=str(path), advice="Add one with `--make-token`.")
    holders = tuple(_holder(row, f"{path}, token {n}") for n, row in enumerate(rows, 1))
    if len({each.name for each in holders}) < len(holders):
        raise InputError("two tokens have one name", where=str(path), advice="Name them apart.")
    return holders


def written(holder: Holder) -> str:
    """What stands in a file of tokens for one who holds one."""
    name = holder.name.replace("\\", "\\\\").replace('"', '\\"')
    return f'[[token]]\nname = "{name}"\nrole = "{holder.role}"\nsha256 = "{holder.sha256}"\n'


def add_token(path: Path, holder: Holder) -> None:
    """Write a token's hash into a file, which only its owner may read. Raises `InputError` for a name that
    is there already."""
    there = read_tokens(path) if path.exists() and path.stat().st_size else ()
    if holder.name in {each.name for each in there}:
        raise InputError(
            f"{holder.name} has a token", where=str(path), advice="Take it out of the file first."
        )
    try:
        path.touch(mode=0o600)
        with path.open("a", encoding="utf-8") as file:
            file.write(("\n" if there else "") + written(holder))
    except OSError as problem:
        raise InputError(str(problem.strerror), where=str(path)) from problem


def _holder(row: Any, where: str) -> Holder:
    if not isinstance(row, dict):
        raise InputError("is no table", where=where, advice="Write it under [[token]].")
    role = next((each for each in ROLES if each == row.get("role")), None)
    if role is None:
        raise InputError("has no role", where=where, advice='Write role = "read" or "review".')
    sha256 = str(row.get("sha256"))
    if not HASH.fullmatch(sha256):
        raise InputError("has no sha256", where=where, advice="Make a token with `--make-token`.")
    return Holder(name_of(str(row.get("name") or "")), role, sha256)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
