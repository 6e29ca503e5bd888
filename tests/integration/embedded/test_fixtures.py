"""The fixtures that other tests stand on."""

import psycopg
import redis

PUBLIC_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    with psycopg.connect(empty_database_url) as connection:
        assert connection.execute(PUBLIC_TABLES).fetchone() == (0,)


def test_a_database_is_ones_own(empty_database_url: str, redis_url: str) -> None:
    with psycopg.connect(empty_database_url) as connection:
        connection.execute("CREATE TABLE mine ()")

    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("mine", "1")


def test_a_migrated_database_is_a_copy_of_ones_own(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        row = connection.execute(PUBLIC_TABLES).fetchone()
        assert row is not None
        assert row[0] > 5
        connection.execute("CREATE TABLE mine ()")
