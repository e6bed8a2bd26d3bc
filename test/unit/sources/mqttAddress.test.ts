import { describe, expect, it } from 'vitest';
import { parseMqttAddress } from '#engine/sources/mqttAddress.ts';
import { mqttClientOptions } from '#engine/sources/mqttClientOptions.ts';

describe('a broker address', () => {
  it.each([
    ['mqtt://broker', 'mqtt://broker:1883', 'broker', false],
    ['mqtts://broker', 'mqtts://broker:8883', 'broker', true],
    ['tcp://10.0.0.7:1884', 'tcp://10.0.0.7:1884', '10.0.0.7', false],
    ['ssl://broker:443', 'ssl://broker:443', 'broker', true],
    ['ws://broker/mqtt', 'ws://broker:80/mqtt', 'broker', false],
    ['wss://broker:8443', 'wss://broker:8443/', 'broker', true],
    ['mqtt://[::1]:1883', 'mqtt://[::1]:1883', '::1', false],
  ])('%s is %s', (url, display, host, secure) => {
    expect(parseMqttAddress(url)).toMatchObject({ display, host, secure });
  });

  it('gives user name and password to the connection and not to the screen', () => {
    const address = parseMqttAddress('mqtts://me:p%40ss@broker:8883/?token=secret');
    expect(address).toMatchObject({ username: 'me', password: 'p@ss' });
    expect(address.display).toBe('mqtts://broker:8883');
  });

  it.each(['', 'broker', 'http://user:hunter2@broker', 'mqtt://', 'mqtt:///x', '://hunter2'])(
    'refuses "%s" without repeating it',
    (url) => {
      let message = '';
      try {
        parseMqttAddress(url);
      } catch (error) {
        message = String(error);
      }
      expect(message).toMatch(/broker address/);
      expect(message).not.toContain('hunter2');
    },
  );
});

describe('the options of a connection', () => {
  const aws = parseMqttAddress('mqtts://abc-ats.iot.ap-northeast-2.amazonaws.com:443');

  it('keep the session at the broker in both versions', () => {
    expect(mqttClientOptions(aws, { clientId: 'desk' }, 5, 100)).toMatchObject({
      clean: false,
      protocolVersion: 5,
      properties: { receiveMaximum: 100, sessionExpiryInterval: 3600 },
    });
    const v4 = mqttClientOptions(aws, { clientId: 'desk' }, 4, 100);
    expect(v4).toMatchObject({ clean: false, protocolVersion: 4 });
    expect(v4).not.toHaveProperty('properties');
  });

  it('always check the broker’s certificate', () => {
    expect(mqttClientOptions(aws, { clientId: 'desk' }, 5, 1).rejectUnauthorized).toBe(true);
  });

  it('name the protocol that AWS IoT Core wants on port 443, and only there', () => {
    const alpn = (url: string, name?: string) =>
      mqttClientOptions(
        parseMqttAddress(url),
        { clientId: 'desk', ...(name && { alpn: name }) },
        5,
        1,
      ).ALPNProtocols;
    expect(alpn('mqtts://abc.iot.eu-west-1.amazonaws.com:443')).toEqual(['x-amzn-mqtt-ca']);
    expect(alpn('mqtts://abc.iot.eu-west-1.amazonaws.com:443', 'mqtt')).toEqual(['mqtt']);
    expect(alpn('mqtts://abc.iot.eu-west-1.amazonaws.com')).toBeUndefined();
    expect(alpn('mqtts://broker:443')).toBeUndefined();
  });

  it('prefer an explicit user name over the address’s', () => {
    const address = parseMqttAddress('mqtt://me:old@broker');
    expect(
      mqttClientOptions(address, { clientId: 'd', username: 'you', password: 'new' }, 4, 1),
    ).toMatchObject({
      username: 'you',
      password: 'new',
    });
    expect(mqttClientOptions(address, { clientId: 'd' }, 4, 1)).toMatchObject({
      username: 'me',
      password: 'old',
    });
  });
});
