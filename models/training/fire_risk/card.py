"""
Writes what `emberwatch evaluate --json` measured into the model file, its metrics and its card:

    python3 -m fire_risk.card --models .. --set "simulated, unseen"=panel.json "second family, unseen"=field.json …
"""

import argparse
import hashlib
import json
from pathlib import Path

import onnx
from onnx import helper

#: Methods of `emberwatch evaluate`, by the beginning of their names, and what the card calls them.
ROWS = [
    ("seedIndicator", "source document: indicator score ≥ 0.6"),
    ("seedFinal", "source document: final score ≥ 0.6"),
    ("tunedIndicator", "indicator score ≥ 0.31"),
    ("tunedFinal", "final score ≥ 0.31"),
    ("rules", "rules: score and confirmed hazard floor"),
    ("model:cnnLstm", "CNN-LSTM of the source document, chance of fire ≥ 0.1"),
    ("model:boostedTrees", "boosted trees, chance of fire ≥ 0.1"),
    ("model", "the model’s HIGH"),
    ("effective", "**effective level ≥ HIGH: rules and model**"),
    ("effectiveCritical", "effective level CRITICAL"),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--carry", type=Path, required=True, help="what fire_risk.carry wrote")
    parser.add_argument("--validation", nargs="+", required=True, metavar="NAME=JSON")
    parser.add_argument("--set", nargs="+", required=True, metavar="NAME=JSON")
    arguments = parser.parse_args()
    sets, validation = _read(arguments.set), _read(arguments.validation)
    report = json.loads((arguments.models / "training-report.json").read_text())
    carry = json.loads(arguments.carry.read_text())

    path = arguments.models / "fire-risk.onnx"
    model = onnx.load(str(path))
    metadata = json.loads(model.metadata_props[0].value)
    metadata["card"] = {"sets": [_figures(name, one) for name, one in sets.items()]}
    del model.metadata_props[:]
    helper.set_model_props(model, {"emberwatch": json.dumps(metadata)})
    payload = model.SerializeToString(deterministic=True)
    path.write_bytes(payload)

    metrics = {
        "hash": hashlib.sha256(payload).hexdigest(),
        "bytes": len(payload),
        "modelVersion": metadata["modelVersion"],
        "schemaVersion": metadata["schema"]["version"],
        "trainingDataHash": metadata["trainingDataHash"],
        "operatingPoints": metadata["operatingPoints"],
        "candidates": report["candidates"],
        "validation": {name: _figures(name, one) for name, one in validation.items()},
        "carry": carry,
        "sets": {
            name: {
                "figures": _figures(name, one),
                "methods": {found["id"]: _short(found["summary"]) for found in one["methods"]},
                "byType": _method(one, "effective")["byType"],
                "hardNegatives": _method(one, "effective")["hardNegatives"]["byType"],
                "windows": one["windows"],
            }
            for name, one in sets.items()
        },
    }
    (arguments.models / "metrics.json").write_text(json.dumps(metrics, indent=1, ensure_ascii=False) + "\n")
    template = (Path(__file__).parent / "card.md").read_text()
    parts = {
        "facts": _facts(metrics),
        "candidates": _candidates(metrics["candidates"]),
        "validation": "\n".join(_outcome(name, _outcome_of(one)) for name, one in validation.items()),
        "tables": "\n\n".join(_table(name, one) for name, one in sets.items()),
        "carry": "\n".join(_outcome(f"from {one['from']} to {one['to']}", one) for one in carry),
    }
    card = template
    for name, text in parts.items():
        card = card.replace("{{" + name + "}}", text)
    (arguments.models / "MODEL_CARD.md").write_text(card)
    print(metrics["hash"])


def _method(evaluation: dict, wanted: str) -> dict | None:
    for one in evaluation["methods"]:
        if one["id"] == wanted or (":" in wanted and one["id"].startswith(wanted)):
            return one["summary"]
    return None


def _short(summary: dict) -> dict:
    normal, hard = summary["normal"], summary["hardNegatives"]
    return {
        "fires": summary["fires"],
        "detected": summary["detected"],
        "recall": summary["recall"],
        "interval": summary["interval"],
        "lead": summary["lead"],
        "falseAlarms": normal["falseAlarms"],
        "normalDeviceDays": normal["deviceDays"],
        "falsePerDay": normal["perDay"],
        "falsePerDayInterval": normal["interval"],
        "hardNegatives": hard["episodes"],
        "hardNegativesAlarmed": hard["alarmed"],
        "ppvAtRealPrevalence": summary["ppv"],
    }


def _figures(name: str, evaluation: dict) -> dict:
    one = _short(_method(evaluation, "effective"))
    low, high = _interval(one["interval"])
    return {
        "name": name,
        "incidents": one["fires"],
        "recall": round(one["recall"] or 0, 4),
        "recallLow": round(low, 4),
        "recallHigh": round(high, 4),
        "medianLeadMinutes": one["lead"]["q50"],
        "falseAlarmsPerDeviceDay": round(one["falsePerDay"] or 0, 5),
        "hardNegativesAlarmed": one["hardNegativesAlarmed"],
        "hardNegatives": one["hardNegatives"],
    }


def _interval(interval) -> tuple[float, float]:
    if interval is None:
        return 0.0, 1.0
    if isinstance(interval, dict):
        return interval["low"], interval["high"]
    return tuple(interval)


def _facts(metrics: dict) -> str:
    points = ", ".join(
        f"{one['level']} from {one['output']} {one['threshold']:.3f} in {one['k']} of {one['n']} minutes"
        for one in metrics["operatingPoints"]
    )
    lines = [
        ("file", f"`fire-risk.onnx`, {metrics['bytes']:,} bytes"),
        ("SHA-256", f"`{metrics['hash']}`"),
        ("version, schema", f"{metrics['modelVersion']}, {metrics['schemaVersion']}"),
        ("training data", f"`{metrics['trainingDataHash']}`"),
        ("operating points", points),
    ]
    return "| | |\n| --- | --- |\n" + "\n".join(f"| {name} | {value} |" for name, value in lines)


def _read(named: list[str]) -> dict[str, dict]:
    return {name: json.loads(Path(file).read_text()) for name, _, file in (one.partition("=") for one in named)}


def _outcome_of(evaluation: dict) -> dict:
    one = _short(_method(evaluation, "effective"))
    return {
        "incidents": one["fires"],
        "detected": one["detected"],
        "medianLeadMinutes": one["lead"]["q50"],
        "normalDeviceDays": one["normalDeviceDays"],
        "falseAlarms": one["falseAlarms"],
        "hardNegatives": one["hardNegatives"],
        "hardNegativesAlarmed": one["hardNegativesAlarmed"],
    }


def _outcome(name: str, one: dict) -> str:
    lead = "–" if one["medianLeadMinutes"] is None else f"{one['medianLeadMinutes']:.0f}"
    return (
        f"- {name}: {one['detected']} of {one['incidents']} fires in time ({one['detected'] / one['incidents']:.2f}), median "
        f"lead {lead} min, {one['falseAlarms']} false alarms in {one['normalDeviceDays']:.0f} ordinary device-days, "
        f"{one['hardNegativesAlarmed']} of {one['hardNegatives']} hard negatives"
    )


def _candidates(candidates: dict) -> str:
    lines = [f"| {name} | {one['brierSkill']:.3f} | {one['ece']:.5f} |" for name, one in candidates.items()]
    return "| candidate | Brier skill | expected calibration error |\n| --- | --- | --- |\n" + "\n".join(lines)


def _table(name: str, evaluation: dict) -> str:
    effective = _short(_method(evaluation, "effective"))
    text = [
        f"### {name}",
        "",
        f"{effective['fires']} fires, {effective['hardNegatives']} hard negatives, "
        f"{effective['normalDeviceDays']:.0f} ordinary device-days.",
        "",
        "| method | recall, lead ≥ 2 min (95 %) | lead q10 / 50 / 90 min | false alarms a normal device-day (95 %) | hard negatives alarmed |",
        "| --- | --- | --- | --- | --- |",
    ]
    for id_, label in ROWS:
        found = _method(evaluation, id_)
        if found is None:
            continue
        one = _short(found)
        low, high = _interval(one["interval"])
        recall = "–" if one["recall"] is None else f"{one['recall']:.2f} ({low:.2f}–{high:.2f})"
        lead = " / ".join("–" if one["lead"][q] is None else f"{one['lead'][q]:.0f}" for q in ("q10", "q50", "q90"))
        false_low, false_high = _interval(one["falsePerDayInterval"])
        false = "–" if one["falsePerDay"] is None else f"{one['falsePerDay']:.4f} ({false_low:.4f}–{false_high:.4f})"
        text.append(f"| {label} | {recall} | {lead} | {false} | {one['hardNegativesAlarmed']} of {one['hardNegatives']} |")
    types = _method(evaluation, "effective")["byType"]
    if types:
        text += ["", "| incident type | found in time |", "| --- | --- |"]
        text += [f"| {kind} | {one['detected']} of {one['fires']} |" for kind, one in sorted(types.items())]
    return "\n".join(text)


if __name__ == "__main__":
    main()
