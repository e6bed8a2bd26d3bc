import { beforeAll, describe, expect, test } from 'vitest';
import { CertificateWatch } from '#engine/health/CertificateWatch.ts';
import type { Source, UsedCertificate } from '#engine/sources/source.ts';
import { readDetail } from '#shared/alarms/troubleDetail.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import { makeCertificates, type TestCertificates } from '../../support/certificates.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Valid for two days from the machine's present. */
let made: TestCertificates;
/** For a hundred. */
let long: TestCertificates;
let madeAt: number;
beforeAll(() => {
  made = makeCertificates();
  long = makeCertificates(100);
  madeAt = Date.now();
});

function watching(
  certificates: readonly UsedCertificate[],
  problemCode?: FeedStatus['problemCode'],
  devices: readonly { name: string; expiresAt: number | null }[] = [],
) {
  const told = new Map<string, unknown>();
  const all: unknown[] = [];
  let clock = 0;
  let now = madeAt;
  let used = certificates;
  const source: Source = {
    id: 'aws-iot-1',
    start: () => undefined,
    stop: async () => undefined,
    get certificates() {
      return used;
    },
    status: () => ({
      id: 'aws-iot-1',
      address: 'mqtts://broker:8883',
      state: 'connected',
      since: 0,
      lastFrameAt: null,
      problem: null,
      ...(problemCode && { problemCode }),
    }),
  };
  const watch = new CertificateWatch({
    sources: () => [source],
    feedNames: () => '본관',
    lanDevices: () => devices,
    troubles: {
      set: (kind, part, detail) => {
        const key = `${kind} ${part}`;
        if (detail === null) told.delete(key);
        else {
          told.set(key, readDetail(detail));
          all.push(detail);
        }
      },
    },
    now: () => now,
    monotonicNow: () => clock,
  });
  return {
    told,
    all,
    /** The next minute's look, so many days after the certificates were made. */
    look(days: number) {
      now = madeAt + days * DAY;
      clock += MINUTE;
      watch.tick();
      return told;
    },
    change: (to: readonly UsedCertificate[]) => {
      used = to;
    },
  };
}

const CLIENT = 'certificateEnding certificate/aws-iot-1/client';
const CLOCK = 'deskClockWrong clock/aws-iot-1';

describe('certificates that a way in depends on', () => {
  const client = () => watching([{ purpose: 'client', pem: made.client.cert }]);

  test('are called thirty days before they end, by name, once', () => {
    const { look, all } = client();
    const told = look(0);
    expect([...told.keys()]).toEqual([CLIENT]);
    expect(told.get(CLIENT)).toMatchObject({
      type: 'certificate',
      feed: '본관',
      name: 'client',
      state: 'ending',
    });
    look(1);
    expect(all).toHaveLength(1);
  });

  test('and again when they have ended', () => {
    const { look, all } = client();
    look(0);
    expect(look(3).get(CLIENT)).toMatchObject({ state: 'expired' });
    expect(all).toHaveLength(2);
  });

  test('are no trouble while they are good for longer than that', () => {
    const { look } = watching([{ purpose: 'client', pem: long.client.cert }]);
    expect(look(0).size).toBe(0);
    expect(look(69).size).toBe(0);
    expect([...look(71).keys()]).toEqual([CLIENT]);
  });

  test('that have not begun say that this machine’s clock is behind, until it is set', () => {
    const { look, told } = client();
    look(-400);
    expect(told.get(CLOCK)).toMatchObject({ type: 'clock', feed: '본관', name: 'client' });
    look(1);
    expect(told.has(CLOCK)).toBe(false);
    expect(told.get(CLIENT)).toMatchObject({ state: 'ending' });
  });

  test('are judged one by one in a chain, by the first that ends', () => {
    const { look } = watching([{ purpose: 'authority', pem: `${made.ca}\n${made.client.cert}` }]);
    const told = look(0);
    expect(told.get('certificateEnding certificate/aws-iot-1/authority')).toMatchObject({
      name: expect.stringMatching(/^(test authority|client)$/),
    });
  });

  test('that can’t be read are said to be so', () => {
    const { look } = watching([{ purpose: 'client', pem: 'no certificate' }]);
    expect(look(0).get(CLIENT)).toMatchObject({ state: 'unreadable', at: null });
  });

  test('that were replaced end the trouble', () => {
    const { look, told, change } = client();
    look(0);
    change([]);
    look(0);
    expect(told.size).toBe(0);
  });
});

test('a broker’s certificate that has not begun says that this machine’s clock is behind', () => {
  const { look } = watching([], 'clockWrong');
  expect(look(0).get(CLOCK)).toEqual({
    type: 'clock',
    feed: '본관',
    name: 'mqtts://broker:8883',
  });
});

describe('certificates of devices that sign in at the broker inside the desk', () => {
  const ENDING = 'certificateEnding certificate/lanDevices/ending';
  const EXPIRED = 'certificateEnding certificate/lanDevices/expired';
  const device = (name: string, days: number) => ({ name, expiresAt: madeAt + days * DAY });

  test('are called together thirty days before, the first first, and again when they have ended', () => {
    const { look, all } = watching([], undefined, [
      { name: 'with-a-secret', expiresAt: null },
      device('later', 500),
      device('panel-2', 101),
      device('panel-1', 100),
    ]);
    expect(look(60).size).toBe(0);
    expect(look(71).get(ENDING)).toEqual({
      type: 'deviceCertificates',
      state: 'ending',
      devices: [
        { name: 'panel-1', at: madeAt + 100 * DAY },
        { name: 'panel-2', at: madeAt + 101 * DAY },
      ],
      moreDevices: 0,
    });
    look(72);
    look(80);
    expect(all).toHaveLength(1);
    const told = look(100);
    expect(told.get(EXPIRED)).toMatchObject({ devices: [{ name: 'panel-1' }] });
    expect(told.get(ENDING)).toMatchObject({ devices: [{ name: 'panel-2' }] });
  });

  test('are named up to five', () => {
    const many = Array.from({ length: 12 }, (_, n) => device(`panel-${n}`, 10 + n / 100));
    const { look } = watching([], undefined, many);
    const detail = look(0).get(ENDING) as { devices: unknown[]; moreDevices: number };
    expect([detail.devices.length, detail.moreDevices]).toEqual([5, 7]);
  });
});
