import { createSimulator } from '#shared/simulation/simulator.ts';

export interface EncodedMessage {
  readonly topic: string;
  readonly payload: Buffer;
}

const INTERVAL_MS = 1_000;

/** Messages of a simulated site as they cross the wire: device after device, second after second. */
export function encodedMessages(count: number, devices: number, startAt: number): EncodedMessage[] {
  const deviceIds = Array.from({ length: devices }, (_, i) => `device-${i + 1}`);
  const simulator = createSimulator({ deviceIds, seed: 7, intervalMs: INTERVAL_MS });
  const messages: EncodedMessage[] = [];
  for (let n = 0; messages.length < count; n++) {
    const device = n % devices;
    const message = simulator.step(device, startAt + Math.floor(n / devices) * INTERVAL_MS);
    if (message === null) continue;
    messages.push({
      topic: `fire-prediction/device/${deviceIds[device]}/data`,
      payload: Buffer.from(JSON.stringify(message)),
    });
  }
  return messages;
}
