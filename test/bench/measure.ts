/** What one measurement says. Rates on a shared machine wander: compare only what one run measured. */
export interface Measurement {
  readonly messages: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly microsecondsEach: number;
}

export function measurement(messages: number, seconds: number): Measurement {
  return {
    messages,
    seconds: round(seconds, 4),
    perSecond: Math.round(messages / seconds),
    microsecondsEach: round((seconds / messages) * 1e6, 3),
  };
}

/** The middle of several repetitions, after one that only warms up. */
export async function median(
  repetitions: number,
  run: () => Measurement | Promise<Measurement>,
): Promise<Measurement> {
  await run();
  const results: Measurement[] = [];
  for (let i = 0; i < repetitions; i++) results.push(await run());
  results.sort((a, b) => a.perSecond - b.perSecond);
  return results[Math.floor(results.length / 2)]!;
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
