"""Times as people and platforms write them, in any language, and as the gradebook keeps them: UTC."""

from __future__ import annotations

import re
import warnings
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from course.wording import counted

NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
SHORT_YEARS = 2  # from now; further off, of 25-11-21 the first number is the year more likely than the last
PARTS = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>d|h|min|m)[a-z]*", re.I)
UNITS = {"d": 86400.0, "h": 3600.0, "m": 60.0}


def read_time(text: str) -> datetime:
    """A time in UTC; one without a zone is by this computer's.

    Parameters
    ----------
    text
        Such as ``2026-12-01 23:59``, ``2026-12-01 22:59 UTC``, or as Moodle writes it: ``Freitag, 21. November 2025,
        15:14``.

    Raises
    ------
    ValueError
        If it is none, or could be two: ``11/12/2025``.
    """
    numbers = NUMERIC.search(text)
    if numbers and max(int(numbers[1]), int(numbers[2])) <= 12 and numbers[1] != numbers[2]:
        raise ValueError(f"{text!r} could be two days; write the year first: 2026-12-01 23:59")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries, about one another
        found = _parser().get_date_data(text).date_obj if any(map(str.isdecimal, text)) else None
    if found is None:
        raise ValueError(f"{text!r} is no time; expected one such as 2026-12-01 23:59")
    if numbers and len(numbers[3]) == 2 and abs(found.year - datetime.now().year) > SHORT_YEARS:
        raise ValueError(f"{text!r} may begin or end with its year; write it first, in four digits: 2026-12-01 23:59")
    time: datetime = found.astimezone(timezone.utc)
    return time


def read_span(text: str) -> timedelta:
    """A span of time such as ``2d``, ``36h`` or ``1d 12h``.

    Raises
    ------
    ValueError
        If it is none.
    """
    parts = list(PARTS.finditer(text))
    if not parts or PARTS.sub("", text).strip(" ,+"):
        raise ValueError(f"{text!r} is no span of time; expected one such as 2d, 36h or '1d 12h'")
    return timedelta(seconds=sum(float(part["number"]) * UNITS[part["unit"].lower()[0]] for part in parts))


def shown(time: datetime) -> str:
    """A time by this computer's clock, for people; times without a zone are the gradebook's, UTC."""
    aware = time if time.tzinfo else time.replace(tzinfo=timezone.utc)
    return f"{aware.astimezone():%Y-%m-%d %H:%M %Z}"


def shown_span(seconds: float) -> str:
    """A span for people: ``2 days 3 hours``; below an hour in minutes."""
    minutes = round(seconds / 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "day"), (hours, "hour"), *([] if days or hours else [(minutes, "minute")])]
    return " ".join(counted(number, noun) for number, noun in parts if number) or "less than a minute"


@cache
def _parser() -> Any:
    """Remembers the language that it has met; loading it takes a tenth of a second."""
    from dateparser.date import DateDataParser

    return DateDataParser(settings={"REQUIRE_PARTS": ["day", "month", "year"]})
