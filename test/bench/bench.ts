/**
 * `npm run bench`: what the path of one reading costs, part by part and whole, as JSON on standard output.
 * A benchmark, not a test: nothing fails here because the machine is slow. Compare ratios of one run.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measurement, median, round } from './measure.ts';
import { encodedMessages } from './messages.ts';
import { benchDecode } from './parts/decode.ts';
import { benchEndToEnd } from './parts/endToEnd.ts';
import { benchFuzz } from './parts/fuzz.ts';
import { benchInsert } from './parts/insert.ts';
import { benchMemory } from './parts/memory.ts';
import { benchPredict, benchWindows } from './parts/predict.ts';
import { benchReceive } from './parts/receive.ts';
import { benchScore } from './parts/score.ts';

// `npm run bench -- fuzz [--cases n] [--seed n]`: bad input at every boundary, in place of what a reading costs.
if (process.argv[2] === 'fuzz') {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      cases: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    },
  });
  const result = await benchFuzz(Number(values.cases), Number(values.seed), (text) =>
    process.stderr.write(`${text}\n`),
  );
  process.stdout.write(
    `${JSON.stringify({ bench: 'fuzz', seed: Number(values.seed), ...result }, null, 2)}\n`,
  );
  process.exit(result.failed === undefined ? 0 : 1);
}

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    devices: { type: 'string', default: '1000' },
    repetitions: { type: 'string', default: '3' },
    'memory-seconds': { type: 'string', default: '60' },
  },
});
const count = Number(values.messages);
const devices = Number(values.devices);
const repetitions = Number(values.repetitions);

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

process.stdout.write(
  `${JSON.stringify(
    {
      machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version },
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
      memory: await benchMemory(devices, Number(values['memory-seconds'])),
    },
    null,
    2,
  )}\n`,
);
