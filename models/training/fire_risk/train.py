"""
Trains, calibrates, picks and exports. Run from models/training, with folders that `emberwatch export-training` wrote:

    python3 -m fire_risk.train --train DIR … --validation DIR … --test NAME=DIR … --out ..

Every family of simulated buildings is kept out once as well (`--family NAME=DIR …`), to tell how far what was learnt
from the others carries: the figures that matter.
"""

import argparse
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
from .points import K, N, by_rules, choose, either, met
from .protocol import Outcome, judge
from .sampling import sample
from .windows import Layout, counted, label_fire, label_hazard, predictable, windows

VERSION = "2026-1"
#: False alarms per normal device-day and share of disturbances that alarm: of the hazard point, and of both together.
HAZARD_BUDGET = (0.004, 0.10)
BOTH_BUDGET = (0.006, 0.115)
#: The level at which an operator is only told.
MEDIUM_BUDGET = (0.05, 0.30)
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
    validation = [stream for _, folder in arguments.validation for stream in load(folder).streams]
    tests = {name: load(folder).streams for name, folder in arguments.test}

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
    report = {"candidates": {}, "rules": _outcomes({"validation": validation, **tests}, by_rules)}
    logits, calibration = {}, {}
    for name, (candidate, labels, truth) in candidates.items():
        candidate.fit(inputs, labels, weights)
        logits[name] = score(validation, candidate, layout)
        z, y = gather(validation, logits[name], truth)
        calibration[name] = platt(z, y)
        p = sigmoid(calibration[name][0] * z + calibration[name][1])
        threshold, outcome = choose(validation, logits[name], *HAZARD_BUDGET)
        found = {"brierSkill": brier_skill(p, y), "ece": calibration_error(p, y), "validation": _figures(outcome)}
        say(f"{name}: Brier skill {found['brierSkill']:.3f}, ECE {found['ece']:.5f}; {outcome}")
        for set_name, streams in tests.items():
            outcome = judge(streams, met(streams, score(streams, candidate, layout), threshold))
            found[set_name] = _figures(outcome)
            say(f"    {set_name}: {outcome}")
        report["candidates"][name] = found

    fire_logits = [logits["boostedTrees"], logits["cnnLstm"]]
    both, y = zip(*(gather(validation, one, label_fire) for one in fire_logits))
    mixing, calibration["probability"] = mixture(list(both), y[0])
    mixed = [mixing[0] * a + mixing[1] * b for a, b in zip(*fire_logits)]
    parts = {name: candidates[name][0] for name in ("hazardTrees", "boostedTrees", "cnnLstm")}
    parts |= {"weights": mixing, "calibration": calibration}

    hazard_at, _ = choose(validation, logits["hazardTrees"], *HAZARD_BUDGET)
    high = met(validation, logits["hazardTrees"], hazard_at)
    soon_at, outcome = choose(validation, mixed, *BOTH_BUDGET, beside=high)
    notable_at, _ = choose(validation, logits["hazardTrees"], *MEDIUM_BUDGET)
    say(f"both points on validation: {outcome}")
    points = [
        _point("hazard", "HIGH", _probability(calibration["hazardTrees"], hazard_at)),
        _point("probability", "HIGH", _probability(calibration["probability"], soon_at)),
        _point("hazard", "MEDIUM", _probability(calibration["hazardTrees"], notable_at)),
    ]
    report["chosen"] = {}
    for name, streams in {"validation": validation, **tests}.items():
        a = score(streams, parts["hazardTrees"], layout)
        b = [
            mixing[0] * x + mixing[1] * y
            for x, y in zip(score(streams, parts["boostedTrees"], layout), score(streams, parts["cnnLstm"], layout))
        ]
        model = either(met(streams, a, hazard_at), met(streams, b, soon_at))
        outcome, fused = judge(streams, model), judge(streams, either(model, by_rules(streams)))
        report["chosen"][name] = {"model": _figures(outcome), "fused": _figures(fused)}
        say(f"  {name}: model {outcome}")
        say(f"  {name}: fused {fused}")
    report["leftOut"] = _left_out(families, arguments, layout)

    metadata = {
        "format": 1,
        "modelVersion": VERSION,
        "trainedAt": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "schema": schema,
        "trainingDataHash": _together([one.hash for _, one in families]),
        "carrying": "hazard",
        "operatingPoints": points,
        "card": {"sets": _card_sets(report)},
        "reference": reference(schema, inputs[:, :, -1]),
    }
    hash_ = write(arguments.out / "fire-risk.onnx", build(schema, parts, metadata))
    cases = parity_cases(parts, inputs, arguments.seed)
    (arguments.out / "parity.json").write_text(json.dumps(cases))
    report |= {
        "hash": hash_,
        "modelVersion": VERSION,
        "trainingDataHash": metadata["trainingDataHash"],
        "operatingPoints": points,
        "sets": {name: len(one.streams) for name, one in families},
        "made": {"python": platform.python_version(), "torch": torch.__version__, "sklearn": sklearn.__version__},
    }
    (arguments.out / "training-report.json").write_text(json.dumps(report, indent=1))
    say(f"{arguments.out / 'fire-risk.onnx'}: {hash_}")


