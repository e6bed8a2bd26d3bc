"""Chooses the operating points on validation streams, within the alarm budget."""

from dataclasses import dataclass

import numpy as np

from .dataset import Stream
from .protocol import Outcome, judge, persistent

HIGH = 3
#: Levels of `hazard` are met in four of five windows, one a minute: a fire gives more time than that, most disturbances
#: don't. `probability` speaks of the next ten minutes and has less time.
HAZARD_PERSISTENCE = (4, 5)
PROBABILITY_PERSISTENCE = (2, 3)
#: What is tried: hazards by how much of the quiet time they would alarm in, chances as they are.
HAZARD_TAILS = np.geomspace(0.03, 1e-5, 36)
PROBABILITIES = (0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7)


@dataclass(frozen=True)
class Budget:
    #: False alarms per normal device-day, and share of hard negatives that alarm.
    false_per_day: float
    hard_share: float

    def allows(self, outcome: Outcome) -> bool:
        return (
            outcome.false_per_day <= self.false_per_day
            and outcome.hard_negatives_alarmed <= self.hard_share * outcome.hard_negatives
        )


@dataclass(frozen=True)
class Family:
    """One family's validation streams with the model's answers a row: NaN where it gives none."""

    streams: list[Stream]
    hazard: list[np.ndarray]
    probability: list[np.ndarray]


@dataclass(frozen=True)
class Points:
    hazard_high: float
    probability_high: float
    hazard_medium: float
    #: Of rules and model together, a family each.
    outcomes: list[Outcome]


def met(streams: list[Stream], scores: list[np.ndarray], threshold: float, persistence) -> list[np.ndarray]:
    """Whether the score of each row meets the threshold persistently; NaN never does."""
    result = []
    for stream, score in zip(streams, scores):
        over = np.nan_to_num(score, nan=-np.inf) >= threshold
        result.append(persistent(over, stream.minutes, *persistence) & over)
    return result


def by_rules(streams: list[Stream]) -> list[np.ndarray]:
    return [stream.rules >= HIGH for stream in streams]


def together(*parts: list[np.ndarray]) -> list[np.ndarray]:
    return [np.logical_or.reduce(rows) for rows in zip(*parts)]


def confirmed(streams: list[Stream], medium: list[np.ndarray]) -> list[np.ndarray]:
    """Hazards over their limit that the model's MEDIUM confirms as HIGH."""
    return [stream.waiting & on for stream, on in zip(streams, medium)]


def choose(families: list[Family], high: Budget, medium: Budget) -> Points:
    """
    The points that find the most fires of all families together, while rules and model together keep the budget in each
    family; among equals those with the fewest hard negatives. MEDIUM, which also confirms what the rules wait with, is the
    lowest hazard that keeps its own budget alone.

    Raises ValueError when not even the highest points keep the budget: the rules alone break it then.
    """
    quiet = np.concatenate(
        [
            score[~np.isnan(score)]
            for family in families
            for stream, score in zip(family.streams, family.hazard)
            if stream.category in ("normal", "hard_negative")
        ]
    )
    thresholds = np.unique(np.quantile(quiet, 1 - HAZARD_TAILS))[::-1]
    hazards = [
        [met(family.streams, family.hazard, float(at), HAZARD_PERSISTENCE) for family in families] for at in thresholds
    ]
    medium_at = 0
    for index, on in enumerate(hazards):
        if not all(medium.allows(judge(family.streams, one)) for family, one in zip(families, on)):
            break
        medium_at = index
    fixed = [
        together(by_rules(family.streams), confirmed(family.streams, on))
        for family, on in zip(families, hazards[medium_at])
    ]
    best, found = None, None
    for chance in PROBABILITIES:
        soon = [
            together(base, met(family.streams, family.probability, chance, PROBABILITY_PERSISTENCE))
            for family, base in zip(families, fixed)
        ]
        for index in range(medium_at + 1):
            outcomes = [
                judge(family.streams, together(base, on)) for family, base, on in zip(families, soon, hazards[index])
            ]
            if not all(high.allows(outcome) for outcome in outcomes):
                break
            merit = (
                sum(outcome.detected for outcome in outcomes),
                -sum(outcome.hard_negatives_alarmed for outcome in outcomes),
            )
            if best is None or merit > best:
                best, found = merit, Points(float(thresholds[index]), chance, float(thresholds[medium_at]), outcomes)
    if found is None:
        raise ValueError(f"no operating point keeps {high}: the rules alone give more alarms")
    return found
