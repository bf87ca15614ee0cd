"""Three engines that hold the same trusted tables: DuckDB, a PostgreSQL of the test's own, and Spark on this machine."""

from collections.abc import Mapping

import polars as pl
import pytest
from tests.support.postgresql import running_postgresql

from turncurve.store import current
from turncurve.tables import TABLES


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

    with running_postgresql(tmp_path_factory.mktemp("postgresql")) as server:
        connection = ibis.postgres.connect(host=str(server.folder), user=server.user, database="postgres")
        # A NUMERIC otherwise comes back as a decimal that Arrow cannot hold.
        connection.con.adapters.register_loader("numeric", FloatLoader)
        for name, frame in tables.items():
            _fill(connection, name, frame)
        yield connection
        connection.disconnect()


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
