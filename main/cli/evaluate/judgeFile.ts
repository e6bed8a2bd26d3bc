import type { Line } from '#engine/files/lines.ts';
import { linesOfFile } from '#engine/files/linesOfFile.ts';
import { StreamJudge } from '#shared/prediction/protocol/StreamJudge.ts';
import type { WindowScores } from '#shared/prediction/protocol/WindowScores.ts';
import type { ModelOutput, ModelScores } from '#shared/prediction/verdict.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { decodeText } from '#shared/telemetry/decode.ts';
import { messageOf } from '../options.ts';
import type { WindowBatch } from '../prediction/WindowBatch.ts';
import type { FileReport, Recorded, Task } from './messages.ts';

/** Names of devices without a truth that are kept; more say nothing more. */
const MAX_STRANGERS = 1_000;
const UNITS = { powerUnit: 'kW', powerFactorUnit: 'ratio' } as const;
const DEVICE_ID = /"deviceId"\s*:\s*"([^"\\]*)"/;

/** Judges one file, or one share of its devices; lines that can't be read belong to the first share. */
export async function judgeFile(
  { file, share, shares }: Task,
  devices: ReadonlyMap<string, Recorded>,
  batch: WindowBatch<ModelScores> | null,
  windows: Readonly<Record<ModelOutput, WindowScores>>,
  read: (bytes: number) => void,
): Promise<FileReport> {
  const judges = new Map<string, StreamJudge>();
  const strangers = new Set<string>();
  let lines = 0;
  let unreadable = 0;
  let firstUnreadable: string | null = null;
  let problem: string | null = null;

  const refuse = (why: string) => {
    unreadable++;
    firstUnreadable ??= `line ${lines}: ${why}`;
  };
  const take = (line: Line) => {
    lines++;
    if ('unreadable' in line) {
      if (share === 0) refuse(`${line.unreadable}, ${line.bytes} bytes`);
      return;
    }
    if (line.text.trim() === '' || (shares > 1 && shareOf(line.text, shares) !== share)) return;
    const decoded = decodeText(line.text, UNITS);
    if (!decoded.ok) {
      refuse(`${decoded.reason}, ${decoded.detail}`);
      return;
    }
    const { deviceId } = decoded.reading;
    let judge = judges.get(deviceId);
    if (!judge) {
      const recorded = devices.get(deviceId);
      if (!recorded) {
        if (strangers.size < MAX_STRANGERS) strangers.add(deviceId);
        return;
      }
      const { facts, episodes } = recorded;
      judge = new StreamJudge(facts, episodes, DEFAULT_THRESHOLDS, batch, windows);
      judges.set(deviceId, judge);
    }
    judge.take(decoded.reading);
  };

  try {
    for await (const several of linesOfFile(file, read))
      for (const line of several) {
        take(line);
        if (batch?.full) await batch.flush();
      }
  } catch (error) {
    problem = `after line ${lines}: ${messageOf(error)}`;
  }
  await batch?.flush();
  const finished = [...judges.values()].map((judge) => judge.finish());
  return {
    file,
    lines,
    unreadable,
    firstUnreadable,
    strangers: [...strangers],
    repetitions: finished.reduce((sum, one) => sum + one.repetitions, 0),
    outside: finished.reduce((sum, one) => sum + one.outside, 0),
    problem,
    episodes: finished.flatMap((one) => one.episodes).filter((one) => one.readings > 0),
  };
}

/** By the device's name, looked up before the line is parsed: a share of a big file costs little for the rest of it. */
function shareOf(text: string, shares: number): number {
  const id = DEVICE_ID.exec(text)?.[1];
  if (id === undefined) return 0;
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0;
  return (hash >>> 0) % shares;
}
