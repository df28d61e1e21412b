"""One of each error that reading or writing a file may end in."""

from uptake.interchange import errors

VALUES = {"str": "x", "int": 3, "float": 1.5, "bool": False, "str | None": None}


def one_of_each_error() -> list[errors.InterchangeError]:
    bases = (errors.InterchangeError, errors.HelperFailed)
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind not in bases]
    return [
        kind(*(VALUES[field.type] for field in kind.__dataclass_fields__.values()))
        for kind in kinds
        if issubclass(kind, errors.InterchangeError)
    ]
