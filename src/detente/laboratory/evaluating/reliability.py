"""Whether records told at a confidence are right as often as it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Records whose confidence lies in one tenth: how many, the mean told, the share that is right."""

    records: int
    told: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Records with the confidence at which each was told, and whether it is right."""

    judged: Sequence[tuple[float, bool]] = ()

    @property
    def bins(self) -> tuple[Bin, ...]:
        """The tenths of confidence in which something was told, lowest first."""
        return tuple(self._bins())

    def _bins(self) -> Iterator[Bin]:
        for number in range(BINS):
            inside = [each for each in self.judged if min(int(each[0] * BINS), BINS - 1) == number]
            if inside:
                count = len(inside)
                told = sum(share for share, _ in inside) / count
                yield Bin(count, told, sum(right for _, right in inside) / count)

    @property
    def error(self) -> float:
        """Expected calibration error over ten bins (Naeini et al., 2015), 0 where nothing was told."""
        apart = sum(each.records * abs(each.told - each.right) for each in self.bins)
        return apart / len(self.judged) if self.judged else 0.0

    def __add__(self, other: Reliability) -> Reliability:
        return Reliability((*self.judged, *other.judged))


NONE_JUDGED = Reliability()
