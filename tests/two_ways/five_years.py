"""Five years of another tiny council, drawn by hand for the measures that look back far or need the smaller modules."""

from pathlib import Path

from tests.two_ways.tiny_council import EPISODES, HEADING, lines_of, write

YEARS = (2020, 2021, 2022, 2023, 2024)

# As in the tiny council, with the setting's number last.
TOLD_EPISODES = """
20,21,22,23,24 ada 01/10/2019 S C2 U6 -          -   - # thirty months on 1 April 2022: not yet on 31 March
20             bea 30/09/2019 S C2 U6 31/03/2020 X1  - # thirty months on 30 March 2022
20,21,22,23,24 bea 31/03/2020 P C2 U4 -          -   - # two years in this home on 31 March 2022
20             cal 01/06/2019 S C2 U6 01/04/2020 X1  1
21,22,23       cal 01/04/2020 P C2 U4 01/02/2023 X1  2 # a day short of two years on 31 March 2022
23             cal 01/02/2023 P C2 T1 05/02/2023 X1  -
23,24          cal 05/02/2023 P C2 U4 -          -   2 # back from hospital: the same home all along
20             dan 01/01/2019 S C1 K2 01/01/2020 X1  -
20,21          dan 01/01/2020 P C2 U6 01/02/2021 X1  -
21,22          dan 01/02/2021 L E1 U6 01/06/2021 X1  - # the placement order
22,23          dan 01/06/2021 P E1 A6 01/07/2022 E11 - # with adopters: this home and the last, two years together
21,22          eli 01/05/2020 S C2 U5 01/02/2022 X1  -
22             eli 01/02/2022 L E1 U5 01/03/2022 X1  -
22,23          eli 01/03/2022 T E1 A5 10/10/2022 E12 - # the carers adopt: the same home from the day care began
20,21,22       fin 01/01/2018 S C2 U1 01/05/2022 X1  - # with relatives; 16 on 30 March 2022
23,24          fin 01/05/2022 L C2 U1 -          -   -
22             gil 01/03/2022 S C2 U6 20/03/2022 X1  3
22,23          gil 20/03/2022 P C2 T1 10/04/2022 X1  - # in hospital on 31 March 2022: lives with foster carers
23             gil 10/04/2022 P C2 U3 01/09/2022 X1  4 # second home of the year: the first was kept until he moved
23,24          gil 01/09/2022 P C2 K2 -          -   5 # third
23             hob 01/05/2022 S C2 U6 01/06/2022 X1  6
23             hob 01/06/2022 P C2 T2 15/06/2022 X1  -
23             hob 15/06/2022 P C2 U6 01/08/2022 X1  7 # back from holiday to other carers: second
23,24          hob 01/08/2022 B C1 K2 -          -   8 # third
23             ivy 10/04/2022 S V2 K2 10/10/2022 E5  - # unaccompanied until she left; six months to the day
23             jon 10/04/2022 S V2 U6 11/10/2022 E4B - # six months and a day; home, unplanned
23             jon 01/01/2023 S V2 U6 01/03/2023 E45 - # twice in the year: counted once, above the line for both
22,23          kay 01/05/2021 S C2 U4 05/05/2022 E17 - # stays with her carers at 18
22,23          lex 01/05/2021 S C2 U6 01/06/2022 X1  -
23             lex 01/06/2022 P C2 T2 06/06/2022 E6  - # from a foster home, though on holiday: did not stay
22,23          mia 01/05/2021 S C2 K2 07/07/2022 E6  - # 18, but from a children's home
21             nat 01/05/2020 S C2 U6 -          -   - # never told again: left on 1 April 2021, nobody knows how
"""

BORN = {
    "ada": "01/01/2010", "bea": "01/01/2011", "cal": "01/01/2012", "dan": "01/12/2018", "eli": "20/04/2020",
    "fin": "30/03/2006", "gil": "01/01/2013", "hob": "01/01/2014", "ivy": "10/10/2004", "jon": "01/01/2015",
    "kay": "05/05/2004", "lex": "06/06/2004", "mia": "07/07/2004", "nat": "01/01/2016", "xav": "31/03/2012",
    "yaz": "01/04/2012", "zoe": "05/05/2002", "abe": "06/06/2004", "bob": "07/07/2005", "cyd": "08/08/2002",
}  # fmt: skip

UASC = """
23 ivy 10/10/2022
"""

# year, child, IN_TOUCH, ACTIV, ACCOM
OC3 = """
23 zoe YES  F2 U1  # 20: learning
23 cyd NO   0  0   # 20: not in touch, and so neither working nor learning
23 abe REFU G5 U2  # 18: not suitably housed; refuses contact
23 bob YES  P5 K1  # 17: working
"""

