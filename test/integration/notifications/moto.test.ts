import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SnsChannel } from '#engine/notifications/channels/SnsChannel.ts';
import { hasMoto, Moto } from '../../support/moto.ts';
import { messageOf, never } from './messages.ts';

const KEYS = { accessKeyId: 'AKIAEXAMPLE000000000', secretAccessKey: 'secret' };

/** An independent reading of the protocol, if a lenient one: what is refused there is refused by the service as well. */
describe.skipIf(!hasMoto)(
  'SNS as moto_server understands it (skipped where it is not installed)',
  () => {
    let moto: Moto;
    beforeEach(async () => {
      moto = await Moto.start();
    });
    afterEach(() => moto.stop());

    it('takes what is published, and refuses a topic that does not exist', async () => {
      const admin = new SNSClient({
        region: 'ap-northeast-2',
        endpoint: moto.url,
        credentials: KEYS,
      });
      const { TopicArn } = await admin.send(
        new CreateTopicCommand({ Name: 'fire-prediction-critical' }),
      );
      const channel = new SnsChannel({
        settings: {
          topics: {
            critical: TopicArn ?? '',
            high: 'arn:aws:sns:ap-northeast-2:123456789012:not-there',
            model: '',
            system: '',
            emergency: '',
          },
          endpoint: moto.url,
        },
        credentials: KEYS,
      });
      await channel.send(messageOf(), never());
      const [told] = await moto.notified();
      expect(told?.arn).toBe(TopicArn);
      expect(JSON.parse(told!.text)).toEqual(
        expect.arrayContaining([expect.stringContaining('전기화재 위험')]),
      );
      await expect(channel.send(messageOf('high'), never())).rejects.toMatchObject({
        code: 'topicNotFound',
      });
      channel.close();
      admin.destroy();
    });
  },
);
