/** How components reach the page's services. */
import { createContext, use, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Words } from '#shared/i18n/dictionary.ts';
import { type TimeFormat, timeFormat } from '#shared/i18n/format.ts';
import { type Language, WORDS } from '#shared/i18n/words.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { DeskState } from '../state/deskState.ts';
import { type PlaceName, placeNameOf } from '../state/points.ts';
import type { ViewState } from '../state/view.ts';
import type { Services } from './services.ts';

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === null) throw new Error('outside of the application');
  return services;
}

export function useDesk<T>(select: (state: DeskState) => T): T {
  return useStore(useServices().desk, select);
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useServices().view, select);
}

export function useLanguage(): Language {
  return useStore(useServices().preferences, (preferences) => preferences.language);
}

export function useWords(): Words {
  return WORDS[useLanguage()];
}

/** What an alarm's subject is called, in the chosen language. */
export function usePlaceName(subjectId: string): PlaceName {
  const words = useWords();
  const language = useLanguage();
  const devices = useDesk((state) => state.devices);
  const floors = useDesk((state) => state.floors);
  return placeNameOf(subjectId, { devices, floors }, words, language);
}

/** Times in the site's zone; in the page's own before the first snapshot. */
export function useTime(): TimeFormat {
  const language = useLanguage();
  const zone = useDesk((state) => state.status?.timeZone);
  return useMemo(
    () => timeFormat(zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, language),
    [zone, language],
  );
}

/** The engine's time, whole steps of `stepMs`: a component that shows seconds is drawn once a second. */
export function useEngineNow(stepMs = 1000): EpochMs {
  const { clock } = useServices();
  return useSyncExternalStore(clock.subscribe, () => Math.floor(clock.now() / stepMs) * stepMs);
}
