import { Flame, FlaskConical, History, Languages, Moon, Sun } from 'lucide-react';
import { useStore } from 'zustand';
import { LANGUAGES } from '#shared/i18n/words.ts';
import { AlarmCounts } from './AlarmCounts.tsx';
import { AttendedSwitch } from './AttendedSwitch.tsx';
import { useDesk, useEngineNow, useLanguage, useServices, useTime, useWords } from './hooks.ts';
import { OnDuty } from './OnDuty.tsx';
import { ProofOfQuiet } from './ProofOfQuiet.tsx';
import { SilenceButton } from './SilenceButton.tsx';
import { SoundSettings } from './SoundSettings.tsx';

function SiteClock() {
  const time = useTime();
  const words = useWords();
  const now = useEngineNow();
  return (
    <div className="clock num" data-testid="site-clock">
      <span className="sr-only">{words.proof.clock}</span>
      <b>{time.clock(now)}</b>
      <span>{time.date(now)}</span>
    </div>
  );
}

function Switches() {
  const words = useWords();
  const language = useLanguage();
  const { preferences } = useServices();
  const theme = useStore(preferences, (state) => state.theme);
  const other = LANGUAGES.find((one) => one !== language) ?? language;
  return (
    <div className="switches">
      <SoundSettings />
      <button
        type="button"
        className="icon-button"
        data-testid="switch-theme"
        aria-label={theme === 'dark' ? words.display.light : words.display.dark}
        title={theme === 'dark' ? words.display.light : words.display.dark}
        onClick={() => preferences.setState({ theme: theme === 'dark' ? 'light' : 'dark' })}
      >
        {theme === 'dark' ? <Sun aria-hidden="true" /> : <Moon aria-hidden="true" />}
      </button>
      <button
        type="button"
        className="icon-button language-switch"
        data-testid="switch-language"
        aria-label={`${words.display.language}: ${other.toUpperCase()}`}
        title={words.display.language}
        onClick={() => preferences.setState({ language: other })}
      >
        <Languages aria-hidden="true" />
        {other.toUpperCase()}
      </button>
    </div>
  );
}

export function Header() {
  const words = useWords();
  const language = useLanguage();
  const site = useDesk((desk) => desk.status?.siteName);
  const replay = useDesk((desk) => desk.status?.replay === true);
  const simulated = useDesk((desk) => desk.status?.simulated === true) && !replay;
  return (
    <header className="header">
      <div className="brand">
        <span className="brand-mark">
          <Flame aria-hidden="true" />
        </span>
        <div className="brand-text">
          <span className="brand-name">{words.product}</span>
          <h1 className="truncate">{site?.[language] ?? ''}</h1>
        </div>
        {replay && (
          <span className="simulated replay" data-testid="replay" title={words.replayHint}>
            <History aria-hidden="true" />
            {words.replay}
          </span>
        )}
        {simulated && (
          <span className="simulated" data-testid="simulated" title={words.simulatedHint}>
            <FlaskConical aria-hidden="true" />
            {words.simulated}
          </span>
        )}
      </div>
      <ProofOfQuiet />
      <AlarmCounts />
      <SilenceButton />
      <SiteClock />
      <AttendedSwitch />
      <OnDuty />
      <Switches />
    </header>
  );
}
