/**
 * Weeks of a desk in minutes: the headless host with its model, on a clock that is told to go on, fed by a real broker.
 * Devices fail, alarms are answered, pages come and go, connections break, nights pass with retention and backup. What
 * the desk takes, in memory, files, handles and time, must stay as it is.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  DEFAULT_PERIODS,
  RETENTION_LIMITS,
  type RetentionPeriods,
} from '#shared/archive/periods.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import { Mosquitto } from '../../support/mosquitto.ts';
import { defineBench, progress } from '../defineBench.ts';
import { middle } from '../judging/trend.ts';
import { round } from '../measure.ts';
import { benchFolder } from '../parts/packedDay.ts';
import { alarmFigures, folderFigures } from '../soak/folderFigures.ts';
import { curves, judge, type Look } from '../soak/measures.ts';
import { Operator } from '../soak/Operator.ts';
import { picture } from '../soak/picture.ts';
import { Seat } from '../soak/Seat.ts';
import { SoakDesk } from '../soak/SoakDesk.ts';
import { EXPECTED_MS, PROBE, Story } from '../soak/Story.ts';
import { visit } from '../soak/visit.ts';

const TOKEN = 'bench-of-soaking-token';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LOOK_EVERY_MS = 4 * HOUR_MS;
/** Times are the middle of so many. */
const TRIES = 3;
/** As short as each may be, so that what is deleted is seen within days. */
const PERIODS: RetentionPeriods = {
  ...(Object.fromEntries(
    Object.keys(DEFAULT_PERIODS).map((field) => [
      field,
      RETENTION_LIMITS[field as keyof RetentionPeriods].least,
    ]),
  ) as RetentionPeriods),
};

export const bench = defineBench({
  options: {
    days: { default: 21, what: 'simulated days; 6 are the short form' },
    devices: { default: 24, what: 'devices, each with a reading every 30 s' },
    seed: { default: 1, what: 'of what goes wrong' },
    out: { default: '', what: 'folder for soak.json, with every look, and soak.svg' },
  },
  async run({ days, devices, seed, out }) {
    const { dir, remove } = benchFolder('soak');
    const begun = performance.now();
    const broker = await Mosquitto.start({ config: ['max_queued_messages 0'] });
    const desk = new SoakDesk();
    try {
      const soak = await Soak.begin({ dir, devices, seed, broker, desk });
      for (let day = 0; day < days; day++) {
        await soak.day();
        progress(`day ${day + 1} of ${days}: ${soak.told()}`);
      }
      const { looks } = soak;
      const figures = await soak.end();
      const judged = judge(looks);
      const growing = judged.filter(({ flat }) => !flat).map(({ name }) => name);
      const result = {
        days,
        realSeconds: round((performance.now() - begun) / 1000, 0),
        ...figures,
        judged,
      };
      if (out !== '') {
        mkdirSync(out, { recursive: true });
        writeFileSync(path.join(out, 'soak.json'), JSON.stringify({ ...result, looks }, null, 1));
        const drawn = curves(looks).map((curve) => ({
          ...curve,
          flat: !growing.includes(curve.name),
        }));
        writeFileSync(path.join(out, 'soak.svg'), picture(drawn));
      }
      const failed = [...figures.problems, ...growing.map((name) => `${name} grows`)];
      return failed.length === 0 ? result : { ...result, failed };
    } finally {
      desk.kill();
      await broker.dispose();
      remove();
    }
  },
});

interface SoakParts {
  readonly dir: string;
  readonly devices: number;
  readonly seed: number;
  readonly broker: Mosquitto;
  readonly desk: SoakDesk;
}

class Soak {
  readonly #parts: SoakParts;
  readonly #story: Story;
  readonly #url: string;
  readonly #seat: Seat;
  readonly #operator: Operator;
  readonly #startAt: number;
  readonly looks: Look[] = [];
  #at: number;
  /** Readings sent until the step before the last, and until the last. */
  #sentBefore = 0;
  #sentLast = 0;
  #visits = 0;
  #cuts = 0;

  private constructor(
    parts: SoakParts & { story: Story; url: string; seat: Seat; startAt: number },
  ) {
    this.#parts = parts;
    this.#story = parts.story;
    this.#url = parts.url;
    this.#seat = parts.seat;
    this.#operator = new Operator(parts.seat.client);
    this.#startAt = parts.startAt;
    this.#at = parts.startAt;
  }

  static async begin(parts: SoakParts): Promise<Soak> {
    const { dir, devices, seed, broker, desk } = parts;
    // At the beginning of a day, so that every day is one file and as long as the others.
    const startAt = Math.ceil(Date.now() / DAY_MS) * DAY_MS;
    const building = createBuilding({ seed, devices });
    const dataDir = path.join(dir, 'data');
    const { url } = await desk.ask('start', {
      ...{ dataDir, brokerUrl: broker.url, startAt, devices, seed, token: TOKEN },
    });
    const story = new Story({ building, broker: broker.url, startAt, seed });
    await story.connect();
    await desk.ask('feed', { state: 'connected' });
    const seat = await Seat.open(url);
    const soak = new Soak({ ...parts, story, url, seat, startAt });
    const session = await soak.#operator.signOn();
    const { client } = seat;
    for (const { id, placement } of building.devices)
      await client.devices.place({
        ...placement,
        ...{ session, deviceId: id, expectedIntervalMs: EXPECTED_MS },
      });
    await client.archive.saveRetention({ session, periods: PERIODS });
    const settings = { folder: path.join(dir, 'backup'), nightHour: 3, keepNights: 2 };
    const saved = await client.archive.saveBackup({ session, settings });
    if (!saved.done) throw new Error(`no backup could be set up: ${saved.detail}`);
    return soak;
  }

