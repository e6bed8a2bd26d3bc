import { MessageSquareText, Paperclip, UserCheck } from 'lucide-react';
import type { IncidentView } from '#shared/contract/responseViews.ts';
import { useDesk, useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';
import { ClassMark } from '../../components/ClassMark.tsx';
import { closableTogether } from '../../state/incidentQuery.ts';
import { placeText } from './placeText.ts';

export function IncidentRow({
  incident,
  chosen,
  picked,
  onChoose,
  onPick,
}: {
  incident: IncidentView;
  chosen: boolean;
  picked: boolean;
  onChoose: () => void;
  onPick: (pick: boolean) => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const floors = useDesk((desk) => desk.floors);
  const devices = useDesk((desk) => desk.devices);
  const { number, phase, alarmClass, level, kinds, outcome } = incident;
  return (
    <li
      className="incident-row"
      data-testid="incident-row"
      data-number={number}
      data-phase={phase}
      data-class={alarmClass}
    >
      {closableTogether(incident) && (
        <input
          type="checkbox"
          className="incident-pick"
          data-testid="incident-pick"
          aria-label={words.incidents.pick({ number })}
          checked={picked}
          onChange={({ target }) => onPick(target.checked)}
        />
      )}
      <button
        type="button"
        className="incident-open inset-focus"
        aria-current={chosen}
        onClick={onChoose}
      >
        <span className="incident-line">
          <ClassMark alarmClass={alarmClass} />
          <b className="truncate">{placeText(incident.place, floors, devices, words, language)}</b>
          <span className="phase-chip" data-phase={phase}>
            {words.incidents.phases[phase]}
          </span>
        </span>
        <span className="incident-line incident-small num">
          <span>#{number}</span>
          <span>{words.response.level({ level })}</span>
          <span className="truncate">{kinds.map((kind) => words.kinds[kind]).join(', ')}</span>
          <span className="incident-when">{time.moment(incident.lastOnsetAt, now)}</span>
        </span>
        <span className="incident-line incident-small num">
          <span>{words.incidents.alarms({ count: incident.alarmCount })}</span>
          {incident.standingCount > 0 && (
            <b>{words.incidents.standing({ count: incident.standingCount })}</b>
          )}
          {outcome !== null && <b data-outcome={outcome}>{words.incidents.outcomes[outcome]}</b>}
          {incident.takenBy.length > 0 && (
            <span className="truncate">
              <UserCheck aria-hidden="true" /> {incident.takenBy.join(', ')}
            </span>
          )}
          <span className="incident-when">
            {incident.noteCount > 0 && (
              <span title={words.incidents.notes({ count: incident.noteCount })}>
                <MessageSquareText aria-hidden="true" /> {incident.noteCount}
              </span>
            )}
            {incident.attachmentCount > 0 && (
              <span title={words.incidents.files({ count: incident.attachmentCount })}>
                <Paperclip aria-hidden="true" /> {incident.attachmentCount}
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}
