"""The figures of September 2027 and of that year, counted by hand from hand_made.py.

What is expected is worked out beside it, from the lines of the journal and the definitions: a
pencil is enough to recount it. "r" marks what was given from memory.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from hand_made import PRACTICES, good, next_time

POSTURE, GREETINGS, MESSAGES, ENERGY = "posture", "greetings", "messages", "energy"
# The columns of the journal, month by month: day:rating.
RATED = {
    POSTURE: {
        2: "3:3 4:2 5:3 25:2",
        3: "2:4 5:3 12:5r 31:3",
        4: "15:2 30:4",
        5: "3:3",
        7: "1:2",
        8: "31:4",
        9: "1:3 2:2 3:3 6:3 7:2 10:3 11:5 13:3 15:4 20:5 21:1r 23:4 28:4 29:5 30:5",
        10: "1:4 4:5 14:1r 29:5",
        11: "3:5 10:4 15:5",
    },
    GREETINGS: {
        2: "3:2 5:3 9:2 25:3",
        3: "5:4 12:5r 31:3",
        4: "30:2",
        5: "3:4",
        8: "31:3",
        9: "1:3 3:4 6:2 10:3 11:5 15:4 17:3 20:4 21:1r 30:4",
        10: "1:4 14:1r 29:2",
        11: "3:3 15:4",
    },
    MESSAGES: {
        2: "4:3",
        3: "11:2",
        7: "20:4",
        9: "1:2 2:3 11:4 21:1r 30:3",
        10: "4:4",
    },
    ENERGY: {
        2: "3:3 4:4 5:3 9:2 16:1 25:4",
        3: "2:3 11:4 12:3r 31:5",
        4: "7:2",
        5: "3:3 31:4",
        7: "1:3",
        8: "30:5 31:4",
        9: "1:4 2:3 3:4 6:2 7:1 9:3 10:4 11:5 13:3 14:3 15:4 17:5 20:4 21:2r 23:4 28:5 29:3 30:4",
        10: "1:3 4:4 14:2r 29:5",
        11: "3:4 10:3 15:2 18:4",
    },
}
# Day, practice, rating; "-" not rated. The 22nd of September is a morning of skips alone: it
# brought a practice, and was not practised.
MET = {
    2: "3V4 4N3 5V3 9S0 16H- 25F4",
    3: "2N5 5L3 11A4 12M2r 31S4",
    4: "7H2 15F0",
    5: "3R3 31R-",
    7: "1A4 20L2",
    8: "30N- 31S5",
    9: "1V4 2N3 3H5 6S2 7V4 9N- 10F0 11A4 13V- 14H- 15N5 17L3 20S4 21V1r 22M- 23N5 28H4 29L4 30S5",
    10: "1V5 4N4 14H3r 29A0",
    11: "3M4 10V5 15S3 18N-",
}


def date(month: int, day: int) -> str:
    return f"2027-{month:02}-{day:02}"


def rated(area: str, *months: int) -> list[dict[str, Any]]:
    """Return the ratings of RATED; of all months if none is named."""
    return [
        {"day": date(month, int(day)), "number": int(number[0]), "recalled": "r" in number}
        for month in months or RATED[area]
        for day, number in (one.split(":") for one in RATED[area].get(month, "").split())
    ]


def only(area: str, days: str) -> list[dict[str, Any]]:
    """Return the ratings given on "9-11 9-13 …", which were not from memory."""
    by_day = {one["day"]: one for one in rated(area)}
    found = [by_day[date(*map(int, day.split("-")))] for day in days.split()]
    assert not any(one["recalled"] for one in found)
    return found


def met(*months: int) -> list[dict[str, Any]]:
    """Return the practices of MET, day by day; of all months if none is named."""
    days: list[dict[str, Any]] = []
    for month in months or MET:
        for one in MET[month].split():
            day, key, went = one.rstrip("r")[:-2], *one.rstrip("r")[-2:]
            practice, title, _circle = PRACTICES[key]
            days.append({
                "day": date(month, int(day)), "practice": practice, "title": title,
                "rating": None if went == "-" else int(went), "recalled": one[-1] == "r",
            })  # fmt: skip
    return days


def rows(table: str) -> list[dict[str, Any]]:
    """Return practices as they stand in the report: times, ratings, …, the day of return."""
    found = []
    for line in table.strip().split("\n"):
        key, times, went, rated, absent, last, back, *is_due = line.split()
        ratings = re.findall("([1-5])(r?)", went)
        practice, title, _circle = PRACTICES[key]
        found.append({
            "practice": practice, "title": title, "times": int(times),
            "ratings": [int(number) for number, _memory in ratings], "rated": int(rated),
            "recalled": [memory == "r" for _number, memory in ratings],
            "absent": int(absent), "last": f"2027-{last}",
            "due": f"2027-{back}" if back != "-" else None, "is_due": is_due == ["due"],
        })  # fmt: skip
    return found


def said(*days: str, words: Any = good) -> list[dict[str, str]]:
    return [{"day": day, "text": words(dt.date.fromisoformat(day))} for day in days]


def noted(**days: str) -> list[dict[str, str]]:
    """Return words of applause: uno="2027-02-05"."""
    return [{"day": day, "text": text} for text, day in days.items()]


def half(area: str, days: str, median: float | None) -> dict[str, Any]:
    return {"ratings": only(area, days), "n": len(days.split()), "median": median}


# September 2027, a Wednesday to a Thursday.
#
# worked: 22 weekdays (1–3, 6–10, 13–17, 20–24, 27–30), without the holiday 16 and the day off 24
# they are 20, with Saturday 11 they are 21. practised: not 8, 22 and 27, so 18.
# constancy: the last 20 of the 21 begin on the 2nd; 3 of them are gaps: 17.
# unclosed: the 9th and the 14th; the 22nd was not practised.
SEPTEMBER = {
    "period": "month",
    "name": "2027-09",
    "first": "2027-09-01",
    "last": "2027-09-30",
    "scope": {"area": None, "practice": None},
    "worked": 21,
    "practised": 18,
    "constancy": {"practised": 17, "of": 20},
    # Seven moments, 1 3 10 11 15 20 30: the latest five.
    "moments": said("2027-09-10", "2027-09-11", "2027-09-15", "2027-09-20", "2027-09-30"),
    "daily": {
        # 2 2 | 3 3 3 3 3 | 4 4 4 | 5 5 5 5: the 7th and the 8th are 3 and 4. (With the recalled
        # 1 the middle one of 15 would be 3.) The last eight, 5 3 4 5 4 4 5 5, hold a 3, which
        # is the median of the six before them, 3 2 3 3 2 3: unclear.
        POSTURE: {"ratings": rated(POSTURE, 9), "n": 14, "median": 3.5, "recalled": 1,
                  "counts": [0, 2, 5, 3, 4], "change": "unclear", "earlier_median": None},
        # 2 3 3 3 [4] 4 4 4 5 (with the recalled 1: 3 and 4, 3.5). Nine: no word of a change.
        GREETINGS: {"ratings": rated(GREETINGS, 9), "n": 9, "median": 4.0, "recalled": 1,
                    "counts": [0, 1, 3, 4, 1], "change": None, "earlier_median": None},
        # 2 3 4 3: four are too few; with the recalled 1 they were five.
        MESSAGES: {"ratings": rated(MESSAGES, 9), "n": 4, "median": None, "recalled": 1,
                   "counts": [0, 1, 2, 1, 0], "change": None, "earlier_median": None},
    },
    # 1 | 2 | 3 3 3 3 3 | 4 4 4 4 4 4 4 | 5 5 5: the 9th of 17 is 4. The last eight, 3 4 5 4 4 5
    # 3 4, hold a 3, the median of the nine before, 4 3 4 2 1 3 4 5 3.
    ENERGY: {"ratings": rated(ENERGY, 9), "n": 17, "median": 4.0, "recalled": 1,
             "counts": [1, 1, 5, 7, 3], "change": "unclear", "earlier_median": None},
    "practices": met(9),
    # Times, the latest five ratings of how many, times without the occasion, last, return. By
    # times, then the latest first. Back 3, 10 and 30 worked days after the first, the second
    # and the third time; up to 30 September they had been met so often:
    #   N 7, V 6, S 6, H 5, L 4 times: they come back no more.
    #   M 2 (12 March, 22 September), ten worked days on: 23 27 28 29 30, 1 4 5 6 7 October.
    #   A 3 (the last on 11 September), thirty on: 13 14 15 17 20 21 22 23 27 28 29 30 (12),
    #     1 4–8 11–15 18–22 (16, so 28), 25, 26 October.
    #   F 3 (the last on 10 September): the same and Saturday 11 before it, so 25 October.
    "met": {"more": 0, "rows": rows("""
        N  4  355  3  0  09-23  -
        V  4  441r 3  0  09-21  -
        S  3  245  3  0  09-30  -
        H  3  54   2  0  09-28  -
        L  2  34   2  0  09-29  -
        M  1  -    0  0  09-22  10-07
        A  1  4    1  0  09-11  10-26
        F  1  -    0  1  09-10  10-25
        """)},
    # 1a 2a 3b 6c 9b 10b 11d 13d 14d 15e 20e 21a 23a 28f 29f 30c: 16, of a b c d e f; the longest
    # repeat is 11 13 14; c is a set phrase, twice.
    "greetings": {"total": 16, "distinct": 6, "longest_repeat": 3, "set_phrases": 2},
    # 1 10 11 20 23, and 30 after midnight. From whom: 1 20 30 | – | 10 (oneself), 11 (at home);
    # the 23rd does not tell. Form: 1 30 | 20 | 10.
    "applause": {
        "total": 6,
        "worked": 21,
        "words": noted(cuatro="2027-09-10", cinco="2027-09-11", seis="2027-09-20",
                       siete="2027-09-23", ocho="2027-09-30"),
        "circles": {"external": 3, "personal": 2},
        "forms": {"thanks": 2, "recommendation": 1, "gesture": 1},
    },
    # Made on 2 3 6 10 13 20 28 30, as they stand on 19 November. In time: 6 (on the day it was
    # moved to), 13 (without a day). Late: 2 (11:30 for 10:00), 3 (the 14th for the 10th), 20 (5
    # October for 30 September). Missed: 10. Open: 28 (for 8 October: overdue), 30. Moved: 6.
    "promises": {"made": 8, "in_time": 2, "late": 3, "missed": 1, "open": 2, "overdue": 1,
                 "moved": 1, "late_days": [4, 5], "late_days_median": None, "late_minutes": [90]},
    # The seal 5 and 1 (none was said) times; the screens 2 and 2, the key 4 in one note; of the
    # three with one time the first two of the alphabet have a row.
    "frictions": {
        "rows": [
            {"text": "séllar  a MANO.", "notes": 2, "times": 6,
             "effects": {"angers": 1, "delays": 2}, "proposals": ["sello digital"]},
            {"text": "Tres pantallas", "notes": 2, "times": 4, "effects": {}, "proposals": []},
            {"text": "La clave caduca", "notes": 1, "times": 4, "effects": {"annoys": 1},
             "proposals": []},
            {"text": "Cola única", "notes": 1, "times": 1, "effects": {}, "proposals": []},
            {"text": "Fotocopia doble", "notes": 1, "times": 1, "effects": {}, "proposals": []},
        ],
        "more": 1,
    },
    "repairs": {"total": 4, "soon": {"15min": 2, "later": 1}, "with_result": 1},
    # Mood: 1−(−2), 0−0, 1−(−1), 0−1, 1−(−1); −1 0 [2] 2 3.
    "contacts": {"total": 6, "solved_well": 1, "solved_badly": 1, "unsolved_well": 1,
                 "unsolved_badly": 1, "apart": 2, "mood": [3, 0, 2, -1, 2], "mood_median": 2.0},
    "rewrites": {"messages": 3, "findings": 3, "per_ten": None,
                 "categories": {"jargon": 2, "servility": 1}},
    # Customers V4 N4 L2, at work H3 M1, personal S3 F1; A is for all.
    "circles": [
        {"circle": "external", "practices": 10, "applause": 3},
        {"circle": "work", "practices": 4, "applause": 0},
        {"circle": "personal", "practices": 4, "applause": 2},
    ],
    "year": None,
    "years": [],
    # Of the ratings given on their day up to 30 September.
    "compared": [
        {"area": POSTURE,  # 2 3 3 4 [4 4] 5 5 5 5, and 2 2 2 3 [3 3] 3 3 4 4
         "latest": half(POSTURE, "9-7 9-10 9-11 9-13 9-15 9-20 9-23 9-28 9-29 9-30", 4.0),
         "before": half(POSTURE, "3-31 4-15 4-30 5-3 7-1 8-31 9-1 9-2 9-3 9-6", 3.0)},
        {"area": GREETINGS,  # 2 3 3 3 [3 4] 4 4 4 5, and 2 2 2 [3 3] 3 4 4
         "latest": half(GREETINGS, "8-31 9-1 9-3 9-6 9-10 9-11 9-15 9-17 9-20 9-30", 3.5),
         "before": half(GREETINGS, "2-3 2-5 2-9 2-25 3-5 3-31 4-30 5-3", 3.0)},
        {"area": MESSAGES,  # 2 2 3 [3] 3 4 4, and none
         "latest": half(MESSAGES, "2-4 3-11 7-20 9-1 9-2 9-11 9-30", 3.0),
         "before": half(MESSAGES, "", None)},
        {"area": ENERGY,  # 3 3 3 4 [4 4] 4 5 5 5, and 1 2 3 3 [3 4] 4 4 4 5
         "latest": half(ENERGY, "9-11 9-13 9-14 9-15 9-17 9-20 9-23 9-28 9-29 9-30", 4.0),
         "before": half(ENERGY, "7-1 8-30 8-31 9-1 9-2 9-3 9-6 9-7 9-9 9-10", 3.5)},
    ],
    "ahead": {"next_time": said("2027-09-28", words=next_time), "returning": [],
              "unclosed": ["2027-09-09", "2027-09-14"]},
    "remembered": None,
    "why": [],
    "damaged": 0,
}  # fmt: skip

# The year day by day: # practised, s with the short morning, r rest, . without an entry, and
# o outside: before Wednesday 3 February, and from Friday 19 November on. Weeks stand apart.
MAP = {
    1: "ooo ooooooo ooooooo ooooooo ooooooo",
    2: "oo###rr .#...rr .s...rr ...#.rr",
    3: ".#..#rr ...##rr r....rr rrrrrrr ..#",
    4: "..rr ..#..rr ...#.rr .....rr ....#",
    5: "rr #....rr .....rr .....rr .....rr #",
    6: "rrrrrr rrrrrrr rrrrrrr rrrrrrr rrr",
    7: "#.rr .....rr .....rr .#...rr .....r",
    8: "r .....rr .....rr .....rr .....rr ##",
    9: "###rr ##.###r ###r#rr ##.#rrr .###",
    10: "#rr #....rr ...#.rr .....rr ....#rr",
    11: "..#..rr ..#..rr #..#ooo ooooooo oo",
    12: "ooooo ooooooo ooooooo ooooooo ooooo",
}
MARKS = {"#": "practised", "s": "short", "r": "rest", ".": "empty", "o": "outside"}
# Of each month the weekdays less holidays and days off (in February from the 3rd on, in November
# up to the 18th), and what was worked beside; then those with an entry.
MONTHS = {
    2: (18, 6),  # 3 and 15
    3: (17, 5),  # 23, without the 15th and five days off
    4: (22, 3),
    5: (21, 2),
    7: (22, 2),
    8: (22, 2),
    9: (21, 18),
    10: (21, 4),
    11: (14, 4),  # 14, the holiday on the 15th among them, which was worked
}

# 2027 up to Thursday 18 November; on the 19th nothing is written yet.
#
# worked and practised: the sums of MONTHS. constancy: the 14 worked days of November and 22
# 25 26 27 28 29 October; with an entry 3 10 15 18 November and 29 October: 5.
YEAR = {
    "period": "year",
    "name": "2027",
    "first": "2027-01-01",
    "last": "2027-12-31",
    "scope": {"area": None, "practice": None},
    "worked": 178,
    "practised": 46,
    "constancy": {"practised": 5, "of": 20},
    "moments": said("2027-09-15", "2027-09-20", "2027-09-30", "2027-10-04", "2027-11-10"),
    "daily": {
        # By number, February to August | September | after it: 2: 4|2|0, 3: 5|5|0, 4: 3|3|2,
        # 5: 0|4|4. The 16th and the 17th of 32 are 3 and 4. The last eight are 29 and 30
        # September, 1 4 29 October, 3 10 15 November: 5 5 4 5 5 5 4 5 (14 October, a 1, is from
        # memory). Before them 24: six 2, ten 3, six 4, two 5: the 12th and the 13th are 3, and
        # all eight lie above it.
        POSTURE: {"ratings": rated(POSTURE), "n": 32, "median": 3.5, "recalled": 3,
                  "counts": [0, 6, 10, 8, 8], "change": "above", "earlier_median": 3.0},
        # 2: 3|1|1, 3: 4|3|1, 4: 2|4|2, 5: 0|1|0; the 11th and the 12th of 22 are 3. The last
        # eight, 4 3 4 4 4 2 3 4, lie on both sides.
        GREETINGS: {"ratings": rated(GREETINGS), "n": 22, "median": 3.0, "recalled": 3,
                    "counts": [0, 5, 8, 8, 1], "change": "unclear", "earlier_median": None},
        # 2 2 3 [3 3] 4 4 4.
        MESSAGES: {"ratings": rated(MESSAGES), "n": 8, "median": 3.0, "recalled": 1,
                   "counts": [0, 2, 3, 3, 0], "change": None, "earlier_median": None},
    },
    # 1: 1 and 1 of September; 2: 3 and 1; 3: 7 and 5; 4: 8 and 7; 5: 3 and 3. The 20th of 39 is
    # 4: 2 + 4 + 12 = 18 are lower. The last eight, 4 3 4 5 4 3 2 4, lie on both sides.
    ENERGY: {"ratings": rated(ENERGY), "n": 39, "median": 4.0, "recalled": 3,
             "counts": [2, 4, 12, 15, 6], "change": "unclear", "earlier_median": None},
    "practices": met(),
    # Back: M met three times, the last on 3 November; thirty
    # on: 4 5 8–12 15–19 22–26 29 30 (19), 1–3 6–10 13 14 15 December. F as in September, which
    # has gone by. R, met twice, is the one practice more.
    "met": {"more": 1, "rows": rows("""
        N  9  53554  6  0  11-18  -
        V  8  441r55 7  0  11-10  -
        S  7  52453  6  1  11-15  -
        H  6  2543r  4  0  10-14  -
        A  4  444    3  1  10-29  -
        L  4  3234   4  0  09-29  -
        M  3  2r4    2  0  11-03  12-15
        F  3  4      1  2  09-10  10-25  due
        """)},
    # February 4, March 5, April 2, May 1, July 2, August 2, September 16, October 3, November 3;
    # a to g. The longest repeat is b on 5 11 12 31 March. Set phrases are not looked at.
    "greetings": {"total": 38, "distinct": 7, "longest_repeat": 4, "set_phrases": None},
    # Beside September: 5 February and 10 November from customers, 31 May and 1 October at work.
    "applause": {
        "total": 10,
        "worked": 178,
        "words": noted(seis="2027-09-20", siete="2027-09-23", ocho="2027-09-30",
                       nueve="2027-10-01", diez="2027-11-10"),
        "circles": {"external": 5, "work": 2, "personal": 2},
        "forms": {"thanks": 3, "praise": 2, "recommendation": 1, "return": 1, "gesture": 1},
    },
    # Beside September in time: 31 August, 3 November (an earlier day was named: its hour is not
    # known). Late: 9 February 3 days, 2 March 7 hours (at 01:00, still its day), 3 May 1 day, 14
    # October 14 days. Open: 4 October, moved twice, for today: not overdue.
    "promises": {"made": 15, "in_time": 4, "late": 7, "missed": 1, "open": 3, "overdue": 1,
                 "moved": 2, "late_days": [1, 3, 4, 5, 14], "late_days_median": 4.0,
                 "late_minutes": [90, 420]},
    # Beside September: the seal 2 times in April, the key 3 in October.
    "frictions": {
        "rows": [
            {"text": "séllar  a MANO.", "notes": 3, "times": 8,
             "effects": {"angers": 1, "delays": 3}, "proposals": ["sin sello", "sello digital"]},
            {"text": "La clave caduca", "notes": 2, "times": 7,
             "effects": {"angers": 1, "annoys": 1}, "proposals": ["clave de un año"]},
            {"text": "Tres pantallas", "notes": 2, "times": 4, "effects": {}, "proposals": []},
            {"text": "Cola única", "notes": 1, "times": 1, "effects": {}, "proposals": []},
            {"text": "Fotocopia doble", "notes": 1, "times": 1, "effects": {}, "proposals": []},
        ],
        "more": 1,
    },
    "repairs": {"total": 5, "soon": {"15min": 2, "shift": 1, "later": 1}, "with_result": 2},
    # Beside September: 25 February, not solved, treated 3, without the mood on leaving; and 4
    # October, solved, treated 4, 2−(−2). −1 0 [2 2] 3 4.
    "contacts": {"total": 8, "solved_well": 2, "solved_badly": 1, "unsolved_well": 1,
                 "unsolved_badly": 2, "apart": 2, "mood": [3, 0, 2, -1, 2, 4],
                 "mood_median": 2.0},
    # 2 + 1 + 0 + 1 + 3 findings in five messages.
    "rewrites": {"messages": 5, "findings": 7, "per_ten": 14.0,
                 "categories": {"jargon": 3, "blame": 2, "no-without-alternative": 1,
                                "servility": 1}},
    # Customers V8 N9 L4 R2, at work H6 M3, personal S7 F3; A4 is for all: 46 mornings.
    "circles": [
        {"circle": "external", "practices": 23, "applause": 5},
        {"circle": "work", "practices": 9, "applause": 2},
        {"circle": "personal", "practices": 10, "applause": 2},
    ],
    "year": {
        # From 3 February to 18 November there are 289 days. Worked 178, of which 46 practised,
        # one of them short, and 132 empty; the other 111 are rest. 365 − 289 = 76 are outside.
        "counts": {"practised": 45, "short": 1, "rest": 111, "empty": 132, "outside": 76},
        "months": [{"month": f"2027-{month:02}", "worked": worked, "practised": practised}
                   for month, (worked, practised) in MONTHS.items()],
        "days": [MARKS[sign] for month in MAP.values() for sign in month if sign != " "],
    },
    "years": [],
    "compared": [
        {"area": POSTURE,  # 4 4 4 4 [5 5] 5 5 5 5, and 2 2 3 3 [3 3] 3 4 5 5
         "latest": half(POSTURE, "9-23 9-28 9-29 9-30 10-1 10-4 10-29 11-3 11-10 11-15", 5.0),
         "before": half(POSTURE, "9-1 9-2 9-3 9-6 9-7 9-10 9-11 9-13 9-15 9-20", 3.0)},
        {"area": GREETINGS,  # 2 3 3 3 [4 4] 4 4 4 5, and 2 2 2 3 [3 3] 3 4 4 4
         "latest": half(GREETINGS, "9-10 9-11 9-15 9-17 9-20 9-30 10-1 10-29 11-3 11-15", 4.0),
         "before": half(GREETINGS, "2-9 2-25 3-5 3-31 4-30 5-3 8-31 9-1 9-3 9-6", 3.0)},
        {"area": MESSAGES,
         "latest": half(MESSAGES, "2-4 3-11 7-20 9-1 9-2 9-11 9-30 10-4", 3.0),
         "before": half(MESSAGES, "", None)},
        {"area": ENERGY,  # 2 3 3 3 [4 4] 4 4 5 5, and 1 3 3 3 [4 4] 4 4 5 5
         "latest": half(ENERGY, "9-28 9-29 9-30 10-1 10-4 10-29 11-3 11-10 11-15 11-18", 4.0),
         "before": half(ENERGY, "9-7 9-9 9-10 9-11 9-13 9-14 9-15 9-17 9-20 9-23", 4.0)},
    ],
    "ahead": {"next_time": said("2027-11-03", words=next_time), "returning": [],
              "unclosed": ["2027-02-16", "2027-05-31", "2027-08-30", "2027-09-09", "2027-09-14",
                           "2027-11-18"]},
    "remembered": None,
    "why": [],
    "damaged": 0,
}  # fmt: skip
