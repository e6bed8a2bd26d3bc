import {
  CircleCheck,
  CircleOff,
  Hourglass,
  type LucideIcon,
  Mail,
  MessageSquareText,
  Pencil,
  RefreshCw,
  TriangleAlert,
  Webhook,
} from 'lucide-react';
import type { ChannelView } from '#shared/contract/notificationViews.ts';
import { formatAge } from '#shared/i18n/format.ts';
import type { ChannelKind } from '#shared/notifications/channel.ts';
import { isPermanent } from '#shared/notifications/deliveryProblem.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../../app/hooks.ts';
import { ChannelTest } from './ChannelTest.tsx';
import { ProblemText } from './ProblemText.tsx';

const KIND_ICONS: Readonly<Record<ChannelKind, LucideIcon>> = {
  sns: MessageSquareText,
  email: Mail,
  webhook: Webhook,
};

type Health = 'off' | 'failing' | 'retrying' | 'lastFailed' | 'well' | 'untried';

const HEALTH_ICONS: Readonly<Record<Health, LucideIcon>> = {
  off: CircleOff,
  failing: TriangleAlert,
  retrying: RefreshCw,
  lastFailed: TriangleAlert,
  well: CircleCheck,
  untried: Hourglass,
};

function healthOf({ config, problem, lastSentAt, waiting }: ChannelView): Health {
  if (!config.enabled) return 'off';
  if (problem !== null && isPermanent(problem.code)) return 'failing';
  if (problem !== null) return waiting > 0 ? 'retrying' : 'lastFailed';
  return lastSentAt === null ? 'untried' : 'well';
}

export function ChannelCard({
  channel,
  onEdit,
}: {
  channel: ChannelView;
  /** Null for who may only look. */
  onEdit: (() => void) | null;
}) {
  const words = useWords().notifications;
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(10_000);
  const { config, waiting, oldestWaitingAt, lastSentAt, problem } = channel;
  const health = healthOf(channel);
  const KindIcon = KIND_ICONS[config.settings.kind];
  const HealthIcon = HEALTH_ICONS[health];
  return (
    <article className="card channel-card" data-testid="channel" data-health={health}>
      <header>
        <KindIcon aria-hidden="true" />
        <div>
          <h4>{config.name}</h4>
          <p>{words.kinds[config.settings.kind]}</p>
        </div>
        <span className="channel-health" data-health={health}>
          <HealthIcon aria-hidden="true" />
          {words.channels[health]}
        </span>
        {onEdit !== null && (
          <button
            type="button"
            className="icon-button"
            data-testid="channel-edit"
            aria-label={`${words.channels.edit}: ${config.name}`}
            title={words.channels.edit}
            onClick={onEdit}
          >
            <Pencil aria-hidden="true" />
          </button>
        )}
      </header>
      <p className="num">
        {[
          lastSentAt === null
            ? null
            : words.channels.lastSent({ time: time.moment(lastSentAt, now) }),
          waiting === 0 ? null : words.channels.waiting({ count: waiting }),
          oldestWaitingAt === null
            ? null
            : words.channels.oldest({ age: formatAge(now - oldestWaitingAt, language) }),
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
      {config.enabled && problem !== null && <ProblemText problem={problem} />}
      {onEdit !== null && <ChannelTest channel={channel} />}
    </article>
  );
}
