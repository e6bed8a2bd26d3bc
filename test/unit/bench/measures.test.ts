import { describe, expect, test } from 'vitest';
import { judge, type Look } from '../../bench/soak/measures.ts';

const HOUR = 3_600_000;
const MB = 1024 * 1024;

interface Changes {
  readonly process?: Partial<Look['process']>;
  readonly folder?: Partial<Look['folder']>;
  readonly look?: Partial<Pick<Look, 'liveMs' | 'timelineMs'>>;
}

/** Six days, a look every four hours, of a desk that stays as it is but for what a test changes. */
function run(change: (hours: number) => Changes): Look[] {
  return Array.from({ length: 36 }, (_, index) => {
    const hours = (index + 1) * 4;
    const { process, folder, look } = change(hours);
    return {
      at: hours * HOUR,
      process: {
        residentBytes: 300 * MB,
        heapBytes: 60 * MB,
        externalBytes: 8 * MB,
        openFiles: 60,
        threads: 18,
        handles: 14,
        handlesByKind: {},
        cpuMicrosecondsEach: 100,
        heldUpMs: 8,
        readings: hours * 2_880,
        duplicates: 0,
        quarantined: 0,
        windows: 0,
        ...process,
      },
      folder: {
        walBytes: 4 * MB,
        controlRoomBytes: 4 * MB,
        telemetryBytes: 5 * MB,
        summaryBytes: 0,
        predictionBytes: 3 * MB,
        files: 20,
        tables: {},
        ...folder,
      },
      liveMs: 110,
      timelineMs: 3,
      ...look,
    };
  });
}

const growing = (looks: readonly Look[]) =>
  judge(looks)
    .filter(({ flat }) => !flat)
    .map(({ name }) => name);

describe('a soak', () => {
  test('of a desk that stays as it is finds nothing', () => {
    expect(growing(run(() => ({})))).toEqual([]);
  });

  test('takes a day’s file that fills, and one that goes each night, for nothing', () => {
    const filling = (hours: number) => ({ telemetryBytes: (10 + (hours % 24)) * MB });
    expect(growing(run((hours) => ({ folder: filling(hours) })))).toEqual([]);
  });

  test.each<[string, (hours: number) => Changes]>([
    ['heap', (hours) => ({ process: { heapBytes: (60 + hours / 12) * MB } })],
    ['resident memory', (hours) => ({ process: { residentBytes: (300 + hours / 4) * MB } })],
    ['open files', (hours) => ({ process: { openFiles: 60 + Math.floor(hours / 24) } })],
    ['handles', (hours) => ({ process: { handles: 14 + Math.floor(hours / 24) } })],
    ['write-ahead logs', (hours) => ({ folder: { walBytes: (hours / 6) * MB } })],
    ['telemetry', (hours) => ({ folder: { telemetryBytes: (5 + hours / 24) * MB } })],
    ['CPU of a reading', (hours) => ({ process: { cpuMicrosecondsEach: 100 + hours } })],
    ['publisher to page', (hours) => ({ look: { liveMs: 110 + hours } })],
  ])('names what grows: %s', (name, change) => {
    expect(growing(run(change))).toEqual([name]);
  });

  test('lets a record that is kept grow by its rows, and not its rows', () => {
    const rows = (hours: number) => ({ tables: { audit: { rows: hours, bytes: hours * 400 } } });
    expect(growing(run((hours) => ({ folder: rows(hours) })))).toEqual([]);
    const fatter = (hours: number) => ({
      tables: { audit: { rows: hours, bytes: hours * (400 + hours * 4) } },
    });
    expect(growing(run((hours) => ({ folder: fatter(hours) })))).toEqual(['a row of audit']);
  });

  test('lets no other table grow, not even one that nobody has thought of', () => {
    const table = (hours: number) => ({
      tables: { forgotten: { rows: hours, bytes: hours * 4096 } },
    });
    expect(growing(run((hours) => ({ folder: table(hours) })))).toEqual(['table forgotten']);
  });
});
