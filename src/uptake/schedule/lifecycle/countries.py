"""Calendars that a new project can have: of a country, with its holidays, or five plain days."""

import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from uptake.engine.calendars import Calendar
from uptake.engine.national import UnknownCountry, national_calendar
from uptake.engine.scheduling import Remark

YEARS_BEFORE = 2
YEARS_AFTER = 4
"""Holidays are looked up from so many years before a project's date to so many after."""

COUNTRIES = {
    "CN": _("China"),
    "HK": _("Hong Kong, China"),
    "MO": _("Macao, China"),
    "TW": _("Taiwan, China"),
    "SG": _("Singapore"),
    "MY": _("Malaysia"),
    "JP": _("Japan"),
    "KR": _("South Korea"),
    "IN": _("India"),
    "ID": _("Indonesia"),
    "TH": _("Thailand"),
    "VN": _("Vietnam"),
    "PH": _("Philippines"),
    "AU": _("Australia"),
    "NZ": _("New Zealand"),
    "US": _("United States"),
    "CA": _("Canada"),
    "MX": _("Mexico"),
    "BR": _("Brazil"),
    "GB": _("United Kingdom"),
    "IE": _("Ireland"),
    "DE": _("Germany"),
    "AT": _("Austria"),
    "CH": _("Switzerland"),
    "FR": _("France"),
    "NL": _("Netherlands"),
    "BE": _("Belgium"),
    "ES": _("Spain"),
    "PT": _("Portugal"),
    "IT": _("Italy"),
    "SE": _("Sweden"),
    "NO": _("Norway"),
    "DK": _("Denmark"),
    "FI": _("Finland"),
    "PL": _("Poland"),
    "CZ": _("Czechia"),
    "TR": _("Türkiye"),
    "AE": _("United Arab Emirates"),
    "SA": _("Saudi Arabia"),
    "ZA": _("South Africa"),
}
"""Countries that are offered, by ISO 3166-1 code."""

NAMES_OF_DAYS = {"zh-hans": "zh_CN", "en": "en_US"}


def project_calendar(country: str, date: datetime.date) -> tuple[Calendar, tuple[Remark, ...]]:
    """Return a calendar around a date; of five plain days when no country is named.

    Parameters
    ----------
    country : str
        A key of `COUNTRIES`, or ``""``.
    date : datetime.date
        Start or go-live of the project.
    """
    if not country:
        return Calendar(1, translation.gettext("Standard")), ()
    if country not in COUNTRIES:
        raise UnknownCountry(country, None)
    made: tuple[Calendar, tuple[Remark, ...]] = national_calendar(
        country,
        uid=1,
        first_year=date.year - YEARS_BEFORE,
        last_year=date.year + YEARS_AFTER,
        language=NAMES_OF_DAYS.get(translation.get_language() or "en"),
        name=str(COUNTRIES[country]),
    )
    return made
