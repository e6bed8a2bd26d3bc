import type { Preferences, PreferencesStore } from '../state/preferences.ts';

/**
 * The language and the theme belong to the document, where the style sheets and screen readers look for them.
 *
 * Set at once and not by an effect: the map and the charts read their colours from the style sheets when the theme
 * changes, and a child's effects run before its parent's.
 */
export function followPreferences(
  preferences: PreferencesStore,
  document: Pick<HTMLElement, 'dataset' | 'lang'>,
): void {
  const apply = ({ theme, language }: Pick<Preferences, 'theme' | 'language'>) => {
    document.dataset['theme'] = theme;
    document.lang = language;
  };
  apply(preferences.getState());
  preferences.subscribe(apply);
}
