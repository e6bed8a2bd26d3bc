import { useWords } from '../../app/hooks.ts';
import { SoundTest } from '../../app/SoundTest.tsx';
import { ReminderForm } from './ReminderForm.tsx';
import { SeatTable } from './SeatTable.tsx';

/** Whether alarms reach somebody: this desk's own proof, all desks on duty, and how they sound while nobody answers. */
export function AnnunciationSection() {
  const words = useWords();
  return (
    <div className="annunciation">
      <SeatTable />
      <section className="page-section">
        <h3>{words.annunciation.checks}</h3>
        <SoundTest />
      </section>
      <ReminderForm />
    </div>
  );
}
