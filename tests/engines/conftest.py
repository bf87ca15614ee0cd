"""Three engines that hold the same trusted tables: DuckDB, a PostgreSQL of the test's own, and Spark on this machine."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from turncurve.store import current
from turncurve.tables import TABLES


def _program(name: str) -> str:
    """The PostgreSQL program of that name; Debian keeps them off the path."""
    found = shutil.which(name) or next((str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), "")
    if not found:
        pytest.fail(f"{name} is not on this machine: run sh scripts/acceptance_parts.sh")
    return found


@pytest.fixture(scope="session")
def tables(invented_folder) -> Mapping[str, pl.DataFrame]:
    """The trusted tables of the invented council."""
    analysis = current(invented_folder / "analysis")
    return {name: analysis.table(name) for name in TABLES}


@pytest.fixture(scope="session")
def duckdb(tables):
    import ibis

    connection = ibis.duckdb.connect()
    for name, frame in tables.items():
        connection.con.register("arriving", frame.to_arrow())
        connection.con.execute(f'create table "{name}" as from arriving')
    yield connection
    connection.disconnect()


@pytest.fixture(scope="session")
def postgresql(tables, tmp_path_factory):
    import ibis
    from psycopg.types.numeric import FloatLoader

    folder = tmp_path_factory.mktemp("postgresql")
    # PostgreSQL refuses to run as root, so there it runs as the user its package made.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    user = "postgres" if as_user else "turncurve"
    if as_user:
        for above in (folder, *folder.parents[:3]):
            above.chmod(0o755)
        shutil.chown(folder, user="postgres")
    subprocess.run(
        [*as_user, _program("initdb"), "-D", folder / "data", "-U", user, "-A", "trust", "-E", "UTF8"],
        check=True,
        capture_output=True,
    )
    settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    control = [*as_user, _program("pg_ctl"), "-D", folder / "data", "-w"]
    subprocess.run([*control, "-o", settings, "-l", folder / "log", "start"], check=True, capture_output=True)
    try:
        connection = ibis.postgres.connect(host=str(folder), user=user, database="postgres")
        # A NUMERIC otherwise comes back as a decimal that Arrow cannot hold.
        connection.con.adapters.register_loader("numeric", FloatLoader)
        for name, frame in tables.items():
            _fill(connection, name, frame)
        yield connection
        connection.disconnect()
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True)


_HELD_AS = {
    pl.String: "text",
    pl.Date: "date",
    pl.Int64: "bigint",
    pl.Float64: "double precision",
    pl.Boolean: "boolean",
}


def _fill(connection, name: str, frame: pl.DataFrame) -> None:
    columns = ", ".join(f'"{column}" {_HELD_AS[type(dtype)]}' for column, dtype in frame.schema.items())
    with connection.con.cursor() as cursor:
        cursor.execute(f'create table "{name}" ({columns})')
        with cursor.copy(f'copy "{name}" from stdin with (format csv, header true)') as copying:
            copying.write(frame.write_csv(quote_style="necessary"))
    connection.con.commit()


@pytest.fixture(scope="session")
def spark(tables, tmp_path_factory):
    import ibis
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    session = (
        SparkSession.builder.master("local[2]")
        .appName("turncurve")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.driver.extraJavaOptions", f"-Dderby.system.home={folder}")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    connection = ibis.pyspark.connect(session)
    for name, frame in tables.items():
        path = folder / f"{name}.parquet"
        frame.write_parquet(path)
        session.read.parquet(str(path)).createOrReplaceTempView(name)
    yield connection
    session.stop()
