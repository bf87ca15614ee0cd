"""Tables of figures the Department for Education and others have already published."""

from turncurve.tables.column import Column, Table
from turncurve.tables.people import FILE

PUBLISHED = Table(
    name="published",
    one_row_is="One published figure of one measure for one place and year. Exactly one row a measure, place, split and period is `used`.",
    columns={
        "measure": Column(holds="text", means="Our measure's id.", comes_from="definitions/published"),
        "place_level": Column(holds="text", means="authority, region or england.", comes_from="geographic_level"),
        "place_code": Column(
            holds="text",
            means="ONS code of the place.",
            comes_from="new_la_code, region_code or country_code",
        ),
        "place": Column(holds="text", means="The place's name.", comes_from="la_name or geo_breakdown"),
        "split_value": Column(
            holds="text", means="all, unaccompanied or not unaccompanied.", comes_from="definitions/published"
        ),
        "period": Column(
            holds="text",
            means="The period as written, e.g. 2024 for the year ending 31 March 2024.",
            comes_from="time_period",
        ),
        "ends": Column(holds="date", means="The last day of the period.", comes_from="time_period"),
        "numerator": Column(
            holds="number",
            means="The count above the line.",
            comes_from="definitions/published",
            may_be_blank=True,
        ),
        "denominator": Column(
            holds="number",
            means="The count below the line.",
            comes_from="definitions/published",
            may_be_blank=True,
        ),
        "value": Column(
            holds="number",
            means="The figure: a percentage or a rate.",
            comes_from="definitions/published",
            may_be_blank=True,
        ),
        "code": Column(
            holds="text",
            means="Why there is no figure: c suppressed, z not applicable, x not available, k or low rounds to zero, u low reliability, : missing, - not given (LAIT).",
            comes_from="the cell",
            may_be_blank=True,
        ),
        "source": Column(
            holds="text", means="Explore Education Statistics, LAIT, or invented.", comes_from="recognition"
        ),
        "dataset": Column(holds="text", means="Which data set of the source.", comes_from="recognition"),
        "release": Column(
            holds="text",
            means="Release of the figure (newest period or vintage in the file).",
            comes_from="recognition",
        ),
        "used": Column(
            holds="yes_no",
            means="This row is the one shown; others are kept and counted.",
            comes_from="newest release wins; Explore Education Statistics wins over LAIT",
        ),
        "file": FILE,
    },
)

NEIGHBOURS = Table(
    name="neighbours",
    one_row_is="One statistical neighbour of one authority.",
    columns={
        "authority_dfe_code": Column(
            holds="text", means="The authority (DfE three-digit code).", comes_from="LA.number"
        ),
        "rank": Column(holds="integer", means="1 is the closest.", comes_from="SN_rank"),
        "neighbour_dfe_code": Column(
            holds="text", means="The neighbour (DfE three-digit code).", comes_from="SN_LA_number"
        ),
        "neighbour": Column(holds="text", means="The neighbour's name.", comes_from="SN_LA_name"),
        "file": FILE,
    },
)

POPULATION = Table(
    name="population",
    one_row_is="Children aged 0 to 17 in one place in the middle of one year.",
    columns={
        "place_level": Column(holds="text", means="authority, region or england.", comes_from="geographic_level"),
        "place_code": Column(holds="text", means="ONS code of the place.", comes_from="new_la_code"),
        "place": Column(holds="text", means="Name.", comes_from="la_name"),
        "mid_year": Column(
            holds="integer",
            means="The year whose middle (30 June) the estimate is of.",
            comes_from="time_period",
        ),
        "children": Column(holds="integer", means="Children aged 0 to 17.", comes_from="population_estimate"),
        "file": FILE,
    },
)

AUTHORITIES = Table(
    name="authorities",
    one_row_is="One authority named in the published files.",
    columns={
        "place_code": Column(holds="text", means="ONS code.", comes_from="new_la_code"),
        "dfe_code": Column(holds="text", means="DfE three-digit code.", comes_from="old_la_code"),
        "place": Column(holds="text", means="Name.", comes_from="la_name"),
        "region_code": Column(holds="text", means="Region's ONS code.", comes_from="region_code", may_be_blank=True),
        "region": Column(holds="text", means="Region's name.", comes_from="region_name", may_be_blank=True),
        "file": FILE,
    },
)
