"""Tables about who the child is and where they live."""

from turncurve.tables.column import Column, Table

FILE = Column(
    holds="text",
    means="The file the row came from (first 16 characters of its SHA-256).",
    comes_from="arrival",
)

PERSON = Table(
    name="person",
    ssd="ssd_person",
    one_row_is="A child or young person, as the newest return that knows them says.",
    columns={
        "person_id": Column(
            holds="text",
            means="The council's own id of the child.",
            comes_from="SSDA903 CHILD; CIN LAchildID",
            ssd="pers_person_id",
        ),
        "sex": Column(
            holds="text",
            means="M, F or U (older 1, 2, 0 and 9 are mapped).",
            comes_from="SSDA903 SEX; CIN Sex or GenderCurrent",
            ssd="pers_sex",
            may_be_blank=True,
        ),
        "date_of_birth": Column(
            holds="date",
            means="Date of birth.",
            comes_from="SSDA903 DOB; CIN PersonBirthDate",
            ssd="pers_dob",
            may_be_blank=True,
        ),
        "expected_date_of_birth": Column(
            holds="date",
            means="Expected date of birth of a child not yet born.",
            comes_from="CIN ExpectedPersonBirthDate",
            ssd="pers_expected_dob",
            may_be_blank=True,
        ),
        "date_of_death": Column(
            holds="date",
            means="Date of death.",
            comes_from="CIN PersonDeathDate",
            ssd="pers_death_date",
            may_be_blank=True,
        ),
        "ethnicity": Column(
            holds="text",
            means="Ethnicity code.",
            comes_from="SSDA903 ETHNIC; CIN Ethnicity",
            ssd="pers_ethnicity",
            may_be_blank=True,
        ),
        "upn": Column(
            holds="text",
            means="Unique pupil number, or a UN code.",
            comes_from="SSDA903 UPN; CIN UPN",
            ssd="pers_upn",
            may_be_blank=True,
        ),
        "file": FILE,
    },
)

IMMIGRATION_STATUS = Table(
    name="immigration_status",
    ssd="ssd_immigration_status",
    one_row_is="A child who is or was an unaccompanied asylum-seeking child.",
    columns={
        "person_id": Column(holds="text", means="The child.", comes_from="SSDA903 UASC CHILD", ssd="immi_person_id"),
        "status": Column(
            holds="text",
            means="Always 'unaccompanied'.",
            comes_from="presence in the SSDA903 UASC module",
            ssd="immi_immigration_status",
        ),
        "ended": Column(
            holds="date",
            means="The day the young person ceased to be an unaccompanied asylum-seeking child.",
            comes_from="SSDA903 DUC",
            ssd="immi_immigration_status_end_date",
            may_be_blank=True,
        ),
        "file": FILE,
    },
)

CHILDREN_PLACES = Table(
    name="children_places",
    one_row_is="A time a child lived in one small area.",
    columns={
        "person_id": Column(holds="text", means="The child.", comes_from="children_places.csv child"),
        "began": Column(holds="date", means="The first day there.", comes_from="children_places.csv from"),
        "ended": Column(
            holds="date",
            means="The day they moved away. Blank while they live there.",
            comes_from="children_places.csv to",
            may_be_blank=True,
        ),
        "small_area": Column(holds="text", means="The small area's code.", comes_from="children_places.csv small_area"),
        "file": FILE,
    },
)

SMALL_AREAS = Table(
    name="small_areas",
    one_row_is="The children living in one small area in the middle of one year.",
    columns={
        "small_area": Column(holds="text", means="The small area's code.", comes_from="small_areas.csv small_area"),
        "name": Column(
            holds="text", means="The small area's name.", comes_from="small_areas.csv name", may_be_blank=True
        ),
        "locality": Column(
            holds="text",
            means="The council's own locality that holds the area.",
            comes_from="small_areas.csv locality",
        ),
        "mid_year": Column(
            holds="integer",
            means="The year whose middle (30 June) the count is of.",
            comes_from="small_areas.csv year",
        ),
        "children": Column(holds="integer", means="Children aged 0 to 17.", comes_from="small_areas.csv children"),
        "file": FILE,
    },
)

CHILDREN_OF_AUTHORITY = Table(
    name="children_of_authority",
    one_row_is="Children aged 0 to 17 in the council's area in the middle of one year.",
    columns={
        "mid_year": Column(
            holds="integer",
            means="The year whose middle (30 June) the count is of.",
            comes_from="small_areas.csv, or else the published population estimates",
        ),
        "children": Column(
            holds="integer",
            means="Children aged 0 to 17.",
            comes_from="small_areas.csv, or else the published population estimates",
        ),
    },
)
