import { expect, test } from 'vitest';
import type { Engine } from '#engine/Engine.ts';
import type { SystemReport } from '#shared/contract/views.ts';
import { createMetrics } from '../../../main/server/prometheus.ts';
import { status } from '../renderer/made.ts';

/** A desk that polls one bus. */
const report: SystemReport = {
  status: status(),
  version: '1',
  dataDir: '/data',
  framesReceived: 0,
  readingsCommitted: 0,
  duplicatesIgnored: 0,
  quarantineTotal: 0,
  batches: 0,
  memoryBytes: 0,
  thresholdsVersion: '1',
  polls: [
    {
      feed: 'modbus-1',
      address: '/dev/ttyUSB1',
      open: true,
      units: [
        {
          unit: 7,
          devices: ['panel-7'],
          away: true,
          asked: 100,
          answered: 90,
          timedOut: 6,
          garbled: 3,
          refused: 1,
        },
      ],
    },
  ],
  storage: { controlRoomBytes: 0, segments: [] },
  notifications: {
    channels: 0,
    waiting: 0,
    oldestWaitingMs: null,
    sent: 0,
    failedAttempts: 0,
    toldNobody: 0,
  },
  prediction: {
    available: false,
    modelHash: null,
    modelVersion: null,
    windows: 0,
    failed: 0,
    waiting: 0,
    oldestWaitMs: null,
    lastAt: null,
    medianMs: null,
    p95Ms: null,
    byState: {} as SystemReport['prediction']['byState'],
  },
};

test('the units of a Modbus bus are counted by what became of their requests', async () => {
  const desk = {
    report: () => report,
    status: () => report.status,
    devices: () => [],
    alarms: () => [],
  };
  const metrics = createMetrics({ desk } as unknown as Engine, {
    clients: () => 0,
    clientsDropped: () => 0,
  });
  const lines = (await metrics.scrape()).split('\n').filter((line) => line.includes('modbus'));
  expect(lines.filter((line) => !line.startsWith('# HELP'))).toEqual([
    '# TYPE emberwatch_modbus_requests_total counter',
    'emberwatch_modbus_requests_total{feed="modbus-1",unit="7"} 100',
    '# TYPE emberwatch_modbus_answers_total counter',
    'emberwatch_modbus_answers_total{feed="modbus-1",unit="7"} 90',
    '# TYPE emberwatch_modbus_failures_total counter',
    'emberwatch_modbus_failures_total{feed="modbus-1",unit="7",reason="timeout"} 6',
    'emberwatch_modbus_failures_total{feed="modbus-1",unit="7",reason="crc"} 3',
    'emberwatch_modbus_failures_total{feed="modbus-1",unit="7",reason="exception"} 1',
    '# TYPE emberwatch_modbus_unit_up gauge',
    'emberwatch_modbus_unit_up{feed="modbus-1",unit="7"} 0',
  ]);
});