def score(streams: list[Stream], candidate, layout: Layout) -> list[np.ndarray]:
    """Of each stream a logit a row; NaN where nothing is predicted."""
    scores = []
    for stream in streams:
        rows = predictable(stream, layout.steps)
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


def _left_out(families, arguments, layout: Layout) -> dict:
    """Of each family: the hazard trees learnt and set without it, judged on it."""
    report = {}
    names = {name for name, _ in families}
    for kept_out in sorted(names) if len(names) > 1 else []:
        own = [stream for name, one in families if name != kept_out for stream in one.streams]
        inputs, fire, hazard, _ = sample(own, layout.steps, arguments.seed, arguments.per_stream)
        trees = Trees(layout, arguments.seed).fit(inputs, hazard, np.where(fire, 3.0, 1.0))
        tuning = [s for name, folder in arguments.validation if name != kept_out for s in load(folder).streams]
        threshold, _ = choose(tuning, score(tuning, trees, layout), *HAZARD_BUDGET)
        for name, folder in arguments.validation:
            if name != kept_out:
                continue
            streams = load(folder).streams
            model = met(streams, score(streams, trees, layout), threshold)
            outcome, fused = judge(streams, model), judge(streams, either(model, by_rules(streams)))
            say(f"without {kept_out}: model {outcome}")
            say(f"without {kept_out}: fused {fused}")
            report[kept_out] = {"model": _figures(outcome), "fused": _figures(fused)}
    return report


def _network(module, arguments) -> Network:
    return Network(module, arguments.seed, arguments.epochs, arguments.per_epoch)


def _outcomes(sets: dict, method) -> dict:
    return {name: _figures(judge(streams, method(streams))) for name, streams in sets.items()}


def _figures(outcome: Outcome) -> dict:
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


def _card_sets(report: dict) -> list:
    sets = {name: one["fused"] for name, one in report["chosen"].items() if name != "validation"}
    sets |= {f"without {name}": one["fused"] for name, one in report["leftOut"].items()}
    return [
        {
            "name": name,
            "incidents": one["incidents"],
            "recall": round(one["detected"] / max(1, one["incidents"]), 4),
            **dict(zip(("recallLow", "recallHigh"), _wilson(one["detected"], one["incidents"]))),
            "medianLeadMinutes": one["medianLeadMinutes"],
            "falseAlarmsPerDeviceDay": round(one["falseAlarms"] / max(1e-9, one["normalDeviceDays"]), 5)
            if one["normalDeviceDays"]
            else 0,
            "hardNegativesAlarmed": one["hardNegativesAlarmed"],
            "hardNegatives": one["hardNegatives"],
        }
        for name, one in sets.items()
    ]


def _wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    if of == 0:
        return 0.0, 1.0
    share, square = hits / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z * np.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return round(float(middle - half), 4), round(float(middle + half), 4)


def _point(output: str, level: str, threshold: float) -> dict:
    return {"output": output, "level": level, "threshold": round(threshold, 6), "k": K, "n": N}


def _probability(calibration: tuple[float, float], logit: float) -> float:
    return float(sigmoid(np.array(calibration[0] * logit + calibration[1])))


def _together(hashes: list[str]) -> str:
    import hashlib

    return hashlib.sha256("".join(hashes).encode()).hexdigest()


def _named(text: str) -> tuple[str, Path]:
    name, _, folder = text.partition("=")
    return name, Path(folder)


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=_named, nargs="+", required=True, metavar="FAMILY=DIR")
    parser.add_argument("--validation", type=_named, nargs="+", required=True, metavar="FAMILY=DIR")
    parser.add_argument("--test", type=_named, nargs="*", default=[], metavar="NAME=DIR")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model, its report and its parity cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-stream", type=int, default=45)
    parser.add_argument("--gru", action="store_true", help="try the plain recurrent network, too")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--per-epoch", type=int, default=90_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
