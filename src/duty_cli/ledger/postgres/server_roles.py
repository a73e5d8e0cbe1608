"""Who may do what in a ledger on a server: its owner everything, a clerk append and move the head, a reader only look.

Rights are given to the roles that the administrator made for people; who they are is the server's affair. What a clerk is given holds
for tables that a later version brings, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from psycopg.sql import SQL, Identifier

from duty_cli.errors.server_errors import NoRightThere, NoSuchRole
from duty_cli.ledger.postgres.postgres_connection import PostgresConnection
from duty_cli.ledger.postgres.schema_text import SCHEMA
from duty_cli.ledger.postgres.server_transactions import held_session
from duty_cli.model.ledger_server import LedgerServer


class ServerRole(StrEnum):
    """What somebody may do in the ledger, as it is told."""

    OWNER = "所有者"
    CLERK = "登记"
    READER = "查看"


_READ = (
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {role}",
)
_WRITE = (
    "GRANT INSERT ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT INSERT ON TABLES TO {role}",
    "GRANT UPDATE (seq, hash) ON {schema}.head TO {role}",
    # What says of which version the schema is, and where the chain begins, is the owner's.
    "REVOKE INSERT ON {schema}.schema_version, {schema}.head FROM {role}",
)
_NOTHING = (
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
    "REVOKE UPDATE (seq, hash) ON {schema}.head FROM {role}",
    "REVOKE ALL ON SCHEMA {schema} FROM {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE ALL ON TABLES FROM {role}",
)


def granted(connection: PostgresConnection) -> dict[str, ServerRole]:
    """Who may do what, by name; the owner first."""
    query = f"""
        SELECT pg_get_userbyid(nspowner) AS name, 0 AS rank FROM pg_namespace WHERE nspname = '{SCHEMA}'
        UNION
        SELECT rolname, CASE WHEN bool_or(privilege_type = 'INSERT') THEN 1 ELSE 2 END
        FROM pg_class CROSS JOIN aclexplode(relacl) AS said JOIN pg_roles ON pg_roles.oid = said.grantee
        WHERE relnamespace = to_regnamespace('{SCHEMA}') AND relkind = 'r' AND said.grantee <> relowner
        GROUP BY rolname
        ORDER BY rank, name
    """
    roles = (ServerRole.OWNER, ServerRole.CLERK, ServerRole.READER)
    return {name: roles[rank] for name, rank in connection.execute(query)}


def grant_all(connection: PostgresConnection, roles: Mapping[str, ServerRole]) -> None:
    """Give every clerk and reader of ``roles`` those rights anew."""
    for name, role in roles.items():
        if role is not ServerRole.OWNER:
            _carry_out(connection, name, (*_READ, *(_WRITE if role is ServerRole.CLERK else ())))


def roles_at(place: LedgerServer) -> dict[str, ServerRole]:
    """Who may do what in the ledger at ``place``."""
    with held_session(place) as connection:
        return granted(connection)


def set_roles(place: LedgerServer, clerks: Iterable[str], readers: Iterable[str], none: Iterable[str]) -> None:
    """Make these roles of the server clerks and readers, and take every right from others; all of it, or nothing.

    Raises NoSuchRole, NoRightThere where not the owner asks for it.
    """
    wanted: dict[str, tuple[str, ...]] = {
        **dict.fromkeys(none, ()),
        **dict.fromkeys(readers, _READ),
        **dict.fromkeys(clerks, (*_READ, *_WRITE)),
    }
    with held_session(place) as connection:
        _refuse_others_than_owner(place, connection)
        there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        owner = next(name for name, role in granted(connection).items() if role is ServerRole.OWNER)
        for name, statements in wanted.items():
            if name not in there:
                raise NoSuchRole(place, name)
            if name != owner:
                # What one has is taken first: who was a clerk and is to be a reader keeps no right to write.
                _carry_out(connection, name, (*_NOTHING, *statements))


def _refuse_others_than_owner(place: LedgerServer, connection: PostgresConnection) -> None:
    # A server only warns whoever grants what is not his to grant.
    query = (
        f"SELECT pg_has_role(nspowner, 'USAGE'), pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = '{SCHEMA}'"
    )
    own, owner = connection.execute(query).fetchone()
    if not own:
        raise NoRightThere(place, f"授予和收回权限的只能是所有者 {owner}")


def _carry_out(connection: PostgresConnection, name: str, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.raw.execute(SQL(statement).format(schema=Identifier(SCHEMA), role=Identifier(name)))
