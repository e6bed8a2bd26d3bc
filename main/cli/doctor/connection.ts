/** A connection of the data folder, tried as Settings tries it. */
import { findingText } from '#shared/i18n/connectionText.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { storedTarget, type Target, tryTarget } from '../connections/tryTarget.ts';
import { messageOf } from '../options.ts';
import { fail } from './finding.ts';
import { type Said, said } from './said.ts';
import type { Language } from './words.ts';

/** Each step as it ends; one line that says why when there is nothing to try. */
export async function* checkConnection(
  name: string,
  asked: { readonly data: string; readonly wait: number; readonly language: Language },
): AsyncGenerator<Said> {
  const { data, language } = asked;
  let target: Target | null;
  try {
    target = await storedTarget(data, name);
  } catch (error) {
    const problem = messageOf(error);
    yield said(fail('connectionUnreadable', { connection: name, problem }), language);
    return;
  }
  if (target === null) {
    yield said(fail('connectionUnknown', { connection: name, dir: data }), language);
    return;
  }
  const words = WORDS[language];
  for await (const result of tryTarget(target, asked)) {
    const { step, level, finding, values } = result;
    const { what, toDo } = findingText(result, words);
    yield {
      level,
      code: finding,
      text: `${name} · ${words.connectionTests.steps[step]}: ${what}`,
      advice: toDo ?? undefined,
      values: { connection: name, step, ...values },
    };
  }
}
