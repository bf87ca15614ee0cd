"""Faults of an SSDA903 return that take more than one field to plant."""

from datetime import date

from turncurve.made_up.dirty_files import Files, Row, Sheet, episodes_by_child, in_one_year_only
from turncurve.made_up.finding_children import lone, moved, one_closed, read


def duplicate_row(files: Files) -> None:
    year, child, rows = lone(files, one_closed)
    sheet = files.module(year, "episodes")
    again = Row(rows[0])
    sheet.rows.insert(sheet.rows.index(rows[0]) + 1, again)
    files.note(sheet, again, "", child=child)


def two_open_episodes(files: Files) -> None:
    year, child, rows = lone(files, lambda rows: len(rows) == 1 and not rows[0]["DEC"])
    sheet = files.module(year, "episodes")
    again = Row(rows[0] | {"DECOM": f"{31}/03/{year}", "RNE": "P"})
    sheet.rows.insert(sheet.rows.index(rows[0]) + 1, again)
    files.note(sheet, again, "DECOM", child=child)


def born_after_care_began(files: Files) -> None:
    year, child, rows = lone(files, one_closed)
    born = moved(rows[0]["DECOM"], 20)
    for name in ("header", "reviews", "oc2", "oc3", "missing", "previous_permanence", "placed_for_adoption", "ad1"):
        for row in files.module(year, name).rows:
            if row["CHILD"] == child:
                row["DOB"] = born
    header = next(row for row in files.module(year, "header").rows if row["CHILD"] == child)
    files.note(files.module(year, "header"), header, "DOB", child=child)


def modules_of(files: Files, year: int) -> list[Sheet]:
    names = ["header", "episodes", "reviews", "uasc", "oc2", "oc3", "ad1", "placed_for_adoption"]
    names += ["previous_permanence", "missing", *(["sw_episodes"] if year >= 2024 else [])]
    return [files.module(year, name) for name in names]


def birthday_differs_between_years(files: Files) -> None:
    for year in files.some_years():
        if year == files.years[0]:
            continue
        before = {row["CHILD"]: row for row in files.module(year - 1, "header").rows}
        in_care = episodes_by_child(files, year)
        rows = [
            (row["CHILD"], row)
            for row in files.module(year, "header").rows
            if row["CHILD"] in before and row["CHILD"] in in_care
        ]
        child, header = files.claim(rows)
        born = moved(header["DOB"], 31)
        for sheet in modules_of(files, year):
            for row in sheet.rows:
                if row["CHILD"] == child and "DOB" in row:
                    row["DOB"] = born
        files.note(files.module(year, "header"), header, "DOB", child=child)
        return


def sex_differs_between_returns(files: Files) -> None:
    for year in files.some_years():
        female, male = ("F", "M") if year >= 2025 else ("2", "1")
        known = {child for child, _ in in_one_year_only(files, year)} & set(files.census(year).children)
        found = [
            (row["CHILD"], row)
            for row in files.module(year, "header").rows
            if row["CHILD"] in known and row["SEX"] == female and row["CHILD"] not in files.used
        ]
        if found:
            child, row = files.claim(found)
            row["SEX"], row["MOTHER"] = male, ""
            files.note(files.module(year, "header"), row, "SEX", child=child)
            return


def open_then_gone(files: Files) -> None:
    """In care on 31 March, and in none of next year's files."""
    for year in files.some_years():
        if year == files.years[-1]:
            continue
        now = episodes_by_child(files, year)
        later = {
            row["CHILD"] for other in files.years if other > year + 1 for row in files.module(other, "header").rows
        }
        found = [
            (child, rows)
            for child, rows in episodes_by_child(files, year + 1).items()
            if child not in later and child in now and not now[child][-1]["DEC"] and rows[-1]["DEC"]
            and rows[-1]["LS"] not in {"V3", "V4"}
        ]  # fmt: skip
        if not found:
            continue
        child, _ = files.claim(found)
        for sheet in modules_of(files, year + 1):
            sheet.rows = [row for row in sheet.rows if row["CHILD"] != child]
        files.note(files.module(year, "episodes"), now[child][-1], "DEC", child=child)
        return


def not_in_the_header(files: Files) -> None:
    year, child, rows = lone(files, one_closed)
    header = files.module(year, "header")
    header.rows = [row for row in header.rows if row["CHILD"] != child]
    files.note(files.module(year, "episodes"), rows[0], "CHILD", child=child)


def unaccompanied_not_in_the_header(files: Files) -> None:
    year, child = files.some_years()[0], f"99{len(files.faults):05d}"
    sheet = files.module(year, "uasc")
    row = Row({"CHILD": child, "SEX": "M" if year >= 2025 else "1", "DOB": f"14/06/{year - 17}"})
    row["DUC"] = f"14/06/{year + 1}"
    sheet.rows.append(row)
    files.note(sheet, row, "CHILD", child=child)


