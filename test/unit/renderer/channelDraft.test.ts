import { expect, test } from 'vitest';
import {
  checkDraft,
  draftOf,
  neededBy,
  newDraft,
  newSigningKey,
} from '../../../renderer/state/channelDraft.ts';

const wrongOf = (draft: Parameters<typeof checkDraft>[0], stored: readonly 'password'[] = []) =>
  [...checkDraft(draft, stored).wrong].sort();

test('an empty form names every field that is missing, by the path of the configuration', () => {
  expect(wrongOf(newDraft('webhook', 'ko'))).toEqual([
    'name',
    'secrets.signingKey',
    'settings.url',
  ]);
  expect(wrongOf(newDraft('email', 'ko'))).toEqual(['name', 'settings.from', 'settings.host']);
  expect(wrongOf(newDraft('sns', 'ko'))).toEqual([
    'name',
    'secrets.privateKey',
    'settings.credentials.certificate',
    'settings.credentials.endpoint',
    'settings.credentials.roleAlias',
    'settings.credentials.thingName',
  ]);
});

test('recipients are taken as people paste them, and one bad address marks its field', () => {
  const draft = {
    ...newDraft('email', 'ko'),
    name: '메일',
    host: 'mail.example',
    from: 'desk@example.com',
    recipients: {
      ...newDraft('email', 'ko').recipients,
      critical: ' a@example.com; b@example.com,\nc@example.com ',
    },
  };
  const { config, wrong } = checkDraft(draft, []);
  expect([...wrong]).toEqual([]);
  expect(config?.settings).toMatchObject({
    recipients: { critical: ['a@example.com', 'b@example.com', 'c@example.com'], high: [] },
  });
  const bad = { ...draft, recipients: { ...draft.recipients, high: 'a@example.com, nonsense' } };
  expect(wrongOf(bad)).toEqual(['settings.recipients.high']);
});

test('a stored secret need not be typed again, and a typed one is handed on', () => {
  const draft = {
    ...newDraft('email', 'ko'),
    name: '메일',
    host: 'mail.example',
    from: 'desk@example.com',
    username: 'desk',
  };
  expect(neededBy(draft)).toEqual(['password']);
  expect(wrongOf(draft)).toEqual(['secrets.password']);
  expect(wrongOf(draft, ['password'])).toEqual([]);
  const typed = { ...draft, secrets: { ...draft.secrets, password: '비밀' } };
  expect(checkDraft(typed, []).secrets).toEqual({ password: '비밀' });
});

test('numbers are numbers: an empty or foreign one marks its field', () => {
  const draft = { ...newDraft('webhook', 'ko'), name: 'a', url: 'https://hooks.example/' };
  const secrets = { ...draft.secrets, signingKey: newSigningKey((bytes) => bytes.fill(1)) };
  expect(wrongOf({ ...draft, secrets })).toEqual([]);
  expect(wrongOf({ ...draft, secrets, everySeconds: '' })).toEqual(['rate.everySeconds']);
  expect(wrongOf({ ...draft, secrets, burst: '2.5' })).toEqual(['rate.burst']);
  expect(wrongOf({ ...draft, secrets, burst: 'x' })).toEqual(['rate.burst']);
});

test('what was saved comes back into the form as it was', () => {
  const draft = {
    ...newDraft('sns', 'en'),
    name: 'SNS',
    arns: { ...newDraft('sns', 'en').arns, critical: 'arn:aws:sns:ap-northeast-2:123456789012:a' },
    credentials: 'sso' as const,
    profile: 'desk',
  };
  const { config } = checkDraft(draft, []);
  expect(config).not.toBeNull();
  expect(draftOf(config!)).toEqual(draft);
});
