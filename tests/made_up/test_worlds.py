"""What is planted is there, where and when it is said to be; what is not, is not; and a world moves nothing else."""

from collections import Counter
from datetime import date

import pytest
import yaml
from tests.made_up.conftest import day

from turncurve.made_up import NOTHING_PLANTED, PLANTED, WORLDS, invent_history, world_called
from turncurve.made_up.council import LOCALITIES
from turncurve.made_up.counting import true_counts
from turncurve.words.problems import Problem

pytestmark = pytest.mark.slow
SEEDS = (1, 2, 3)
EARLY = PLANTED.early.toordinal()
EVERYWHERE = PLANTED.everywhere.toordinal()


@pytest.fixture(scope="module")
def worlds():
    """world -> histories of the same seeds."""
    return {
        name: [invent_history(seed=seed, planted=world) for seed in SEEDS]
        for name, world in WORLDS.items()
        if name in {"reform", "no-change"}
    }


def locality(family, when):
    return LOCALITIES[family.area_on(when) % len(LOCALITIES)]


def entries(histories, *, first, last, where=None):
    """Entries to care of children of families (a child's first of each time in need), by day of entry."""
    return sum(
        1
        for history in histories
        for family in history.families
        for child in family.children
        if not child.unaccompanied
        for before, period in zip([None, *child.care], child.care, strict=False)
        if not period.respite
        and first <= period.started < last
        and (before is None or period.started - before.ended > 400)
        and (where is None or locality(family, period.started) in where)
    )


def again(histories, *, first, last, where=None):
    """(referrals within a year of the last, referrals) of children."""
    counts = Counter()
    for history in histories:
        for family in history.families:
            for child in family.children:
                earlier = None
                for time in child.times_in_need:
                    if first <= time.referred < last and (where is None or locality(family, time.referred) in where):
                        counts["all"] += 1
                        counts["again"] += earlier is not None and time.referred - earlier <= 365
                    earlier = time.referred
    return counts["again"], counts["all"]


def test_nothing_differs_before_the_reform(worlds):
    """Until it begins the two worlds are the same to the child and the day."""
    for one, other in zip(worlds["reform"], worlds["no-change"], strict=True):

        def told(history):
            return sorted(
                (child.key, time.referred, time.source, child.born)
                for child in history.children
                for time in child.times_in_need
                if time.referred < EARLY
            )

        assert told(one) == told(other)
        assert len(told(one)) > 15_000


def test_the_reform_begins_in_two_localities_and_later_everywhere(worlds):
    early, later = set(PLANTED.early_localities), set(LOCALITIES) - set(PLANTED.early_localities)

    def kept(first, last, where):
        reform, without = (
            entries(worlds[world], first=first, last=last, where=where) for world in ("reform", "no-change")
        )
        return reform / without

    assert kept(EARLY, EVERYWHERE, later) > 0.93
    assert 0.55 < kept(EARLY, EVERYWHERE, early) < 0.92
    last = date(2026, 4, 1).toordinal()
    assert 0.60 < kept(EVERYWHERE, last, early) < 0.84
    assert 0.60 < kept(EVERYWHERE, last, later) < 0.84


def test_fewer_referrals_come_again_where_it_has_begun_and_nowhere_else(worlds):
    early, later = set(PLANTED.early_localities), set(LOCALITIES) - set(PLANTED.early_localities)
    last = date(2026, 4, 1).toordinal()
    for first, until, where, low, high in (
        (EARLY, EVERYWHERE, later, 0.95, 1.05),
        (EARLY, EVERYWHERE, early, 0.58, 0.82),
        (EVERYWHERE, last, early | later, 0.58, 0.78),
    ):
        reform, without = (again(worlds[w], first=first, last=until, where=where)[0] for w in ("reform", "no-change"))
        assert low < reform / without < high


