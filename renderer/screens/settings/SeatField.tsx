import { useStore } from 'zustand';
import { useServices, useWords } from '../../app/hooks.ts';

/** What this seat is; kept at the seat, because it is a place and no setting of the site. */
export function SeatField() {
  const { escalation: words } = useWords();
  const { preferences } = useServices();
  const seat = useStore(preferences, (one) => one.seat);
  return (
    <fieldset className="field choices choices-stacked">
      <legend>{words.seat}</legend>
      {(['primary', 'second'] as const).map((one) => (
        <label className="check" key={one}>
          <input
            type="radio"
            name="seat"
            data-testid={`seat-${one}`}
            checked={seat === one}
            onChange={() => preferences.setState({ seat: one })}
          />
          {one === 'primary' ? words.seatPrimary : words.seatSecond}
        </label>
      ))}
    </fieldset>
  );
}
