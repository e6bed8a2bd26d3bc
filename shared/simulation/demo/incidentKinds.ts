/** What can be made to happen to a simulated device. */
export const INCIDENT_KINDS = [
  /** A terminal's contact degrades: warm, hot, alarm after some 75 s, worse after 3 minutes, then switched off. */
  'overheating',
  /** The device's own board heats, because a part of its supply ages. */
  'boardOverheating',
  /** A loose conductor arcs in series, in bursts. */
  'arcing',
  /** Arcs in one reading only: a contact that opened under load. */
  'momentaryArc',
  /** Insulation gets wet: resistive leakage grows past the limit, until the earth leakage breaker trips. */
  'leakage',
  /** A machine whose rotor is blocked takes more than 100 A until its relay trips. */
  'overcurrent',
  /** Something smoulders: vapours and CO before heat. */
  'smouldering',
  /** Rectifiers load the circuit: the power factor falls. */
  'poorPowerFactor',
  /** No supply for a minute; a battery keeps the device talking. */
  'outage',
  /** One reading of over-voltage. */
  'voltageSpike',
  /** A supply ages for three quarters of an hour: the model sees it before the rules call it dangerous. */
  'creepingFault',
  /** Insulation tracks and nobody comes: after an hour and a half it burns, and the device dies and is replaced. */
  'fire',
  /** The current clamp came off: current, power and voltage don't fit each other. */
  'looseClamp',
  /** A temperature probe's wire broke: a value that can't be. */
  'brokenProbe',
  /** A voltage that stands still to the last digit for hours. */
  'stuckSensor',
  /** The device's sensor board does not answer: frozen values and its own fault code. */
  'communicationError',
  /** Nothing is sent. */
  'silent',
  /** Messages are lost between two readings. */
  'lostMessages',
  /** The device's clock is wrong. */
  'wrongClock',
  /** `verifySts` is not `status`. */
  'garbledStatus',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

export interface DemoIncident {
  readonly kind: IncidentKind;
  readonly deviceId: string;
  /** UTC milliseconds. */
  readonly startAt: number;
}
