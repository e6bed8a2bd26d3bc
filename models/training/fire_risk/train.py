"""
Trains, calibrates, picks and exports. Run from models/training:

    python3 -m fire_risk.train --train DIR … --validation DIR … --test NAME=DIR … --out ../fire-risk.onnx
"""

import argparse
import hashlib
import json
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

from .calibration import brier_skill, calibration_error, platt, sigmoid
from .candidates import Logistic, Network, Trees
from .dataset import Stream, load
from .export import export
from .networks import CnnLstm, Gru
from .points import choose, fused
from .protocol import judge
from .sampling import sample
from .windows import counted, label_fire, label_hazard, predictable, windows

#: False alarms per normal device-day, and share of disturbed days with an alarm, that the operator is asked to bear.
BUDGET = (0.005, 0.10)


def main() -> None:
    arguments = _arguments()
    np.random.seed(arguments.seed)
    sets = [load(folder) for folder in arguments.train]
    schema = sets[0].schema
    steps = schema["steps"]
    train = [stream for one in sets for stream in one.streams]
    validation = [stream for folder in arguments.validation for stream in load(folder).streams]
    tests = {name: load(Path(folder)).streams for name, folder in (one.split("=", 1) for one in arguments.test)}

    print(f"train {len(train)} streams, validation {len(validation)}", flush=True)
    inputs, fire, hazard, owner = sample(train, steps, arguments.seed, arguments.per_stream)
    weights = _weights(train, owner, fire)
    print(f"{len(inputs)} windows, {fire.sum()} with fire within ten minutes, {hazard.sum()} with a hazard", flush=True)

    candidates = {
        "logistic": (Logistic(), fire),
        "boostedTrees": (Trees(arguments.seed), fire),
        "hazardTrees": (Trees(arguments.seed + 1), hazard),
        "cnnLstm": (Network(_cnn_lstm, arguments.seed, arguments.epochs, arguments.per_epoch), fire),
        "gru": (Network(Gru_, arguments.seed, arguments.epochs, arguments.per_epoch), fire),
    }
    logits = {}
    for name, (candidate, labels) in candidates.items():
        print(f"  {name}", flush=True)
        candidate.fit(inputs, labels, weights)
        logits[name] = score(validation, candidate, steps)

    calibrations = {}
    for name, scores in logits.items():
        truth = label_hazard if name == "hazardTrees" else label_fire
        z, y = gather(validation, scores, truth)
        calibrations[name] = platt(z, y)
        p = sigmoid(calibrations[name][0] * z + calibrations[name][1])
        threshold, outcome = choose(validation, scores, *BUDGET)
        print(
            f"  {name}: Brier skill {brier_skill(p, y):.3f}, ECE {calibration_error(p, y):.5f}; fused {outcome}",
            flush=True,
        )
        for set_name, streams in tests.items():
            scored = score(streams, candidates[name][0], steps)
            print(f"      {set_name}: {judge(streams, fused(streams, scored, threshold))}", flush=True)
    export(arguments, schema, sets, train, candidates, calibrations, logits, validation)


def score(streams: list[Stream], candidate, steps: int) -> list[np.ndarray]:
    """Of each stream a logit a row; NaN where nothing is predicted."""
    scores = []
    for stream in streams:
        rows = predictable(stream, steps)
        values = np.full(len(stream.minutes), np.nan, np.float32)
        values[rows] = candidate.logits(windows(stream, steps)[rows - steps + 1])
        scores.append(values)
    return scores


def gather(streams, scores, truth) -> tuple[np.ndarray, np.ndarray]:
    values, labels = [], []
    for stream, score_ in zip(streams, scores):
        rows = np.flatnonzero(~np.isnan(score_))
        rows = rows[counted(stream, rows)]
        values.append(score_[rows])
        labels.append(truth(stream, rows))
    return np.concatenate(values), np.concatenate(labels)


def _weights(streams: list[Stream], owner: np.ndarray, fire: np.ndarray) -> np.ndarray:
    """Each incident weighs the same, however many minutes it gave."""
    weights = np.ones(len(owner))
    for index in np.unique(owner[fire]):
        own = (owner == index) & fire
        weights[own] = 10 / own.sum()
    return weights


def _cnn_lstm(scaler, features):
    return CnnLstm(scaler, features)


Gru_ = Gru


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--validation", type=Path, nargs="+", required=True)
    parser.add_argument("--test", nargs="*", default=[], metavar="NAME=DIR")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-stream", type=int, default=150)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--per-epoch", type=int, default=120_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
