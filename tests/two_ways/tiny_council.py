"""Three years of a tiny council, drawn by hand: twenty-one children, each line saying why it counts or does not."""

from pathlib import Path

EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"

# Each line is: the years it is told in (comma between), child, DECOM, RNE, LS, PLACE, DEC and REC as the last of those
# years tells them (an earlier year tells the episode open), then why it counts.
TOLD_EPISODES = """
22,23 ann 01/02/2021 S C2 U6 31/03/2023 E4A  # in care 2022; went home 31 March 2023, so not in care that day
24    ann 31/03/2024 S C2 U6 -          -    # the day twelve months later: back within the year; in care 2024
23    ben 05/04/2022 S V2 U6 10/04/2022 E4B  # a start in 2022Q2; went home, unplanned
24    ben 11/04/2023 S V2 U6 01/06/2023 E4A  # twelve months and a day: not back; its own year after is not loaded
23,24 cat 15/07/2022 S V2 K2 -          -    # unaccompanied: in no headline
22,23,24 dee 10/10/2021 S V2 U4 -       -    # unaccompanied until 31 March 2023, and not on that day
23    eve 10/05/2022 S V3 U6 12/05/2022 E8   # a short break: nowhere
23    eve 10/08/2022 S V4 U6 12/08/2022 E4A  # a short break: nowhere, and not going home
23    fay 01/07/2022 S V2 U6 05/07/2022 E8   # a start in 2022Q3, aged under 1
23    fay 20/09/2022 S V2 U6 31/12/2022 E13  # another in the same quarter, aged 1: once in all, once in each band
22,23 gus 10/01/2022 S C1 U6 01/05/2022 X1   # first placement of 2023, for it was open on 1 April
23    gus 01/05/2022 L C2 U6 01/06/2022 X1   # legal status only: the same placement
23    gus 01/06/2022 P C2 T1 08/06/2022 X1   # hospital: a temporary stay
23    gus 08/06/2022 P C2 U6 01/09/2022 X1   # back from it: the same placement
23    gus 01/09/2022 P C2 K2 15/09/2022 X1   # second
23,24 gus 15/09/2022 B C1 U1 -          -    # third
22,23 hal 10/03/2022 S C2 K1 01/04/2022 X1   # ended on 1 April: not open that day
23    hal 01/04/2022 P C2 U6 01/12/2022 X1   # first of 2023
23    hal 01/12/2022 T C2 U4 15/01/2023 X1   # same carer: the same placement
23    hal 15/01/2023 U C1 U4 01/02/2023 X1   # same carer, other legal status: the same placement
23,24 hal 01/02/2023 P C1 K2 -          -    # second: two are not three
23    ian 01/05/2022 S V2 U6 01/06/2022 X1   # first of 2023; a start in 2022Q2
23    ian 01/06/2022 P V2 K2 01/07/2022 E8   # second; ended, but not by going home
23,24 ian 01/10/2022 S C2 U6 -          -    # third, in another period of care; a start in 2022Q4
22    oli 01/05/2021 S V2 K2 01/02/2022 E5   # unaccompanied when he started: not in the headline
"""

ENDED_THE_DAY_IT_BEGAN = """
23    sam 05/04/2022 S C2 U6 01/06/2022 X1   # first
23    sam 01/06/2022 P C2 U4 01/06/2022 X1   # ended the day it began: not counted
23    sam 01/06/2022 P C2 K2 01/12/2022 X1   # second: two are not three
23,24 sam 01/12/2022 L C1 K2 -          -    # legal status only: the same placement
"""

BORN = {
    "ann": "10/05/2015", "ben": "20/06/2010", "cat": "01/09/2006", "dee": "15/08/2006", "eve": "01/01/2010",
    "fay": "15/08/2021", "gus": "01/01/2012", "hal": "31/03/2018", "ian": "01/04/2018", "oli": "01/02/2004",
    "jan": "01/04/2003", "kit": "31/03/2003", "lou": "10/10/2004", "mo": "10/10/2002", "nia": "05/05/2002",
    "pru": "06/06/2002", "sam": "07/07/2011",
}  # fmt: skip

# year, child, DUC as that year tells it
UASC = """
22 dee -
22 oli 01/02/2022
23 cat -
23 dee 31/03/2023
24 cat 01/09/2024
"""

