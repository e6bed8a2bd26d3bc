"""
Trains, calibrates, picks and exports. Run from models/training, with folders that `emberwatch export-training` wrote:

    python3 -m fire_risk.train --train FAMILY=DIR … --validation FAMILY=DIR … --out ..

How good the result is, `emberwatch evaluate` measures afterwards on streams that nothing here has seen, and
`fire_risk.card` writes it into the model file and its card.
"""

import argparse
import hashlib
import json
import platform
import time
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import sklearn
import torch

from .calibration import brier_skill, calibration_error, mixture, platt, sigmoid
from .candidates import Logistic, Network, Trees
from .dataset import Stream, load
from .export import build, parity_cases, reference, write
from .networks import CnnLstm, Gru
from .points import (
    HAZARD_PERSISTENCE,
    PROBABILITY_PERSISTENCE,
    Budget,
    Family,
    Points,
    by_rules,
    choose,
)
from .protocol import Outcome, judge
from .sampling import sample
from .windows import Layout, counted, label_fire, label_hazard, predictable, windows

VERSION = "2026-2"
#: Of rules and model together, in each family of buildings.
HIGH_BUDGET = Budget(false_per_day=0.0095, hard_share=0.16)
#: The level at which an operator is only told, of the model alone.
MEDIUM_BUDGET = Budget(false_per_day=0.02, hard_share=0.15)
#: A network answers a hundred times slower than trees: it is calibrated on every so many minutes,
NETWORK_EVERY = 10
#: and for the operating points asked only where the trees see any chance at all.
NETWORK_ASKED_FROM = 0.01
STARTED = time.time()


def say(text: str) -> None:
    print(f"[{time.time() - STARTED:6.0f} s] {text}", flush=True)


def main() -> None:
    arguments = _arguments()
    np.random.seed(arguments.seed)
    torch.set_num_threads(2)
    families = [(name, load(folder)) for name, folder in arguments.train]
    schema = families[0][1].schema
    layout = Layout(schema)
    train = [stream for _, one in families for stream in one.streams]
    judged = [(name, load(folder).streams) for name, folder in arguments.validation]
    validation = [stream for _, streams in judged for stream in streams]

    inputs, fire, hazard, owner = sample(train, layout.steps, arguments.seed, arguments.per_stream)
    say(f"{len(train)} streams, {len(inputs)} windows, {fire.sum()} with fire soon, {hazard.sum()} with a hazard")
    weights = np.where(fire, 3.0, 1.0)

    candidates = {
        "hazardTrees": (Trees(layout, arguments.seed), hazard, label_hazard),
        "boostedTrees": (Trees(layout, arguments.seed + 1), fire, label_fire),
        "logistic": (Logistic(layout), fire, label_fire),
        "cnnLstm": (_network(CnnLstm, arguments), fire, label_fire),
    }
    if arguments.gru:
        candidates["gru"] = (_network(Gru, arguments), fire, label_fire)
    report = {"candidates": {}}
    logits, calibration = {}, {}
    for name, (candidate, labels, truth) in candidates.items():
        candidate.fit(inputs, labels, weights)
        every = NETWORK_EVERY if isinstance(candidate, Network) else 1
        logits[name] = score(validation, candidate, layout, every)
        z, y = gather(validation, logits[name], truth)
        calibration[name] = platt(z, y)
        p = sigmoid(calibration[name][0] * z + calibration[name][1])
        report["candidates"][name] = {"brierSkill": brier_skill(p, y), "ece": calibration_error(p, y)}
        say(f"{name}: Brier skill {brier_skill(p, y):.3f}, ECE {calibration_error(p, y):.5f}")

    fire_logits = [logits["boostedTrees"], logits["cnnLstm"]]
    thin = [
        [np.where(np.isnan(b), np.nan, a) for a, b in zip(*fire_logits)],
        fire_logits[1],
    ]
    both, y = zip(*(gather(validation, one, label_fire) for one in thin))
    mixing, calibration["probability"] = mixture(list(both), y[0])
    parts = {name: candidates[name][0] for name in ("hazardTrees", "boostedTrees", "cnnLstm")}
    parts |= {"weights": mixing, "calibration": calibration}
    say(f"probability: {mixing[0]:.1f} of the trees, {mixing[1]:.1f} of the network")

    soon = logits["boostedTrees"]
    if mixing[1] > 0:
        asked = [_calibrated(calibration["boostedTrees"], one) >= NETWORK_ASKED_FROM for one in soon]
        network = score(validation, candidates["cnnLstm"][0], layout, where=asked)
        soon = [mixing[0] * a + mixing[1] * np.nan_to_num(b, nan=-np.inf) for a, b in zip(soon, network)]
    points = choose(
        families_of(judged, logits["hazardTrees"], soon, calibration),
        HIGH_BUDGET,
        MEDIUM_BUDGET,
    )
    report["validation"] = {}
    for (name, streams), fused in zip(judged, points.outcomes):
        rules = judge(streams, by_rules(streams))
        say(f"{name}: rules {rules}; with the model {fused}")
        report["validation"][name] = {"rules": figures(rules), "fused": figures(fused)}
    operating = _operating(points)

    metadata = {
        "format": 1,
        "modelVersion": VERSION,
        "trainedAt": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "schema": schema,
        "trainingDataHash": _together([one.hash for _, one in families]),
        "carrying": "hazard",
        "operatingPoints": operating,
        "card": {"sets": []},
        "reference": reference(schema, _ordinary(train, layout)),
    }
    cases = json.dumps(parity_cases(parts, inputs, arguments.seed))
    (arguments.out / "parity.json").write_text(cases)
    metadata["parity"] = hashlib.sha256(cases.encode()).hexdigest()
    hash_ = write(arguments.out / "fire-risk.onnx", build(schema, parts, metadata))
    report |= {
        "hash": hash_,
        "modelVersion": VERSION,
        "trainingDataHash": metadata["trainingDataHash"],
        "operatingPoints": operating,
        "sets": {name: len(one.streams) for name, one in families},
        "made": {"python": platform.python_version(), "torch": torch.__version__, "sklearn": sklearn.__version__},
    }
    (arguments.out / "training-report.json").write_text(json.dumps(report, indent=1))
    say(f"{arguments.out / 'fire-risk.onnx'}: {hash_}")


