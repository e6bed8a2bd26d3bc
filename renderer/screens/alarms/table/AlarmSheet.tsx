import { FolderClock, MapPin, X } from 'lucide-react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AlarmTableRow } from '#shared/contract/alarmTableViews.ts';
import { useDesk, usePlaceName, useServices, useWords } from '../../../app/hooks.ts';
import { cellText } from '../../../state/alarmTableText.ts';
import { showIncident } from '../../../state/view.ts';
import { OpenAlarm } from '../../desk/AlarmHistory.tsx';
import { useAlarmDetail } from '../../desk/useDeviceDetail.ts';
import { showOnDesk } from './tableActs.ts';
import { useTableText } from './useTableText.ts';

/** The whole record, with its evidence; the table has neither. */
function Record({ alarm }: { alarm: AlarmRecord }) {
  const words = useWords();
  const { value, failed } = useAlarmDetail(alarm);
  const now = useDesk((desk) => desk.alarms.get(alarm.id));
  if (value === null)
    return (
      <p className={failed ? 'note note-bad' : 'note'} data-testid="sheet-state">
        {failed ? words.alarmTable.detailFailed : words.common.loading}
      </p>
    );
  return <OpenAlarm alarm={now ?? value.alarm} />;
}

/** One alarm of the table, opened beside it: what it was, why, who did what, and what became of it. */
export function AlarmSheet({ row, onClose }: { row: AlarmTableRow; onClose: () => void }) {
  const words = useWords();
  const said = words.alarmTable;
  const services = useServices();
  const text = useTableText();
  const place = usePlaceName(row.alarm.deviceId);
  const { incident, alarm } = row;
  const cell = (column: Parameters<typeof cellText>[0]) => cellText(column, row, text);
  const facts = [
    [said.onset, cell('onset')],
    [said.lasted, cell('duration')],
    [
      said.seen,
      alarm.acknowledgedAt === null
        ? said.nobodySaw
        : `${cell('acknowledged')} ${cell('acknowledgedBy')}`,
    ],
    [said.endedAt, cell('ended') || said.stands],
    [said.judged, cell('outcome') || said.notJudged],
  ] as const;
  return (
    <aside
      className="alarm-sheet"
      data-testid="alarm-sheet"
      data-alarm-id={alarm.id}
      aria-label={said.facts}
    >
      <header className="alarm-sheet-head" data-class={alarm.alarmClass}>
        <div>
          <h3>{words.kinds[alarm.kind]}</h3>
          <p className="truncate">
            <b>{place.where}</b> {place.name}
          </p>
        </div>
        <button
          type="button"
          className="icon-button"
          data-testid="sheet-close"
          aria-label={words.common.close}
          title={`${words.common.close} (Esc)`}
          onClick={onClose}
        >
          <X aria-hidden="true" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="alarm-sheet-body" tabIndex={0} aria-label={said.facts}>
        <dl className="sheet-facts num">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div className="row-acts">
          <button
            type="button"
            className="button button-small"
            data-testid="sheet-desk"
            onClick={() => showOnDesk(services, alarm)}
          >
            <MapPin aria-hidden="true" />
            {said.showOnDesk}
          </button>
          {incident !== null && (
            <button
              type="button"
              className="button button-small"
              data-testid="sheet-incident"
              onClick={() => showIncident(services.view, incident.id)}
            >
              <FolderClock aria-hidden="true" />
              {said.openIncident({ number: incident.number })}
            </button>
          )}
        </div>
        <Record alarm={alarm} />
      </section>
    </aside>
  );
}
