/** Runs every vector of one group's file. */
import { difference } from './compare.ts';
import { type GoldenGroup, parseVector } from './vector.ts';

export interface GroupResult {
  readonly passed: number;
  /** One sentence for each vector that failed. */
  readonly failures: readonly string[];
}

export function runGroup(group: GoldenGroup, fileText: string): GroupResult {
  let passed = 0;
  const failures: string[] = [];
  for (const [index, line] of vectorLines(fileText).entries()) {
    const failure = runLine(group, line, index + 1);
    if (failure === undefined) passed++;
    else failures.push(failure);
  }
  return { passed, failures };
}

/** A file's lines without the empty one behind the last line feed. */
export function vectorLines(fileText: string): readonly string[] {
  const lines = fileText.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function runLine(group: GoldenGroup, line: string, lineNumber: number): string | undefined {
  let id = `line ${lineNumber}`;
  try {
    const vector = parseVector(line);
    id = vector.id;
    const compute = Object.hasOwn(group, vector.fn) ? group[vector.fn] : undefined;
    if (!compute) return `${id}: unknown fn ${vector.fn}`;
    const got = compute(vector.input);
    for (const [key, want] of Object.entries(vector.wanted)) {
      if (!Object.hasOwn(got, key)) return `${id}: ${key}: nothing computes this`;
      const found = difference(want, got[key], key);
      if (found)
        return `${id}: ${found.path}: want ${JSON.stringify(found.want)}, got ${JSON.stringify(found.got)}`;
    }
    return undefined;
  } catch (error) {
    return `${id}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
