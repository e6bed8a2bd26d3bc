import { CircleOff, Unplug } from 'lucide-react';
import { useDesk, useServices, useWords } from './hooks.ts';
import { Lamp } from './Lamp.tsx';

/** That nothing is connected, with the way to where it is set up; and how many connections are switched off. */
export function ConnectionLamps() {
  const { connections: words } = useWords();
  const { view } = useServices();
  const feeds = useDesk((desk) => desk.status?.feeds.length ?? null);
  const off = useDesk((desk) => desk.status?.connectionsOff ?? 0);
  const open = () => view.setState({ screen: 'settings', section: 'connections' });
  return (
    <>
      {feeds === 0 && (
        <Lamp id="nothing-connected" tone="warning" onClick={open}>
          <Unplug aria-hidden="true" />
          {words.none}
          <small>{words.nowhere}</small>
        </Lamp>
      )}
      {off > 0 && (
        <Lamp id="connections-off" tone="off" onClick={open}>
          <CircleOff aria-hidden="true" />
          {words.off({ count: off })}
        </Lamp>
      )}
    </>
  );
}
