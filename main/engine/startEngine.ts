/** Puts the engine together: files, memory, sources, and what the hosts may ask. */

import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import { openAccess } from './access/openAccess.ts';
import type { DeskTroubles } from './alarms/DeskTroubles.ts';
import { AlarmTable } from './alarms/table/AlarmTable.ts';
import { AlarmViews } from './alarms/table/AlarmViews.ts';
import { withUnrecorded } from './alarms/withUnrecorded.ts';
import { AnalysisDesk } from './analysis/AnalysisDesk.ts';
import { AnnunciationRoom } from './annunciation/AnnunciationRoom.ts';
import { openAudit } from './audit/openAudit.ts';
import { ConnectionStore } from './connections/ConnectionStore.ts';
import { openConnections } from './connections/openConnections.ts';
import { DeviceTrackers } from './DeviceTrackers.ts';
import { createDeskReads } from './deskReads.ts';
import type { Engine, EngineOptions } from './Engine.ts';
import { createEscalation } from './escalation/createEscalation.ts';
import { signedOnDesks } from './escalation/signedOnDesks.ts';
import { GapKeeper } from './gaps/GapKeeper.ts';
import { GapStore } from './gaps/GapStore.ts';
import { openHealth } from './health/openHealth.ts';
import { Problems } from './health/Problems.ts';
import { SilenceWatch } from './health/SilenceWatch.ts';
import { Throughput } from './health/Throughput.ts';
import { openIncidents } from './incidents/openIncidents.ts';
import { LiveFeed } from './live/LiveFeed.ts';
import { Revisions } from './live/Revisions.ts';
import { openNotifications } from './notifications/openNotifications.ts';
import { openAlarmRooms } from './openAlarmRooms.ts';
import { openArchive } from './openArchive.ts';
import { openSources } from './openSources.ts';
import { openStorage } from './openStorage.ts';
import { PeerDesk } from './peers/PeerDesk.ts';
import { Pipeline } from './pipeline.ts';
import { createPlaceDevice } from './placeDevice.ts';
import { openPlans } from './plans/openPlans.ts';
import { openPredictionRooms } from './prediction/openPredictionRooms.ts';
import { RecentKeys } from './RecentKeys.ts';
import { recordThresholds } from './recordThresholds.ts';
import { createRouter } from './router.ts';
import { SiteDesk } from './SiteDesk.ts';
import { openSecrets } from './secrets/openSecrets.ts';
import { openShift } from './shift/openShift.ts';
import { installReplay, installSite, isReplay } from './site.ts';
import { feedNames } from './sources/feedNames.ts';
import { openLan } from './sources/lan/openLan.ts';
import type { ReplaySource } from './sources/ReplaySource.ts';
import { retainAlarms } from './storage/retainAlarms.ts';
import { type StorageRepair, salvageDetail } from './storage/StorageRepair.ts';
import { createWalkTests } from './walkTest/createWalkTests.ts';
import type { WalkTests } from './walkTest/WalkTests.ts';
import { warmStart } from './warmStart.ts';

export type { Engine, EngineOptions } from './Engine.ts';

