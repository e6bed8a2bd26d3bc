import { connectSocket } from '../../support/socketClient.ts';

const DAY_MS = 86_400_000;
const EVENTS = 3;

/**
 * A page that is opened, looks around, and is gone again: with a goodbye or, as with a cable that is pulled, without.
 *
 * @param abruptly without a goodbye, with its live feed open
 */
export async function visit(
  url: string,
  token: string,
  asked: { readonly deviceId: string; readonly now: number; readonly abruptly: boolean },
): Promise<void> {
  const { deviceId, now, abruptly } = asked;
  const { client, close, drop } = await connectSocket(url);
  const leaving = new AbortController();
  const live = await client.desk.live(undefined, { signal: leaving.signal });
  let events = 0;
  for await (const _event of live) if (++events >= EVENTS) break;
  await Promise.all([
    client.devices.timeline({ deviceId, from: Math.max(0, now - DAY_MS), to: now }),
    client.devices.get({ deviceId }),
    client.alarms.history({ limit: 100 }),
    client.incidents.list({ limit: 50 }),
    client.system.report(),
    client.system.quarantine({ limit: 50 }),
    fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } }).then((r) =>
      r.text(),
    ),
    fetch(`${url}/api/device/${deviceId}`, { headers: { authorization: `Bearer ${token}` } }).then(
      (r) => r.text(),
    ),
  ]);
  if (abruptly) {
    const again = await client.desk.live();
    await again.next();
    drop();
  } else {
    leaving.abort();
    await close();
  }
}