  async day(): Promise<void> {
    const { desk } = this.#parts;
    for (const end = this.#at + DAY_MS; this.#at < end; ) {
      const next = this.#at + MINUTE_MS;
      // The desk is a batch or two behind what is sent, so that neither waits for the other.
      const sent = this.#story.send(this.#at, next);
      await desk.ask('committed', { readings: this.#sentBefore });
      await desk.ask('advance', { seconds: MINUTE_MS / 1000 });
      this.#sentBefore = this.#sentLast;
      await sent;
      this.#sentLast = this.#story.readings;
      this.#at = next;
      if (this.#passed(HOUR_MS)) await this.#hour();
      if (this.#passed(LOOK_EVERY_MS)) await this.#look();
    }
    await this.#cutConnection();
  }

  told(): string {
    const { process, folder, liveMs } = this.looks.at(-1)!;
    const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
    return `${process.readings} readings, ${mb(process.residentBytes)} resident, ${mb(process.heapBytes)} heap, ${process.openFiles} files open, telemetry ${mb(folder.telemetryBytes)}, ${process.cpuMicrosecondsEach} µs a reading, ${liveMs} ms to the page`;
  }

  async end() {
    const { desk } = this.#parts;
    const { client } = this.#seat;
    const session = await this.#operator.signOn();
    const { backup, kept } = await client.archive.overview({ session });
    const alarms = alarmFigures(path.join(this.#parts.dir, 'data'));
    const { total: incidents, open } = await client.incidents.list({ limit: 1 });
    const last = this.looks.at(-1)!.process;
    const events = this.#seat.events;
    await this.#seat.close();
    await this.#story.disconnect();
    await desk.stop();
    const problems = [
      ...(backup.done === null || backup.failed !== null ? ['the backup failed'] : []),
      ...(last.windows === 0 ? ['the model judged nothing'] : []),
    ];
    return {
      readings: last.readings,
      windows: last.windows,
      quarantined: last.quarantined,
      incidents: { begun: this.#story.incidents, opened: incidents, open },
      alarms,
      operator: this.#operator.figures,
      visits: this.#visits,
      connectionsCut: this.#cuts,
      liveEvents: events,
      kept,
      backup: { done: backup.done, failed: backup.failed },
      warnings: desk.warnings,
      lastWarnings: desk.lastLines.slice(-5),
      problems,
    };
  }

  async #hour(): Promise<void> {
    await this.#operator.signOn();
    await this.#operator.answer();
    const deviceId = `device-${String(1 + (this.#visits % this.#parts.devices)).padStart(3, '0')}`;
    const abruptly = this.#visits++ % 2 === 0;
    await visit(this.#url, TOKEN, { deviceId, now: this.#at, abruptly });
  }

  async #look(): Promise<void> {
    const { desk, dir } = this.#parts;
    await this.#settle();
    const measured = await desk.ask('measure', null);
    const liveMs: number[] = [];
    const timelineMs: number[] = [];
    for (let n = 0; n < TRIES; n++) {
      liveMs.push(await this.#timeToPage(this.#at + n));
      timelineMs.push(await this.#timeOfDay());
    }
    this.looks.push({
      at: this.#at,
      process: measured,
      folder: folderFigures(path.join(dir, 'data')),
      liveMs: round(middle(liveMs), 1),
      timelineMs: round(middle(timelineMs), 2),
    });
  }

  async #timeToPage(measuredAt: number): Promise<number> {
    const begun = performance.now();
    const seen = this.#seat.reading(PROBE, measuredAt);
    await this.#story.probe(measuredAt);
    await seen;
    return performance.now() - begun;
  }

  async #timeOfDay(): Promise<number> {
    const begun = performance.now();
    await this.#seat.client.devices.timeline({
      ...{ deviceId: 'device-001', from: this.#at - DAY_MS, to: this.#at },
    });
    return performance.now() - begun;
  }

  /** Once everything sent is stored. */
  async #settle(): Promise<void> {
    const { desk } = this.#parts;
    await desk.ask('received', { frames: this.#story.frames });
    await desk.ask('committed', { readings: this.#story.readings });
  }

  /** The broker goes, with all that it knows, and comes back. */
  async #cutConnection(): Promise<void> {
    const { desk, broker } = this.#parts;
    await this.#settle();
    await this.#story.disconnect();
    await broker.kill();
    await desk.ask('feed', { state: 'down' });
    await broker.restart();
    await this.#story.connect();
    await desk.ask('feed', { state: 'connected' });
    this.#cuts++;
  }

  #passed(everyMs: number): boolean {
    return (this.#at - this.#startAt) % everyMs === 0;
  }
}
