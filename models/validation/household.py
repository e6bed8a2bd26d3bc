#!/usr/bin/env python3
"""The recorded household month (UCI, 28 days) as device-days: V, I and PF are real, every other channel is simulated calm.

python3 models/validation/household.py --uci PATH --out DIR [--seed N]
"""
import argparse
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from effect import Effect, true_channels  # noqa: E402
from generate import iso  # noqa: E402
from physics import ar1, rng_of  # noqa: E402
from premises import draw_day, to_ten_seconds  # noqa: E402
from recordings import Household  # noqa: E402
from sensing import Device, link, wire_lines, write_gzip  # noqa: E402
import numpy as np  # noqa: E402


def replay_day(household, number, seed):
    rng = rng_of(seed, 28_000 + number)
    main = float(rng.choice([a for a in (32, 40, 50, 63) if a >= household.i[number].max() * 0.9]))
    day = draw_day(rng, household, 24, site='home', month=2, main=main, household_day=number)
    day.start = day.start.replace(year=2025, month=2, day=1 + number % 28)
    effect = Effect(day.n)
    true = true_channels(day, effect)
    # The recorded voltage itself, scaled from 240 V nominal to 220 V: it holds the house's own drop already.
    volt = to_ten_seconds(rng, household.v[number] * 220 / 240, day.n, 0) + ar1(rng, day.n, 25, 0.12)
    apparent = np.maximum(household.v[number] * household.i[number] / 1000, 1e-3)
    true['pFct'] = np.clip(to_ten_seconds(rng, household.p[number] / apparent, day.n, 0.002), 0, 1)
    true['voltLow'] = volt - (true['volt'] - true['voltLow'])
    true['volt'] = volt
    device = Device(rng, main, calm=True)
    out = device.measure(true, effect)
    status = device.status(out, effect)
    frames, reset = link(rng, day.n, effect, calm=True)
    device_id = f'ucihome-{number:02d}'
    truth = {'deviceId': device_id, 'category': 'normal', 'type': 'household', 'start': iso(day, 0),
             'end': iso(day, day.n), 'onset': None, 'ignition': None, 'arrested': None, 'hnEnd': None}
    place = {'deviceId': device_id, 'mainA': int(main), 'sensorLocation': day.location, 'site': 'home'}
    return wire_lines(device, device_id, day.start, out, status, effect, frames, reset), truth, place


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--uci', required=True, help='CSV of minute data, or its folder')
    parser.add_argument('--out', required=True)
    parser.add_argument('--seed', type=int, default=28)
    a = parser.parse_args()
    household = Household.read(a.uci)
    os.makedirs(a.out, exist_ok=True)
    with open(os.path.join(a.out, 'truth.jsonl'), 'w') as truth, open(os.path.join(a.out, 'devices.jsonl'), 'w') as place:
        for number in range(len(household)):
            lines, t, p = replay_day(household, number, a.seed)
            write_gzip(os.path.join(a.out, f'{t["deviceId"]}.jsonl.gz'), lines)
            truth.write(json.dumps(t) + '\n')
            place.write(json.dumps(p) + '\n')


if __name__ == '__main__':
    main()
