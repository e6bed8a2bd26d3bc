/** The demo as the desk judges it: the simulator's physics and the real scoring agree on what is calm. */
import { describe, expect, it } from 'vitest';
import { assess } from '#shared/scoring/assess.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import { decodeMessage } from '#shared/telemetry/wireMessage.ts';

const START = Date.UTC(2026, 2, 2, 3);
const building = createBuilding({ seed: 7 });

interface Judged {
  readonly second: number;
  readonly id: string;
  readonly level: RiskLevel;
  readonly reasons: readonly string[];
}

/** Every reading of the first minutes that is more than NORMAL. */
function judge(minutes: number, incidents: boolean): Judged[] {
  const simulator = createSimulator({ building, seed: 7, startAt: START, incidents });
  const histories = simulator.deviceIds.map(() => new DeviceHistory());
  const found: Judged[] = [];
  for (let second = 0; second < minutes * 60; second += 5) {
    for (const [index, history] of histories.entries()) {
      const at = START + second * 1000;
      const message = simulator.step(index, at);
      if (message === null) continue;
      const decoded = decodeMessage(message, { powerUnit: 'kW', powerFactorUnit: 'ratio' });
      if (!decoded.ok) throw new Error(decoded.detail);
      const reading = placeInTime(decoded.reading, at, false, DEFAULT_THRESHOLDS);
      expect(reading.quality).toEqual([]);
      const { effectiveLevel, reasons } = assess(reading, history, DEFAULT_THRESHOLDS);
      if (effectiveLevel !== 'NORMAL') {
        found.push({
          second,
          id: message.deviceId,
          level: effectiveLevel,
          reasons: reasons.map(({ code }) => code),
        });
      }
    }
  }
  return found;
}

describe('the demo, judged by the desk', () => {
  it('is entirely calm without incidents', () => {
    expect(judge(15, false)).toEqual([]);
  });

  it('has a terminal that becomes HIGH after 60 to 90 seconds and CRITICAL some minutes later', () => {
    const hot = judge(6, true).filter(({ reasons }) => reasons.includes('temperatureCritical'));
    expect(new Set(hot.map(({ id }) => id)).size).toBe(1);
    const high = hot.find(({ level }) => level === 'HIGH');
    const critical = hot.find(({ level }) => level === 'CRITICAL');
    expect(high?.second).toBeGreaterThanOrEqual(60);
    expect(high?.second).toBeLessThanOrEqual(90);
    expect(critical?.second).toBeGreaterThan(120);
  });

  it('shows an arc and a leak as HIGH, and concerns only a handful of the 122 devices', () => {
    const found = judge(6, true);
    const high = (code: string) =>
      new Set(
        found.filter((f) => f.level === 'HIGH' && f.reasons.includes(code)).map(({ id }) => id),
      );
    expect(high('arcs').size).toBe(1);
    expect(high('resistiveLeakage').size).toBe(1);
    expect(new Set(found.map(({ id }) => id)).size).toBeLessThan(8);
  });
});
