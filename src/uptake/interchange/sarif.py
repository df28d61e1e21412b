"""A review as SARIF 2.1.0, which continuous integration shows beside the findings of other tools."""

from collections.abc import Sequence
from typing import Any

from uptake.engine.review import BY_ID, Finding, Review, Severity
from uptake.interchange.review_sentences import Speaker

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def to_sarif(review: Review, speaker: Speaker, *, file: str, version: str) -> dict[str, Any]:
    """Return a review as a SARIF log with one run.

    Parameters
    ----------
    review : Review
    speaker : Speaker
    file : str
        Name of the plan, as whoever reads the log finds it.
    version : str
        Of Uptake.

    Returns
    -------
    dict
        A plan has no lines: each result names its object as a logical location, and the file as a whole.
    """
    ids = [one.rule for one in review.checks]
    results = [_result(one, speaker, file, ids) for one in review.findings]
    away = {"suppressions": [{"kind": "external"}]}
    results += [_result(one, speaker, file, ids) | away for one in review.waived]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(ids, speaker, version)},
                "artifacts": [{"location": {"uri": file}}],
                "results": results,
                "properties": {"score": review.score},
            }
        ],
    }


def _driver(ids: Sequence[str], speaker: Speaker, version: str) -> dict[str, Any]:
    return {
        "name": "uptake review",
        "version": version,
        "rules": [
            {
                "id": rule,
                "shortDescription": {"text": speaker.title(rule)},
                "help": {"text": speaker.advice(rule)},
                "defaultConfiguration": {"level": LEVELS[BY_ID[rule].severity]},
                "properties": {"group": BY_ID[rule].group},
            }
            for rule in ids
        ],
    }


def _result(finding: Finding, speaker: Speaker, file: str, ids: Sequence[str]) -> dict[str, Any]:
    name = speaker.object(finding)
    return {
        "ruleId": finding.rule,
        "ruleIndex": ids.index(finding.rule),
        "level": LEVELS[finding.severity],
        "message": {"text": f"{name}: {speaker.reason(finding)}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": file, "index": 0}},
                "logicalLocations": [
                    {
                        "name": name,
                        "fullyQualifiedName": _qualified(finding, speaker),
                        "kind": "object",
                    }
                ],
            }
        ],
        "partialFingerprints": {"object/v1": f"{finding.rule}/{finding.kind}/{finding.uid}"},
    }


def _qualified(finding: Finding, speaker: Speaker) -> str:
    """Return an object with what it stands under: ``task/12``, ``Build/Test``."""
    plan = speaker.schedule.plan
    if finding.kind != "task":
        return f"{finding.kind}/{finding.uid}"
    path = []
    above: int | None = finding.uid
    while above is not None:
        path.append(speaker.task(above))
        above = plan.task(above).parent
    return "/".join(reversed(path))
