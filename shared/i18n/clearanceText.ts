/** What would clear an alarm, in words: one line for each step. */
import type { ClearanceStep } from '#shared/scoring/clearance.ts';
import { formatChance } from './chance.ts';
import { formatSensor } from './format.ts';
import { type Language, WORDS } from './words.ts';

export function clearanceText(step: ClearanceStep, language: Language): string {
  const words = WORDS[language];
  switch (step.type) {
    case 'bit':
      return words.evidence.clearBit({ bit: words.statusBits[step.bit] });
    case 'recentArcs':
      return words.evidence.clearArcs({ from: String(step.from), to: String(step.to) });
    case 'model':
      return words.evidence.clearModel({
        from: formatChance(step.from, language),
        to: formatChance(step.to, language),
      });
    case 'value': {
      const measured = {
        sensor: words.sensors[step.sensor],
        from: formatSensor(step.sensor, step.from, language),
        to: formatSensor(step.sensor, step.to, language),
      };
      return step.to < step.from
        ? words.evidence.clearDown(measured)
        : words.evidence.clearUp(measured);
    }
  }
}
