"""A council like Stockton-on-Tees, set until its figures are the published ones (see the reference)."""

from datetime import date

from turncurve.made_up.chance import Weighted
from turncurve.made_up.profile import Around, FrontDoor, InCare, Profile, Protection, Recording

STOCKTON = Profile(
    like="stockton",
    children=44_200,
    growth=0.006,
    small_areas=120,
    arrivals={2021: 0, 2022: 8, 2023: 27, 2024: 21, 2025: 11, 2026: 10},
    usual_arrivals=2,
    recording=Recording(
        day=date(2021, 4, 1),
        what="Children assessed and found not to be in need are closed at once; before, most stayed open for a while.",
        measures=("re_referrals",),
    ),
    door=FrontDoor(
        families={
            2016: 986, 2017: 1_022, 2018: 853, 2019: 794, 2020: 1_096, 2021: 1_089, 2022: 1_188, 2023: 1_126,
            2024: 1_115, 2025: 1_020
        },
        again={2016: -0.2, 2019: 0.3, 2021: 0.4, 2022: 0.5, 2025: 0.45},
        no_further_action={2016: 0.10, 2018: 0.04, 2021: 0.01, 2022: 0.02, 2024: 0.04},
        assessed=0.62,
        helped={2016: 1.3, 2017: 2.2, 2021: 2.2, 2022: 0.35, 2023: -0.4, 2025: -0.7},
        sources=Weighted(
            {
                "6": 0.29, "2A": 0.18, "5A": 0.06, "5B": 0.07, "3E": 0.04, "3B": 0.02, "3A": 0.02, "3C": 0.01,
                "3D": 0.02, "3F": 0.02, "1A": 0.08, "1B": 0.02, "1C": 0.015, "1D": 0.01, "2B": 0.015, "4": 0.015,
                "5C": 0.035, "5D": 0.06, "7": 0.045, "8": 0.055, "9": 0.03,
            }
        ),
        needs=Weighted(
            {"N1": 0.58, "N5": 0.20, "N4": 0.16, "N3": 0.02, "N6": 0.01, "N2": 0.06, "N8": 0.01, "N7": 0.01}
        ),
        factors=Weighted(
            {
                "3B": 976, "4B": 1019, "16A": 612, "3A": 506, "1B": 506, "17A": 400, "20": 470, "18": 461, "2B": 620,
                "19": 326, "3C": 315, "4A": 480, "4C": 262, "2A": 161, "2C": 150, "1C": 126, "6B": 125, "14A": 121,
                "1A": 100, "11A": 92, "5A": 86, "10A": 86, "5B": 66, "15A": 60, "24A": 58, "6A": 41, "5C": 38,
                "6C": 35, "7A": 19, "13A": 13, "12A": 7, "8F": 6,
            }
        ),
        factors_more=3.7,
    ),
    protection=Protection(
        enquiry=-0.85,
        conference=-1.02,
        known=1.1,
        plan=0.86,
        plan_shape=2.2,
        plan_mean=295.0,
        plan_long=0.06,
        help_lengths=Weighted({35.0: 0.66, 110.0: 0.205, 1300.0: 0.135}),
        assessments_in_time={2016: 0.985, 2020: 0.975, 2021: 0.945, 2022: 0.92, 2023: 0.74, 2024: 0.79, 2025: 0.895},
        conferences_in_time={
            2016: 0.935, 2019: 0.95, 2020: 0.89, 2021: 0.855, 2022: 0.855, 2023: 0.785, 2024: 0.80, 2025: 0.755
        },
    ),
    care=InCare(
        from_plan=0.22,
        from_help=0.06,
        pace={
            2015: 0.95, 2016: 1.011, 2017: 1.256, 2018: 1.045, 2019: 0.91, 2020: 1.331, 2021: 0.811, 2022: 1.053,
            2023: 0.762, 2024: 0.835, 2025: 0.972
        },
        by_age=((1, 4.2), (5, 1.3), (10, 1.05), (13, 0.75), (16, 0.95), (18, 0.8)),
        by_youngest=((1, 2.7), (5, 1.0), (10, 0.8), (15, 1.0), (18, 2.3)),
        long_ago=135,
        courses={"home": 1.12, "guardian": 1.5, "until 18": 1.2, "adoption": 0.85},
        lengths={"home": 1.5, "adoption": 1.0, "guardian": 1.15},
        agreement=0.22,
        agreed_first=0.50,
        police=0.10,
        emergency=0.01,
        arrangement_orders=0.35,
        planned_home=0.82,
        moves=0.46,
        with_parents=0.34,
        young=Weighted({"U6": 0.60, "U3": 0.24, "U5": 0.05, "R3": 0.04, "U4": 0.05, "K2": 0.04}),
        teens=Weighted({"U6": 0.52, "U3": 0.12, "U4": 0.10, "K2": 0.38, "R1": 0.01, "S1": 0.02, "K1": 0.01}),
        older=Weighted(
            {"U6": 0.30, "U3": 0.10, "U4": 0.06, "K2": 0.24, "semi-independent": 0.30, "P2": 0.05, "R2": 0.02}
        ),
        fostered_by_us=0.55,
        homes_of_ours=0.25,
        voluntary=0.09,
        missing=0.45,
    ),
    around=Around(
        suitable=2.85,
        active={2021: -0.1, 2025: 0.1},
        followed={2020: 0.82, 2025: 1.0},
        teeth={2020: 0.66, 2021: 0.17, 2022: 0.43, 2023: 0.40, 2024: 0.61, 2025: 0.57},
        health=0.842,
        immunised=0.81,
        difficulties=14.1,
        social_workers={
            2017: 121, 2018: 127, 2019: 151, 2020: 162, 2021: 157, 2022: 151, 2023: 158, 2024: 180, 2025: 174, 2026: 197
        },
        agency=0.12,
        leaving=0.137,
        worker_days=280.0,
        cost_of_a_home={
            2016: 3_105, 2017: 2_970, 2020: 3_100, 2021: 2_975, 2022: 4_395, 2023: 5_950, 2024: 6_855, 2025: 6_965,
            2026: 7_300
        },
        cost_of_fostering={2016: 535, 2017: 455, 2020: 380, 2022: 360, 2023: 375, 2024: 465, 2025: 440, 2026: 440},
    ),
)  # fmt: skip
