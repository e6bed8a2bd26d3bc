import {
  Cable,
  CircleCheck,
  CircleOff,
  Cloud,
  FlaskConical,
  Gauge,
  type LucideIcon,
  Pencil,
  Power,
  RadioTower,
  RefreshCw,
  Square,
  TriangleAlert,
  Usb,
} from 'lucide-react';
import { addressOf, type ConnectionKind } from '#shared/connections/connection.ts';
import type { ConnectionView } from '#shared/contract/connectionViews.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import { formatAge } from '#shared/i18n/format.ts';
import { useDesk, useEngineNow, useLanguage, useTime, useWords } from '../../../app/hooks.ts';
import { useAct } from '../../../app/useAct.ts';
import { FeedProblem } from '../../system/FeedTable.tsx';
import { TestSteps } from './TestSteps.tsx';
import { useConnectionTest } from './useConnectionTest.ts';

const KIND_ICONS: Readonly<Record<ConnectionKind, LucideIcon>> = {
  awsIot: Cloud,
  mqtt: Cable,
  lanBroker: RadioTower,
  serialNdjson: Usb,
  modbusRtu: Gauge,
};

const STATE_ICONS: Readonly<Record<FeedStatus['state'] | 'off', LucideIcon>> = {
  connected: CircleCheck,
  connecting: RefreshCw,
  down: TriangleAlert,
  stopped: TriangleAlert,
  off: CircleOff,
};

export function ConnectionCard({
  connection,
  onEdit,
}: {
  connection: ConnectionView;
  /** Null for who may only look. */
  onEdit: (() => void) | null;
}) {
  const { connections: words, feedStates, failures } = useWords();
  const { id, config, certificate } = connection;
  const feed = useDesk((desk) => desk.status?.feeds.find((one) => one.id === id));
  const { busy, failed, act } = useAct();
  const testing = useConnectionTest();
  const time = useTime();
  const state = config.enabled ? (feed?.state ?? 'connecting') : 'off';
  const KindIcon = KIND_ICONS[config.settings.kind];
  const StateIcon = STATE_ICONS[state];
  const turn = () =>
    act((client, session, options) =>
      client.connections.setEnabled(
        { session, connectionId: id, enabled: !config.enabled },
        options,
      ),
    );
  const test = () =>
    testing.run({ connectionId: id, settings: config.settings, secrets: {}, importId: null });
  return (
    <article className="card channel-card" data-testid="connection" data-state={state}>
      <header>
        <KindIcon aria-hidden="true" />
        <div>
          <h4>{config.name}</h4>
          <p>{words.kinds[config.settings.kind]}</p>
        </div>
        <span className="connection-state" data-state={state}>
          <StateIcon aria-hidden="true" />
          {state === 'off' ? words.switchedOff : feedStates[state]}
        </span>
        {onEdit !== null && (
          <button
            type="button"
            className="icon-button"
            data-testid="connection-edit"
            aria-label={`${words.edit}: ${config.name}`}
            title={words.edit}
            onClick={onEdit}
          >
            <Pencil aria-hidden="true" />
          </button>
        )}
      </header>
      <p className="mono connection-address">{addressOf(config.settings)}</p>
      <p className="num">
        <LastFrame feed={feed} />
        {certificate !== null &&
          ` · ${words.certificateUntil({ day: time.calendar(certificate.notAfter) })}`}
      </p>
      {feed !== undefined && feed.problem !== null && <FeedProblem feed={feed} detail={true} />}
      {onEdit !== null && (
        <>
          <div className="field-row">
            <button
              type="button"
              className="button"
              data-testid="connection-test"
              onClick={() => (testing.running ? testing.stop() : void test())}
            >
              {testing.running ? (
                <Square aria-hidden="true" />
              ) : (
                <FlaskConical aria-hidden="true" />
              )}
              {testing.running ? words.test.stop : words.test.run}
            </button>
            <button
              type="button"
              className="button"
              data-testid="connection-turn"
              disabled={busy}
              onClick={() => void turn()}
            >
              <Power aria-hidden="true" />
              {config.enabled ? words.switchOff : words.switchOn}
            </button>
          </div>
          {failed !== null && (
            <p className="note note-bad" role="alert">
              {words.form.failed} {failures[failed]}
            </p>
          )}
          <TestSteps testing={testing} />
        </>
      )}
    </article>
  );
}

function LastFrame({ feed }: { feed: FeedStatus | undefined }) {
  const words = useWords().connections;
  const language = useLanguage();
  const now = useEngineNow();
  const at = feed?.lastFrameAt ?? null;
  return at === null ? words.noFrame : words.lastFrame({ age: formatAge(now - at, language) });
}
