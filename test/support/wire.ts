import mqtt, { type MqttClient } from 'mqtt';

/** A calm message in the device's own format; change what the test is about. */
export function wire(
  deviceId: string,
  change: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    deviceId,
    idx: 1,
    timestamp: new Date().toISOString(),
    status: 0,
    verifySts: 0,
    volt: 220.4,
    voltLow: 218.9,
    ct: 5,
    zct: 0.5,
    rzct: 0.3,
    pwr: 1.05,
    pcbTemp: 33,
    sensorTemp: 35,
    co: 2,
    voc: 60,
    pFct: 0.95,
    aArc: 0,
    ...change,
  };
}

export const topicOf = (deviceId: string): string => `fire-prediction/device/${deviceId}/data`;

/** A publisher over real MQTT; each call resolves when the broker has acknowledged. */
export class TestPublisher {
  readonly #client: MqttClient;
  #idx = 0;
  #lastAt = 0;

  private constructor(client: MqttClient) {
    this.#client = client;
  }

  static async connect(url: string): Promise<TestPublisher> {
    return new TestPublisher(await mqtt.connectAsync(url, { protocolVersion: 4 }));
  }

  async send(deviceId: string, change: Record<string, unknown> = {}): Promise<void> {
    this.#idx++;
    // Each reading is newer than the one before, however fast they are sent.
    this.#lastAt = Math.max(Date.now(), this.#lastAt + 1);
    const timestamp = new Date(this.#lastAt).toISOString();
    await this.raw(
      topicOf(deviceId),
      JSON.stringify(wire(deviceId, { idx: this.#idx, timestamp, ...change })),
    );
  }

  async raw(topic: string, payload: string | Buffer): Promise<void> {
    await this.#client.publishAsync(topic, payload, { qos: 1 });
  }

  async end(): Promise<void> {
    await this.#client.endAsync();
  }
}
