import { useWords } from '../../app/hooks.ts';

export function ShiftScreen() {
  const words = useWords();
  return (
    <main className="page" data-testid="shift">
      <header className="page-head">
        <h2>{words.nav.shift}</h2>
      </header>
    </main>
  );
}
