/**
 * What a fault or a disturbance does to the device in one step, added to what happens anyway. One object lives as long
 * as the device and is cleared before each step.
 */
export class Influence {
  /** V at the feeder. */
  volt = 0;
  /** 0 to 1: an outage is 0, a sag between. */
  supplyShare = 1;
  /** V below the mean for a moment: only `voltLow` sees it. */
  dipV = 0;
  /** A of resistive load through the device. */
  loadA = 0;
  /** var and VA of distortion through the device. */
  reactiveVar = 0;
  distortionVa = 0;
  /** Share of the ordinary load that runs; 0 once a breaker opened. */
  loadShare = 1;
  powerFactor = 0;
  /** A of a peak too short for the 10 s mean. */
  inrushA = 0;
  /** W of heat inside of the enclosure. */
  enclosureW = 0;
  /** K, added to what air, board and terminal are heading for. */
  airK = 0;
  boardK = 0;
  terminalK = 0;
  /** K of the room itself. */
  roomK = 0;
  humidity = 0;
  resistiveMa = 0;
  capacitiveMa = 0;
  /** mg/s set free inside of the enclosure and in the room. */
  enclosureVocMg = 0;
  enclosureCoMg = 0;
  roomVocMg = 0;
  roomCoMg = 0;
  /** µg/m³ and ppm that the room's air holds from elsewhere. */
  roomVocUg = 0;
  roomCoPpm = 0;
  /** Arcs in this step that a perfect detector would count. */
  arcs = 0;
  /** Shortens every thermal lag: flames heat faster than conduction. */
  fast = 1;
  /** The device itself sends nothing any more. */
  dead = false;

  clear(): void {
    this.volt = 0;
    this.supplyShare = 1;
    this.dipV = 0;
    this.loadA = 0;
    this.reactiveVar = 0;
    this.distortionVa = 0;
    this.loadShare = 1;
    this.powerFactor = 0;
    this.inrushA = 0;
    this.enclosureW = 0;
    this.airK = 0;
    this.boardK = 0;
    this.terminalK = 0;
    this.roomK = 0;
    this.humidity = 0;
    this.resistiveMa = 0;
    this.capacitiveMa = 0;
    this.enclosureVocMg = 0;
    this.enclosureCoMg = 0;
    this.roomVocMg = 0;
    this.roomCoMg = 0;
    this.roomVocUg = 0;
    this.roomCoPpm = 0;
    this.arcs = 0;
    this.fast = 1;
    this.dead = false;
  }
}
