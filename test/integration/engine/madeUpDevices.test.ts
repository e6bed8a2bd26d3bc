import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DevicePlacement } from '#shared/contract/views.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';

const T0 = Date.UTC(2026, 0, 5, 3);
const HOUR = 3_600_000;
/** What `DeviceTrackers` has room for. */
const ROOM = 20_000;

const PLACE: DevicePlacement = {
  name: 'Panel 1',
  floorId: 'floor',
  xM: 1,
  yM: 1,
  zoneId: null,
  upstreamPanel: null,
  ratedCurrentA: null,
  gasSensor: null,
  temperatureSensor: null,
  model: null,
  expectedIntervalMs: 10_000,
};

/** A publisher that makes names up fills the room for devices. The site's own devices must not pay for it. */
describe('when names were made up until there is no room', () => {
  let desk: PipelineDesk;

  beforeEach(() => {
    desk = new PipelineDesk(T0);
    desk.storage.registry.saveFloor({
      id: 'floor',
      name: { ko: '1층', en: 'Floor 1' },
      level: 1,
      widthM: 10,
      heightM: 10,
      planSvg: '<svg/>',
      zones: [],
    });
    desk.hear('hot', 1, { sensorTemp: 85 });
    desk.hear('placed', 1);
    desk.pipeline.flush();
    const placed = desk.storage.registry.place('placed', PLACE, 'test', T0);
    desk.trackers.register(placed);
    for (let i = 0; i < ROOM - 2; i++) desk.hear(`made-up-${i}`, 1);
    desk.pipeline.flush();
  });
  afterEach(() => desk.dispose());

  const arrive = (deviceId: string) => {
    desk.hear(deviceId, 1);
    desk.pipeline.flush();
    return desk.trackers.view(deviceId);
  };
  const inRegistry = () => new Set(desk.storage.registry.devices().map(({ id }) => id));

  it('refuses one more while they are all being heard, and says why', () => {
    expect(arrive('real')).toBeUndefined();
    expect(desk.storage.quarantine.list(1)).toMatchObject([
      { reason: 'tooManyDevices', detail: 'real' },
    ]);
  });

  it('takes a new device once the made-up ones were quiet for an hour', () => {
    arrive('too-early');
    desk.clock += HOUR + 1;
    expect(arrive('real')).toMatchObject({ id: 'real', level: 'NORMAL' });
    expect(inRegistry()).toContain('real');
    expect(inRegistry().size).toBe(ROOM - 999);
  });

  it('keeps what was placed and what was in danger', () => {
    desk.clock += HOUR + 1;
    arrive('real');
    expect(desk.trackers.view('placed')).toMatchObject({ placement: PLACE });
    expect(desk.trackers.view('hot')).toMatchObject({ level: 'CRITICAL' });
    expect([...inRegistry()]).toEqual(expect.arrayContaining(['placed', 'hot', 'real']));
  });

  it('keeps what is still being heard', () => {
    desk.clock += HOUR + 1;
    desk.hear('made-up-0', 2);
    arrive('real');
    expect(desk.trackers.view('made-up-0')).toBeDefined();
  });

  it('knows after a restart who made room', async () => {
    desk.clock += HOUR + 1;
    arrive('real');
    await desk.restart();
    expect(desk.trackers.view('real')).toBeDefined();
    expect(desk.trackers.view('made-up-0')).toBeUndefined();
    expect(arrive('another')).toBeDefined();
  });

  it('lets one that made room come back', () => {
    desk.clock += HOUR + 1;
    arrive('real');
    desk.clock += 1000;
    desk.hear('made-up-0', 2);
    desk.pipeline.flush();
    expect(desk.trackers.view('made-up-0')).toBeDefined();
    expect(inRegistry()).toContain('made-up-0');
  });
});
