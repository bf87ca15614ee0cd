"""Tables about children looked after, from the SSDA903 return."""

from turncurve.tables.column import Column, Holds, Table
from turncurve.tables.people import FILE

CLA_EPISODES = Table(
    name="cla_episodes",
    ssd="ssd_cla_episodes",
    one_row_is="One episode: a child in one placement under one legal status, stitched over the years that report it.",
    columns={
        "person_id": Column(holds="text", means="The child.", comes_from="SSDA903 CHILD", ssd="clae_person_id"),
        "began": Column(
            holds="date",
            means="The day the episode began.",
            comes_from="SSDA903 DECOM",
            ssd="clae_cla_episode_start_date",
        ),
        "ended": Column(
            holds="date",
            means="The day it ended. Blank while it lasts.",
            comes_from="SSDA903 DEC",
            ssd="clae_cla_episode_ceased_date",
            may_be_blank=True,
        ),
        "reason_began": Column(
            holds="text",
            means="Reason for the new episode (S, L, P, T, B, U).",
            comes_from="SSDA903 RNE",
            ssd="clae_cla_episode_start_reason",
            may_be_blank=True,
        ),
        "legal_status": Column(
            holds="text",
            means="Legal status code.",
            comes_from="SSDA903 LS",
            ssd="lega_legal_status",
            may_be_blank=True,
        ),
        "primary_need": Column(
            holds="text",
            means="Category of need (N1 to N8).",
            comes_from="SSDA903 CIN",
            ssd="clae_cla_primary_need_code",
            may_be_blank=True,
        ),
        "placement_type": Column(
            holds="text",
            means="Placement type code.",
            comes_from="SSDA903 PLACE",
            ssd="clap_cla_placement_type",
            may_be_blank=True,
        ),
        "placement_provider": Column(
            holds="text",
            means="Placement provider code.",
            comes_from="SSDA903 PLACE_PROVIDER",
            ssd="clap_cla_placement_provider",
            may_be_blank=True,
        ),
        "reason_ended": Column(
            holds="text",
            means="Reason the episode ceased.",
            comes_from="SSDA903 REC",
            ssd="clae_cla_episode_ceased_reason",
            may_be_blank=True,
        ),
        "reason_placement_change": Column(
            holds="text",
            means="Why the placement changed, on the ending episode.",
            comes_from="SSDA903 REASON_PLACE_CHANGE",
            ssd="clap_cla_placement_change_reason",
            may_be_blank=True,
        ),
        "home_postcode": Column(
            holds="text", means="Home postcode.", comes_from="SSDA903 HOME_POST", may_be_blank=True
        ),
        "placement_postcode": Column(
            holds="text",
            means="Placement postcode.",
            comes_from="SSDA903 PL_POST",
            ssd="clap_cla_placement_postcode",
            may_be_blank=True,
        ),
        "urn": Column(
            holds="text",
            means="Ofsted's number of the setting.",
            comes_from="SSDA903 URN",
            ssd="clap_cla_placement_urn",
            may_be_blank=True,
        ),
        "year": Column(
            holds="integer",
            means="The newest return (year ending 31 March) that reports the episode.",
            comes_from="arrival",
        ),
        "file": FILE,
    },
)

CARE_LEAVERS = Table(
    name="care_leavers",
    ssd="ssd_care_leavers",
    one_row_is="A former looked-after young person around a birthday (17 to 21), in one year's OC3 module.",
    columns={
        "person_id": Column(
            holds="text", means="The young person.", comes_from="SSDA903 OC3 CHILD", ssd="clea_person_id"
        ),
        "date_of_birth": Column(holds="date", means="Date of birth.", comes_from="SSDA903 OC3 DOB", may_be_blank=True),
        "year": Column(holds="integer", means="The return's year, ending 31 March.", comes_from="arrival"),
        "in_touch": Column(
            holds="text",
            means="YES, NO, DIED, REFU, NREQ or RHOM.",
            comes_from="SSDA903 IN_TOUCH",
            ssd="clea_care_leaver_in_touch",
            may_be_blank=True,
        ),
        "activity": Column(
            holds="text",
            means="Main activity code.",
            comes_from="SSDA903 ACTIV",
            ssd="clea_care_leaver_activity",
            may_be_blank=True,
        ),
        "accommodation": Column(
            holds="text",
            means="Accommodation code; its last character says suitable (1) or not (2).",
            comes_from="SSDA903 ACCOM",
            ssd="clea_care_leaver_accommodation",
            may_be_blank=True,
        ),
        "file": FILE,
    },
)


