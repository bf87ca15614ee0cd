"""Two years of an invented council, as its files report them."""

import polars as pl
import pytest
from tests.support.arrived import arrived

from turncurve.checks import Reported
from turncurve.returns.reading import read_returns

YEARS = ("2022-23", "2023-24")


@pytest.fixture(scope="session")
def two_years(invented_folder) -> Reported:
    """The years ending 31 March 2023 and 2024, with the council's own lists: nothing in them is wrong."""
    made = invented_folder / "invented"
    wanted = sorted(path for path in made.iterdir() if path.suffix == ".csv")
    for year in YEARS:
        wanted += [made / "cin" / f"{year}.xml", *sorted((made / "ssda903" / year).iterdir())]
    files = [arrived(path.relative_to(made).as_posix(), path.read_bytes()) for path in wanted]
    reading = read_returns(files, progress=lambda _: None)
    children = reading.tables["small_areas"].group_by("mid_year").agg(pl.col("children").sum())
    return Reported(tables=reading.reported, years=reading.covered, children=children)
