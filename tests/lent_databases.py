"""One PostgreSQL database, lent to test after test and emptied in between: much quicker than a clone for each.

What a migrated database holds from the start comes back as it was. A test that changes the schema gets noticed, and
the next one gets a new clone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from tests.postgresql import Cluster

# Deleted rows leave holes behind; after so many tests a new clone is cheaper.
MOST_USES = 150

_SHAPE = """
SELECT md5(string_agg(one, '|' ORDER BY one)) FROM (
    SELECT attrelid::regclass || '.' || attname::text || atttypid || attnotnull FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tgrelid::regclass || tgname::text || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
) AS parts (one)
"""
_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
_USED_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


class LentDatabase:
    """A clone of a template on a cluster, for one borrower at a time."""

    def __init__(self, cluster: Cluster, template: str, name: str) -> None:
        self._cluster, self._template, self.name = cluster, template, name
        self._is_lent, self._uses = False, MOST_USES
        self._connection: psycopg.Connection | None = None

    @contextmanager
    def lend(self) -> Iterator[str | None]:
        """The name of the database as if new; None while somebody else has it."""
        if self._is_lent:
            yield None
            return
        if self._uses >= MOST_USES:
            self._clone()
        self._is_lent, self._uses = True, self._uses + 1
        try:
            yield self.name
        finally:
            self._is_lent = False
            self._empty()

    def close(self) -> None:
        """Let go of it; the cluster goes as a whole."""
        if self._connection is not None:
            self._connection.close()

    def _clone(self) -> None:
        if self._connection is not None:
            self.close()
            self._cluster.drop(self.name)
        self._cluster.create(self.name, template=self._template)
        self._connection = psycopg.connect(f"host={self._cluster.folder} user=shop dbname={self.name}", autocommit=True)
        self._uses = 0
        self._shape = self._one(_SHAPE)
        self._tables = [name for (name,) in self._connection.execute(_TABLES)]
        self._counters = dict(self._connection.execute(_USED_SEQUENCES).fetchall())
        self._connection.execute("CREATE SCHEMA pristine")
        self._given = self._filled()
        for table in self._given:
            self._run("CREATE TABLE pristine.{0} AS TABLE public.{0}", table)

    def _empty(self) -> None:
        assert self._connection is not None
        self._connection.execute(_OTHERS, [self.name])
        if self._one(_SHAPE) != self._shape:
            self._uses = MOST_USES
            return
        with self._connection.transaction():
            # Neither references nor the triggers of what is only added to stand in the way.
            self._connection.execute("SET LOCAL session_replication_role = replica")
            for table in self._filled():
                self._run("DELETE FROM public.{0}", table)
            for table in self._given:
                self._run("INSERT INTO public.{0} SELECT * FROM pristine.{0}", table)
            for name, value in self._connection.execute(_USED_SEQUENCES).fetchall():
                if value != self._counters[name]:
                    before = self._counters[name]
                    self._connection.execute("SELECT setval(%s, %s, %s)", [name, before or 1, before is not None])

    def _filled(self) -> list[str]:
        """The tables that hold anything."""
        assert self._connection is not None
        one = sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM public.{})")
        parts = [one.format(sql.Literal(table), sql.Identifier(table)) for table in self._tables]
        return [name for (name,) in self._connection.execute(sql.SQL(" UNION ALL ").join(parts))]

    def _one(self, query: str) -> object:
        assert self._connection is not None
        row = self._connection.execute(query.encode()).fetchone()
        return row and row[0]

    def _run(self, statement: str, table: str) -> None:
        assert self._connection is not None
        self._connection.execute(sql.SQL(statement).format(sql.Identifier(table)))  # type: ignore[arg-type]
