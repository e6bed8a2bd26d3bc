/** Which alarms the desk raises of what happens in a demonstration, and that it raises none when nothing does. */
import { describe, expect, it } from 'vitest';
import { READING_KINDS } from '#shared/alarms/alarm.ts';
import type { ReadingKind } from '#shared/alarms/conditions.ts';
import { REASON_CODES, type RiskLevel } from '#shared/scoring/assessment.ts';
import { worse } from '#shared/scoring/level.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import { INCIDENT_KINDS, type IncidentKind } from '#shared/simulation/demo/incidentKinds.ts';
import { SCRIPTS } from '#shared/simulation/demo/scripts.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import { DemoDesk } from '../../support/demoDesk.ts';

const NOON = Date.UTC(2026, 2, 2, 3);
const building = createBuilding({ seed: 7 });

interface Told {
  readonly kinds: ReadonlySet<ReadingKind>;
  readonly reasons: ReadonlySet<string>;
  readonly level: RiskLevel;
  /** s for which nothing was heard. */
  readonly silentS: number;
  /** What the last reading, after it, gives cause for. */
  readonly left: readonly ReadingKind[];
}

const told = new Map<IncidentKind, Told>();

function tell(kind: IncidentKind): Told {
  const known = told.get(kind);
  if (known !== undefined) return known;
  const simulator = createSimulator({ building, seed: 7, incidents: false });
  const index = simulator.deviceIds.indexOf(simulator.inject(null, kind, NOON));
  const desk = new DemoDesk();
  const everyS = kind === 'stuckSensor' ? 30 : 5;
  const kinds = new Set<ReadingKind>();
  const reasons = new Set<string>();
  let level: RiskLevel = 'NORMAL';
  let silentS = 0;
  let left: readonly ReadingKind[] = [];
  for (let second = -15 * everyS; second < SCRIPTS[kind].lastsS + 300; second += everyS) {
    const at = NOON + 1000 * second;
    const message = simulator.step(index, at);
    if (message === null) {
      silentS += everyS;
      continue;
    }
    const { assessment, kinds: causes } = desk.judge(message, at);
    for (const cause of causes) kinds.add(cause);
    for (const { code } of assessment.reasons) reasons.add(code);
    level = worse(level, assessment.effectiveLevel);
    left = causes;
  }
  const found = { kinds, reasons, level, silentS, left };
  told.set(kind, found);
  return found;
}

describe('at the desk, without the model', () => {
  it.each<readonly [IncidentKind, RiskLevel, readonly ReadingKind[]]>([
    ['overheating', 'CRITICAL', ['risk', 'sensorTempAlarm']],
    ['boardOverheating', 'HIGH', ['risk', 'pcbTempAlarm']],
    // A few minutes of arcs alone: the alarm of the arcs, and no fire risk before a second sign.
    ['arcing', 'MEDIUM', ['arcAlarm']],
    ['momentaryArc', 'MEDIUM', ['arcAlarm']],
    ['leakage', 'HIGH', ['risk', 'totalLeakage', 'resistiveLeakage']],
    ['overcurrent', 'HIGH', ['risk', 'overcurrent']],
    ['smouldering', 'CRITICAL', ['risk', 'coAlarm', 'vocAlarm']],
    ['poorPowerFactor', 'MEDIUM', ['powerFactorAlarm']],
    ['outage', 'MEDIUM', ['powerOutage']],
    ['voltageSpike', 'MEDIUM', ['overvoltage']],
    ['looseClamp', 'NORMAL', ['powerAnomaly']],
    ['brokenProbe', 'NORMAL', ['impossibleReading']],
    ['stuckSensor', 'NORMAL', ['stuckSensor']],
    ['communicationError', 'LOW', ['communicationError']],
    ['lostMessages', 'NORMAL', ['sequenceGap']],
    ['wrongClock', 'NORMAL', ['clockSkew']],
    ['garbledStatus', 'NORMAL', ['verifyMismatch']],
  ])('%s is %s and raises %j, and all of it ends', (kind, level, kinds) => {
    const { kinds: raised, level: worst, silentS, left } = tell(kind);
    expect({ level: worst, kinds: [...raised].sort() }).toEqual({ level, kinds: kinds.toSorted() });
    expect({ left, silentS }).toEqual({ left: [], silentS: 0 });
  });

  it('fire is CRITICAL, and then nothing is heard of the device until another hangs there', () => {
    const { kinds, level, silentS, left } = tell('fire');
    expect(level).toBe('CRITICAL');
    for (const kind of ['risk', 'arcAlarm', 'resistiveLeakage', 'totalLeakage'] as const)
      expect(kinds).toContain(kind);
    expect(silentS).toBeGreaterThan(600);
    expect(left).toEqual([]);
  });

  it('silent is heard for longer than the desk waits before it says so', () => {
    expect(tell('silent')).toMatchObject({ level: 'NORMAL', silentS: 200, left: [] });
  });

  it('creepingFault is no risk by the rules: that is left to the model', () => {
    const { kinds, level, left } = tell('creepingFault');
    expect([level, kinds.has('risk'), left]).toEqual(['NORMAL', false, []]);
  });

  it('the incidents together show every alarm of a reading and every reason that needs no model', () => {
    const stories = INCIDENT_KINDS.map(tell);
    const kinds = new Set(stories.flatMap((story) => [...story.kinds]));
    expect(READING_KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
    const reasons = new Set(stories.flatMap((story) => [...story.reasons]));
    expect(REASON_CODES.filter((code) => !reasons.has(code))).toEqual([
      // Once the device's own normal is known.
      'unconfirmedCritical',
      'modelProbability',
    ]);
  });
});

it.each(['2026-01-14T15:00Z', '2026-08-09T15:00Z'])(
  'a day of the building from %s, on which nothing happens, raises no alarm',
  (start) => {
    const startAt = Date.parse(start);
    const few = createBuilding({ seed: 11, devices: 24 });
    const simulator = createSimulator({ building: few, seed: 11, incidents: false });
    const found: string[] = [];
    for (const [index, id] of simulator.deviceIds.entries()) {
      const desk = new DemoDesk();
      for (let at = startAt; at < startAt + 86_400_000; at += 60_000) {
        const message = simulator.step(index, at);
        const { kinds, assessment } = desk.judge(message!, at);
        if (kinds.length > 0 || assessment.effectiveLevel !== 'NORMAL')
          found.push(`${id} ${new Date(at).toISOString()} ${assessment.effectiveLevel} ${kinds}`);
      }
    }
    expect(found).toEqual([]);
  },
);