def score(streams: list[Stream], candidate, layout: Layout, every: int = 1, where=None) -> list[np.ndarray]:
    """Of each stream a logit a row; NaN where nothing is predicted, or not asked for (`where`: rows of each stream)."""
    scores = []
    for index, stream in enumerate(streams):
        rows = predictable(stream, layout.steps)[::every]
        if where is not None:
            rows = rows[where[index][rows]]
        values = np.full(len(stream.minutes), np.nan, np.float32)
        values[rows] = candidate.logits(windows(stream, layout.steps)[rows - layout.steps + 1])
        scores.append(values)
    return scores


def gather(streams, scores, truth) -> tuple[np.ndarray, np.ndarray]:
    """Logits and labels of all rows that count, at their natural base rate."""
    values, labels = [], []
    for stream, score_ in zip(streams, scores):
        rows = np.flatnonzero(~np.isnan(score_))
        rows = rows[counted(stream, rows)]
        values.append(score_[rows])
        labels.append(truth(stream, rows))
    return np.concatenate(values), np.concatenate(labels)


def _ordinary(streams: list[Stream], layout: Layout) -> np.ndarray:
    """What a building looks like on ordinary days, every tenth minute: [rows, features]."""
    rows = [one.features[predictable(one, layout.steps)[::10]] for one in streams if one.category == "normal"]
    return np.concatenate(rows)


def _network(module, arguments) -> Network:
    return Network(module, arguments.seed, arguments.epochs, arguments.per_epoch)


def figures(outcome: Outcome) -> dict:
    return {
        "incidents": outcome.incidents,
        "detected": outcome.detected,
        "medianLeadMinutes": None if np.isnan(outcome.median_lead) else round(outcome.median_lead, 1),
        "normalDeviceDays": round(outcome.normal_days, 2),
        "falseAlarms": outcome.false_alarms,
        "hardNegatives": outcome.hard_negatives,
        "hardNegativesAlarmed": outcome.hard_negatives_alarmed,
        "byType": {name: list(found) for name, found in sorted(outcome.by_type.items())},
    }


def families_of(judged, hazard, probability, calibration) -> list[Family]:
    """Each family's part of scores that run over all validation streams, as calibrated chances."""
    families, at = [], 0
    for _, streams in judged:
        part = slice(at, at + len(streams))
        at += len(streams)
        chances = [
            [_calibrated(calibration[name], one) for one in scores[part]]
            for name, scores in (("hazardTrees", hazard), ("probability", probability))
        ]
        families.append(Family(streams, *chances))
    return families


def _operating(points: Points) -> list[dict]:
    def point(output: str, level: str, threshold: float, persistence: tuple[int, int]) -> dict:
        k, n = persistence
        return {"output": output, "level": level, "threshold": round(threshold, 3), "k": k, "n": n}

    return [
        point("hazard", "HIGH", points.hazard_high, HAZARD_PERSISTENCE),
        point("probability", "HIGH", points.probability_high, PROBABILITY_PERSISTENCE),
        point("hazard", "MEDIUM", points.hazard_medium, HAZARD_PERSISTENCE),
    ]


def _calibrated(calibration: tuple[float, float], logits: np.ndarray) -> np.ndarray:
    return sigmoid(calibration[0] * logits + calibration[1])


def _together(hashes: list[str]) -> str:
    return hashlib.sha256("".join(hashes).encode()).hexdigest()


def named(text: str) -> tuple[str, Path]:
    name, _, folder = text.partition("=")
    return name, Path(folder)


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=named, nargs="+", required=True, metavar="FAMILY=DIR")
    parser.add_argument("--validation", type=named, nargs="+", required=True, metavar="FAMILY=DIR")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model, its report and its parity cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-stream", type=int, default=45)
    parser.add_argument("--gru", action="store_true", help="try the plain recurrent network, too")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--per-epoch", type=int, default=40_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
