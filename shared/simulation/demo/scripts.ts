/**
 * How each incident of a demonstration is played: faults and disturbances of the physics, in a time-lapse where they take
 * hours; and what befalls sensors and messages, which no physics knows.
 */
import { trapezoid } from '../disturbances/disturbance.ts';
import type { FaultType } from '../faults/catalogue.ts';
import { Incident } from '../faults/Incident.ts';
import type { Measurement, SimulatedMessage } from '../message.ts';
import type { Acting, DeviceBody } from '../physics/DeviceBody.ts';
import type { Draws } from '../physics/Draws.ts';
import type { Influence } from '../physics/Influence.ts';
import { COMMUNICATION_ERROR } from '../selfCheck.ts';
import type { IncidentKind } from './incidentKinds.ts';
import { following, steadily, type TimeLapse } from './timeLapse.ts';

/** An incident under way; times are calendar seconds since it began. */
export interface Playing {
  readonly lapse?: TimeLapse;
  readonly acting?: Acting;
  /** Told as the calendar goes on. */
  cue?(sinceS: number): void;
  /** Shorter than a step: shown to the sensors for one reading. */
  glimpse?(body: DeviceBody): void;
  /** What the sensors say of it. */
  distort?(m: Measurement, sinceS: number): void;
  /** What becomes of the message; null keeps the device silent. */
  send?(message: SimulatedMessage, before: SimulatedMessage | null): SimulatedMessage | null;
}

interface Script {
  /** Calendar seconds until nothing of it is left; 0 for what one reading shows. */
  readonly lastsS: number;
  play(scene: { readonly body: DeviceBody; readonly draw: Draws }): Playing;
}

/** Which of the many courses a type of fault can take (the seed of its draws): one that tells the story clearly. */
interface FaultPart {
  readonly type: FaultType;
  readonly take: number;
  readonly lapse: TimeLapse;
  /** Calendar seconds after which somebody switches it off; never where it burns. */
  readonly stopS: number | null;
  /** At night, too, something must flow through it. */
  readonly needsLoad?: boolean;
}

function fault({ type, take, lapse, stopS, needsLoad = false }: FaultPart): Script['play'] {
  return ({ body }) => {
    const incident = new Incident({
      type,
      stopped: stopS === null ? false : 'whenTold',
      onsetS: body.timeS,
      seed: take,
      label: 'demo',
      helped: needsLoad,
    });
    return {
      lapse,
      acting: incident,
      cue(sinceS) {
        if (stopS !== null && sinceS >= stopS) incident.stop();
      },
    };
  };
}

/** A disturbance that a demonstration needs and training has in more varied forms. */
function influence(
  act: (influence: Influence, sinceS: number, body: DeviceBody) => void,
): Script['play'] {
  return ({ body: { timeS: beganS } }) => ({
    acting: { act: (body, target, timeS) => act(target, timeS - beganS, body) },
  });
}

const glimpse =
  (show: (body: DeviceBody, draw: Draws) => void): Script['play'] =>
  ({ draw }) => ({ glimpse: (body) => show(body, draw) });

const OVERCURRENT_S = 110;
const OVERCURRENT_A = 112;
const SKEW_MS = 20 * 60_000;