/** Readings that are remembered to tell a repetition: far more than any broker's in-flight window. */
const REMEMBERED_READINGS = 65_536;
/** A burst that was quiet for longer has no more followers. */
const BURSTS_READ_BACK_MS = 600_000;
/** The meter's hours are kept this much longer than the alarms that they counted: thirteen months in all. */
const METER_KEPT_LONGER_MS = 310 * 86_400_000;

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
  // Repairs come before there is an alarm desk to tell them to.
  let troubles: DeskTroubles | undefined;
  const repairs: StorageRepair[] = [];
  const repaired = (repair: StorageRepair) => {
    if (troubles) troubles.happened('databaseSalvaged', repair.kind, salvageDetail(repair));
    else repairs.push(repair);
  };
  const storage = openStorage({ dataDir, now, log, problems, repaired });
  try {
    return await assemble();
  } catch (error) {
    await storage.close();
    throw error;
  }

  async function assemble(): Promise<Engine> {
    const building = options.demo && createBuilding(options.demo);
    const replay = isReplay(storage.settings, storage.registry.site() !== null, {
      playing: options.replay !== undefined,
      listening: (options.mqtt ?? options.lanBroker ?? options.demo) !== undefined,
    });
    const site = replay
      ? installReplay(storage, options.site ?? {}, startedAt)
      : installSite(storage, building, options.site ?? {}, startedAt);
    const thresholds = DEFAULT_THRESHOLDS;
    recordThresholds(storage, thresholds, startedAt);
    const { controlRoom: db } = storage;
    const timeZone = () => site.timeZone;
    const auditRooms = openAudit({ dataDir, storage, timeZone, revisions, now, log });
    const { auditHeads, auditDesk } = auditRooms;
    const access = openAccess({ storage, revisions, now, monotonicNow, log });

    const silence = new SilenceWatch(thresholds.silence);
    const trackers = new DeviceTrackers(silence, monotonicNow);
    const placementOf = (deviceId: string) => trackers.view(deviceId)?.placement ?? null;
    const deviceName = (deviceId: string) => placementOf(deviceId)?.name ?? null;
    let walkTests: WalkTests | undefined;
    const rooms = openAlarmRooms({
      storage,
      siteId: site.id,
      thresholds,
      trackers,
      placementOf,
      underTest: (deviceId) => walkTests?.covers(deviceId) ?? false,
      revisions,
      show: (changed, deviceId) => {
        live?.alarmsChanged(changed);
        if (deviceId !== undefined) live?.devicesChanged([deviceId]);
      },
      now,
      monotonicNow,
      log,
    });
    const { alarms, setAsides, setAsideDesk, firstOut, meter, journal, merger, deskTroubles } =
      rooms;
    troubles = deskTroubles;
    for (const repair of repairs) repaired(repair);
    const auditWatch = auditRooms.watch(deskTroubles);
    const secrets = openSecrets(dataDir, options.sealer);
    const lan = openLan({
      db,
      audit: storage.audit,
      secrets,
      troubles: deskTroubles,
      now,
      monotonicNow,
      log,
      changed: () => revisions.bump('lanBroker'),
    });
    const analysis = new AnalysisDesk({
      db,
      thresholds,
      alarms,
      trackers,
      underTest: (deviceId) => walkTests?.covers(deviceId) ?? false,
      now,
      monotonicNow,
      log,
      changed: (changed) => live?.alarmsChanged(changed),
    });
    trackers.followPlaces(({ id, placement }) => analysis.placed(id, placement));
    const opened = openSources({ options, building, settings: storage.settings, log, now });
    const recent = new RecentKeys(REMEMBERED_READINGS);
    const { prediction, modelLife } = await openPredictionRooms({
      dataDir,
      storage,
      modelPath: options.modelPath,
      trackers,
      troubles: deskTroubles,
      alarms,
      signOnDesk: access.signOnDesk,
      listening: () => opened.rack.list.some((source) => source.status().state === 'connected'),
      repaired: (repair) => {
        problems.set(repair.kind, repair.detail);
        repaired(repair);
      },
      warmStart: (predictions) =>
        warmStart({ ...storage, alarms, trackers, silence, recent, predictions, analysis, now }),
      now,
      monotonicNow,
      log,
      changed: (deviceIds) => live?.devicesChanged(deviceIds),
      modelsChanged: () => revisions.bump('prediction'),
    });
    firstOut.restore(alarms.history({ from: startedAt - BURSTS_READ_BACK_MS, limit: 1_000 }));
    const walkTest = createWalkTests({
      storage,
      site,
      alarms,
      trackers,
      setAsides,
      thresholds,
      now,
      monotonicNow,
      log,
      changed: () => revisions.bump('walkTest'),
    });
    walkTests = walkTest.walkTests;
    alarms.follow(walkTests);
    const annunciation = new AnnunciationRoom({
      db: storage.controlRoom,
      settings: storage.settings,
      audit: storage.audit,
      resolve: (session) => storage.sessions.resolve(session),
      alarms,
      troubles: deskTroubles,
      simulated: site.simulated,
      now,
      monotonicNow,
      log,
      changed: () => revisions.bump('annunciation'),
      resounded: (changed) => live?.alarmsChanged(changed),
    });

    const signedOn = signedOnDesks(storage.controlRoom, now);
    const notifications = openNotifications({
      storage,
      secrets,
      site,
      peers: (options.peers ?? []).map(({ url }) => url),
      thresholds,
      alarmNow: (alarmId) => alarms.get(alarmId)?.alarm ?? null,
      placeOf: placementOf,
      auditHead: () => auditHeads.signedHead(),
      now,
      monotonicNow,
      log,
      changed: () => revisions.bump('notifications'),
      troubles: deskTroubles,
    });
    const escalation = createEscalation({
      storage,
      alarms,
      notifications: notifications.outbox,
      placementOf,
      thresholds,
      timeZone,
      ...(options.everySecond && { everySecond: options.everySecond }),
      // Signed on and no page open: whoever that was has gone.
      attendedDesks: () => (live?.subscriberCount() ? signedOn() : 0),
      now,
      monotonicNow,
      log,
      changed: () => revisions.bump('escalation'),
    });
    alarms.follow(escalation.desk);
    const response = openIncidents({ dataDir, storage, site, alarms, placementOf, revisions, now });

    const decoding = { powerUnit: site.powerUnit, powerFactorUnit: site.powerFactorUnit };
    const names = feedNames(new ConnectionStore({ db, log }));
    const gaps = new GapKeeper({
      store: new GapStore(db),
      feedNames: names,
      troubles: deskTroubles,
      sources: () => opened.rack.list,
      decoding,
      take: (frame) => pipeline.frame(frame),
      judge: (newest) => {
        const unanswered = newest.filter((one) => trackers.latest(one.reading.deviceId) === one);
        const plan = alarms.plan(unanswered);
        db.transaction(() => alarms.persist(plan))();
        live?.alarmsChanged(alarms.apply(plan));
      },
      now,
      monotonicNow,
      log,
    });
    const throughput = new Throughput(startedAt);
    let commitFailing = false;
    const pipeline = new Pipeline(
      {
        ...storage,
        alarms,
        trackers,
        recent,
        throughput,
        thresholds,
        decoding,
        resumed: (resumption) => gaps.resumed(resumption),
        walkTests,
        predictions: prediction.desk,
        analysis,
        log,
        now,
        monotonicNow,
        changed: (change) => {
          live?.devicesChanged(change.devices);
          live?.alarmsChanged(change.alarms);
        },
        failing: (problem, detail) => {
          commitFailing = problem !== null;
          problems.set('commitFailing', problem);
          deskTroubles.set('storageFailing', 'storage', detail);
        },
      },
      statusChanged,
    );

    const connections = openConnections({
      storage,
      secrets,
      ...(options.sealer && { sealer: options.sealer }),
      opened,
      lan,
      site,
      now,
      monotonicNow,
      log,
      changed: () => revisions.bump('connections'),
    });

    const alarmTable = new AlarmTable({
      db,
      path: storage.controlRoomPath,
      site,
      audit: storage.audit,
      views: new AlarmViews({ db, now, log }),
    });
    const openAlarms = () =>
      withUnrecorded(pipeline.openAlarms(), [
        ...deskTroubles.unrecorded(),
        ...analysis.unrecorded(),
      ]);
    const desk = createDeskReads({
      dataDir,
      site,
      replay,
      startedAt,
      now,
      storage,
      sources: opened.rack.list,
      pipeline,
      openAlarms,
      journal,
      deskId: () => notifications.deskId.get(),
      told: notifications.told,
      trackers,
      alarms,
      alarmTable,
      throughput,
      problems,
      revisions,
      escalation,
      setAsideDesk,
      meter,
      walkTests,
      thresholds,
      notifications: notifications.outbox,
      predictions: prediction.desk,
      connectionsOff: () => connections.desk.off,
    });
    const shift = openShift({
      storage,
      dataDir,
      timeZone,
      startedAt,
      now,
      monotonicNow,
      desk,
      meter,
      setAsides,
      deviceName,
      incidents: response.reads,
      changed: () => revisions.bump('shift'),
    });
    const feed = new LiveFeed({
      devices: () => trackers.views(),
      device: (id) => trackers.view(id),
      openAlarms,
      status: desk.status,
    });
    live = feed;
    const archive = openArchive({
      storage,
      dataDir,
      timeZone,
      predictions: prediction.store,
      retainAlarms: (before) => {
        meter.forget(before - METER_KEPT_LONGER_MS);
        notifications.retain(before);
        analysis.retain(before);
        gaps.retain(before);
        return retainAlarms(storage.controlRoom, before);
      },
      retainModelMetrics: (before) => modelLife.retain(before),
      failing: () => commitFailing,
      troubles: deskTroubles,
      now,
      monotonicNow,
      log,
      changed: () => revisions.bump('archive'),
    });
    const health = openHealth({
      dataDir,
      storage,
      sources: opened.rack.list,
      feedNames: names,
      lan,
      alarms,
      trackers,
      silence,
      troubles: deskTroubles,
      ticking: [
        setAsideDesk,
        walkTest.walkTests,
        annunciation,
        lan.access,
        deskTroubles,
        meter,
        shift,
        gaps,
        prediction.desk,
        analysis,
        ...modelLife.ticking,
        ...archive.ticking,
      ],
      ...everySecondOf(options),
      daily: {
        retained: () => auditWatch.daily(),
        always: () => deskTroubles.set('storageFailing', 'auditHeads', auditHeads.daily()),
      },
      retain: () => archive.retain(),
      show: (changed, devices) => {
        feed.alarmsChanged(changed);
        feed.devicesChanged(devices);
      },
      now,
      monotonicNow,
      log,
    });
    const plans = openPlans({ dataDir, storage, trackers, live: feed, revisions, now });
    const router = createRouter({
      ...access,
      desk,
      live: feed,
      floors: () => storage.registry.floors(),
      alarms,
      alarmTable,
      setAsides,
      setAsideDesk,
      meter,
      shift,
      shiftChanged: () => revisions.bump('shift'),
      operators: storage.operators,
      escalation,
      notificationDesk: notifications.desk,
      lanDesk: lan.desk,
      auditDesk,
      telemetry: storage.telemetry,
      quarantine: storage.quarantine,
      gaps,
      thresholds,
      response,
      place: createPlaceDevice({ ...storage, db, trackers, live: feed, now }),
      annunciation,
      ...walkTest,
      prediction,
      modelLife,
      archive,
      connections,
      siteDesk: new SiteDesk({ storage, site, revisions }),
      plans,
      revisions,
    });
    notifications.outbox.start();
    await notifications.desk.sweep();
    // A replay shows what was, and takes in nothing else.
    if (!options.replay) await connections.desk.open();
    await opened.start(pipeline);
    escalation.start();
    const peers = (options.peers ?? []).map(
      (peer) =>
        new PeerDesk({
          peer,
          siteId: site.id,
          merger,
          tellings: notifications.others,
          settings: storage.settings,
          troubles: deskTroubles,
          now,
          monotonicNow,
          log,
          changed: (changed) => feed.alarmsChanged(changed),
        }),
    );
    for (const peer of peers) peer.start();
    log.info({ dataDir, devices: trackers.placed().length }, 'monitoring');

    return {
      router,
      desk,
      dataDir,
      resumed() {
        log.info('the machine was asleep');
        opened.rack.redial();
      },
      async close() {
        health.stop();
        escalation.stop();
        await Promise.all(peers.map((peer) => peer.stop()));
        feed.close();
        await gaps.close();
        pipeline.close();
        await opened.stop();
        try {
          analysis.close();
          meter.close();
          shift.stop();
        } catch (error) {
          log.error({ err: error }, 'the end of this run could not be recorded');
        }
        await archive.close();
        await prediction.close();
        await modelLife.close();
        await response.attachments.close();
        await plans.drawings.close();
        await notifications.outbox.close();
        await Promise.all([access.close(), auditDesk.close(), alarmTable.close()]);
        auditHeads.close();
        await storage.close();
      },
    };
  }
}

function everySecondOf({ replay, everySecond }: EngineOptions): Pick<EngineOptions, 'everySecond'> {
  if (everySecond) return { everySecond };
  return replay ? { everySecond: secondsOf(replay) } : {};
}

function secondsOf(replay: ReplaySource): (callback: () => void) => () => void {
  return (callback) => {
    replay.onSecond(callback);
    return () => replay.onSecond(() => undefined);
  };
}
