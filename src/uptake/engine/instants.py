"""Time as an integer: tenths of a minute since Sunday 1 January 1984, 00:00, local time.

The grain and the range are Microsoft Project's own. Every value up to the horizon fits into 30 bits.
"""

from datetime import date, datetime, timedelta

MINUTE = 10
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

EPOCH = datetime(1984, 1, 1)
HORIZON = (date(2150, 1, 1) - EPOCH.date()).days * DAY
"""The first instant that is out of range: 1 January 2150."""

_TENTH = timedelta(seconds=6)


def instant(moment: datetime) -> int:
    """Turn a local date and time into an instant, rounded to the nearest tenth of a minute.

    Parameters
    ----------
    moment : datetime
        Without a time zone: plans are kept in the local time of the project.

    Returns
    -------
    int
        Tenths of a minute since the epoch; negative before 1984.

    Examples
    --------
    >>> instant(datetime(1984, 1, 2, 8))
    19200
    """
    return round((moment - EPOCH) / _TENTH)


def moment(at: int) -> datetime:
    """Turn an instant back into a local date and time.

    Parameters
    ----------
    at : int
        Tenths of a minute since the epoch.

    Returns
    -------
    datetime
        Without a time zone.

    Examples
    --------
    >>> moment(19200)
    datetime.datetime(1984, 1, 2, 8, 0)
    """
    return EPOCH + at * _TENTH


def day_number(day: date) -> int:
    """Count the days from the epoch to a date.

    Parameters
    ----------
    day : date

    Returns
    -------
    int
        0 for 1 January 1984, which was a Sunday; so ``day_number(d) % 7`` is 0 on Sundays.

    Examples
    --------
    >>> day_number(date(1984, 1, 8)) % 7
    0
    """
    return day.toordinal() - EPOCH.toordinal()