# year, child, IN_TOUCH, ACCOM
OC3 = """
23 jan YES  U1  # 19 on 1 April 2022, the first day of the year: suitable
24 jan YES  K1  # 20 on 1 April 2023: suitable
23 kit NO   0   # 20 on 31 March 2023, the last day: not in touch, so below the line only
23 oli YES  W2  # 19 on 1 February 2023, unaccompanied once: not suitable
23 lou YES  U1  # turned 18: not counted
23 mo  DIED 0   # left out
23 nia YES  G1  # gone abroad: left out
23 pru YES  H1  # deported: left out
"""

CENSUS = {
    2022: """
<Child><ChildIdentifiers><LAchildID>pat</LAchildID><PersonBirthDate>2014-01-01</PersonBirthDate></ChildIdentifiers>
  <!-- no year before it is loaded, so it is in no period; it makes the next one a referral again -->
  <CINdetails><CINreferralDate>2021-05-10</CINreferralDate><ReferralNFA>1</ReferralNFA></CINdetails></Child>
""",
    2023: """
<Child><ChildIdentifiers><LAchildID>pat</LAchildID><PersonBirthDate>2014-01-01</PersonBirthDate></ChildIdentifiers>
  <!-- the day twelve months after: referred again -->
  <CINdetails><CINreferralDate>2022-05-10</CINreferralDate>
    <Section47><S47ActualStartDate>2023-03-20</S47ActualStartDate></Section47></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>quin</LAchildID><PersonBirthDate>2012-12-01</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2022-06-01</CINreferralDate>
    <!-- 45 working days from the referral (2 and 3 June 2022 were bank holidays), fewer from its own start -->
    <Assessments><AssessmentActualStartDate>2022-06-08</AssessmentActualStartDate>
      <AssessmentAuthorisationDate>2022-08-05</AssessmentAuthorisationDate></Assessments>
    <!-- a later one: 45 working days from its own start (19 September 2022 was a bank holiday),
         many more from the referral -->
    <Assessments><AssessmentActualStartDate>2022-09-01</AssessmentActualStartDate>
      <AssessmentAuthorisationDate>2022-11-04</AssessmentAuthorisationDate></Assessments>
    <!-- 16 working days, over Christmas -->
    <Section47><S47ActualStartDate>2022-12-19</S47ActualStartDate><DateOfInitialCPC>2023-01-13</DateOfInitialCPC></Section47>
    <ChildProtectionPlans><CPPstartDate>2023-01-13</CPPstartDate><NumberOfPreviousCPP>1</NumberOfPreviousCPP></ChildProtectionPlans>
  </CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>vic</LAchildID><PersonBirthDate>2023-01-15</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2022-11-01</CINreferralDate>
    <Assessments><AssessmentActualStartDate>2022-11-02</AssessmentActualStartDate></Assessments>
    <!-- 15 working days -->
    <Section47><S47ActualStartDate>2022-11-04</S47ActualStartDate><DateOfInitialCPC>2022-11-25</DateOfInitialCPC></Section47>
    <!-- began before birth (under 1); ended on 31 March 2023, so is not counted that day -->
    <ChildProtectionPlans><CPPstartDate>2022-12-01</CPPstartDate><CPPendDate>2023-03-31</CPPendDate>
      <NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>wes</LAchildID><PersonBirthDate>2009-10-10</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2022-10-01</CINreferralDate>
    <!-- moved in while on another authority's plan: no conference of ours -->
    <DateOfInitialCPC>2022-10-10</DateOfInitialCPC>
    <!-- 46 working days from the referral, which was on a Saturday -->
    <Assessments><AssessmentActualStartDate>2022-10-05</AssessmentActualStartDate>
      <AssessmentAuthorisationDate>2022-12-05</AssessmentAuthorisationDate></Assessments>
    <ChildProtectionPlans><CPPstartDate>2022-10-10</CPPstartDate><CPPendDate>2022-12-31</CPPendDate>
      <NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>
    <ChildProtectionPlans><CPPstartDate>2023-02-01</CPPstartDate><NumberOfPreviousCPP>1</NumberOfPreviousCPP>
      </ChildProtectionPlans></CINdetails></Child>
""",
    2024: """
<Child><ChildIdentifiers><LAchildID>pat</LAchildID><PersonBirthDate>2014-01-01</PersonBirthDate></ChildIdentifiers>
  <!-- told again, now with the conference: 10 working days -->
  <CINdetails><CINreferralDate>2022-05-10</CINreferralDate>
    <Section47><S47ActualStartDate>2023-03-20</S47ActualStartDate><DateOfInitialCPC>2023-04-03</DateOfInitialCPC></Section47>
  </CINdetails>
  <!-- twelve months and a day: not again -->
  <CINdetails><CINreferralDate>2023-05-11</CINreferralDate></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>quin</LAchildID><PersonBirthDate>2012-12-01</PersonBirthDate></ChildIdentifiers>
  <!-- told again, closed: one referral, one plan -->
  <CINdetails><CINreferralDate>2022-06-01</CINreferralDate>
    <ChildProtectionPlans><CPPstartDate>2023-01-13</CPPstartDate><CPPendDate>2023-10-01</CPPendDate>
      <NumberOfPreviousCPP>1</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>vic</LAchildID><PersonBirthDate>2023-01-15</PersonBirthDate></ChildIdentifiers>
  <!-- told again, finished late -->
  <CINdetails><CINreferralDate>2022-11-01</CINreferralDate>
    <Assessments><AssessmentActualStartDate>2022-11-02</AssessmentActualStartDate>
      <AssessmentAuthorisationDate>2023-04-20</AssessmentAuthorisationDate></Assessments></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>wes</LAchildID><PersonBirthDate>2009-10-10</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2022-10-01</CINreferralDate>
    <ChildProtectionPlans><CPPstartDate>2023-02-01</CPPstartDate><NumberOfPreviousCPP>1</NumberOfPreviousCPP>
      </ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>uma</LAchildID><ExpectedPersonBirthDate>2024-04-05</ExpectedPersonBirthDate>
  </ChildIdentifiers>
  <!-- not yet born: age not known -->
  <CINdetails><CINreferralDate>2024-01-10</CINreferralDate>
    <ChildProtectionPlans><CPPstartDate>2024-03-01</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
      </ChildProtectionPlans></CINdetails></Child>
""",
}

