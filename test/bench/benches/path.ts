/** What the path of one reading costs, part by part and whole. */
import { defineBench } from '../defineBench.ts';
import { measurement, median, round } from '../measure.ts';
import { encodedMessages } from '../messages.ts';
import { benchDecode } from '../parts/decode.ts';
import { benchEndToEnd } from '../parts/endToEnd.ts';
import { benchInsert } from '../parts/insert.ts';
import { benchMemory } from '../parts/memory.ts';
import { benchPredict, benchWindows } from '../parts/predict.ts';
import { benchReceive } from '../parts/receive.ts';
import { benchScore } from '../parts/score.ts';

export const bench = defineBench({
  options: {
    messages: { default: 100_000, what: 'messages of a repetition' },
    devices: { default: 1_000, what: 'devices that send them' },
    repetitions: { default: 3, what: 'of which the middle one counts' },
    'memory-seconds': { default: 60, what: 'how long memory is watched' },
  },
  async run({ messages: count, devices, repetitions, 'memory-seconds': memorySeconds }) {
    const receivedAt = Date.now();
    const messages = encodedMessages(count, devices, receivedAt - 600_000);
    const { readings } = benchDecode(messages, receivedAt);
    const { scored } = benchScore(readings);

    const decode = await median(repetitions, () => benchDecode(messages, receivedAt).measured);
    const score = await median(repetitions, () => benchScore(readings).measured);
    const scoreWithWindow = await median(repetitions, () => benchWindows(readings));
    const insert = await median(repetitions, () => benchInsert(scored));
    const receive = await median(repetitions, () => benchReceive(messages));
    const receiveOwn = await median(repetitions, () => benchReceive(messages, 'MqttSource'));
    const runs = [];
    for (let i = 0; i <= repetitions; i++) runs.push(await benchEndToEnd(messages));
    const endToEnd = runs.slice(1).sort((a, b) => a.measured.perSecond - b.measured.perSecond)[
      Math.floor(repetitions / 2)
    ]!;

    /** The parts one after the other on one core: what a pipeline with no cost of its own would do. */
    const parts = [receive, decode, score, insert];
    const fused = measurement(
      count,
      parts.reduce((sum, part) => sum + part.seconds, 0),
    );
    return {
      payloadBytes: round(messages.reduce((sum, m) => sum + m.payload.length, 0) / count, 0),
      parts: { receive, decode, score, insert },
      // What the device's window for the prediction model adds to scoring.
      scoreWithWindow,
      prediction: await benchPredict(readings, repetitions),
      // What our own source adds to the parts: frames, acknowledged five hundred at a time.
      receiveByMqttSource: receiveOwn,
      fusedParts: fused,
      endToEnd: endToEnd.measured,
      endToEndCpuMicrosecondsEach: endToEnd.cpuMicrosecondsEach,
      endToEndOverFusedParts: round(endToEnd.measured.perSecond / fused.perSecond, 3),
      memory: await benchMemory(devices, memorySeconds),
    };
  },
});
