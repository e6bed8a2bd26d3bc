/** The smallest change that would clear a risk alarm: what an electrician would have to bring about. */
import type { Reading, SensorKey } from '#shared/telemetry/reading.ts';
import {
  hasStatusBit,
  STATUS_BITS,
  type StatusBit,
  statusBits,
} from '#shared/telemetry/statusBits.ts';
import type { Assessment } from './assessment.ts';
import { baseScore, finalScore } from './finalScore.ts';
import { hazardFloor } from './hazardFloor.ts';
import { warmest } from './indicators.ts';
import { levelRank } from './level.ts';
import { patternRisk, powerInWatts } from './patternRisk.ts';
import { ruleRisk } from './ruleRisk.ts';
import { statusRisk } from './statusRisk.ts';
import type { Thresholds } from './thresholds.ts';

/** All steps together clear it, not each alone. */
export type ClearanceStep =
  /** The value must come to this or beyond, in the unit of `SensorValues`. */
  | {
      readonly type: 'value';
      readonly sensor: SensorKey;
      readonly from: number;
      readonly to: number;
    }
  /** The device must take back its own alarm. */
  | { readonly type: 'bit'; readonly bit: StatusBit }
  /** Arcs within the floor's window must fall to this: it takes time without arcs. */
  | { readonly type: 'recentArcs'; readonly from: number; readonly to: number }
  /** What the prediction model says must fall below this: nothing that can be set, but seen to fall. */
  | {
      readonly type: 'model';
      readonly output: string;
      readonly from: number;
      readonly to: number;
    };

const HIGH = levelRank('HIGH');

interface Lever {
  readonly step: ClearanceStep;
  readonly reading: Reading;
}

/**
 * @param recentArcs arc events of the device within the floor's window, this reading's included
 * @returns the steps after which the effective level is below HIGH, the history's part of the score being what it
 *   is; empty when it is below already.
 */
export function clearance(
  reading: Reading,
  { history, reasons }: Assessment,
  recentArcs: number,
  thresholds: Thresholds,
): readonly ClearanceStep[] {
  const steps: ClearanceStep[] = [];
  let changed = reading;
  const scoreOf = (one: Reading): number => {
    const rule = ruleRisk(one, thresholds);
    const status = statusRisk(one.status, thresholds);
    const pattern = patternRisk(one, powerInWatts(one), thresholds);
    return finalScore(baseScore(rule, status, pattern, thresholds), history.riskModifier);
  };
  const pull = (lever: Lever | undefined): void => {
    if (!lever) return;
    steps.push(lever.step);
    changed = lever.reading;
  };

  // Each hazard that demands HIGH alone has to go, whatever the score says.
  for (const floor of floorLevers(reading, thresholds)) {
    const demanded = hazardFloor({ ...CALM_FLOOR, ...floor.alone }, 0, thresholds);
    if (levelRank(demanded) >= HIGH) pull(floor.lever(changed));
  }
  const { arcs, arcsFrequent } = thresholds.floor;
  if (recentArcs > arcs && levelRank(arcsFrequent) >= HIGH)
    steps.push({ type: 'recentArcs', from: recentArcs, to: arcs });
  for (const { source, weight, value, limit, subject } of reasons)
    if (source === 'model' && weight >= thresholds.levels.HIGH)
      steps.push({ type: 'model', output: subject ?? '', from: value ?? 1, to: limit ?? 0 });
  // Then the largest part of the score that is left, until it is low enough.
  while (scoreOf(changed) >= thresholds.levels.HIGH) {
    const levers = scoreLevers(changed, thresholds);
    let best: Lever | undefined;
    for (const lever of levers)
      if (!best || scoreOf(lever.reading) < scoreOf(best.reading)) best = lever;
    if (!best) break;
    // Also one that changes nothing yet: two limits that the score counts once must both be met.
    pull(best);
  }
  return merged(steps);
}

/** A reading that demands nothing of the floor. */
const CALM_FLOOR = {
  voltage: 220,
  voltageLow: 220,
  current: 0,
  leakageCurrent: 0,
  resistiveLeakage: 0,
  power: 0,
  pcbTemperature: 20,
  sensorTemperature: 20,
  coGas: 0,
  voc: 0,
  powerFactor: 1,
  arcCount: 0,
  status: 0,
};

interface FloorLever {
  /** The hazard alone, to ask the floor what it demands. */
  readonly alone: Partial<typeof CALM_FLOOR>;
  readonly lever: (reading: Reading) => Lever | undefined;
}

