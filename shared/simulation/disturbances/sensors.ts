/** Sensors that are wrong while the world is well. */
import type { Measurement } from '../message.ts';
import type { Draws } from '../physics/Draws.ts';
import { type CreateDisturbance, HOUR, MINUTE } from './disturbance.ts';

type Channel = 'pcbTemp' | 'sensorTemp' | 'co' | 'voc' | 'zct' | 'ct' | 'volt';

const CHANNELS: readonly [Channel, ...Channel[]] = [
  'sensorTemp',
  'pcbTemp',
  'co',
  'voc',
  'zct',
  'ct',
  'volt',
];

/** By how much each may be off, both ways, and the ends of its range. */
const SPAN: Readonly<
  Record<Channel, { readonly off: number; readonly rail: readonly [number, number] }>
> = {
  pcbTemp: { off: 22, rail: [-40, 125] },
  sensorTemp: { off: 22, rail: [-40, 125] },
  co: { off: 25, rail: [0, 1000] },
  voc: { off: 600, rail: [0, 60_000] },
  zct: { off: 7, rail: [0, 1000] },
  ct: { off: 12, rail: [0, 200] },
  volt: { off: 18, rail: [0, 300] },
};

/** A shown value that can be: leakage's parts stay in order, and nothing is below its rail. */
function show(m: Measurement, channel: Channel, value: number): void {
  const [low, high] = SPAN[channel].rail;
  m[channel] = Math.round(Math.max(low, Math.min(high, value)) * 10) / 10;
  if (channel === 'zct') m.rzct = Math.min(m.rzct, m.zct);
  if (channel === 'volt') m.voltLow = Math.min(m.voltLow, m.volt);
}

const lasting = (draw: Draws) => draw.between(0.5, 9) * HOUR;

export const sensorStuck: CreateDisturbance = (draw) => {
  const channel = draw.pick(CHANNELS);
  let held: number | null = null;
  return {
    lastsS: lasting(draw),
    distort(m) {
      held ??= m[channel];
      show(m, channel, held);
    },
  };
};

export const sensorRail: CreateDisturbance = (draw) => {
  const channel = draw.pick(CHANNELS);
  const end = SPAN[channel].rail[draw.chance(0.5) ? 0 : 1];
  const loose = draw.chance(0.5);
  return {
    lastsS: lasting(draw),
    distort(m) {
      // A loose plug: now and then the true value comes through.
      if (!loose || draw.chance(0.6)) show(m, channel, end);
    },
  };
};

export const sensorDrift: CreateDisturbance = (draw) => {
  const channel = draw.pick(CHANNELS);
  const lastsS = draw.between(2, 10) * HOUR;
  const end = SPAN[channel].off * draw.between(0.4, 1.4) * (draw.chance(0.75) ? 1 : -1);
  return {
    lastsS,
    distort(m, sinceS) {
      show(m, channel, m[channel] + (end * sinceS) / lastsS);
    },
  };
};

export const sensorSpike: CreateDisturbance = (draw) => {
  const channel = draw.pick(CHANNELS);
  const often = draw.logBetween(0.002, 0.05);
  return {
    lastsS: lasting(draw),
    distort(m) {
      if (draw.chance(often))
        show(m, channel, m[channel] + SPAN[channel].off * draw.between(0.6, 3));
    },
  };
};

export const sensorOffset: CreateDisturbance = (draw) => {
  const channel = draw.pick(CHANNELS);
  const by = SPAN[channel].off * draw.between(0.4, 1.2) * (draw.chance(0.75) ? 1 : -1);
  return {
    lastsS: lasting(draw),
    distort(m) {
      show(m, channel, m[channel] + by);
    },
  };
};

/** A device that restarts again and again and sends frames of zeros before its converters run. */
export const rebootZeros: CreateDisturbance = (draw) => {
  const often = draw.logBetween(0.004, 0.06);
  let frames = 0;
  return {
    lastsS: draw.between(10, 240) * MINUTE,
    distort(m) {
      if (frames === 0 && draw.chance(often)) frames = 1 + Math.floor(3 * draw.next());
      if (frames === 0) return;
      frames -= 1;
      zero(m);
    },
  };
};

/** A frame of zeros, as after a restart. */
export function zero(m: Measurement): void {
  for (const field of Object.keys(m) as (keyof Measurement)[]) m[field] = 0;
}
