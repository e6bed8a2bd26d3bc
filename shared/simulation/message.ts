/** A device's message by its names on the wire, with every field a device of this make sends. */
export interface SimulatedMessage {
  readonly deviceId: string;
  readonly idx: number;
  /** ISO 8601, UTC, with milliseconds. */
  readonly timestamp: string;
  readonly status: number;
  readonly verifySts: number;
  readonly volt: number;
  readonly voltLow: number;
  readonly ct: number;
  readonly zct: number;
  readonly rzct: number;
  readonly pwr: number;
  readonly pcbTemp: number;
  readonly sensorTemp: number;
  readonly co: number;
  readonly voc: number;
  readonly pFct: number;
  readonly aArc: number;
}

/** The measured part, before the device quantises it and judges itself. */
export type Measurement = {
  -readonly [Field in Exclude<
    keyof SimulatedMessage,
    'deviceId' | 'idx' | 'timestamp' | 'status' | 'verifySts'
  >]: number;
};
