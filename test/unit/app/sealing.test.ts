/** Secrets of the desktop: the engine asks the shell, and the shell asks the operating system's store. */
import { expect, it, vi } from 'vitest';
import { createLog } from '#engine/log.ts';
import { hostOrKeyFile } from '#engine/secrets/hostOrKeyFile.ts';
import type { SecretSealer } from '#engine/secrets/SecretStore.ts';
import { answerSeal } from '../../../main/app/answerSeals.ts';
import { parentSealer } from '../../../main/app/parentSealer.ts';
import { createSafeStorage, type Keyring } from '../../support/electron/SafeStorageStandIn.ts';

const log = createLog('silent');

/** Both ends, without the processes between them. */
function desktop(keyring: Keyring, platform: NodeJS.Platform = 'linux') {
  const storage = createSafeStorage(keyring, () => true);
  const parent = parentSealer({
    postMessage: async (message) => {
      const answer = await answerSeal(structuredClone(message), { storage, platform, log });
      if (answer) parent.answered(answer);
    },
  });
  return parent.sealer;
}

it('what the system sealed comes back, and only under its own name', async () => {
  const sealer = desktop('gnome_libsecret');
  const sealed = await sealer.seal('mail', '비밀');
  expect(sealed).not.toContain('비밀');
  expect(await sealer.open('mail', sealed!)).toBe('비밀');
  await expect(sealer.open('other', sealed!)).rejects.toMatchObject({ code: 'cannotOpen' });
  await expect(sealer.open('mail', 'bm9uc2Vuc2U=')).rejects.toMatchObject({ code: 'cannotOpen' });
});

it('a store that protects nothing seals nothing', async () => {
  expect(await desktop('basic_text').seal('a', 'x')).toBeNull();
  expect(await desktop('unknown').seal('a', 'x')).toBeNull();
  expect(await desktop('none').seal('a', 'x')).toBeNull();
  expect(await desktop('none', 'darwin').seal('a', 'x')).toBeNull();
  // Backends are named on Linux only.
  expect(await desktop('unknown', 'win32').seal('a', 'x')).not.toBeNull();
});

it('a shell that says nothing holds nobody up for ever', async () => {
  vi.useFakeTimers();
  try {
    const { sealer } = parentSealer({ postMessage: () => undefined });
    const sealing = sealer.seal('a', 'x');
    const opening = sealer.open('a', 'x').catch((error: { code: string }) => error.code);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await sealing).toBeNull();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await opening).toBe('cannotOpen');
  } finally {
    vi.useRealTimers();
  }
});

it('the shell answers no other message, and no secret is in its log', async () => {
  const storage = createSafeStorage('kwallet6', () => true);
  const parts = { storage, platform: 'linux' as const, log };
  expect(await answerSeal({ type: 'seal', id: 'x', text: 1 }, parts)).toBeNull();
  expect(await answerSeal('hello', parts)).toBeNull();
});

it('a keyring may come and go: who sealed it stands in front of it', async () => {
  const keyFile: SecretSealer = {
    seal: async (name, secret) => `${name}|${secret}`,
    open: async (_name, sealed) => sealed.split('|')[1] ?? '',
  };
  const without = hostOrKeyFile(desktop('basic_text'), keyFile);
  const withKeyring = hostOrKeyFile(desktop('kwallet6'), keyFile);
  const old = await without.seal('a', 'one');
  expect(old).toBe('key:a|one');
  expect(await withKeyring.open('a', old)).toBe('one');
  const fresh = await withKeyring.seal('a', 'two');
  expect(fresh.startsWith('host:')).toBe(true);
  expect(await withKeyring.open('a', fresh)).toBe('two');
  expect(await hostOrKeyFile(undefined, keyFile).seal('a', 'three')).toBe('key:a|three');
});