# year, child, SDQ_SCORE, CONVICTED, IMMUNISATIONS, TEETH_CHECK, HEALTH_ASSESSMENT
OC2 = """
22 ada 12 0 1 1 1
22 bea 20 1 1 0 1
22 cal -  0 0 - -   # 10: no score, and nothing is known of the dentist or an assessment
22 xav 3  1 1 1 1   # 10 that day: may be convicted
22 yaz 5  - 1 1 1   # 9: may not
22 dan -  - 1 0 1   # 3: is not asked
22 fin 9  0 1 1 0   # 16: still asked
23 fin -  0 1 1 0   # 17: no longer
23 ada 13 0 1 1 1
"""

# year, child, MISSING, MIS_START, MIS_END
MISSING = """
22 ada M 30/03/2022 -           # told again, closed: missing in both years
23 ada M 30/03/2022 02/04/2022
22 bea A 01/05/2021 02/05/2021  # away without authorisation: not missing
22 cal M 01/02/2022 -           # never told again: until 1 April 2022, and not into the next year
23 ivy M 01/08/2022 03/08/2022  # unaccompanied then, and no longer on 31 March
23 gil M 30/09/2022 01/10/2022
24 gil M 01/06/2023 01/06/2023
"""

# year, child, SW_ID, SW_DECOM, SW_DEC
WORKERS = """
23 ada SW1 01/05/2021 10/06/2022
23 ada SW2 10/06/2022 01/09/2022
23 ada SW1 01/09/2022 -           # back again: two workers in the year, not three
24 ada SW1 01/09/2022 -
23 bea SW3 01/01/2020 01/04/2022  # ended as the year began: none of its workers
23 bea SW4 01/04/2022 01/06/2022
23 bea SW5 01/06/2022 01/09/2022
23 bea SW6 01/09/2022 -           # third
24 bea SW6 01/09/2022 05/05/2023  # told again, ended
24 bea SW4 05/05/2023 -
23 hob SW2 01/05/2022 -           # never told again: until 1 April 2023
23 ivy SW9 01/02/2022 09/05/2022  # led the day before she came, and four weeks after (8 May)
23 jon SW7 01/03/2022 08/05/2022  # led the day before he came, and not four weeks after
23 jon SW8 08/05/2022 -           # led when his plan began, and four weeks after
24 jon SW8 08/05/2022 01/02/2024
"""

# The council's own list of leads, which numbers its workers otherwise: child, worker, from, to.
LEADS = """
jon W7 2022-02-01 2022-05-09    # led the day before he first came, and four weeks after: the return says not
jon W8 2022-05-09 -
sol W8 2021-06-01 -
ada W1 2022-01-01 2023-03-31    # ended on the last day of the year
bea W1 2022-01-01 -
"""

# child, DATE_MATCH, in the return of 2023
AD1 = """
dan 01/05/2021  # 89 days after the order
eli 10/01/2022  # before the order: none
"""

