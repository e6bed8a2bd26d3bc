#!/usr/bin/env python3
"""Writes a validation set: one gzipped JSONL stream for each device-day, with truth.jsonl and devices.jsonl.

python3 models/validation/generate.py --out DIR --seed N [--uci PATH] [--becca PATH] [--fsri PATH]
"""
import argparse
import json
import os
import sys
from datetime import timedelta, timezone

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import faults  # noqa: E402
import negatives  # noqa: E402
from effect import Effect, steps, true_channels  # noqa: E402
from physics import DT, rng_of  # noqa: E402
from premises import draw_day  # noqa: E402
from recordings import Fires, Household  # noqa: E402
from sensing import Device, link, wire_lines, write_gzip  # noqa: E402

# How far a channel must leave its twin without the fault, for two minutes, to count as a signature.
VISIBLE = {'volt': 2.0, 'voltLow': 3.0, 'ct': 2.0, 'zct': 0.4, 'rzct': 0.4, 'pcbTemp': 2.0, 'sensorTemp': 2.0,
           'co': 3.0, 'voc': 100.0, 'pFct': 0.03}


def iso(day, step):
    if step is None:
        return None
    at = day.start + timedelta(seconds=step * DT)
    return at.astimezone(timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.000Z')


def signature_step(day, effect, true, kind, onset):
    """First step from which, for two minutes, some channel differs visibly from the same day without the fault."""
    twin = Effect(day.n)
    twin.room_vent, twin.box_vent = effect.room_vent, effect.box_vent
    if kind not in ('overload', 'harmonic'):  # there the load itself is the fault
        twin.kw, twin.load_factor = effect.kw, effect.load_factor
    calm = true_channels(day, twin)
    seen = np.zeros(day.n, bool)
    window = 12
    for name, limit in VISIBLE.items():
        apart = np.abs(true[name] - calm[name]) > limit
        if name == 'voltLow':  # single dips count as soon as there are three in ten minutes
            total = np.convolve(apart, np.ones(60))[: day.n]
            seen |= total >= 3
            continue
        seen |= np.convolve(apart, np.ones(window))[: day.n] >= window
    seen |= np.convolve(effect.arcs, np.ones(60))[: day.n] >= 4
    hits = np.flatnonzero(seen[onset:])
    return onset + int(hits[0]) if len(hits) else None


def make_episode(seed, number, category, kind, hours, household, fires, device_id):
    """Everything of one device-day: (lines, truth, device, signature, true channels, measured)."""
    rng = rng_of(seed, number)
    site = None
    if kind in negatives.PLACES:
        site = str(rng.choice(negatives.PLACES[kind]))
    month = {'monsoon': int(rng.integers(6, 10)), 'solar_cabinet': int(rng.integers(4, 11))}.get(kind)
    day = draw_day(rng, household, hours, site=site, month=month)
    hazard = category in ('incident', 'near_miss')
    onset, signature, start = None, None, None
    latest = max(3.2, min(20.0, hours - 4))
    if hazard:
        for _ in range(12):
            onset = steps(rng.uniform(min(3, hours / 8), latest) * 3600)
            try:
                effect = faults.simulate(day, kind, onset)
                break
            except RuntimeError as problem:
                trouble = problem
        else:
            raise RuntimeError(f'{device_id}: {trouble}')
        if category == 'near_miss':
            life = effect.ignition - onset
            at = onset + max(3, int(life * rng.uniform(0.35, 0.97)))
            cause = 'elb' if kind in ('tracking', 'water_ingress', 'mov_ageing') else str(
                rng.choice(['breaker', 'person', 'self']))
            if kind in ('smoulder', 'compartment_fire', 'battery'):
                cause = 'self' if rng.random() < 0.6 else 'person'
            faults.cut(effect, at, cause, rng)
        else:
            faults.flames(day, effect, fires, rng)
    elif category == 'hard_negative':
        start = steps(rng.uniform(1, max(2, hours - 5)) * 3600)
        start, effect = negatives.make(day, kind, start)
    else:
        effect = Effect(day.n)
    true = true_channels(day, effect)
    if hazard:
        signature = signature_step(day, effect, true, kind, onset)
    device = Device(rng, day.main)
    out = device.measure(true, effect)
    status = device.status(out, effect)
    frames, reset = link(rng, day.n, effect)
    lines = wire_lines(device, device_id, day.start, out, status, effect, frames, reset)
    truth = {
        'deviceId': device_id, 'category': category, 'type': kind, 'start': iso(day, 0), 'end': iso(day, day.n),
        'onset': iso(day, onset if hazard else start), 'ignition': iso(day, effect.ignition),
        'arrested': iso(day, effect.arrested), 'hnEnd': iso(day, effect.end) if category == 'hard_negative' else None,
    }
    place = {'deviceId': device_id, 'mainA': int(day.main), 'sensorLocation': day.location, 'site': day.site}
    sign = {'deviceId': device_id, 'signature': iso(day, signature)}
    return dict(lines=lines, truth=truth, place=place, sign=sign, true=true, out=out, status=status, day=day,
                effect=effect, onset=onset, signature=signature)


def plan(seed, incidents, near_misses, hard_negatives, normal):
    """(category, type) of each device-day in a shuffled order, so that a device's name says nothing."""
    rng = rng_of(seed, 10**9)
    entries = [('incident', k) for k in faults.type_list(rng, incidents)]
    names = list(faults.TYPES)
    spared = names * (near_misses // len(names)) + list(rng.choice(names, near_misses % len(names), replace=False))
    entries += [('near_miss', k) for k in spared]
    entries += [('hard_negative', k) for k in negatives.type_list(rng, hard_negatives)]
    entries += [('normal', 'normal')] * normal
    return [(c, str(k)) for c, k in (entries[i] for i in rng.permutation(len(entries)))]


def write_set(out, seed, entries, hours, household, fires, say=lambda text: None):
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, 'truth.jsonl'), 'w') as truth, open(os.path.join(out, 'devices.jsonl'), 'w') as place, \
            open(os.path.join(out, 'signatures.jsonl'), 'w') as sign:
        for number, (category, kind) in enumerate(entries):
            device_id = f'iv{seed}-{number:04d}'
            episode = make_episode(seed, number, category, kind, hours, household, fires, device_id)
            write_gzip(os.path.join(out, f'{device_id}.jsonl.gz'), episode['lines'])
            for file, key in ((truth, 'truth'), (place, 'place')):
                file.write(json.dumps(episode[key]) + '\n')
            if episode['onset'] is not None:
                sign.write(json.dumps(episode['sign']) + '\n')
            if number % 50 == 49:
                say(f'{number + 1} of {len(entries)}')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', required=True)
    parser.add_argument('--seed', type=int, required=True)
    parser.add_argument('--incidents', type=int, default=60)
    parser.add_argument('--near-misses', type=int, default=15)
    parser.add_argument('--hard-negatives', type=int, default=60)
    parser.add_argument('--normal', type=int, default=218)
    parser.add_argument('--hours', type=float, default=24)
    parser.add_argument('--uci', help='UCI household minute data: CSV or its folder')
    parser.add_argument('--becca', help='folder of NIST BECCA Test_*.csv')
    parser.add_argument('--fsri', help='folder of FSRI compartment CSV files')
    a = parser.parse_args()
    if a.hours < 8:
        parser.error('--hours must be at least 8: a fault needs room to grow')
    entries = plan(a.seed, a.incidents, a.near_misses, a.hard_negatives, a.normal)
    write_set(a.out, a.seed, entries, a.hours, Household.read(a.uci), Fires(a.becca, a.fsri),
              lambda text: print(text, file=sys.stderr))


if __name__ == '__main__':
    main()
