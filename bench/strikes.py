"""Points inside our own transactions: a trigger holds whoever writes a row that is struck at."""

from typing import Any

import psycopg

TRIGGER = """
CREATE TABLE strike (point text);
CREATE FUNCTION strike_here() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_now jsonb := to_jsonb(NEW);
  was jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
  here text := 'db:' || TG_TABLE_NAME;
BEGIN
  IF TG_TABLE_NAME = 'charges' THEN
    here := here || ':' || (is_now->>'kind') || ':' || CASE
      WHEN was->>'state' IS DISTINCT FROM is_now->>'state' THEN is_now->>'state'
      WHEN was->>'job_id' IS DISTINCT FROM is_now->>'job_id' THEN 'ordered'
      WHEN was->>'sent_at' IS DISTINCT FROM is_now->>'sent_at' THEN 'sent'
      ELSE 'renewed' END;
  ELSIF TG_TABLE_NAME = 'assets' THEN
    here := here || ':' || (is_now->>'kind');
  END IF;
  IF EXISTS (SELECT 1 FROM strike WHERE point = here) THEN
    PERFORM pg_advisory_xact_lock_shared(4711);
  END IF;
  RETURN NULL;
END $$;
"""
TABLES = ("charges", "answers", "usage", "assets", "checkpoints", "checkpoint_writes")


def install(connection: psycopg.Connection[Any]) -> None:
    """Make the triggers, and hold the lock that they wait for as long as the connection lives."""
    connection.execute(TRIGGER.encode())
    for table in TABLES:
        connection.execute(
            f"CREATE TRIGGER strike AFTER INSERT OR UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION strike_here()".encode()
        )
    connection.execute("SELECT pg_advisory_lock(4711)")