HEADING = """<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>{year}</Year>
<ReferenceDate>{year}-03-31</ReferenceDate></CollectionDetails></Header><Children>"""

PLACES = """child,from,to,small_area
ann,2021-01-01,,N1
dee,2021-10-01,2023-03-31,N1
dee,2023-03-31,,S1
gus,2021-01-01,,N2
hal,2021-01-01,,S1
"""  # ian lives nowhere we know

SMALL_AREAS = """small_area,name,locality,year,children
N1,North one,Northway,2021,600
N2,North two,Northway,2021,400
S1,South one,Southway,2021,500
N1,North one,Northway,2022,610
N2,North two,Northway,2022,400
S1,South one,Southway,2022,500
N1,North one,Northway,2023,620
N2,North two,Northway,2023,400
S1,South one,Southway,2023,500
"""


def lines_of(text: str) -> list[list[str]]:
    """The words of each line, without the remark; `-` is blank."""
    lines = [line.partition("#")[0].split() for line in text.splitlines() if line]
    return [["" if word == "-" else word for word in line] for line in lines]


def write_tiny_council(folder: Path, *, more_episodes: str = "") -> Path:
    """Write the returns of the years ending March 2022, 2023 and 2024 into the folder."""
    for year in (2022, 2023, 2024):
        named, short = f"{year - 1}-{year % 100}", f"{year % 100}"
        at = folder / "ssda903" / named
        at.mkdir(parents=True)
        episodes = [EPISODES]
        for told_in, child, decom, rne, legal, place, dec, rec in lines_of(TOLD_EPISODES + more_episodes):
            if short in told_in.split(","):
                closed = (dec, rec) if short == told_in.split(",")[-1] else ("", "")
                episodes.append(f"{child},{decom},{rne},{legal},N1,{place},PR1,{closed[0]},{closed[1]},,,,")
        uasc = [f"{child},1,{BORN[child]},{duc}" for when, child, duc in lines_of(UASC) if when == short]
        leavers = [f"{child},{BORN[child]},{t},,{accom}" for when, child, t, accom in lines_of(OC3) if when == short]
        header = [f"{child},1,{born},WBRI,,," for child, born in BORN.items()]
        write(at / "episodes.csv", episodes)
        write(at / "uasc.csv", ["CHILD,SEX,DOB,DUC", *uasc])
        write(at / "oc3.csv", ["CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", *leavers])
        write(at / "header.csv", ["CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", *header])
        (folder / "cin").mkdir(exist_ok=True)
        write(folder / "cin" / f"{named}.xml", [HEADING.format(year=year), CENSUS[year], "</Children></Message>"])
    write(folder / "children_places.csv", [PLACES.strip()])
    write(folder / "small_areas.csv", [SMALL_AREAS.strip()])
    return folder


def write(file: Path, lines: list[str]) -> None:
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
