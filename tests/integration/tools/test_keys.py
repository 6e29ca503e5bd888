"""A key is nowhere in what a turn leaves behind, not even where the provider repeats it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from studio.domain.errors import ProviderFailed
from tests.support.makers import only
from tests.support.painters import BENCHES, KEY, Trouble
from tests.support.toolbox import Toolbox
from tests.support.vendor import serving


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.ERROR_IN_200, None])
async def test_a_key_is_in_no_error_event_row_or_line_of_the_log(
    box: Toolbox,
    database_url: str,
    tmp_path: Path,
    trouble: Trouble | None,
    capfd: pytest.CaptureFixture[str],
) -> None:
    bench = BENCHES["openai"]
    server = bench.fake()
    server.trouble = trouble
    told = ""
    with serving(server.respond) as wire:
        server.url = wire.url
        maker = bench.open(server, tmp_path, price_usd=Decimal("0.01"))
        there = replace(box, studio=replace(box.studio, pictures=only(maker)))
        await there.draft("One.", "Two.")
        try:
            told = str(await there.call("make_pictures"))
        except ProviderFailed as error:
            told = f"{error!r} {error.__cause__!r}"
        await maker.aclose()

    assert (trouble is None) == ("'made': 2" in told)
    said = capfd.readouterr()
    left = [told, repr(there.told), said.out, said.err, *_rows(database_url)]
    assert any("draft" in text.lower() or "One." in text for text in left)
    assert not [text[:200] for text in left if KEY in text]


def _rows(database_url: str) -> list[str]:
    found: list[str] = []
    with psycopg.connect(database_url) as connection:
        tables = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for schema, name in tables:
            query = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(schema, name))
            found += [row[0] for row in connection.execute(query)]
    return found
