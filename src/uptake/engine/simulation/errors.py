"""What can be wrong with what is to be simulated, as data."""


class SimulationError(ValueError):
    """A simulation that cannot be run."""


class BadSpread(SimulationError):
    """Three estimates out of order, below nothing, not finite, or of an unknown shape.

    Attributes
    ----------
    low, likely, high : float
    shape : str
    """

    def __init__(self, low: float, likely: float, high: float, shape: str) -> None:
        super().__init__(f"{low} ≤ {likely} ≤ {high} does not hold, or {shape!r} is no shape")
        self.low = low
        self.likely = likely
        self.high = high
        self.shape = shape


class BadSetting(SimulationError):
    """A setting out of its range.

    Attributes
    ----------
    name : str
    value : object
    """

    def __init__(self, name: str, value: object) -> None:
        super().__init__(f"{name} cannot be {value!r}")
        self.name = name
        self.value = value


class NotOneSimulation(SimulationError):
    """Samples that are to be merged come of different simulations, or runs between them are missing."""