def asked_after_twenty_one(files: Files) -> None:
    """A care leaver asked about in a year that holds none of their birthdays from 17 to 21."""
    for year in files.some_years():
        if year == files.years[-1]:
            continue
        later = {row["CHILD"] for row in files.module(year + 1, "header").rows}
        found = [
            (row["CHILD"], row)
            for row in files.module(year, "oc3").rows
            if year - read(row["DOB"]).year - (read(row["DOB"]).month >= 4) == 21
            and row["CHILD"] not in later
            and row["IN_TOUCH"] == "YES"
        ]
        if not found:
            continue
        child, row = files.claim(found)
        header = next(one for one in files.module(year, "header").rows if one["CHILD"] == child)
        sex = {"1": "M", "2": "F"}.get(header["SEX"], header["SEX"]) if year + 1 >= 2025 else header["SEX"]
        files.module(year + 1, "header").rows.append(Row(header | {"SEX": sex}))
        again = Row(row | {"ACTIV": "G5"})
        files.module(year + 1, "oc3").rows.append(again)
        files.note(files.module(year + 1, "oc3"), again, "DOB", child=child)
        return


def within_a_year(row: Row) -> bool:
    """Whether an episode and the weeks before it lie in one return's year."""
    began, ended = read(row["DECOM"]), read(row["DEC"])
    return began.month != 4 and began.year + (began.month >= 4) == ended.year + (ended.month >= 4)


def does_not_start(files: Files) -> None:
    """In a year whose year before is there too, so that nothing can be before the child's first episode."""
    year, child, rows = lone(
        files, lambda rows: one_closed(rows) and within_a_year(rows[0]), since=min(files.years[0] + 1, files.years[-1])
    )
    rows[0]["RNE"] = "P"
    files.note(files.module(year, "episodes"), rows[0], "RNE", child=child)


def missing_before_care(files: Files) -> None:
    year, child, rows = lone(files, lambda rows: one_closed(rows) and within_a_year(rows[0]))
    born = next(row["DOB"] for row in files.module(year, "header").rows if row["CHILD"] == child)
    day = moved(rows[0]["DECOM"], -20)
    row = Row({"CHILD": child, "DOB": born, "MISSING": "M", "MIS_START": day, "MIS_END": moved(day, 1)})
    files.module(year, "missing").rows.append(row)
    files.note(files.module(year, "missing"), row, "MIS_START", child=child)


def workers_overlap(files: Files) -> None:
    for year in files.some_years():
        if year < 2024:
            continue
        sheet = files.module(year, "sw_episodes")
        pairs = [
            (row["CHILD"], row)
            for before, row in zip(sheet.rows, sheet.rows[1:], strict=False)
            if before["CHILD"] == row["CHILD"]
            and before["SW_DEC"] == row["SW_DECOM"]
            and (read(before["SW_DEC"]) - read(before["SW_DECOM"])).days > 40
        ]
        if pairs:
            child, row = files.claim(pairs)
            row["SW_DECOM"] = moved(row["SW_DECOM"], -30)
            files.note(sheet, row, "SW_DECOM", child=child)
            return


def stays_past_eighteen(files: Files) -> None:
    """Not in a community home by agreement, where a young person may stay on (section 20(5))."""
    for year in files.some_years():
        born = {row["CHILD"]: read(row["DOB"]) for row in files.module(year, "header").rows}
        asked = {row["CHILD"] for row in files.module(year, "oc3").rows}
        found = [
            (child, rows[-1])
            for child, rows in episodes_by_child(files, year).items()
            if child not in files.used | asked
            and rows[-1]["REC"] in {"E5", "E6", "E17"}
            and (rows[-1]["LS"], rows[-1]["PLACE"]) != ("V2", "K2")
            and read(rows[-1]["DEC"]).month in {5, 6, 7, 8, 9, 10, 11}
            and eighteen_on(born[child], read(rows[-1]["DEC"]))
        ]
        if found:
            child, row = files.claim(found)
            row["DEC"] = moved(row["DEC"], 75)
            files.note(files.module(year, "episodes"), row, "DEC", child=child)
            return


def eighteen_on(born: date, day: date) -> bool:
    return (born.year + 18, born.month, born.day) == (day.year, day.month, day.day)


def review_before_care(files: Files) -> None:
    for _ in range(20):
        year, child, rows = lone(files, lambda rows: one_closed(rows) and within_a_year(rows[0]))
        for row in files.module(year, "reviews").rows:
            if row["CHILD"] == child:
                row["REVIEW"] = moved(rows[0]["DECOM"], -25)
                files.note(files.module(year, "reviews"), row, "REVIEW", child=child)
                return
    raise LookupError(f"there is nowhere to plant {files.kind}")
