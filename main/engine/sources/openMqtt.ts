import type { MqttSettings } from '#shared/connections/mqtt.ts';
import { openBackfill } from './backfill/openBackfill.ts';
import { type ConnectionParts, openSubscriber } from './connection.ts';
import type { Source, UsedCertificate } from './source.ts';
import { systemTimers } from './timers.ts';

/**
 * The way in that the settings describe, not started yet.
 * @throws TypeError for an address that can't be read
 */
export function openMqtt(parts: ConnectionParts<MqttSettings>): Source {
  const { id, settings, secrets, now, log, timers = systemTimers } = parts;
  const clientId = settings.clientId === '' ? parts.clientId : settings.clientId;
  return openSubscriber({
    id,
    clientId,
    connections: settings.connections,
    shareName: settings.shareName,
    topicFilter: settings.topicFilter,
    backfill: openBackfill({ settings: settings.backfill, secrets, clientId, now, log, timers }),
    mqtt: {
      url: settings.url,
      sessionExpirySeconds: settings.sessionSeconds,
      keepAliveSeconds: settings.keepAliveSeconds,
      ...(settings.username !== '' && {
        username: settings.username,
        password: secrets['password'] ?? '',
      }),
      ...(settings.ca !== '' && { ca: settings.ca }),
      ...(settings.certificate !== '' && {
        cert: settings.certificate,
        key: secrets['privateKey'] ?? '',
      }),
      certificates: certificatesOf(settings),
      now,
      log,
      timers,
    },
  });
}

const certificatesOf = ({ certificate, ca, backfill }: MqttSettings): readonly UsedCertificate[] =>
  [
    { purpose: 'client', pem: certificate } as const,
    { purpose: 'authority', pem: ca } as const,
    { purpose: 'backfill', pem: backfill.type === 'broker' ? backfill.certificate : '' } as const,
  ].filter(({ pem }) => pem !== '');
