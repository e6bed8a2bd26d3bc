/** Puts the engine together: files, memory, sources, and what the hosts may ask. */
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import { Gate } from './access/Gate.ts';
import { AlarmDesk } from './alarms/AlarmDesk.ts';
import { DeviceTrackers } from './DeviceTrackers.ts';
import { createDeskReads } from './deskReads.ts';
import type { Engine, EngineOptions } from './Engine.ts';
import { HealthWatch } from './health/HealthWatch.ts';
import { Problems } from './health/Problems.ts';
import { Retention } from './health/Retention.ts';
import { SilenceWatch } from './health/SilenceWatch.ts';
import { Throughput } from './health/Throughput.ts';
import { openIncidents } from './incidents/openIncidents.ts';
import { LiveFeed } from './live/LiveFeed.ts';
import { Revisions } from './live/Revisions.ts';
import { openSources } from './openSources.ts';
import { openStorage } from './openStorage.ts';
import { Pipeline } from './pipeline.ts';
import { createPlaceDevice } from './placeDevice.ts';
import { RecentKeys } from './RecentKeys.ts';
import { createRouter } from './router.ts';
import { installSite } from './site.ts';
import { retainAlarms } from './storage/retainAlarms.ts';
import { warmStart } from './warmStart.ts';

export type { Engine, EngineOptions } from './Engine.ts';

/** Readings that are remembered to tell a repetition: far more than any broker's in-flight window. */
const REMEMBERED_READINGS = 65_536;

/**
 * Starts monitoring: returns once everything known is loaded and the sources have begun to connect.
 *
 * @throws StorageError when another engine holds the data folder or it can't be written.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { dataDir, log } = options;
  const now = options.now ?? Date.now;
  const monotonicNow = options.monotonicNow ?? (() => performance.now());
  const startedAt = now();

  // The feed exists only once everything it shows does; what changes before that is in its first snapshot.
  let live: LiveFeed | undefined;
  const statusChanged = () => live?.statusChanged();
  const problems = new Problems(now, statusChanged);
  const revisions = new Revisions(statusChanged);
  const storage = openStorage({ dataDir, now, log, problems });
  try {
    return await assemble();
  } catch (error) {
    await storage.close();
    throw error;
  }

  async function assemble(): Promise<Engine> {
    const building = options.demo && createBuilding(options.demo);
    const site = installSite(storage.registry, building, options.site ?? {}, startedAt);
    const thresholds = DEFAULT_THRESHOLDS;
    storage.thresholdSets.record(thresholds, startedAt);

    const alarms = new AlarmDesk({
      db: storage.controlRoom,
      siteId: site.id,
      now,
      log,
    });
    const silence = new SilenceWatch(thresholds.silence);
    const trackers = new DeviceTrackers(silence, monotonicNow);
    const recent = new RecentKeys(REMEMBERED_READINGS);
    warmStart({ ...storage, alarms, trackers, silence, recent, now });

    const placementOf = (id: string) => trackers.view(id)?.placement ?? null;
    const response = openIncidents({
      dataDir,
      storage,
      site,
      alarms,
      placementOf,
      revisions,
      now,
    });

    const throughput = new Throughput(startedAt);
    const pipeline = new Pipeline(
      {
        ...storage,
        alarms,
        trackers,
        recent,
        throughput,
        thresholds,
        decoding: { powerUnit: site.powerUnit, powerFactorUnit: site.powerFactorUnit },
        log,
        now,
        changed: (change) => {
          live?.devicesChanged(change.devices);
          live?.alarmsChanged(change.alarms);
        },
        failing: (problem) => problems.set('commitFailing', problem),
      },
      statusChanged,
    );

    const opened = openSources({ options, building, settings: storage.settings, log, now });
    const desk = createDeskReads({
      dataDir,
      site,
      startedAt,
      now,
      storage,
      sources: opened.sources,
      pipeline,
      trackers,
      silence,
      alarms,
      throughput,
      problems,
      revisions,
      thresholds,
    });
    const feed = new LiveFeed({
      devices: () => trackers.views(),
      device: (id) => trackers.view(id),
      openAlarms: () => pipeline.openAlarms(),
      status: desk.status,
    });
    live = feed;
    const retention = new Retention({
      ...storage,
      retainAlarms: (before) => retainAlarms(storage.controlRoom, before),
      now,
      log,
    });
    const health = new HealthWatch({
      silence,
      sources: opened.sources,
      telemetry: storage.telemetry,
      log,
      monotonicNow,
      silenceChanged: (silent, heardAgain) => {
        const plan = alarms.planSilence({ silent, heardAgain }, now());
        storage.controlRoom.transaction(() => alarms.persist(plan))();
        feed.alarmsChanged(alarms.apply(plan));
        feed.devicesChanged([...silent, ...heardAgain]);
      },
      retain: () => retention.run(),
    });
    const router = createRouter({
      gate: new Gate(storage.operators),
      desk,
      live: feed,
      floors: () => storage.registry.floors(),
      alarms,
      operators: storage.operators,
      telemetry: storage.telemetry,
      quarantine: storage.quarantine,
      thresholds,
      response,
      place: createPlaceDevice({ registry: storage.registry, trackers, live: feed, now }),
    });
    await opened.start(pipeline);
    log.info({ dataDir, devices: trackers.placed().length }, 'monitoring');

    return {
      router,
      desk,
      dataDir,
      async close() {
        health.stop();
        feed.close();
        pipeline.close();
        await opened.stop();
        await response.attachments.close();
        await storage.close();
      },
    };
  }
}
