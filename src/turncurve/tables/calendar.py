"""The calendar that journeys count on."""

from turncurve.tables.column import Column, Table

WORKING_DAYS = Table(
    name="working_days",
    one_row_is="One day and the working days up to it.",
    columns={
        "day": Column(holds="date", means="The day.", comes_from="calendar"),
        "so_far": Column(
            holds="integer",
            means="Working days from the first day of the table up to and with this one.",
            comes_from="Saturdays, Sundays and bank holidays in England and Wales left out",
        ),
    },
)
