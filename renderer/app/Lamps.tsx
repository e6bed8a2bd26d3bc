import { SoundLamp } from './SoundLamp.tsx';
import { WalkTestLampBar } from './WalkTestLampBar.tsx';

/** Under the header, on every screen: what must not be overlooked and can't be hidden. Takes no room while all is well. */
export function Lamps() {
  return (
    <div className="lamps">
      <WalkTestLampBar />
      <SoundLamp />
    </div>
  );
}
