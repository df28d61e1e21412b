"""How functions of this package are compiled."""

from numba import njit

compiled = njit(cache=True, nogil=True, error_model="numpy")
"""For what is called once a block: it may make arrays."""

summing = njit(
    cache=True,
    nogil=True,
    error_model="numpy",
    _nrt=False,  # type: ignore[call-overload]  # as below
    fastmath={"reassoc", "nsz"},
)
"""For sums of whole numbers, which come to the same in any order: several lanes are added at once."""

inner = njit(cache=True, nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload]  # not in its hints
"""For what is called for each task: it makes no arrays. So numba need not count the references to those that it is
given, which would take several times as long as the work itself."""

inlined = njit(  # type: ignore[call-overload]  # as above
    cache=True, nogil=True, error_model="numpy", _nrt=False, forceinline=True
)
"""For what is called several times for each task: handing it its arrays would take as long as the work."""
