import { BellMinus, Flame, TimerReset } from 'lucide-react';
import { ConnectionLamps } from './ConnectionLamps.tsx';
import { EscalationLamps } from './EscalationLamps.tsx';
import { useDesk, useServices, useWords } from './hooks.ts';
import { Lamp } from './Lamp.tsx';
import { ReplayStrip } from './ReplayStrip.tsx';
import { SoundStrip } from './SoundStrip.tsx';
import { UnansweredBanner } from './UnansweredBanner.tsx';
import { WalkTestLamps } from './WalkTestLamps.tsx';

function SetAsideLamps() {
  const { setAside: words } = useWords();
  const { view } = useServices();
  const counts = useDesk((desk) => desk.status?.setAside);
  if (counts === undefined) return null;
  const total = counts.shelved + counts.disabled + counts.outOfService;
  if (total === 0 && counts.dangers === 0) return null;
  const open = () => view.setState({ screen: 'alarms', alarmsTab: 'set-aside' });
  return (
    <>
      {counts.dangers > 0 && (
        <Lamp id="set-aside-dangers" tone="danger" onClick={open}>
          <Flame aria-hidden="true" />
          {words.dangers({ count: counts.dangers })}
        </Lamp>
      )}
      <Lamp id="set-aside" tone="off" onClick={open}>
        <BellMinus aria-hidden="true" />
        {words.lamp({ count: total })}
        <small>
          {(['shelved', 'disabled', 'outOfService'] as const)
            .filter((type) => counts[type] > 0)
            .map((type) => `${words.types[type]} ${counts[type]}`)
            .join(' · ')}
        </small>
      </Lamp>
      {counts.endingSoon > 0 && (
        <Lamp id="set-aside-ending" tone="warning" onClick={open}>
          <TimerReset aria-hidden="true" />
          {words.endingSoon({ count: counts.endingSoon })}
        </Lamp>
      )}
    </>
  );
}

/** Under the header: everything that is off, delayed or tested now. Empty, and of no height, on an ordinary day. */
export function LampBar() {
  const words = useWords();
  return (
    <section className="lamps" aria-label={words.nav.lamps}>
      <ReplayStrip />
      <UnansweredBanner />
      <ConnectionLamps />
      <SoundStrip />
      <WalkTestLamps />
      <EscalationLamps />
      <SetAsideLamps />
    </section>
  );
}
