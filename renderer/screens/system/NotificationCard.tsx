import type { NotificationFigures } from '#shared/contract/notificationViews.ts';
import { formatAge, formatNumber } from '#shared/i18n/format.ts';
import { useLanguage, useWords } from '../../app/hooks.ts';

/** Whether people outside are told, for every role: no channel is a state that must be seen and not guessed. */
export function NotificationCard({ figures }: { figures: NotificationFigures }) {
  const { system, channels } = useWords().notifications;
  const language = useLanguage();
  const { waiting, oldestWaitingMs, sent, failedAttempts, toldNobody } = figures;
  const parts = [
    oldestWaitingMs === null
      ? null
      : channels.oldest({ age: formatAge(oldestWaitingMs, language) }),
    system.sent({ count: sent }),
    failedAttempts === 0 ? null : system.failed({ count: failedAttempts }),
    toldNobody === 0 ? null : system.toldNobody({ count: toldNobody }),
  ].filter((part) => part !== null);
  return (
    <div className="card" data-testid="notification-card" data-channels={figures.channels}>
      <h3>{system.title}</h3>
      {figures.channels === 0 && waiting === 0 ? (
        <>
          <p className="card-none">{system.none}</p>
          <p>{toldNobody > 0 && system.toldNobody({ count: toldNobody })}</p>
        </>
      ) : (
        <>
          <p className="figure">
            {formatNumber(waiting, 0, language)} <small>{system.waitingUnit}</small>
          </p>
          <p>{parts.join(' · ')}</p>
        </>
      )}
    </div>
  );
}
