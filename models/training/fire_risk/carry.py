"""
How far a model carries to buildings of another kind: the trees learn from one family alone, are set on its validation days
alone, and are judged on the other families' validation days, which nothing has seen. Run from models/training:

    python3 -m fire_risk.carry --train FAMILY=DIR … --validation FAMILY=DIR … --out FILE

Several `--train` folders of one name are one family.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from .calibration import platt, sigmoid
from .candidates import Trees
from .dataset import load
from .points import (
    HAZARD_PERSISTENCE,
    PROBABILITY_PERSISTENCE,
    Family,
    by_rules,
    choose,
    confirmed,
    met,
    together,
)
from .protocol import judge
from .sampling import sample
from .train import HIGH_BUDGET, MEDIUM_BUDGET, figures, gather, named, say, score
from .windows import Layout, label_fire, label_hazard


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=named, nargs="+", required=True, metavar="FAMILY=DIR")
    parser.add_argument("--validation", type=named, nargs="+", required=True, metavar="FAMILY=DIR")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-stream", type=int, default=45)
    arguments = parser.parse_args()
    judged = {name: load(folder).streams for name, folder in arguments.validation}
    results = []
    for name in dict.fromkeys(family for family, _ in arguments.train):
        folders = [load(folder) for family, folder in arguments.train if family == name]
        layout = Layout(folders[0].schema)
        streams = [stream for one in folders for stream in one.streams]
        inputs, fire, hazard, _ = sample(streams, layout.steps, arguments.seed, arguments.per_stream)
        weights = np.where(fire, 3.0, 1.0)
        trees = {
            "hazard": (Trees(layout, arguments.seed).fit(inputs, hazard, weights), label_hazard),
            "fire": (Trees(layout, arguments.seed + 1).fit(inputs, fire, weights), label_fire),
        }
        own = judged[name]
        maps = {}
        for kind, (model, truth) in trees.items():
            z, y = gather(own, score(own, model, layout), truth)
            maps[kind] = platt(z, y)

        def answers(of, kind):
            slope, offset = maps[kind]
            return [sigmoid(slope * z + offset) for z in score(of, trees[kind][0], layout)]

        points = choose([Family(own, answers(own, "hazard"), answers(own, "fire"))], HIGH_BUDGET, MEDIUM_BUDGET)
        for other, strange in judged.items():
            if other == name:
                continue
            hazards = answers(strange, "hazard")
            on = together(
                by_rules(strange),
                confirmed(strange, met(strange, hazards, points.hazard_medium, HAZARD_PERSISTENCE)),
                met(strange, hazards, points.hazard_high, HAZARD_PERSISTENCE),
                met(strange, answers(strange, "fire"), points.probability_high, PROBABILITY_PERSISTENCE),
            )
            outcome = judge(strange, on)
            say(f"from {name} to {other}: {outcome}")
            results.append({"from": name, "to": other, **figures(outcome)})
    arguments.out.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