CENSUS = {
    2020: """
<Child><ChildIdentifiers><LAchildID>oda</LAchildID><PersonBirthDate>2012-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2019-04-10</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <ChildProtectionPlans><CPPstartDate>2019-05-01</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      <Reviews><CPPreviewDate>2019-07-31</CPPreviewDate><CPPreviewDate>2020-01-31</CPPreviewDate></Reviews>
      </ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>pip</LAchildID><PersonBirthDate>2013-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2019-04-10</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <!-- never reviewed: late from 2 August 2019 -->
    <ChildProtectionPlans><CPPstartDate>2019-05-01</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      </ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>quy</LAchildID><PersonBirthDate>2014-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2020-01-01</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <ChildProtectionPlans><CPPstartDate>2020-01-10</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      </ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>tia</LAchildID><PersonBirthDate>2015-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2018-10-01</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <!-- under way before the first census: due six months from 1 April 2019 -->
    <ChildProtectionPlans><CPPstartDate>2018-11-01</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      <Reviews><CPPreviewDate>2019-10-01</CPPreviewDate><CPPreviewDate>2020-03-30</CPPreviewDate></Reviews>
      </ChildProtectionPlans></CINdetails></Child>
""",
    2021: """
<Child><ChildIdentifiers><LAchildID>oda</LAchildID><PersonBirthDate>2012-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2019-04-10</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <ChildProtectionPlans><CPPstartDate>2019-05-01</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      <Reviews><CPPreviewDate>2020-07-31</CPPreviewDate><CPPreviewDate>2021-01-30</CPPreviewDate></Reviews>
      </ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>pip</LAchildID><PersonBirthDate>2013-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2019-04-10</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <ChildProtectionPlans><CPPstartDate>2019-05-01</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      </ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>quy</LAchildID><PersonBirthDate>2014-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2020-01-01</CINreferralDate><CINclosureDate>2020-12-31</CINclosureDate>
    <ReferralNFA>0</ReferralNFA>
    <ChildProtectionPlans><CPPstartDate>2020-01-10</CPPstartDate><CPPendDate>2020-06-01</CPPendDate>
      <NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>tia</LAchildID><PersonBirthDate>2015-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2018-10-01</CINreferralDate><CINclosureDate>2021-03-31</CINclosureDate>
    <ReferralNFA>0</ReferralNFA>
    <ChildProtectionPlans><CPPstartDate>2018-11-01</CPPstartDate><CPPendDate>2020-12-01</CPPendDate>
      <NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      <!-- due on 30 September 2020 -->
      <Reviews><CPPreviewDate>2020-10-01</CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>wyn</LAchildID><PersonBirthDate>2016-01-01</PersonBirthDate></ChildIdentifiers>
  <!-- open, and never told again: closed on 1 April 2021 -->
  <CINdetails><CINreferralDate>2021-02-01</CINreferralDate><ReferralNFA>0</ReferralNFA></CINdetails></Child>
""",
    2022: """
<Child><ChildIdentifiers><LAchildID>oda</LAchildID><PersonBirthDate>2012-01-01</PersonBirthDate></ChildIdentifiers>
  <!-- closed on 31 March 2022: not in need that day -->
  <CINdetails><CINreferralDate>2019-04-10</CINreferralDate><CINclosureDate>2022-03-31</CINclosureDate>
    <ReferralNFA>0</ReferralNFA>
    <!-- 730 days -->
    <ChildProtectionPlans><CPPstartDate>2019-05-01</CPPstartDate><CPPendDate>2021-04-30</CPPendDate>
      <NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>pip</LAchildID><PersonBirthDate>2013-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2019-04-10</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <!-- 729 days -->
    <ChildProtectionPlans><CPPstartDate>2019-05-01</CPPstartDate><CPPendDate>2021-04-29</CPPendDate>
      <NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>uri</LAchildID><PersonBirthDate>2016-01-01</PersonBirthDate></ChildIdentifiers>
  <!-- nothing more was done: no child in need -->
  <CINdetails><CINreferralDate>2021-05-05</CINreferralDate><ReferralNFA>1</ReferralNFA></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>ros</LAchildID><PersonBirthDate>2017-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2022-01-01</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <Section47><S47ActualStartDate>2022-01-04</S47ActualStartDate></Section47>
    <ChildProtectionPlans><CPPstartDate>2022-01-15</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      </ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>sol</LAchildID><PersonBirthDate>2018-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2021-12-01</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <!-- three months old on 31 March 2022, and its review was due that day: in time so far -->
    <ChildProtectionPlans><CPPstartDate>2021-12-31</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      </ChildProtectionPlans></CINdetails></Child>
""",
    2023: """
<Child><ChildIdentifiers><LAchildID>pip</LAchildID><PersonBirthDate>2013-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2019-04-10</CINreferralDate><ReferralNFA>0</ReferralNFA></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>quy</LAchildID><PersonBirthDate>2014-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2022-05-01</CINreferralDate><CINclosureDate>2022-12-31</CINclosureDate>
    <ReferralNFA>0</ReferralNFA>
    <!-- two years and a day after the last one ended -->
    <ChildProtectionPlans><CPPstartDate>2022-06-02</CPPstartDate><CPPendDate>2022-10-01</CPPendDate>
      <NumberOfPreviousCPP>1</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>ros</LAchildID><PersonBirthDate>2017-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2022-01-01</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <!-- both on the last day they could be -->
    <ChildProtectionPlans><CPPstartDate>2022-01-15</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      <Reviews><CPPreviewDate>2022-04-15</CPPreviewDate><CPPreviewDate>2022-10-15</CPPreviewDate></Reviews>
      </ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>sol</LAchildID><PersonBirthDate>2018-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2021-12-01</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <!-- a day late, and so late until the plan ends -->
    <ChildProtectionPlans><CPPstartDate>2021-12-31</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      <Reviews><CPPreviewDate>2022-04-01</CPPreviewDate><CPPreviewDate>2022-09-30</CPPreviewDate></Reviews>
      </ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>jon</LAchildID><PersonBirthDate>2015-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2022-11-01</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <ChildProtectionPlans><CPPstartDate>2022-11-15</CPPstartDate><CPPendDate>2023-01-01</CPPendDate>
      <NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child>
""",
    2024: """
<Child><ChildIdentifiers><LAchildID>pip</LAchildID><PersonBirthDate>2013-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2019-04-10</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <!-- two years to the day after the last one ended -->
    <ChildProtectionPlans><CPPstartDate>2023-04-29</CPPstartDate><NumberOfPreviousCPP>1</NumberOfPreviousCPP>
      </ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>ros</LAchildID><PersonBirthDate>2017-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2022-01-01</CINreferralDate><CINclosureDate>2023-12-31</CINclosureDate>
    <ReferralNFA>0</ReferralNFA>
    <!-- overdue from 16 April 2023 -->
    <ChildProtectionPlans><CPPstartDate>2022-01-15</CPPstartDate><CPPendDate>2023-12-01</CPPendDate>
      <NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>sol</LAchildID><PersonBirthDate>2018-01-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2021-12-01</CINreferralDate><ReferralNFA>0</ReferralNFA>
    <!-- 821 days old on 31 March 2024 -->
    <ChildProtectionPlans><CPPstartDate>2021-12-31</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      </ChildProtectionPlans></CINdetails></Child>
""",
}

