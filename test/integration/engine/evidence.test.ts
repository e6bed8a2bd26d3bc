/** What an alarm freezes when it is raised, along the real path: it must say later what was known then. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PipelineDesk } from '../../support/pipelineDesk.ts';

const START = Date.UTC(2026, 8, 1, 3);
let desk: PipelineDesk;
beforeEach(() => {
  desk = new PipelineDesk(START);
});
afterEach(() => desk.dispose());

/** A terminal that heats by two degrees a reading, ten seconds apart. */
function heat(from: number, readings: number): void {
  for (let i = 0; i < readings; i++) {
    const sensorTemp = from + 2 * i;
    desk.hear('device-1', i + 1, { pcbTemp: 40, sensorTemp });
    desk.pipeline.flush();
    desk.clock += 10_000;
  }
}

const risk = () => {
  const alarm = desk.alarms.open().find(({ kind }) => kind === 'risk');
  if (!alarm?.evidence) throw new Error('no risk alarm with evidence');
  return { ...alarm, evidence: alarm.evidence };
};

test('the window ends with the reading that raised it, and later readings do not change it', () => {
  heat(41, 11);
  const { evidence } = risk();
  expect(evidence.reading.sensorTemperature).toBe(61);
  expect(evidence.window?.values.sensorTemperature).toEqual(
    Array.from({ length: 11 }, (_, i) => 41 + 2 * i),
  );
  expect(evidence.window?.finalScore).toHaveLength(11);
  expect(evidence.window?.t.at(-1)).toBe(evidence.reading.measuredAt);
  expect(evidence.clearance).toEqual([
    { type: 'value', sensor: 'sensorTemperature', from: 61, to: 60 },
  ]);
  const before = JSON.stringify(evidence);
  desk.hear('device-1', 12, { pcbTemp: 40, sensorTemp: 62 });
  desk.pipeline.flush();
  expect(JSON.stringify(risk().evidence)).toBe(before);
});

test('getting worse freezes what was known then, and the history keeps both', () => {
  heat(41, 14);
  const { evidence, id, priority } = risk();
  expect(priority).toBe('CRITICAL');
  expect(evidence.reading.sensorTemperature).toBe(67);
  expect(evidence.clearance).toEqual([
    { type: 'value', sensor: 'sensorTemperature', from: 67, to: 60 },
  ]);
  const frozen = desk.storage.controlRoom
    .prepare<[string], string>(
      'SELECT evidence_json FROM alarm_event WHERE alarm_id = ? AND evidence_json IS NOT NULL',
    )
    .pluck()
    .all(id)
    .map((json) => JSON.parse(json).reading.sensorTemperature);
  expect(frozen).toEqual([61, 67]);
});

test('after a restart the window has what was read before it', async () => {
  heat(41, 8);
  await desk.restart();
  for (const sensorTemp of [58, 62]) {
    desk.hear('device-1', sensorTemp, { pcbTemp: 40, sensorTemp });
    desk.pipeline.flush();
    desk.clock += 10_000;
  }
  expect(risk().evidence.window?.values.sensorTemperature).toEqual([
    41, 43, 45, 47, 49, 51, 53, 55, 58, 62,
  ]);
});