def _module(name: str, *, ssd: str, one_row_is: str, **columns: tuple[Holds, str, str]) -> Table:
    """One of the smaller modules: child, year, and the columns given as (holds, means, SSDA903 name)."""
    built = {
        "person_id": Column(holds="text", means="The child.", comes_from="SSDA903 CHILD"),
        "year": Column(holds="integer", means="The return's year, ending 31 March.", comes_from="arrival"),
    }
    for column, (holds, means, comes_from) in columns.items():
        built[column] = Column(holds=holds, means=means, comes_from=f"SSDA903 {comes_from}", may_be_blank=True)
    return Table(name=name, ssd=ssd, one_row_is=one_row_is, columns={**built, "file": FILE})


CLA_REVIEWS = _module(
    "cla_reviews",
    ssd="ssd_cla_reviews",
    one_row_is="A review of a looked-after child.",
    date_of_review=("date", "The day of the review.", "REVIEW"),
    participation=("text", "How the child took part.", "REVIEW_CODE"),
)
CLA_HEALTH = _module(
    "cla_health",
    ssd="ssd_cla_health",
    one_row_is="A child in the year's OC2 module (in care 12 months).",
    sdq_score=("integer", "Strengths and difficulties total, 0 to 40.", "SDQ_SCORE"),
    sdq_reason=("text", "Why there is no score.", "SDQ_REASON"),
    convicted=("yes_no", "Convicted or cautioned in the year.", "CONVICTED"),
    health_check=("yes_no", "Health surveillance up to date (under 5).", "HEALTH_CHECK"),
    immunisations=("yes_no", "Immunisations up to date.", "IMMUNISATIONS"),
    teeth_check=("yes_no", "Teeth checked.", "TEETH_CHECK"),
    health_assessment=("yes_no", "Annual health assessment done.", "HEALTH_ASSESSMENT"),
    substance_misuse=("yes_no", "Substance misuse identified.", "SUBSTANCE_MISUSE"),
    intervention_received=("yes_no", "Intervention received.", "INTERVENTION_RECEIVED"),
    intervention_offered=("yes_no", "Intervention offered.", "INTERVENTION_OFFERED"),
)
MISSING = _module(
    "missing",
    ssd="ssd_missing",
    one_row_is="A time a looked-after child was missing or away without authorisation.",
    kind=("text", "M missing, A away without authorisation.", "MISSING"),
    began=("date", "The day it began.", "MIS_START"),
    ended=("date", "The day it ended.", "MIS_END"),
)
PERMANENCE = _module(
    "permanence",
    ssd="ssd_permanence",
    one_row_is="An adopted child's adoption (AD1 module).",
    date_of_decision=("date", "Decision that the child should be placed.", "DATE_INT"),
    date_of_match=("date", "Matched with adopters.", "DATE_MATCH"),
    by_foster_carer=("yes_no", "Adopted by the foster carer.", "FOSTER_CARE"),
    number_of_adopters=("text", "One or two.", "NB_ADOPTR"),
    sex_of_adopters=("text", "Sex of adopters.", "SEX_ADOPTR"),
    legal_status_of_adopters=("text", "Legal status of adopters.", "LS_ADOPTR"),
)
SHOULD_BE_PLACED = _module(
    "should_be_placed_for_adoption",
    ssd="ssd_permanence",
    one_row_is="A decision that a child should be placed for adoption.",
    date_placed=("date", "The decision's day.", "DATE_PLACED"),
    date_ceased=("date", "The day it ceased.", "DATE_PLACED_CEASED"),
    reason_ceased=("text", "Why.", "REASON_PLACED_CEASED"),
)
PREVIOUS_PERMANENCE = _module(
    "cla_previous_permanence",
    ssd="ssd_cla_previous_permanence",
    one_row_is="A child's earlier permanence arrangement.",
    kind=("text", "P1 adoption, P2 special guardianship, P3 order, P4 unknown, Z1 none.", "PREV_PERM"),
    authority=("text", "Authority.", "LA_PERM"),
    date_of_order=("text", "Date with ZZ where a part is not known.", "DATE_PERM"),
)
INVOLVEMENTS = _module(
    "involvements",
    ssd="ssd_involvements",
    one_row_is="A time a social worker was allocated to a looked-after child.",
    worker_id=("text", "Social Work England number.", "SW_ID"),
    began=("date", "From.", "SW_DECOM"),
    ended=("date", "To.", "SW_DEC"),
    reason=("text", "Why the worker changed.", "SW_REASON"),
)
DEPRIVATION_OF_LIBERTY = _module(
    "deprivation_of_liberty",
    ssd="",
    one_row_is="A deprivation of liberty order.",
    began=("date", "From.", "DOLO_START"),
    ended=("date", "To.", "DOLO_END"),
)
MOTHERS = _module(
    "mother",
    ssd="ssd_mother",
    one_row_is="A looked-after young person who is a mother.",
    is_mother=("yes_no", "Is a mother.", "MOTHER"),
    child_date_of_birth=("date", "Date of birth of her child.", "MC_DOB"),
)
