"""python3 -m unittest models/validation/test_validation.py -- needs no recordings: everything on the stand-ins."""
import contextlib
import hashlib
import io
import json
import os
import sys
import tempfile
import unittest

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import check  # noqa: E402
import faults  # noqa: E402
import generate  # noqa: E402
import negatives  # noqa: E402
import physics  # noqa: E402
from household import replay_day  # noqa: E402
from recordings import Fires, Household  # noqa: E402

with contextlib.redirect_stderr(io.StringIO()):
    HOUSEHOLD, FIRES = Household.read(None), Fires()


def episode(category, kind, number=0, hours=24):
    return generate.make_episode(3, number, category, kind, hours, HOUSEHOLD, FIRES, 'device-1')


class Physics(unittest.TestCase):
    def test_a_network_settles_where_heat_in_equals_heat_out(self):
        network = physics.RcNetwork([50, 400], [(0, 1, 0.5)], [0.0, 2.0])
        end = network.response(np.vstack([np.full(9000, 10.0), np.zeros(9000)]), np.full(9000, 20.0))[:, -1]
        self.assertAlmostEqual(end[1], 20 + 10 / 2.0, places=3)
        self.assertAlmostEqual(end[0], 25 + 10 / 0.5, places=3)

    def test_a_network_steps_gradually(self):
        power = np.zeros((1, 300))
        power[0, 100:] = 6
        rise = physics.RcNetwork([600], [], [2.0]).response(power, np.zeros(300))[0]
        self.assertAlmostEqual(rise[99], 0, places=6)
        # One time constant is 300 s; the heat is held over each step of 10 s.
        self.assertAlmostEqual(rise[129], 3 * (1 - np.exp(-1)), places=3)

    def test_glow_and_constriction_meet_their_anchors(self):
        self.assertAlmostEqual(physics.glow_power(15), 35, delta=1)
        self.assertAlmostEqual(physics.glow_power(0.8), 5, delta=0.2)
        # Holm's table for copper: softening at 0.12 V about 190 degrees, melting at 0.43 V about 1083.
        self.assertAlmostEqual(physics.constriction_temperature(20, 0.12), 190, delta=40)
        self.assertAlmostEqual(physics.constriction_temperature(20, 0.43), 1083, delta=60)

    def test_hawkes_events_come_in_clusters_of_the_ratio(self):
        arc = physics.Hawkes(np.random.default_rng(1), 0.6, 60)
        counts = [arc.step(0.02) for _ in range(200_000)]
        self.assertAlmostEqual(np.mean(counts), 0.02 / 0.4, delta=0.004)
        sums = np.reshape(counts, (-1, 100)).sum(1)
        self.assertGreater(np.var(sums), 3 * np.mean(sums))  # a long sum tends to 1 / (1 - 0.6)² = 6.25

    def test_air_balance(self):
        n = 20_000
        rate = np.full(n, 1 / 3600)
        room, box = physics.two_compartments(
            np.full(n, 0.05), np.zeros(n), rate, rate * 10, 60, 0.1, 0.0, 0.0)
        self.assertAlmostEqual(room[-1], 0.05 / (60 / 3600), places=2)
        self.assertAlmostEqual(box[-1], room[-1], places=2)

    def test_volatiles_run_out(self):
        gas = physics.Volatiles.draw(np.random.default_rng(2))
        gas.voc_yield = 1.0
        whole = gas.light_mg + gas.polymer_mg
        released = sum(gas.release(420)[0] for _ in range(3000)) * physics.DT
        self.assertLessEqual(released, whole * 1.001)
        self.assertGreater(released, whole * 0.9)


