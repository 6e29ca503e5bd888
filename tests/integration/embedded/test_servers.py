"""The embedded servers: real processes, started, killed, started again."""

import os
import select
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from studio.embedded.postgres import EmbeddedPostgres
from studio.embedded.valkey import EmbeddedValkey
from tests.support.servers import CARELESS, open_folder, running_postgres, running_valkey


def test_postgres_keeps_what_was_written_over_a_restart() -> None:
    with running_postgres() as server:
        first = server.start()
        with psycopg.connect(first.url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        server.stop()

        again = server.start()

        with psycopg.connect(again.url) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        assert again.url == first.url


def test_postgres_comes_back_after_kill_9() -> None:
    with running_postgres() as server:
        first = server.start()
        os.kill(first.child.pid, signal.SIGKILL)
        first.child.wait(5.0)

        again = server.start()

        with psycopg.connect(again.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_postgres_refuses_a_wrong_password() -> None:
    with running_postgres() as server:
        url = server.start().url
        wrong = url.replace(url.split(":")[2].split("@")[0], "wrong")

        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)


def test_a_server_left_by_a_crashed_parent_is_replaced() -> None:
    with open_folder() as folder:
        left = EmbeddedPostgres(folder / "postgres", password="secret", options=CARELESS)
        old = left.start()
        server = EmbeddedPostgres(folder / "postgres", password="secret", options=CARELESS)

        new = server.start()

        assert old.child.wait(5.0) == 0
        assert new.child.pid != old.child.pid
        server.stop()


def test_a_pid_file_with_a_strangers_number_does_not_stop_the_start() -> None:
    with running_postgres() as server:
        server.start()
        server.stop()
        stale = f"{os.getpid()}\n{server.home}/data\n"
        (server.home / "data" / "postmaster.pid").write_text(stale)

        assert server.start().child.poll() is None


def test_a_taken_port_is_replaced() -> None:
    with socket.socket() as squatter, open_folder() as folder:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        taken = squatter.getsockname()[1]
        server = EmbeddedValkey(folder / "valkey", password="secret", port=taken)

        running = server.start()

        assert running.port != taken
        server.stop()


def test_valkey_keeps_what_was_written_over_kill_9() -> None:
    with running_valkey() as server:
        first = server.start()
        client = redis.Redis.from_url(first.url)
        client.set("kept", "42")
        # What was acknowledged is in the kernel's hands; only the machine's end could lose it.
        os.kill(first.child.pid, signal.SIGKILL)
        first.child.wait(5.0)

        again = redis.Redis.from_url(server.start().url)

        assert again.get("kept") == b"42"
        assert again.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        client.close()
        again.close()


def test_valkey_wants_a_password_and_does_not_show_it() -> None:
    with running_valkey() as server:
        running = server.start()
        password = running.url.split(":")[2].split("@")[0]
        stranger = redis.Redis(port=running.port)

        with pytest.raises(redis.AuthenticationError):
            stranger.get("anything")
        stranger.close()
        assert password not in Path(f"/proc/{running.child.pid}/cmdline").read_text()


def test_two_state_folders_run_side_by_side() -> None:
    with running_postgres() as one, running_postgres() as two:
        assert one.start().port != two.start().port


PARENT = """
import sys, time
from pathlib import Path
from studio.embedded.postgres import EmbeddedPostgres
from studio.embedded.valkey import EmbeddedValkey
folder = Path(sys.argv[1])
servers = EmbeddedPostgres(folder / "p", password="x"), EmbeddedValkey(folder / "v", password="x")
print(*(server.start().child.pid for server in servers), flush=True)
time.sleep(60)
"""


def test_the_servers_die_with_their_parent() -> None:
    with open_folder() as folder:
        parent = subprocess.Popen(
            [sys.executable, "-c", PARENT, str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert parent.stdout is not None
        with parent.stdout:
            pids = [int(word) for word in parent.stdout.readline().split()]
        parent.kill()
        parent.wait()

        assert [wait_for_end(pid) for pid in pids] == [True, True]


def wait_for_end(pid: int) -> bool:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    with os.fdopen(handle) as process:
        return bool(select.select([process], [], [], 20.0)[0])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to look for another place")
def test_root_in_a_private_folder_leaves_its_parents_closed(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    server = EmbeddedPostgres(private / "state" / "postgres", password="secret", options=CARELESS)

    running = server.start()

    assert running.child.poll() is None
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert not server.home.is_relative_to(private)
    again = EmbeddedPostgres(private / "state" / "postgres", password="secret", options=CARELESS)
    assert again.home == server.home
    server.stop()
    subprocess.run(["rm", "-rf", str(server.home)], check=True)
