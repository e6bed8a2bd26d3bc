/** What Prometheus reads. Base units, `_total` for counters, everything read from the engine when asked. */
import { Counter, Gauge, Registry } from 'prom-client';
import type { Engine } from '#engine/Engine.ts';
import { ALARM_CLASSES, ALARM_STATES } from '#shared/alarms/alarm.ts';
import { RISK_LEVELS } from '#shared/scoring/assessment.ts';

/** What the host itself adds. */
export interface HostCounts {
  clients(): number;
  clientsDropped(): number;
}

export interface Metrics {
  readonly contentType: string;
  /** The text exposition format. */
  scrape(): Promise<string>;
}

export function createMetrics({ desk }: Engine, host: HostCounts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // One report for a whole scrape: it looks at file sizes, and its numbers should be of one moment.
  let report = desk.report();

  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      name: `emberwatch_${name}_total`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  const gauge = (name: string, help: string, read: () => number | null) =>
    new Gauge({
      name: `emberwatch_${name}`,
      help,
      registers,
      collect() {
        const value = read();
        // No sample is the Prometheus way of "not known": a zero would be a claim.
        if (value === null) this.remove();
        else this.set(value);
      },
    });
  const family = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    read: () => Iterable<readonly [labels: Record<L, string>, value: number]>,
  ) =>
    new Gauge({
      name: `emberwatch_${name}`,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        this.reset();
        for (const [labels, value] of read()) this.set(labels, value);
      },
    });

  const totals = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    read: () => Iterable<readonly [labels: Record<L, string>, value: number]>,
  ) =>
    new Counter({
      name: `emberwatch_${name}_total`,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        this.reset();
        for (const [labels, value] of read()) this.inc(labels, value);
      },
    });
  const units = () =>
    report.polls.flatMap(({ feed, open, units }) =>
      units.map((unit) => ({
        labels: { feed, unit: String(unit.unit) },
        unit,
        up: open && unit.answered > 0 && !unit.away,
      })),
    );

  total('frames_received', 'Messages taken from every source.', () => report.framesReceived);
  total('readings_committed', 'Readings scored and stored.', () => report.readingsCommitted);
  total(
    'readings_duplicate',
    'Readings that had been stored before.',
    () => report.duplicatesIgnored,
  );
  total('messages_quarantined', 'Messages that could not be read.', () => report.quarantineTotal);
  total('batches_committed', 'Batches committed.', () => report.batches);
  total('notifications_sent', 'Notifications that a channel took.', () => {
    return report.notifications.sent;
  });
  total('notification_attempts_failed', 'Sends that a channel refused or lost.', () => {
    return report.notifications.failedAttempts;
  });
  total('predictions', 'Windows that the prediction model judged.', () => {
    return report.prediction.windows;
  });
  total('predictions_failed', 'Windows of which the prediction model made nothing.', () => {
    return report.prediction.failed;
  });
  total('clients_dropped', 'Desk clients cut off by the host.', () => host.clientsDropped());

  family(
    'commit_latency_seconds',
    'Receive to commit over the last minute, by quantile.',
    ['quantile'],
    () => {
      const latency = report.status.commitLatencyMs;
      return latency === null
        ? []
        : [
            [{ quantile: '0.5' }, latency.p50 / 1000],
            [{ quantile: '0.99' }, latency.p99 / 1000],
          ];
    },
  );
  family('feed_up', '1 while the feed is connected.', ['feed'], () =>
    report.status.feeds.map(({ id, state }) => [{ feed: id }, state === 'connected' ? 1 : 0]),
  );
  family('feed_last_frame_timestamp_seconds', 'Newest frame of the feed.', ['feed'], () =>
    desk
      .status()
      .feeds.flatMap(({ id, lastFrameAt }) =>
        lastFrameAt === null ? [] : [[{ feed: id }, lastFrameAt / 1000] as const],
      ),
  );
  totals('modbus_requests', 'Requests to a unit of a Modbus bus.', ['feed', 'unit'], () =>
    units().map(({ labels, unit }) => [labels, unit.asked]),
  );
  totals('modbus_answers', 'Requests that the unit answered.', ['feed', 'unit'], () =>
    units().map(({ labels, unit }) => [labels, unit.answered]),
  );
  totals(
    'modbus_failures',
    'Requests without a usable answer, by reason: timeout, crc, exception.',
    ['feed', 'unit', 'reason'],
    () =>
      units().flatMap(({ labels, unit: { timedOut, garbled, refused } }) => [
        [{ ...labels, reason: 'timeout' }, timedOut] as const,
        [{ ...labels, reason: 'crc' }, garbled] as const,
        [{ ...labels, reason: 'exception' }, refused] as const,
      ]),
  );
  family('modbus_unit_up', '1 while the unit of a Modbus bus answers.', ['feed', 'unit'], () =>
    units().map(({ labels, up }) => [labels, up ? 1 : 0]),
  );
  gauge('last_reading_timestamp_seconds', 'Newest reading of any device.', () => {
    const at = report.status.lastReadingAt;
    return at === null ? null : at / 1000;
  });
  gauge('devices_expected', 'Placed devices.', () => report.status.expected);
  gauge(
    'devices_reporting',
    'Placed devices that were heard since the start and are not silent.',
    () => report.status.reporting,
  );
  gauge('devices_inbox', 'Devices waiting to be named and placed.', () => report.status.inbox);
  family('devices', 'Devices by effective risk level.', ['level'], () => {
    const counts = new Map<string, number>([...RISK_LEVELS, 'UNKNOWN'].map((level) => [level, 0]));
    for (const { level } of desk.devices()) counts.set(level, (counts.get(level) ?? 0) + 1);
    return [...counts].map(([level, count]) => [{ level }, count] as const);
  });
  family('alarms', 'Standing alarms by class and state.', ['class', 'state'], () => {
    const counts = new Map<string, number>();
    for (const { alarmClass, state } of desk.alarms())
      counts.set(`${alarmClass} ${state}`, (counts.get(`${alarmClass} ${state}`) ?? 0) + 1);
    return ALARM_CLASSES.flatMap((alarmClass) =>
      ALARM_STATES.filter((state) => state !== 'normal').map(
        (state) =>
          [{ class: alarmClass, state }, counts.get(`${alarmClass} ${state}`) ?? 0] as const,
      ),
    );
  });
  family('problem', '1 for each problem that the desk reports.', ['code'], () =>
    report.status.problems.map(({ code }) => [{ code }, 1]),
  );
  gauge('notification_channels', 'Channels in use.', () => report.notifications.channels);
  gauge('notifications_waiting', 'Notifications that wait to be sent.', () => {
    return report.notifications.waiting;
  });
  gauge('notifications_oldest_waiting_seconds', 'How long the oldest has waited.', () => {
    const ms = report.notifications.oldestWaitingMs;
    return ms === null ? null : ms / 1000;
  });
  gauge('model_available', '1 while there is a prediction model that answers.', () =>
    report.prediction.available ? 1 : 0,
  );
  family(
    'model_info',
    'Always 1; the labels say which model predicts.',
    ['version', 'hash'],
    () => {
      const { modelVersion, modelHash } = report.prediction;
      return modelVersion === null || modelHash === null
        ? []
        : [[{ version: modelVersion, hash: modelHash }, 1]];
    },
  );
  gauge('predictions_waiting', 'Devices whose newest window waits for the model.', () => {
    return report.prediction.waiting;
  });
  gauge('predictions_oldest_waiting_seconds', 'How long the oldest has waited.', () => {
    const ms = report.prediction.oldestWaitMs;
    return ms === null ? null : ms / 1000;
  });
  family('prediction_batch_seconds', 'A run of the model, by quantile.', ['quantile'], () => {
    const { medianMs, p95Ms } = report.prediction;
    return medianMs === null || p95Ms === null
      ? []
      : [
          [{ quantile: '0.5' }, medianMs / 1000],
          [{ quantile: '0.95' }, p95Ms / 1000],
        ];
  });
  family('prediction_devices', 'Devices by what their prediction is.', ['state'], () =>
    Object.entries(report.prediction.byState).map(([state, count]) => [{ state }, count]),
  );
  gauge('clients', 'Connected desk clients.', () => host.clients());
  gauge('simulated', '1 when the building is simulated.', () => (report.status.simulated ? 1 : 0));
  gauge(
    'start_time_seconds',
    'When the engine started.',
    () => report.status.engineStartedAt / 1000,
  );
  gauge('memory_bytes', 'Resident memory of the engine.', () => report.memoryBytes);
  family('storage_bytes', 'Size on disk.', ['store'], () => {
    const { controlRoomBytes, segments } = report.storage;
    const telemetry = segments.reduce((sum, { bytes }) => sum + bytes, 0);
    return [
      [{ store: 'control_room' }, controlRoomBytes],
      [{ store: 'telemetry' }, telemetry],
    ];
  });
  family(
    'build_info',
    'Always 1; the labels say what runs.',
    ['version', 'node', 'thresholds'],
    () => {
      const { version, thresholdsVersion } = report;
      return [[{ version, node: process.version, thresholds: thresholdsVersion }, 1]];
    },
  );

  return {
    contentType: registry.contentType,
    scrape() {
      report = desk.report();
      return registry.metrics();
    },
  };
}