class Episodes(unittest.TestCase):
    def test_every_fault_ignites_in_time_and_shows_before(self):
        early = 0
        for kind in faults.TYPES:
            with self.subTest(kind):
                e = episode('incident', kind)
                ignition, onset = e['effect'].ignition, e['onset']
                self.assertGreaterEqual(ignition - onset, 60)
                self.assertIsNotNone(e['signature'])
                self.assertGreaterEqual(e['signature'], onset)
                early += e['signature'] <= ignition - 12
                self.assertGreater(max(e['out']['pcbTemp'][ignition:ignition + 70].max(),
                                       e['out']['co'][ignition:ignition + 70].max(),
                                       e['out']['sensorTemp'][ignition:ignition + 70].max()), 40)
        self.assertGreaterEqual(early, 12)

    def test_before_onset_a_fault_changes_nothing_but_its_load(self):
        for kind in faults.TYPES:
            with self.subTest(kind):
                e = episode('incident', kind)
                effect, onset = e['effect'], e['onset']
                for name in ('heat', 'near_heat', 'board_heat', 'resistive', 'capacitive', 'arcs', 'voc_box',
                             'voc_room', 'co_box', 'co_room', 'volts', 'dip', 'hydrogen', 'board_rise'):
                    self.assertEqual(np.abs(getattr(effect, name)[:onset]).max(), 0, name)

    def test_a_near_miss_ends_without_fire(self):
        for kind in ('loose_joint', 'tracking', 'battery', 'smoulder'):
            with self.subTest(kind):
                e = episode('near_miss', kind)
                self.assertIsNone(e['truth']['ignition'])
                self.assertGreater(e['effect'].arrested, e['onset'])
                self.assertEqual(e['effect'].arcs[e['effect'].arrested:].sum(), 0)
                self.assertFalse(e['effect'].silent.any())

    def test_every_trap_touches_its_channel_and_ends(self):
        self.assertGreaterEqual(len(negatives.MAKERS), 15)
        shown = {'cooking': 'co', 'alcohol': 'voc', 'monsoon': 'rzct', 'pv_overvoltage': 'volt', 'full_load': 'ct',
                 'solar_cabinet': 'pcbTemp', 'heat_gun': 'pcbTemp'}
        for number, kind in enumerate(negatives.MAKERS):
            with self.subTest(kind):
                e = episode('hard_negative', kind, number)
                self.assertIsNotNone(e['truth']['hnEnd'])
                if kind in shown:
                    channel = e['out'][shown[kind]]
                    self.assertGreater(channel.max(), np.median(channel) * 1.05 + 0.5)

    def test_a_device_day_depends_on_its_own_number_only(self):
        one = episode('incident', 'tracking', 5)['lines']
        episode('normal', 'normal', 6)
        self.assertEqual(one, episode('incident', 'tracking', 5)['lines'])
        self.assertNotEqual(one, episode('incident', 'tracking', 7)['lines'])


class Sets(unittest.TestCase):
    def write(self, folder, seed=11):
        entries = generate.plan(seed, 4, 2, 4, 6)
        generate.write_set(folder, seed, entries, 24, HOUSEHOLD, FIRES)

    def digest(self, folder):
        whole = hashlib.sha256()
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), 'rb') as file:
                whole.update(name.encode() + file.read())
        return whole.hexdigest()

    def test_a_set_is_well_formed_and_the_same_bytes_again(self):
        with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
            self.write(a)
            self.assertEqual(list(check.set_problems(a)), [])
            self.write(b)
            self.assertEqual(self.digest(a), self.digest(b))

    def test_the_check_finds_what_is_broken(self):
        with tempfile.TemporaryDirectory() as a:
            self.write(a)
            path = os.path.join(a, 'truth.jsonl')
            with open(path) as file:
                text = file.read()
            with open(path, 'w') as file:
                file.write(text.replace('"incident"', '"near_miss"'))
            self.assertTrue(any('outcome does not fit' in p for p in check.set_problems(a)))

    def test_a_folder_without_recordings_is_refused_by_name(self):
        with tempfile.TemporaryDirectory() as empty:
            for read in (lambda: Household.read(empty), lambda: Fires(becca=empty), lambda: Fires(fsri=empty)):
                with self.assertRaisesRegex(SystemExit, empty):
                    read()

    def test_the_default_plan_covers_every_type(self):
        entries = generate.plan(7, 60, 15, 60, 218)
        self.assertEqual(len(entries), 353)
        self.assertEqual({k for c, k in entries if c == 'incident'}, set(faults.TYPES))
        self.assertEqual({k for c, k in entries if c == 'near_miss'}, set(faults.TYPES))
        self.assertEqual({k for c, k in entries if c == 'hard_negative'}, set(negatives.MAKERS))

    def test_a_replayed_day_keeps_the_recorded_current(self):
        lines, truth, place = replay_day(HOUSEHOLD, 0, 1)
        self.assertEqual(truth['category'], 'normal')
        amps = np.array([json.loads(line)['ct'] for line in lines])
        self.assertAlmostEqual(amps.mean() / HOUSEHOLD.i[0].mean(), 1, delta=0.06)
        self.assertGreaterEqual(place['mainA'] * 1.15, HOUSEHOLD.i[0].max())


if __name__ == '__main__':
    unittest.main()