PLACES = """child,from,to,small_area
ada,2015-01-01,,N1
jon,2015-01-01,,S1
sol,2018-01-01,,N1
"""

SMALL_AREAS = "\n".join(
    ["small_area,name,locality,year,children"]
    + [f"{area},{area},{locality},{year},{children}" for year in range(2019, 2024)
       for area, locality, children in (("N1", "Northway", 1000), ("S1", "Southway", 500))]
)  # fmt: skip


def write_five_years(folder: Path) -> Path:
    """Write the returns of the years ending March 2020 to 2024 into the folder."""
    for year in YEARS:
        named, short = f"{year - 1}-{year % 100}", f"{year % 100}"
        at = folder / "ssda903" / named
        at.mkdir(parents=True)
        write(at / "header.csv", ["CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", *headers()])
        write(at / "episodes.csv", [EPISODES, *episodes_told(short)])
        for name, rows in modules(short).items():
            if len(rows) > 1:
                write(at / name, rows)
        (folder / "cin").mkdir(exist_ok=True)
        write(folder / "cin" / f"{named}.xml", [HEADING.format(year=year), CENSUS[year], "</Children></Message>"])
    write(folder / "children_places.csv", [PLACES.strip()])
    write(folder / "small_areas.csv", [SMALL_AREAS.strip()])
    leads = [f"{child},,{worker},{began},{ended}," for child, worker, began, ended in lines_of(LEADS)]
    write(folder / "lead_workers.csv", ["child,family,worker,from,to,why", *leads])
    return folder


def headers() -> list[str]:
    return [f"{child},U,{born},WBRI,,," for child, born in BORN.items()]


def episodes_told(short: str) -> list[str]:
    told: list[str] = []
    for told_in, child, decom, rne, legal, place, dec, rec, urn in lines_of(TOLD_EPISODES):
        if short in told_in.split(","):
            closed = (dec, rec) if short == told_in.split(",")[-1] else ("", "")
            told.append(f"{child},{decom},{rne},{legal},N1,{place},PR1,{closed[0]},{closed[1]},,,,{urn}")
    return told


def modules(short: str) -> dict[str, list[str]]:
    """The smaller modules of one year, each with its heading."""
    health = "SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT"
    substance = "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED"
    adopters = "NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR"
    return {
        "uasc.csv": ["CHILD,SEX,DOB,DUC"]
        + [f"{child},U,{BORN[child]},{duc}" for when, child, duc in lines_of(UASC) if when == short],
        "oc3.csv": ["CHILD,DOB,IN_TOUCH,ACTIV,ACCOM"]
        + [f"{c},{BORN[c]},{touch},{activ},{accom}" for when, c, touch, activ, accom in lines_of(OC3) if when == short],
        "oc2.csv": [f"CHILD,DOB,{health},{substance}"]
        + [
            f"{c},{BORN[c]},{sdq},,{convicted},,{immune},{teeth},{assessed},,,"
            for when, c, sdq, convicted, immune, teeth, assessed in lines_of(OC2)
            if when == short
        ],
        "missing.csv": ["CHILD,DOB,MISSING,MIS_START,MIS_END"]
        + [
            f"{c},{BORN[c]},{kind},{began},{ended}"
            for when, c, kind, began, ended in lines_of(MISSING)
            if when == short
        ],
        "sw_episodes.csv": ["CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON"]
        + [
            f"{c},{BORN[c]},{sw},{began},{ended},MANAGE"
            for when, c, sw, began, ended in lines_of(WORKERS)
            if when == short
        ],
        "ad1.csv": [f"CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,{adopters}"]
        + [f"{c},{BORN[c]},,{matched},0,2,MF,L11" for c, matched in lines_of(AD1) if short == "23"],
    }
