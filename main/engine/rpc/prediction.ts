/** What the model said of a device over time, and why. */
import { os, type RouterParts } from './parts.ts';

export function predictionHandlers({ desk, prediction }: RouterParts) {
  const { live, store, explainer } = prediction;
  return {
    timeline: os.prediction.timeline.handler(async ({ input, errors }) => {
      const { deviceId, from, to } = input;
      if (!desk.device(deviceId)) throw errors.NOT_FOUND({ message: `no device ${deviceId}` });
      const columns = await store.timeline(input);
      return { from, to, ...columns, points: live.file?.metadata.operatingPoints ?? [] };
    }),
    explain: os.prediction.explain.handler(async ({ input, errors }) => {
      const { deviceId, alarmId } = input;
      if (!desk.device(deviceId)) throw errors.NOT_FOUND({ message: `no device ${deviceId}` });
      return alarmId === undefined ? explainer.now(deviceId) : explainer.ofAlarm(deviceId, alarmId);
    }),
  };
}