export const SCRIPTS: Readonly<Record<IncidentKind, Script>> = {
  overheating: {
    lastsS: 420,
    play: fault({
      type: 'loose_joint',
      take: 42,
      needsLoad: true,
      lapse: following(
        ({ thermal }) => thermal.terminalC,
        [
          [0, 30],
          [20, 38],
          [75, 61],
          [150, 63],
          [200, 68],
          [300, 69],
        ],
        60,
      ),
      stopS: 290,
    }),
  },
  boardOverheating: {
    lastsS: 420,
    play: fault({
      type: 'ageing',
      take: 38,
      lapse: following(
        ({ thermal }) => thermal.boardC,
        [
          [0, 30],
          [150, 62],
          [270, 63],
        ],
        60,
      ),
      stopS: 260,
    }),
  },
  arcing: {
    lastsS: 90,
    play: fault({ type: 'series_arc', take: 8, needsLoad: true, lapse: steadily(20), stopS: 85 }),
  },
  momentaryArc: {
    lastsS: 0,
    play: glimpse((body, draw) => {
      body.arcs += 1 + Math.floor(draw.between(1, 4));
    }),
  },
  leakage: {
    lastsS: 330,
    play: fault({
      type: 'water_ingress',
      take: 6,
      lapse: following(
        ({ resistiveMa }) => resistiveMa,
        [
          [0, 0],
          [60, 3],
          [180, 12],
          [270, 13],
        ],
        60,
      ),
      stopS: 265,
    }),
  },
  overcurrent: {
    lastsS: OVERCURRENT_S,
    play: influence((target, sinceS, { loads }) => {
      const missing = Math.max(0, OVERCURRENT_A - loads.activeW / 220);
      target.loadA += missing * trapezoid(sinceS, OVERCURRENT_S, 15, 30);
    }),
  },
  smouldering: {
    lastsS: 420,
    play: fault({
      type: 'smoulder',
      take: 14,
      lapse: following(
        ({ gas, profile }) => (profile.gasPlace === 'enc' ? gas.coEnclosure : gas.coRoom),
        [
          [0, 0],
          [60, 6],
          [180, 34],
          [270, 36],
        ],
        60,
      ),
      stopS: 265,
    }),
  },
  poorPowerFactor: {
    lastsS: 300,
    play: fault({ type: 'harmonic', take: 26, lapse: steadily(20), stopS: 240 }),
  },
  outage: {
    lastsS: 120,
    play: influence((target, sinceS, { profile }) => {
      if (sinceS < 60) {
        target.supplyShare = 0;
        target.loadShare = 0;
      } else if (sinceS < 80) {
        target.inrushA += profile.mainA;
      }
    }),
  },
  voltageSpike: {
    lastsS: 0,
    play: glimpse((body) => {
      body.voltage = Math.max(body.voltage + 18, 241.5);
    }),
  },
  creepingFault: {
    lastsS: 4500,
    // At the speed of life: the model looks at real minutes.
    play: fault({ type: 'ageing', take: 5, lapse: steadily(1), stopS: 2670 }),
  },
  fire: {
    lastsS: 7200,
    play: fault({ type: 'tracking', take: 0, lapse: steadily(2), stopS: null }),
  },
  looseClamp: {
    lastsS: 180,
    play: () => ({
      distort(m) {
        m.ct = 0.15;
      },
    }),
  },
  brokenProbe: {
    lastsS: 180,
    play: () => ({
      distort(m) {
        m.pcbTemp = -40;
      },
    }),
  },
  stuckSensor: {
    lastsS: 3 * 3600,
    play() {
      let held: number | null = null;
      return {
        distort(m) {
          held ??= m.volt;
          m.volt = held;
          m.voltLow = Math.min(m.voltLow, held);
        },
      };
    },
  },
  communicationError: {
    lastsS: 75,
    play() {
      let frozen: SimulatedMessage | null = null;
      return {
        send(message, before) {
          frozen ??= before ?? message;
          const { idx, timestamp } = message;
          const [status, verifySts] = [COMMUNICATION_ERROR, COMMUNICATION_ERROR];
          return { ...frozen, idx, timestamp, status, verifySts };
        },
      };
    },
  },
  silent: { lastsS: 200, play: () => ({ send: () => null }) },
  lostMessages: {
    lastsS: 0,
    play: () => ({ send: (message) => ({ ...message, idx: message.idx + 7 }) }),
  },
  wrongClock: {
    lastsS: 180,
    play: () => ({
      send(message) {
        const shown = Date.parse(message.timestamp) + SKEW_MS;
        return { ...message, timestamp: new Date(shown).toISOString() };
      },
    }),
  },
  garbledStatus: {
    lastsS: 0,
    play: () => ({ send: (message) => ({ ...message, verifySts: message.status ^ 64 }) }),
  },
};
