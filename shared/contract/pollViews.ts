/** How the units answer that the desk asks on its buses, counted since the way in was opened. */

export interface UnitPolls {
  /** Its number on the bus. */
  readonly unit: number;
  /** The devices whose values it measures. */
  readonly devices: readonly string[];
  /** It has not answered several times in a row, and is asked less often. */
  readonly away: boolean;
  /** Requests, each repetition counted. */
  readonly asked: number;
  readonly answered: number;
  /** Nothing came in time. */
  readonly timedOut: number;
  /** What came had a wrong checksum, or was the answer to something else. */
  readonly garbled: number;
  /** It understood and refused: a Modbus exception. */
  readonly refused: number;
}

export interface BusPolls {
  readonly feed: string;
  readonly address: string;
  /** Whether its port is open now: without it nobody is asked. */
  readonly open: boolean;
  /** By unit number. */
  readonly units: readonly UnitPolls[];
}
