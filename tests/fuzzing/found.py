"""Inputs by which a fault was found, by reader: each is now read as is promised."""

import gzip
import io
import zipfile
from typing import Final

import polars as pl
from tests.support.workbook import workbook

_KEYS: Final = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name,new_la_code"
_DORSET: Final = "2025,Reporting year,Local authority,E92000001,England,E12000009,South West,838,Dorset,E06000059"
_STABILITY: Final = f"{_KEYS},cla_group,placement_stability,number\n{_DORSET},CLA on 31 March,Total children,447\n"
_OWN: Final = f"{_KEYS},measure,numerator,denominator,value\n{_DORSET},care_rate,4,1000,40\n"
_WIDE: Final = "LA Number,LA and Regions,Region,Topic,Measure,2023,2024\n838,Dorset,South West,Need,{cell},16.3,-\n"
_LONG: Final = (
    "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\nReReferral,,2023,Dorset,16.3,838.0,South West\n"
)
_DOWN: Final = "LA.Name,LA.number,SN_rank,SN_LA_name,SN_LA_number\nDorset,838,1,Somerset,933\n"
_ANNEX: Final = "Child Unique ID,Gender,Ethnicity,Date of Birth,Age of Child (Years),Date of Contact,Contact Source\n"


def _parquet(**changed: int) -> bytes:
    held = io.BytesIO()
    pl.DataFrame({"measure_code": ["a", "b"], "year": ["2023", "2024"], "value": ["1", "2"], "old_la_code": ["838", "970"], "area": ["x", "y"]}).write_parquet(held, compression="uncompressed")  # fmt: skip
    made = bytearray(held.getvalue())
    for at, byte in changed.items():
        made[int(at.removeprefix("at_"))] = byte
    return bytes(made)


def _folder_alone() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.mkdir("2025-26")
    return held.getvalue()


FOUND: Final[dict[str, dict[str, bytes]]] = {
    "ssda903": {
        "a region's joined-up file with no row of a member was a fault": (
            b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN,YEAR,LA\n"
            b"0000017,20/08/2023,P,C2,N1,K2,PR4,,,,QX1 5AD,VX4 8YX,9991358,2024-25,999\n"
        ),
        "an id in the cell of a row's year was shown": (
            b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN,YEAR,LA\n"
            b"0000017,20/08/2023,P,C2,N1,K2,PR4,,,,QX1 5AD,VX4 8YX,9991358,0000030,170\n"
        ),
        "a joined-up file in which no row names its year was a fault": (
            b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN,YEAR,LA\n"
            b"0000017,20/08/2023,P,C2,N1,K2,PR4,,,,QX1 5AD,VX4 8YX,9991358,,170\n"
        ),
        "an id in a date's cell was shown": b"CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n1,14/05/2011,Z1,,0000706\n",
        "a row joined to the heading was shown": b"CHILD,DOB,IN_TOUCH,ACTIV,0000005,23/06/2003,YES,G5,U1\n",
        "a postcode among column names was shown": b"CHILD,DOB,PREV_PERM,LA_PERM,QX1 5AD\n0000706,,Z1,,\n",
    },
    "cin_census": {
        "records that stood in no Child were lost": (
            b"<Message><Header><CollectionDetails><Collection>CIN</Collection><ReferenceDate>2026-03-31</ReferenceDate>"
            b"</CollectionDetails></Header><Children><CINdetails><Section47/></CINdetails><Child><ChildIdentifiers>"
            b"<LAchildID>1</LAchildID></ChildIdentifiers></Child><cHILD/></Children><Disability>LD</Disability></Message>"
        ),
        "a UPN that begins with Z was shown as a date": (
            b"<Message><Header><CollectionDetails><Collection>CIN</Collection><ReferenceDate>2026-03-31</ReferenceDate>"
            b"</CollectionDetails></Header><Children><Child><ChildIdentifiers><LAchildID>1</LAchildID>"
            b"</ChildIdentifiers><CINdetails><CINreferralDate>Z170201416225</CINreferralDate></CINdetails></Child>"
            b"</Children></Message>"
        ),
    },
    "ssda903_workbook": {
        "a sheet whose name holds a line break was lost": workbook(
            [
                ["CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"],
                ["0000657", "30/12/2024", "T", "V2", "N8", "U4", "PR4", "", "", "", "", "QX1 2BH", "9991121"],
            ],
            named=["\r\nheet1"],
        ),
    },
    "archives": {
        "nothing was said of a zip with no file in it but a folder": _folder_alone(),
    },
    "annex_a_csv": {
        "an id in a date's cell was shown": f"{_ANNEX}90000017,M,WBRI,2011-05-14,12,90000117,q\n".encode(),
        "rows after an open quotation mark were lost": (
            f'{_ANNEX}90000017,M,WBRI,2011-05-14,12,2024-03-15,"q\n90000117,M,WBRI,2011-05-14,12,2024-03-15,q\n'
        ).encode(),
        "a row joined to the heading was shown as a caption given twice": _ANNEX.replace("Source", 'Source,"Date of contact 90000017"').encode() + b"90000117,M,WBRI,2011-05-14,12,2024-03-15,q\n",
    },
    "places": {
        "an id in a date's cell was shown": b"child,from,to,small_area\n0000003,0000003,,E01999192\n",
    },
    "ees": {
        "a heading alone in UTF-16 was a fault": _STABILITY.splitlines()[0].encode("utf-16-le"),
        "a heading in capitals was a fault": _OWN.upper().encode(),
        "a population's heading in capitals was a fault": (
            f"{_KEYS.upper()},AGE_GROUP,POPULATION_ESTIMATE\n{_DORSET},0 to 17,67000\n"
        ).encode(),
        "an open quotation mark was a fault": gzip.compress(f'{_STABILITY}"{_DORSET},x,y,1\n'.encode(), mtime=0),
        "blank lines were counted as rows": b"time_period,geographic_level,x\n2025,National,1\n\n",
        "lines ended as on old Macs were a fault": _STABILITY.replace("\n", "\r").encode(),
        "the order of authorities was left to chance": (
            _STABILITY + "".join(_DORSET.replace("838", str(800 + n)).replace("0059", f"00{n}") + ",a,b,1\n" for n in range(10, 60))
        ).encode(),
    },
    "lait": {
        "a quotation mark within a cell was a fault": _WIDE.format(cell='in"side').encode(),
        "blank lines were counted as rows": (_LONG + "\r\n" + _LONG.splitlines()[1] + "\n").encode(),
        "a heading in UTF-16 was a fault": _LONG.encode("utf-16"),
    },
    "neighbours": {
        "a quotation mark alone was a fault": f'{_DOWN}"'.encode(),
        "blank lines were counted as rows": _DOWN.replace("\n", "\n\n").encode(),
        "a heading in UTF-16 was a fault": _DOWN.encode("utf-16"),
        "a heading with an open quotation mark was a fault": _DOWN.replace(",SN_LA_number", ',"SN_LA_number').encode(),
        "a space that is no space before a name was a fault": _DOWN.replace("SN_rank", "\xa0SN_rank").encode("cp1252"),
    },
    "parquet": {
        "its mark alone was a fault": b"PAR1\x15\x04",
        "a page of the wrong size was a fault": _parquet(at_7=0x7F),
        "an end cut off was a fault": _parquet()[:-9],
    },
}  # fmt: skip
