import { Footprints, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { formatAge } from '#shared/i18n/format.ts';
import { WALK_TEST_LIMITS } from '#shared/walkTest/limits.ts';
import { actAs } from '../state/actAs.ts';
import { type FailureCode, failureOf } from '../state/engineClient.ts';
import { useDesk, useEngineNow, useLanguage, useServices, useWords } from './hooks.ts';

/** While a walk test runs, on every screen: how many alarms are only hits, and for how long still. */
export function WalkTestLampBar() {
  const words = useWords();
  const language = useLanguage();
  const now = useEngineNow();
  const { view, connection, session } = useServices();
  const lamp = useDesk((desk) => desk.status?.walkTest ?? null);
  const [failed, setFailed] = useState<FailureCode | null>(null);
  if (lamp === null) return null;
  const left = lamp.endsAt - now;
  const soon = left <= WALK_TEST_LIMITS.warningMs;
  const keepOn = () => {
    setFailed(null);
    actAs({ request: connection.request, session }, (client, token, options) =>
      client.walkTest.keepOn({ session: token }, options),
    ).catch((error: unknown) => setFailed(failureOf(error).code));
  };
  return (
    <div
      className={soon ? 'lamp lamp-test lamp-soon' : 'lamp lamp-test'}
      role="status"
      data-testid="walk-test-lamp"
      data-devices={lamp.devices}
      data-soon={soon}
    >
      <Footprints aria-hidden="true" />
      <p className="num">
        <b>
          {words.walkTest.lamp({
            count: lamp.devices,
            left: formatAge(Math.max(0, left), language),
          })}
        </b>{' '}
        {soon ? words.walkTest.lampSoon : words.walkTest.lampHint}
        {lamp.dangers > 0 && (
          <span className="lamp-danger" data-testid="walk-test-dangers">
            <TriangleAlert aria-hidden="true" />
            {words.walkTest.dangers({ count: lamp.dangers })}
          </span>
        )}
        {failed !== null && <span className="lamp-danger">{words.failures[failed]}</span>}
      </p>
      {soon && (
        <button type="button" className="button button-small" onClick={keepOn}>
          {words.walkTest.keepOn}
        </button>
      )}
      <button
        type="button"
        className="button button-small"
        data-testid="walk-test-open"
        onClick={() => view.setState({ screen: 'settings', section: 'walkTest' })}
      >
        {words.walkTest.open}
      </button>
    </div>
  );
}
