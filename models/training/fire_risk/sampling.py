"""Which windows are learnt from: all that matter, and enough of the quiet ones."""

import numpy as np

from .dataset import Stream
from .windows import counted, label_fire, label_hazard, predictable, windows


def sample(streams: list[Stream], steps: int, seed: int, per_stream: int):
    """
    → (windows [n, features, steps], fire [n], hazard [n], stream index [n]). Incidents give more of their hour before
    the fire, disturbances more of the time they last.
    """
    rng = np.random.default_rng(seed)
    parts, fires, hazards, owners = [], [], [], []
    for index, stream in enumerate(streams):
        rows = predictable(stream, steps)
        rows = rows[counted(stream, rows)]
        if len(rows) == 0:
            continue
        weight = np.ones(len(rows))
        minute = stream.minutes[rows]
        if stream.onset is not None:
            until = stream.hn_end or stream.ignition or stream.end
            weight[(minute >= stream.onset) & (minute < until + 30)] = 4
        if stream.ignition is not None:
            weight[minute >= stream.ignition - 60] = 16
        count = min(len(rows), per_stream * (2 if stream.category != "normal" else 1))
        chosen = np.sort(rng.choice(len(rows), count, replace=False, p=weight / weight.sum()))
        rows = rows[chosen]
        parts.append(windows(stream, steps)[rows - steps + 1].copy())
        fires.append(label_fire(stream, rows))
        hazards.append(label_hazard(stream, rows))
        owners.append(np.full(len(rows), index))
    return np.concatenate(parts), np.concatenate(fires), np.concatenate(hazards), np.concatenate(owners)
