import { expect, test } from 'vitest';
import { followPreferences } from '../../../renderer/app/followPreferences.ts';
import { createPreferences } from '../../../renderer/state/preferences.ts';

const storage = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
};

test('the document has the theme and the language before anyone draws by them', () => {
  const preferences = createPreferences(storage());
  const document = { dataset: {} as DOMStringMap, lang: '' };
  followPreferences(preferences, document);
  expect(document).toEqual({ dataset: { theme: 'dark' }, lang: 'ko' });

  // A listener that came later, as the map is, must find the new theme in force when it hears of it.
  let seen: string | undefined;
  preferences.subscribe(() => {
    seen = document.dataset['theme'];
  });
  preferences.setState({ theme: 'light', language: 'en' });
  expect(seen).toBe('light');
  expect(document.lang).toBe('en');
});
