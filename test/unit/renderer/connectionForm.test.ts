/** The form of a connection against the contract's own schema. */
import { describe, expect, test } from 'vitest';
import { CONNECTION_KINDS, ConnectionConfig } from '#shared/connections/connection.ts';
import type { TestEvent } from '#shared/connections/testStep.ts';
import { FORM_FIELDS } from '../../../renderer/state/connectionFields.ts';
import {
  checkConnection,
  draftOfConnection,
  mapProblems,
  newConnection,
  shownFields,
  withImport,
  withKind,
  withTyped,
} from '../../../renderer/state/connectionForm.ts';
import { refuseFiles } from '../../../renderer/state/connectionImport.ts';
import { NOT_BEGUN, stateOf, withEvent } from '../../../renderer/state/connectionTest.ts';

const configs: readonly ConnectionConfig[] = [
  {
    kind: 'mqtt',
    url: 'mqtts://broker.example:8883',
    username: 'desk',
    connections: 2,
    shareName: 'desk-1',
    backfill: { type: 'broker', url: 'mqtt://other:1883', username: 'x' },
  },
  {
    kind: 'awsIot',
    endpoint: 'a-ats.iot.ap-northeast-2.amazonaws.com',
    auth: { type: 'certificate', port: 443, certificate: 'pem' },
  },
  {
    kind: 'awsIot',
    endpoint: 'a-ats.iot.ap-northeast-2.amazonaws.com',
    auth: { type: 'authorizer', hasPassword: true, tokenKeyName: 'token', tokenSignature: 'x' },
    backfill: { type: 'folder', path: '/archive' },
  },
  {
    kind: 'awsIot',
    endpoint: 'iot.example',
    auth: {
      type: 'sigV4',
      region: 'ap-northeast-2',
      credentials: { type: 'keys', accessKeyId: 'A'.repeat(20) },
    },
  },
  { kind: 'lanBroker', certificate: { type: 'own', names: ['desk.local', '10.0.0.5'] } },
  { kind: 'serialNdjson', path: '/dev/ttyUSB0', parity: 'even', dataBits: 7, stopBits: 2 },
  {
    kind: 'modbusRtu',
    path: 'COM3',
    map: {
      version: 1,
      profiles: {
        meter: { registers: [{ field: 'volt', function: 3, address: 0, type: 'u16' }] },
      },
      devices: [{ deviceId: 'panel-1', pollSeconds: 5, units: [{ unit: 1, profile: 'meter' }] }],
    },
  },
  { kind: 'lanBroker', announce: false, certificate: { type: 'given', chain: 'pem' } },
].map((settings) => ConnectionConfig.parse({ name: '본관', enabled: true, settings }));

const ALL = ['password', 'privateKey', 'authorizerPassword', 'authorizerToken'] as const;

test.each(configs)('what was saved is what the form saves again: $settings.kind', (config) => {
  const known = [...ALL, 'secretAccessKey', 'backfillPassword', 'backfillPrivateKey'] as const;
  const checked = checkConnection(draftOfConnection(config), known);
  expect([...checked.wrong]).toEqual([]);
  expect(checked.config).toEqual(config);
});

describe('what is wrong is told by its field', () => {
  test('an empty form, with every field that can not be empty', () => {
    for (const kind of CONNECTION_KINDS) {
      const { wrong, config } = checkConnection(newConnection(kind), []);
      expect(config).toBeNull();
      const shown = new Set(['name', ...shownFields(newConnection(kind)).map(({ path }) => path)]);
      // Nothing may be wrong that nobody can see.
      expect([...wrong].filter((path) => !shown.has(path))).toEqual([]);
      expect(wrong.has('name')).toBe(true);
    }
  });

  test('a secret is asked for only where the settings need it, and may be stored already', () => {
    const draft = withTyped(
      withTyped({ ...newConnection('mqtt'), name: '본관' }, 'url', 'mqtt://broker:1883'),
      'username',
      'desk',
    );
    expect([...checkConnection(draft, []).wrong]).toEqual(['secrets.password']);
    expect(checkConnection(draft, ['password']).config).not.toBeNull();
    const typed = checkConnection(withTyped(draft, 'secrets.password', ' space first'), []);
    expect(typed.secrets).toEqual({ password: ' space first' });
    expect(JSON.stringify(typed.config)).not.toContain('space first');
  });

  test('a connection without a name can be tested and not saved', () => {
    const { config, settings } = checkConnection(
      withTyped(newConnection('mqtt'), 'url', 'mqtt://broker:1883'),
      [],
    );
    expect(config).toBeNull();
    expect(settings).toMatchObject({ kind: 'mqtt', url: 'mqtt://broker:1883' });
  });
});

