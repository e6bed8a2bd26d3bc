#!/usr/bin/env python3
"""Reads a written validation set back and says what is wrong with it. Exit code 1 when something is.

python3 models/validation/check.py DIR
"""
import gzip
import json
import os
import sys
from collections import Counter
from datetime import datetime

import numpy as np

WIRE = ['deviceId', 'idx', 'timestamp', 'status', 'verifySts', 'volt', 'voltLow', 'ct', 'zct', 'rzct', 'pwr',
        'pcbTemp', 'sensorTemp', 'co', 'voc', 'pFct', 'aArc']
TRUTH = ['deviceId', 'category', 'type', 'start', 'end', 'onset', 'ignition', 'arrested', 'hnEnd']
# What no channel may leave on an ordinary day.
PLAUSIBLE = {'volt': (195, 250), 'voltLow': (120, 250), 'ct': (0, 130), 'zct': (0, 12), 'pcbTemp': (-15, 75),
             'sensorTemp': (-15, 75), 'co': (0, 40), 'voc': (0, 8000), 'pFct': (0, 1)}


def moment(text):
    return None if text is None else datetime.fromisoformat(text.replace('Z', '+00:00')).timestamp()


def read_jsonl(path):
    with open(path) as file:
        return [json.loads(line) for line in file]


def stream_problems(folder, truth):
    """What is wrong with one device's stream, as sentences."""
    device_id = truth['deviceId']
    with gzip.open(os.path.join(folder, f'{device_id}.jsonl.gz'), 'rt') as file:
        frames = [json.loads(line) for line in file]
    if not frames:
        yield f'{device_id}: no frames'
        return
    if any(list(f) != WIRE for f in frames):
        yield f'{device_id}: fields differ from the wire format'
        return
    if any(f['deviceId'] != device_id for f in frames):
        yield f'{device_id}: frames of another device'
    for name in WIRE[5:]:
        values = np.array([f[name] for f in frames], float)
        if not np.isfinite(values).all():
            yield f'{device_id}: {name} is not finite'
        if 'Temp' not in name and (values < 0).any():
            yield f'{device_id}: {name} below 0'
        if truth['category'] == 'normal' and name in PLAUSIBLE:
            low, high = PLAUSIBLE[name]
            if values.min() < low or values.max() > high:
                yield f'{device_id}: {name} {values.min()} … {values.max()} on an ordinary day'
    if any(not 0 <= f['status'] < 4096 for f in frames):
        yield f'{device_id}: status outside of its twelve bits'
    times = np.array([moment(f['timestamp']) for f in frames])
    start, end = moment(truth['start']), moment(truth['end'])
    if times.min() < start - 60 or times.max() > end + 60:
        yield f'{device_id}: frames outside of the day'
    if truth['ignition'] and times.max() > moment(truth['ignition']) + 700:
        yield f'{device_id}: still talks more than 700 s after ignition'
    if truth['category'] != 'hard_negative':
        until = moment(truth['ignition']) or end
        share = len(set(np.round(times[times <= until] / 10))) / max(1, (until - start) / 10)
        if share < 0.85:
            yield f'{device_id}: only {share:.0%} of its frames arrive'


def set_problems(folder):
    truths = read_jsonl(os.path.join(folder, 'truth.jsonl'))
    places = {p['deviceId']: p for p in read_jsonl(os.path.join(folder, 'devices.jsonl'))}
    for t in truths:
        if list(t) != TRUTH:
            yield f'{t.get("deviceId")}: truth fields'
            continue
        place = places.get(t['deviceId'])
        if place is None or not 20 <= place['mainA'] <= 100 or place['sensorLocation'] not in ('enc', 'room'):
            yield f'{t["deviceId"]}: devices.jsonl'
        if t['category'] == 'incident' and not moment(t['onset']) + 600 <= moment(t['ignition']) < moment(t['end']):
            yield f'{t["deviceId"]}: ignition not ten minutes after onset and within the day'
        if (t['category'] == 'near_miss') != (t['arrested'] is not None) or (
                (t['category'] == 'incident') != (t['ignition'] is not None)):
            yield f'{t["deviceId"]}: outcome does not fit {t["category"]}'
        if (t['category'] == 'hard_negative') != (t['hnEnd'] is not None):
            yield f'{t["deviceId"]}: hnEnd'
        yield from stream_problems(folder, t)


def main():
    folder = sys.argv[1]
    problems = list(set_problems(folder))
    print('\n'.join(problems) or 'nothing wrong')
    truths = read_jsonl(os.path.join(folder, 'truth.jsonl'))
    print(dict(Counter(t['category'] for t in truths)))
    lives = {t['deviceId']: (moment(t['ignition']) - moment(t['onset'])) / 60 for t in truths if t['ignition']}
    if lives:
        print('onset to ignition, min, q0/10/50/90/100:', np.quantile(list(lives.values()), [0, .1, .5, .9, 1]).round())
        signs = {s['deviceId']: s['signature'] for s in read_jsonl(os.path.join(folder, 'signatures.jsonl'))}
        lead = np.array([(moment(t['ignition']) - (moment(signs[t['deviceId']]) or np.inf)) / 60
                         for t in truths if t['ignition']])
        print(f'signature at least 2 min before ignition: {np.mean(lead >= 2):.0%}, 10 min: {np.mean(lead >= 10):.0%}')
    sys.exit(1 if problems else 0)


if __name__ == '__main__':
    main()
