import { useWords } from '../../app/hooks.ts';

export function AlarmsScreen() {
  const words = useWords();
  return (
    <main className="page" data-testid="alarms">
      <header className="page-head">
        <h2>{words.nav.alarms}</h2>
      </header>
    </main>
  );
}
