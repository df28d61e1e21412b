"""Log records with the id of the request that they belong to."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

current_request: ContextVar[str] = ContextVar("current_request", default="-")


class RequestId(logging.Filter):
    """Puts the request's id on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request = current_request.get()
        return True


class Grave(logging.Filter):
    """Lets only warnings and errors pass, whatever level a program sets its loggers to."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        written = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "request": getattr(record, "request", "-"),
            "logger": record.name,
            "message": record.getMessage(),
        }
        written |= getattr(record, "data", {})
        if record.exc_info:
            written["trace"] = self.formatException(record.exc_info)
        return json.dumps(written, ensure_ascii=False, default=str)