function floorLevers(reading: Reading, { limits }: Thresholds): readonly FloorLever[] {
  const down = (sensor: SensorKey, to: number): FloorLever => ({
    alone: { [sensor]: reading[sensor] },
    lever: (changed) => lowered(changed, sensor, to),
  });
  const up = (sensor: SensorKey, to: number): FloorLever => ({
    alone: { [sensor]: reading[sensor] },
    lever: (changed) => raised(changed, sensor, to),
  });
  return [
    down('pcbTemperature', limits.temperature.critical),
    down('sensorTemperature', limits.temperature.critical),
    down('leakageCurrent', limits.leakage.high),
    down('resistiveLeakage', limits.leakage.high),
    down('coGas', limits.co),
    down('current', limits.overcurrent),
    down('voltage', limits.overvoltage),
    up('voltageLow', limits.undervoltage),
    up('powerFactor', limits.powerFactor),
    {
      alone: { status: hasStatusBit(reading.status, 'arcAlarm') ? bitOf('arcAlarm') : 0 },
      lever: (changed) => cleared(changed, 'arcAlarm'),
    },
  ];
}

function scoreLevers(reading: Reading, { limits }: Thresholds): readonly Lever[] {
  const { elevated, high, critical } = limits.temperature;
  const levers = [
    ...[critical, high, elevated].map((to) => cooled(reading, to)),
    lowered(reading, 'leakageCurrent', limits.leakage.high),
    lowered(reading, 'resistiveLeakage', limits.leakage.high),
    lowered(reading, 'coGas', limits.co),
    lowered(reading, 'voc', limits.voc),
    lowered(reading, 'arcCount', 0),
    lowered(reading, 'current', limits.overcurrent),
    lowered(reading, 'voltage', limits.overvoltage),
    raised(reading, 'voltageLow', limits.undervoltage),
    raised(reading, 'powerFactor', limits.powerFactor),
    ...statusBits(reading.status).map((bit) => cleared(reading, bit)),
  ];
  return levers.filter((lever) => lever !== undefined);
}

function lowered(reading: Reading, sensor: SensorKey, to: number): Lever | undefined {
  const from = reading[sensor];
  return from > to ? moved(reading, sensor, from, to) : undefined;
}

function raised(reading: Reading, sensor: SensorKey, to: number): Lever | undefined {
  const from = reading[sensor];
  return from < to ? moved(reading, sensor, from, to) : undefined;
}

/** Both probes at once, because the warmer one decides. The step names the warmer. */
function cooled(reading: Reading, to: number): Lever | undefined {
  const { pcbTemperature: pcb, sensorTemperature: probe } = reading;
  const warmer = warmest(reading);
  if (!(warmer > to)) return undefined;
  const sensor = warmer === probe ? 'sensorTemperature' : 'pcbTemperature';
  return {
    step: { type: 'value', sensor, from: reading[sensor], to },
    reading: {
      ...reading,
      pcbTemperature: Math.min(pcb, to),
      sensorTemperature: Math.min(probe, to),
    },
  };
}

function moved(reading: Reading, sensor: SensorKey, from: number, to: number): Lever {
  const next = { ...reading, [sensor]: to };
  // Power follows voltage, current and power factor; left as it was it would look like a mismatch.
  const product = reading.voltage * reading.current * reading.powerFactor;
  // Of what isn't all measured, nothing is known to follow.
  if (Math.abs(product) > 0)
    next.power = reading.power * ((next.voltage * next.current * next.powerFactor) / product);
  return { step: { type: 'value', sensor, from, to }, reading: next };
}

function cleared(reading: Reading, bit: StatusBit): Lever | undefined {
  if (!hasStatusBit(reading.status, bit)) return undefined;
  return {
    step: { type: 'bit', bit },
    reading: { ...reading, status: reading.status - bitOf(bit) },
  };
}

const bitOf = (bit: StatusBit): number => 2 ** STATUS_BITS.indexOf(bit);

/** A value that was lowered twice is one step, from where it was to the lower. */
function merged(steps: readonly ClearanceStep[]): readonly ClearanceStep[] {
  const values = new Map<SensorKey, ClearanceStep & { readonly type: 'value' }>();
  const others: ClearanceStep[] = [];
  for (const step of steps) {
    if (step.type !== 'value') others.push(step);
    else values.set(step.sensor, { ...step, from: values.get(step.sensor)?.from ?? step.from });
  }
  return [...values.values(), ...others];
}
