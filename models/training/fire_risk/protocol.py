"""
The event-level protocol for choosing operating points: the same rules as `emberwatch evaluate`, which alone gives the
figures of the model card.
"""

from dataclasses import dataclass

import numpy as np

from .dataset import Stream

MERGE_MINUTES = 30
LEAST_LEAD_MINUTES = 2


@dataclass(frozen=True)
class Outcome:
    incidents: int
    detected: int
    median_lead: float
    normal_days: float
    false_alarms: int
    hard_negatives: int
    hard_negatives_alarmed: int
    by_type: dict

    @property
    def recall(self) -> float:
        return self.detected / max(1, self.incidents)

    @property
    def false_per_day(self) -> float:
        return self.false_alarms / max(1e-9, self.normal_days)

    def __str__(self) -> str:
        return (
            f"recall {self.recall:.3f} ({self.detected}/{self.incidents})  lead {self.median_lead:.0f} min  "
            f"false/day {self.false_per_day:.4f} ({self.false_alarms})  "
            f"hard negatives {self.hard_negatives_alarmed}/{self.hard_negatives}"
        )


def persistent(met: np.ndarray, minutes: np.ndarray, k: int, n: int) -> np.ndarray:
    """Rows at which at least k of the rows of the newest n minutes met the threshold."""
    total = np.cumsum(met)
    first = np.searchsorted(minutes, minutes - n, side="right")
    before = np.where(first > 0, total[first - 1], 0)
    return (total - before) >= k


def alarms(minutes: np.ndarray, on: np.ndarray) -> np.ndarray:
    """Start minutes of the alarms: what is on again within half an hour is the same alarm."""
    at = minutes[on]
    if len(at) == 0:
        return at
    return at[np.concatenate([[True], np.diff(at) > MERGE_MINUTES])]


def judge(streams: list[Stream], on: list[np.ndarray]) -> Outcome:
    """`on`: for each stream, whether the level is HIGH or worse at each of its rows."""
    leads, by_type = [], {}
    incidents = false_alarms = hard = hard_alarmed = 0
    normal_days = 0.0
    for stream, high in zip(streams, on):
        starts = alarms(stream.minutes, high)
        if stream.category == "normal":
            normal_days += stream.days
            false_alarms += len(starts)
        elif stream.category == "hard_negative":
            hard += 1
            hard_alarmed += len(starts) > 0
        elif stream.category == "incident" and stream.ignition is not None:
            incidents += 1
            raised = stream.minutes[high]
            raised = raised[(raised >= stream.onset) & (raised <= stream.ignition)]
            lead = stream.ignition - (raised[0] + 1) if len(raised) else -1
            hit = lead >= LEAST_LEAD_MINUTES
            if hit:
                leads.append(lead)
            found, all_ = by_type.get(stream.type, (0, 0))
            by_type[stream.type] = (found + int(hit), all_ + 1)
    return Outcome(
        incidents,
        len(leads),
        float(np.median(leads)) if leads else float("nan"),
        normal_days,
        false_alarms,
        hard,
        hard_alarmed,
        by_type,
    )
