"""A council like Dorset, set until its figures are Dorset's published ones (docs/reference/invented-council.md)."""

from datetime import date

from turncurve.made_up.chance import Weighted
from turncurve.made_up.profile import Around, FrontDoor, InCare, Profile, Protection, Recording

DORSET = Profile(
    like="dorset",
    children=66_000,
    growth=0.004,
    small_areas=200,
    arrivals={2021: 10, 2022: 21, 2023: 30, 2024: 48, 2025: 23, 2026: 20},
    usual_arrivals=7,
    recording=Recording(
        day=date(2020, 4, 1),
        what="Contacts that needed only advice are recorded as referrals with no further action.",
        measures=("referrals", "re_referrals"),
    ),
    door=FrontDoor(
        families={2020: 1_090, 2021: 1_111, 2022: 1_035, 2023: 1_122, 2024: 860, 2025: 883},
        again={2021: -0.25, 2022: -0.5, 2025: -0.7},
        no_further_action={2020: 0.02, 2021: 0.12, 2025: 0.13},
        assessed=1.0,
        helped={2021: 0.2, 2025: 0.4},
        sources=Weighted(
            {
                "6": 0.28, "2A": 0.135, "5A": 0.06, "5B": 0.07, "3E": 0.06, "3B": 0.025, "3A": 0.02, "3C": 0.01,
                "3D": 0.02, "3F": 0.02, "1A": 0.08, "1B": 0.02, "1C": 0.015, "1D": 0.01, "2B": 0.015, "4": 0.015,
                "5C": 0.035, "5D": 0.06, "7": 0.045, "8": 0.055, "9": 0.03,
            }
        ),
        needs=Weighted(
            {"N1": 0.62, "N5": 0.19, "N4": 0.08, "N3": 0.02, "N6": 0.01, "N2": 0.06, "N8": 0.01, "N7": 0.01}
        ),
        factors=Weighted(
            {
                "3B": 976, "4B": 1_250, "16A": 612, "3A": 506, "1B": 506, "17A": 471, "20": 470, "18": 461, "2B": 388,
                "19": 326, "3C": 315, "4A": 295, "4C": 262, "2A": 161, "2C": 150, "1C": 126, "6B": 125, "14A": 121,
                "1A": 100, "11A": 92, "5A": 86, "10A": 86, "5B": 66, "15A": 60, "24A": 58, "6A": 41, "5C": 38,
                "6C": 35, "7A": 19, "13A": 13, "12A": 7, "8F": 6,
            }
        ),
        factors_more=3.7,
    ),
    protection=Protection(
        enquiry=-0.40,
        conference=-0.6,
        known=1.25,
        plan=0.86,
        plan_shape=2.2,
        plan_mean=295.0,
        plan_long=0.06,
        help_lengths=Weighted({60.0: 0.53, 200.0: 0.27, 1400.0: 0.20}),
        assessments_in_time={2021: 0.89},
        conferences_in_time={2021: 0.89},
    ),
    care=InCare(
        from_plan=0.18,
        from_help=0.053,
        pace={2019: 1.1, 2020: 1.05, 2021: 0.985, 2022: 0.928, 2023: 0.91, 2024: 0.962, 2025: 1.06},
        by_age=((1, 4.2), (5, 1.3), (10, 0.8), (13, 0.75), (16, 1.15), (18, 1.1)),
        by_youngest=((1, 2.7), (5, 1.0), (10, 0.8), (15, 1.0), (18, 2.3)),
        long_ago=148,
        courses={"home": 0.92, "guardian": 0.82, "until 18": 1.06, "adoption": 1.1},
        lengths={"adoption": 0.8, "guardian": 0.75},
        agreement=0.55,
        agreed_first=0.25,
        police=0.09,
        emergency=0.10,
        arrangement_orders=0.05,
        planned_home=0.74,
        moves=0.54,
        with_parents=0.16,
        young=Weighted({"U6": 0.60, "U3": 0.24, "U5": 0.05, "R3": 0.04, "U4": 0.05, "K2": 0.04}),
        teens=Weighted({"U6": 0.52, "U3": 0.12, "U4": 0.10, "K2": 0.34, "R1": 0.01, "S1": 0.02, "K1": 0.01}),
        older=Weighted(
            {"U6": 0.30, "U3": 0.10, "U4": 0.06, "K2": 0.24, "semi-independent": 0.30, "P2": 0.05, "R2": 0.02}
        ),
        fostered_by_us=0.44,
        homes_of_ours=0.12,
        voluntary=0.03,
        missing=0.45,
    ),
    around=Around(
        suitable=3.25,
        active={2021: -0.1, 2023: 0.1, 2025: 0.45},
        followed={2021: 1.0},
        teeth={2020: 0.81, 2021: 0.23, 2022: 0.64, 2023: 0.61, 2024: 0.77, 2025: 0.79},
        health=0.86,
        immunised=0.78,
        difficulties=15.6,
        social_workers={2020: 182, 2021: 190, 2022: 207, 2023: 213, 2024: 200, 2025: 205, 2026: 216},
        agency=0.142,
        leaving=0.128,
        worker_days=500.0,
        cost_of_a_home={
            2016: 3_800, 2020: 4_100, 2021: 4_710, 2022: 5_160, 2023: 5_175, 2024: 5_910, 2025: 6_610, 2026: 7_100
        },
        cost_of_fostering={2016: 580, 2020: 625, 2021: 690, 2022: 695, 2023: 720, 2024: 860, 2025: 870, 2026: 900},
    ),
)  # fmt: skip
