import { useWords } from '../../app/hooks.ts';

export function IncidentsScreen() {
  const words = useWords();
  return (
    <main className="page" data-testid="incidents">
      <header className="page-head">
        <h2>{words.nav.incidents}</h2>
      </header>
    </main>
  );
}
