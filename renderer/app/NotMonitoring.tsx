import { EyeOff, LoaderCircle, RotateCcw, VolumeX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { formatAge } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useServices, useTime, useWords } from './hooks.ts';

/**
 * Covers the whole window: what lies under it is history. Before the first snapshot it says that monitoring has not
 * begun; after three seconds without a sign of life, that it has stopped.
 */
export function NotMonitoring() {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow();
  const { connection, clock, sound, hush, restartEngine } = useServices();
  const { monitoring, reason, attempts, gaveUp } = useStore(connection.state);
  const playing = useStore(sound.state, (state) => state.playing);
  const [openedAt] = useState(() => clock.now());
  const since = clock.lastHeard() ?? openedAt;

  // A sound that the browser holds back can't be heard; the title can still be seen in the task bar.
  useEffect(() => {
    if (monitoring !== 'lost') return;
    const before = document.title;
    document.title = `● ${words.lost.title}`;
    return () => {
      document.title = before;
    };
  }, [monitoring, words]);

  if (monitoring === 'starting') {
    return (
      <div className="lost lost-starting" data-testid="connecting" role="status">
        <LoaderCircle className="spin" aria-hidden="true" />
        <h1>{words.lost.connecting}</h1>
        <p>{words.lost.connectingHint}</p>
      </div>
    );
  }
  return (
    <div className="lost" role="alert" data-testid="not-monitoring" data-reason={reason}>
      <div className="lost-card">
        <header className="lost-head">
          <EyeOff aria-hidden="true" />
          <div>
            <h1>{words.lost.title}</h1>
            <p className="lost-since num">{words.lost.since({ time: time.clock(since) })}</p>
          </div>
          <p className="lost-elapsed num">
            <small>{words.lost.elapsed}</small>
            {formatAge(now - since, language)}
          </p>
        </header>
        <div className="lost-body">
          <h2>{words.lost.whatToDo}</h2>
          <ol>
            {words.lost.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </div>
        <footer className="lost-foot">
          <p>
            {gaveUp ? (
              <EyeOff aria-hidden="true" />
            ) : (
              <LoaderCircle className="spin" aria-hidden="true" />
            )}
            <span>
              <b>{words.lost.reason[reason]}</b>{' '}
              {gaveUp ? words.lost.gaveUp : words.lost.retrying({ count: attempts })}
            </span>
          </p>
          {restartEngine !== null && gaveUp && (
            <button
              type="button"
              className="button button-primary"
              data-testid="restart-engine"
              onClick={restartEngine}
            >
              <RotateCcw aria-hidden="true" />
              {words.lost.restart}
            </button>
          )}
          {playing === 'lost' && (
            <button type="button" className="button" data-testid="hush" onClick={hush}>
              <VolumeX aria-hidden="true" />
              {words.lost.hush}
            </button>
          )}
        </footer>
      </div>
    </div>
  );
}
