"""`turncurve by-chance`: how many of ten curves are better by chance, on real authorities' published figures."""

from pathlib import Path
from typing import Annotated

import typer

from turncurve.cli.showing import Form, Format, Out, say, show


def by_chance(
    file: Annotated[
        Path, typer.Argument(help="The table of DfE's Local Authority Interactive Tool, as downloaded: CSV or Parquet.")
    ],
    curves: Annotated[int, typer.Option("--curves", help="How many curves an authority chooses.", min=1, max=20)] = 10,
    better: Annotated[int, typer.Option("--better", help="How many of them are better, or more.", min=1)] = 6,
    years: Annotated[int, typer.Option("--years", help="After how many years.", min=1, max=5)] = 1,
    form: Form = Format.table,
    out: Out = None,
) -> None:
    """Count how often six of ten curves are better by chance: try the claim on every authority in England."""
    from turncurve.desk.by_chance import COLUMNS
    from turncurve.desk.by_chance import by_chance as counted

    if better > curves:
        raise typer.BadParameter(f"{better} of {curves} curves cannot be better.", param_hint="--better")
    found = counted(file, curves=curves, at_least=better, years=years)
    show(found.rows, columns=COLUMNS, form=form, out=out)
    say(found.sentence)
