import { Flame, Footprints, TimerReset } from 'lucide-react';
import { formatAge } from '#shared/i18n/format.ts';
import { WALK_TEST_LIMITS } from '#shared/walkTest/limits.ts';
import { useDesk, useEngineNow, useLanguage, useServices, useWords } from './hooks.ts';
import { Lamp } from './Lamp.tsx';
import { useAct } from './useAct.ts';

/** While a walk test runs, on every screen: how many alarms are only hits, and for how long still. */
export function WalkTestLamps() {
  const words = useWords();
  const language = useLanguage();
  const now = useEngineNow();
  const { view } = useServices();
  const { act, failed } = useAct();
  const lamp = useDesk((desk) => desk.status?.walkTest ?? null);
  if (lamp === null) return null;
  const left = Math.max(0, lamp.endsAt - now);
  const soon = left <= WALK_TEST_LIMITS.warningMs;
  const open = () => view.setState({ screen: 'settings', section: 'walkTest' });
  return (
    <>
      {lamp.dangers > 0 && (
        <Lamp id="walk-test-dangers" tone="danger" onClick={open}>
          <Flame aria-hidden="true" />
          {words.walkTest.dangers({ count: lamp.dangers })}
        </Lamp>
      )}
      <Lamp id="walk-test" tone="warning" onClick={open}>
        <Footprints aria-hidden="true" />
        {words.walkTest.lamp({ count: lamp.devices, left: formatAge(left, language) })}
        <small>{soon ? words.walkTest.lampSoon : words.walkTest.lampHint}</small>
      </Lamp>
      {soon && (
        <Lamp
          id="walk-test-keep"
          tone="warning"
          onClick={() =>
            act((client, session, options) => client.walkTest.keepOn({ session }, options))
          }
        >
          <TimerReset aria-hidden="true" />
          {words.walkTest.keepOn}
          {failed !== null && <small>{words.failures[failed]}</small>}
        </Lamp>
      )}
    </>
  );
}