def test_what_was_left_alone_stays(worlds):
    counts = {
        world: [true_counts(history, years=range(2022, 2027)) for history in histories]
        for world, histories in worlds.items()
    }

    def share(world, above, below, years=(2025, 2026)):
        return sum(getattr(one[y], above) for one in counts[world] for y in years) / sum(
            getattr(one[y], below) for one in counts[world] for y in years
        )

    for above, below in (
        ("conferences_in_15_days", "conferences"),
        ("plans_second_or_later", "plans_starting"),
        ("care_leavers_suitable", "care_leavers_19_to_21"),
        ("three_or_more_placements", "in_care"),
    ):
        assert 0.88 < share("reform", above, below) / share("no-change", above, below) < 1.12
    assert share("reform", "assessments_in_45_days", "assessments_completed") > 1.05 * share(
        "no-change", "assessments_in_45_days", "assessments_completed"
    )


def test_the_measure_chosen_when_bad_was_bad_for_a_year_and_no_longer(worlds):
    for histories in worlds.values():
        counts = [true_counts(history, years=range(2021, 2027)) for history in histories]
        in_time = {
            year: sum(one[year].conferences_in_15_days for one in counts) / sum(one[year].conferences for one in counts)
            for year in range(2021, 2027)
        }
        usual = sum(share for year, share in in_time.items() if year != 2024) / 5
        assert in_time[2024] < usual - 0.05
        assert abs(in_time[2025] - in_time[2023]) < 0.05


def test_a_surge_of_arrivals_changes_no_family(worlds):
    surge = invent_history(seed=SEEDS[0], planted=world_called("unaccompanied-surge"))
    without = worlds["no-change"][0]

    def families(history):
        return {
            child.key: [(time.referred, time.closed) for time in child.times_in_need]
            for child in history.children
            if not child.unaccompanied
        }

    assert families(surge) == families(without)
    last = date(2025, 3, 31).toordinal()
    arrived = [sum(c.unaccompanied and c.in_care_on(last) for c in h.children) for h in (surge, without)]
    assert arrived[0] > 1.8 * arrived[1]


def test_a_drift_grows_year_by_year(worlds):
    drift = true_counts(invent_history(seed=SEEDS[0], planted=world_called("drift")), years=range(2019, 2027))
    without = true_counts(worlds["no-change"][0], years=range(2019, 2027))
    ratios = [drift[year].referrals / without[year].referrals for year in range(2019, 2027)]
    assert ratios[0] == pytest.approx(1.0, abs=0.02)
    assert 1.2 < ratios[-1] < 1.45
    assert ratios[2] < ratios[4] < ratios[6]


def test_more_referrals_end_in_nothing_once_advice_is_recorded_as_a_referral(worlds):
    counts = true_counts(worlds["no-change"][0], years=range(2018, 2024))
    share = {year: one.referrals_no_further_action / one.referrals for year, one in counts.items()}
    assert max(share[year] for year in (2018, 2019, 2020)) < 0.05
    assert min(share[year] for year in (2021, 2022, 2023)) > 0.08


def test_the_events_file_says_what_happened_and_not_what_came_of_it(folder):
    events = yaml.safe_load((folder / "events.yaml").read_text(encoding="utf-8"))
    assert [event["kind"] for event in events] == ["shock", "recording change", "reform", "reform"]
    assert [str(event["date"]) for event in events] == ["2020-03-23", "2020-04-01", "2023-04-01", "2024-04-01"]
    assert all(set(event) == {"date", "kind", "what", "measures"} for event in events)
    assert not any(character in event["what"] for event in events for character in "0123456789%")
    assert day("2020-03-23") < day("2020-04-01")


def test_a_world_or_a_council_there_is_none_of_is_refused():
    with pytest.raises(Problem, match="no world called"):
        _ = world_called("better")
    with pytest.raises(Problem, match="No council like"):
        _ = invent_history(seed=1, like="london", planted=NOTHING_PLANTED)
