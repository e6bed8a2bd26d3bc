/** What this seat prefers: language, theme and sound. Kept per browser, because a seat is a place, not a person. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { LANGUAGES, type Language } from '#shared/i18n/words.ts';

const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** A second seat rings only for what was left unanswered at the others. */
const SEATS = ['primary', 'second'] as const;
export type Seat = (typeof SEATS)[number];

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  /** 0.2 … 1: an alarm sound can be made quieter here but never inaudible. */
  readonly volume: number;
  readonly speech: boolean;
  /** Where the sound comes out; null for the system's own output. */
  readonly output: string | null;
  readonly seat: Seat;
}

export const MIN_VOLUME = 0.2;

const DEFAULTS: Preferences = {
  language: 'ko',
  theme: 'dark',
  volume: 0.8,
  speech: true,
  output: null,
  seat: 'primary',
};
const KEY = 'emberwatch.preferences';

export type PreferencesStore = StoreApi<Preferences>;

/** Stored text back to preferences; whatever is missing, unknown or out of range takes its default. */
export function readPreferences(text: string | null): Preferences {
  let stored: unknown = null;
  try {
    stored = text === null ? null : JSON.parse(text);
  } catch {
    // Damaged storage is no reason to show nothing.
  }
  const entries = new Map<string, unknown>(
    typeof stored === 'object' && stored !== null ? Object.entries(stored) : [],
  );
  const volume = entries.get('volume');
  const speech = entries.get('speech');
  const output = entries.get('output');
  return {
    language: LANGUAGES.find((one) => one === entries.get('language')) ?? DEFAULTS.language,
    theme: THEMES.find((one) => one === entries.get('theme')) ?? DEFAULTS.theme,
    volume:
      typeof volume === 'number' && volume >= MIN_VOLUME && volume <= 1 ? volume : DEFAULTS.volume,
    speech: typeof speech === 'boolean' ? speech : DEFAULTS.speech,
    output: typeof output === 'string' && output.length <= 256 ? output : DEFAULTS.output,
    seat: SEATS.find((one) => one === entries.get('seat')) ?? DEFAULTS.seat,
  };
}

export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): PreferencesStore {
  const store = createStore<Preferences>(() => readPreferences(storage.getItem(KEY)));
  store.subscribe((preferences) => storage.setItem(KEY, JSON.stringify(preferences)));
  return store;
}