test('every field has a place in its kind’s schema, so that none is typed in vain', () => {
  for (const [kind, fields] of Object.entries(FORM_FIELDS))
    for (const { path } of fields) {
      const where = JSON.stringify(configs.filter(({ settings }) => settings.kind === kind));
      const last = path.split('.').at(-1) ?? '';
      if (path.startsWith('secrets.')) continue;
      const seldom = ['path', 'certificate', 'ca', 'url', 'username', 'transport', 'endpoint'];
      const known = [...seldom, 'roleAlias', 'thingName', 'profile', 'authorizerName'];
      expect(where.includes(`"${last}"`) || known.includes(last), path).toBe(true);
    }
});

test('a register map says where it is wrong', () => {
  const map = { version: 1, profiles: {}, devices: [] };
  expect(mapProblems('{')).toEqual([expect.stringMatching(/JSON/)]);
  expect(mapProblems(' ')).toEqual([]);
  expect(mapProblems(JSON.stringify(map))[0]).toContain('devices');
  const draft = withTyped(newConnection('modbusRtu'), 'map', JSON.stringify(map));
  expect(checkConnection(draft, []).wrong).toContain('map');
});

describe('imported files go into the form', () => {
  const nothing = {
    kind: 'mqtt',
    name: null,
    endpoint: null,
    topicFilter: null,
    clientId: null,
    username: null,
    certificate: null,
    ca: null,
  } as const;

  test('an address brings its kind along; certificates alone fit the one that is chosen', () => {
    const aws = { ...nothing, kind: 'awsIot', endpoint: 'a.amazonaws.com' } as const;
    const draft = withImport(newConnection('mqtt'), aws, true);
    expect(draft).toMatchObject({ kind: 'awsIot', typed: { endpoint: 'a.amazonaws.com' } });
    const pem = withImport(draft, { ...nothing, certificate: 'pem' }, true);
    expect(pem).toMatchObject({ kind: 'awsIot', typed: { 'auth.certificate': 'pem' } });
    expect(pem.typed['endpoint']).toBe('a.amazonaws.com');
    // One that is stored stays of its kind.
    expect(withImport(newConnection('mqtt'), aws, false).kind).toBe('mqtt');
  });

  test('what was typed as a name stays', () => {
    const named = { ...newConnection('mqtt'), name: '내 것' };
    expect(withImport(named, { ...nothing, name: '본관' }, true).name).toBe('내 것');
    expect(withKind(named, 'awsIot').name).toBe('내 것');
  });

  test('too many and too large files are not even sent', () => {
    expect(refuseFiles([{ size: 3_000 }])).toBeNull();
    expect(refuseFiles([{ size: 300_000 }])).toBe('tooLarge');
    expect(refuseFiles(Array.from({ length: 13 }, () => ({ size: 1 })))).toBe('tooMany');
  });
});

test('a test is followed step by step; what comes after a failure is not looked at', () => {
  const result = { level: 'fail', finding: 'tcpRefused', values: {}, ms: 2 } as const;
  const events: readonly TestEvent[] = [
    { type: 'steps', steps: ['tcp', 'mqtt'] },
    { type: 'begun', step: 'tcp' },
  ];
  const begun = events.reduce(withEvent, NOT_BEGUN);
  expect(stateOf(begun, 'tcp')).toBe('running');
  expect(stateOf(begun, 'mqtt')).toBe('waiting');
  const failed = withEvent(begun, { type: 'result', result: { step: 'tcp', ...result } });
  const over = withEvent(failed, { type: 'done', passed: false });
  expect(stateOf(over, 'tcp')).toBe('fail');
  expect(stateOf(over, 'mqtt')).toBe('skipped');
});
