"""What figures are called, how they are worked out, what they say, and why there is none."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from uptake.engine.earned import Figure, Reason

Words = str | Promise

NAMES: Mapping[str, Words] = {
    "pv": gettext_lazy("Planned value (PV)"),
    "ev": gettext_lazy("Earned value (EV)"),
    "ac": gettext_lazy("Actual cost (AC)"),
    "bac": gettext_lazy("Budget at completion (BAC)"),
    "cv": gettext_lazy("Cost variance (CV)"),
    "sv": gettext_lazy("Schedule variance (SV)"),
    "cv_percent": gettext_lazy("Cost variance, % of EV"),
    "sv_percent": gettext_lazy("Schedule variance, % of PV"),
    "cpi": gettext_lazy("Cost performance (CPI)"),
    "spi": gettext_lazy("Schedule performance (SPI)"),
    "sci": gettext_lazy("Cost and schedule (SCI)"),
    "sci_t": gettext_lazy("Cost and time (SCI(t))"),
    "complete": gettext_lazy("Complete"),
    "spent": gettext_lazy("Spent"),
    "etc": gettext_lazy("Estimate to complete (ETC)"),
    "vac": gettext_lazy("Variance at completion (VAC)"),
    "vac_percent": gettext_lazy("Variance at completion, % of BAC"),
    "tcpi_bac": gettext_lazy("To complete within the budget (TCPI)"),
    "tcpi_eac": gettext_lazy("To complete within the forecast (TCPI)"),
    "tcpi_bottom_up": gettext_lazy("To complete within the new estimate (TCPI)"),
    "vac_bottom_up": gettext_lazy("Variance against the new estimate"),
    "es": gettext_lazy("Earned schedule (ES)"),
    "sv_t": gettext_lazy("Schedule variance in time (SV(t))"),
    "spi_t": gettext_lazy("Schedule performance in time (SPI(t))"),
    "tspi": gettext_lazy("To complete in time (TSPI)"),
    "tspi_target": gettext_lazy("To complete by the last deadline (TSPI)"),
    "p_factor": gettext_lazy("Earned in the planned order (p-factor)"),
    "eac_1": gettext_lazy("The rest goes as planned"),
    "eac_cpi": gettext_lazy("The rest costs as it did so far"),
    "eac_spi": gettext_lazy("The rest goes at the pace so far"),
    "eac_spi_t": gettext_lazy("The rest goes at the pace in time"),
    "eac_sci": gettext_lazy("Cost and pace so far"),
    "eac_sci_t": gettext_lazy("Cost and pace in time"),
    "eac_mix": gettext_lazy("Four parts cost, one part pace"),
    "eac_mix_t": gettext_lazy("Four parts cost, one part pace in time"),
    "eac_bottom_up": gettext_lazy("The plan as it stands (bottom-up)"),
    "eac_t_es_1": gettext_lazy("Earned schedule, the rest as planned"),
    "eac_t_es_spi_t": gettext_lazy("Earned schedule, the pace so far"),
    "eac_t_es_sci_t": gettext_lazy("Earned schedule, cost and pace so far"),
    "eac_t_pv_1": gettext_lazy("Planned value, the rest as planned"),
    "eac_t_pv_spi": gettext_lazy("Planned value, the pace so far"),
    "eac_t_pv_sci": gettext_lazy("Planned value, cost and pace so far"),
    "eac_t_ed_1": gettext_lazy("Earned duration, the rest as planned"),
    "eac_t_ed_spi": gettext_lazy("Earned duration, the pace so far"),
    "eac_t_ed_sci": gettext_lazy("Earned duration, cost and pace so far"),
}

KEY_NAMES: Mapping[str, Words] = {"eac_cpi": gettext_lazy("Estimate at completion (EAC)")}
"""What forecasts are called where they stand alone."""

FORMULAS: Mapping[str, str] = {
    "cv": "EV − AC",
    "sv": "EV − PV",
    "cv_percent": "CV ÷ EV",
    "sv_percent": "SV ÷ PV",
    "cpi": "EV ÷ AC",
    "spi": "EV ÷ PV",
    "sci": "CPI × SPI",
    "sci_t": "CPI × SPI(t)",
    "complete": "EV ÷ BAC",
    "spent": "AC ÷ BAC",
    "etc": "EAC − AC",
    "vac": "BAC − EAC",
    "vac_percent": "(BAC − EAC) ÷ BAC",
    "tcpi_bac": "(BAC − EV) ÷ (BAC − AC)",
    "tcpi_eac": "(BAC − EV) ÷ (EAC − AC)",
    "tcpi_bottom_up": "(BAC − EV) ÷ ETC",
    "vac_bottom_up": "BAC − (AC + ETC)",
    "es": "C + (EV − PV_C) ÷ (PV_C+1 − PV_C)",
    "sv_t": "ES − AT",
    "spi_t": "ES ÷ AT",
    "tspi": "(PD − ES) ÷ (PD − AT)",
    "tspi_target": "(PD − ES) ÷ (T − AT)",
    "p_factor": "Σ min(EV, PV_ES) ÷ Σ PV_ES",
    "eac_1": "AC + (BAC − EV)",
    "eac_cpi": "AC + (BAC − EV) ÷ CPI",
    "eac_spi": "AC + (BAC − EV) ÷ SPI",
    "eac_spi_t": "AC + (BAC − EV) ÷ SPI(t)",
    "eac_sci": "AC + (BAC − EV) ÷ (CPI × SPI)",
    "eac_sci_t": "AC + (BAC − EV) ÷ (CPI × SPI(t))",
    "eac_mix": "AC + (BAC − EV) ÷ (0.8 CPI + 0.2 SPI)",
    "eac_mix_t": "AC + (BAC − EV) ÷ (0.8 CPI + 0.2 SPI(t))",
    "eac_bottom_up": "AC + ETC",
    "eac_t_es_1": "AT + (PD − ES)",
    "eac_t_es_spi_t": "AT + (PD − ES) ÷ SPI(t) = PD ÷ SPI(t)",
    "eac_t_es_sci_t": "AT + (PD − ES) ÷ (CPI × SPI(t))",
    "eac_t_pv_1": "PD − SV × PD ÷ BAC",
    "eac_t_pv_spi": "PD ÷ SPI",
    "eac_t_pv_sci": "PD ÷ (CPI × SPI)",
    "eac_t_ed_1": "AT + max(PD, AT) − AT × SPI",
    "eac_t_ed_spi": "AT + (max(PD, AT) − AT × SPI) ÷ SPI",
    "eac_t_ed_sci": "AT + (max(PD, AT) − AT × SPI) ÷ (CPI × SPI)",
}
"""In the letters of the field, which every language writes alike."""

HOW: Mapping[str, Words] = {
    "pv": gettext_lazy("The budget of the baseline that falls due by the status date."),
    "ev": gettext_lazy("The budget of each task times what it has earned by its rule."),
    "ac": gettext_lazy(
        "The work that was reported, at the rate of its day, and the costs that were entered."
    ),
    "bac": gettext_lazy("The whole budget of the baseline."),
    "eac_cpi": gettext_lazy(
        "What all will take if the rest costs as much as it did so far. Other forecasts stand below."
    ),
    "vac": gettext_lazy("How much is left of the budget by this forecast; below zero it is not enough."),
    "tcpi_bac": gettext_lazy(
        "How well the rest has to go so that the budget is enough; above 1.10 that is rarely reached."
    ),
    "es": gettext_lazy("Working days after which, by the baseline, so much should have been earned."),
    "spi_t": gettext_lazy(
        "Earned schedule by time that has passed. Unlike SPI it stays below 1 when a project ends late."
    ),
    "p_factor": gettext_lazy(
        "How much of what should be earned by now is; the rest was earned out of order."
    ),
}

REASONS: Mapping[Reason, Words] = {
    Reason.NOTHING_PLANNED: gettext_lazy("Nothing was planned by then."),
    Reason.NOTHING_EARNED: gettext_lazy("Nothing is earned yet."),
    Reason.NOTHING_SPENT: gettext_lazy("Nothing is spent yet: report work or enter costs."),
    Reason.NO_BUDGET: gettext_lazy("The baseline has no budget."),
    Reason.BUDGET_SPENT: gettext_lazy("The budget is spent."),
    Reason.NOT_BEGUN: gettext_lazy("By then nothing was planned or earned."),
    Reason.NO_TIME_LEFT: gettext_lazy("The planned time is over."),
    Reason.NOT_KNOWN: gettext_lazy("Not known."),
}

RULES: tuple[tuple[str, Words], ...] = (
    ("percent", gettext_lazy("Percent complete")),
    ("0/100", gettext_lazy("0/100: all when it is finished")),
    ("50/50", gettext_lazy("50/50: half when it begins, half when it is finished")),
    ("milestones", gettext_lazy("Weighted milestones")),
    ("units", gettext_lazy("Units done")),
    ("apportioned", gettext_lazy("Apportioned: as another task")),
    ("effort", gettext_lazy("Level of effort: as planned")),
)
TONES: Mapping[str, Words] = {
    "good": pgettext_lazy("threshold", "Good"),
    "warn": pgettext_lazy("threshold", "Warning"),
    "bad": pgettext_lazy("threshold", "Alarm"),
}


def sentence(name: str, figure: Figure) -> str:
    """Say in words what an index means."""
    if figure.value is None:
        return str(REASONS[figure.why]) if figure.why is not None else ""
    if name == "tcpi_bac" and figure.value < 0:
        return str(REASONS[Reason.BUDGET_SPENT])
    off = round(abs(figure.value - 1) * 100)
    said = _SAID.get(name)
    if said is None:
        return ""
    if not off:
        return str(said["even"])
    return str(said["more" if figure.value > 1 else "less"]) % {"n": off}


_SAID: Mapping[str, dict[str, Words]] = {
    "spi": {
        "less": gettext_lazy("Behind: %(n)d %% less earned than planned"),
        "more": gettext_lazy("Ahead: %(n)d %% more earned than planned"),
        "even": gettext_lazy("As planned"),
    },
    "cpi": {
        "less": gettext_lazy("Over cost: %(n)d %% less earned than spent"),
        "more": gettext_lazy("Cheap: %(n)d %% more earned than spent"),
        "even": gettext_lazy("As much earned as spent"),
    },
    "spi_t": {
        "less": gettext_lazy("Late: %(n)d %% slower than planned"),
        "more": gettext_lazy("Early: %(n)d %% faster than planned"),
        "even": gettext_lazy("At the planned pace"),
    },
    "tcpi_bac": {
        "less": gettext_lazy("The rest may go %(n)d %% worse than planned, and the budget still holds"),
        "more": gettext_lazy("The rest has to go %(n)d %% better than planned to stay within the budget"),
        "even": gettext_lazy("The rest has to go as planned"),
    },
}
