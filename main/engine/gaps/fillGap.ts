import type { FeedGap } from '#shared/contract/gapViews.ts';
import { type DecodeOptions, decodeText } from '#shared/telemetry/decode.ts';
import { deviceLevelOf, deviceTopic } from '#shared/telemetry/deviceTopic.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Backfill, MissedMessage, Span } from '../sources/backfill/Backfill.ts';
import type { Frame } from '../sources/source.ts';
import { LateTally } from './LateTally.ts';

/** Devices' clocks differ from the desk's: this much more than the gap is looked at. What is known is not taken twice. */
const MARGIN_MS = 60_000;
/** Handed to the pipeline at once, and waited for, so that what comes live is never behind all that was missed. */
const AT_ONCE = 200;

export interface FillParts {
  readonly gap: Pick<FeedGap, 'sourceId' | 'from' | 'to'>;
  readonly backfill: Backfill;
  readonly decoding: DecodeOptions;
  /** Takes a frame as it takes one of a way in: commits it, and acknowledges. */
  readonly take: (frame: Frame) => void;
  readonly now: () => EpochMs;
  readonly signal: AbortSignal;
}

/**
 * Reads what was missed and gives it the whole path, a few at a time. Resolves when it is on disk.
 * @throws what the source of it says, or the signal; what was taken until then stays
 */
export async function fillGap(parts: FillParts): Promise<LateTally> {
  const { gap, backfill, decoding, now, signal } = parts;
  const tally = new LateTally();
  const span = { from: gap.from - MARGIN_MS, to: gap.to + MARGIN_MS };
  const calledOff = aborted(signal);
  let waiting: Promise<void>[] = [];
  const committed = async () => {
    const all = waiting;
    waiting = [];
    await Promise.race([Promise.all(all), calledOff]);
  };
  for await (const message of backfill.read(span, signal)) {
    const topic = topicOf(message, span, decoding);
    if (topic === undefined) {
      message.done?.();
      continue;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(promise);
    parts.take({
      sourceId: gap.sourceId,
      topic,
      payload: message.payload,
      receivedAt: now(),
      duplicate: false,
      backlog: true,
      backfill: tally,
      ack: () => {
        message.done?.();
        resolve();
      },
    });
    if (waiting.length >= AT_ONCE) await committed();
  }
  await committed();
  return tally;
}

/**
 * Where the message belongs, when it is a reading of the span. One without a time of the device's own can't be placed,
 * and one that can't be read would fill the quarantine with what nobody asked to be taken in.
 */
function topicOf(
  { topic, payload }: MissedMessage,
  { from, to }: Span,
  decoding: DecodeOptions,
): string | undefined {
  const decoded = decodeText(Buffer.from(payload).toString('utf8'), decoding);
  if (!decoded.ok) return undefined;
  const { deviceId, deviceTime } = decoded.reading;
  if (deviceTime === null || deviceTime < from || deviceTime > to) return undefined;
  // An archive may have topics of its own. One of another device is no reason to believe the payload.
  const level = deviceLevelOf(topic);
  return level === undefined || level === deviceId ? deviceTopic(deviceId) : undefined;
}

function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const fail = () => reject(signal.reason);
  if (signal.aborted) fail();
  else signal.addEventListener('abort', fail, { once: true });
  // Nobody may be waiting for it in that moment.
  promise.catch(() => undefined);
  return promise;
}
