import type { IncidentView } from '#shared/contract/responseViews.ts';
import { useDesk, useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';
import { ClassMark } from '../../components/ClassMark.tsx';
import { LevelChip } from '../response/LevelChip.tsx';
import { placeText } from './placeText.ts';

/** Which incident, where, how bad, since when, and what it turned out to be. */
export function IncidentSummary({ incident }: { incident: IncidentView }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const floors = useDesk((desk) => desk.floors);
  const devices = useDesk((desk) => desk.devices);
  const { number, phase, outcome, cause, closedBy, closedAt } = incident;
  const moment = (at: number) => time.moment(at, now);
  return (
    <header className="incident-summary" data-class={incident.alarmClass}>
      <h2>
        <ClassMark alarmClass={incident.alarmClass} />
        {words.response.incident({ number })}
        <span className="incident-place">
          {placeText(incident.place, floors, devices, words, language)}
        </span>
      </h2>
      <p className="incident-facts num">
        <span className="phase-chip" data-phase={phase}>
          {words.incidents.phases[phase]}
        </span>
        <LevelChip level={incident.level} />
        <span>
          {words.incidents.begun} <b>{moment(incident.firstOnsetAt)}</b>
        </span>
        {incident.endedAt !== null && (
          <span>
            {words.incidents.ended} <b>{moment(incident.endedAt)}</b>
          </span>
        )}
      </p>
      {outcome !== null && (
        <p className="incident-outcome" data-testid="incident-outcome" data-outcome={outcome}>
          <b>
            {words.incidents.outcomes[outcome]}
            {cause !== null && ` · ${words.incidents.causes[cause]}`}
          </b>
          <span className="num">
            {words.incidents.closedBy({
              name: closedBy ?? words.common.unknown,
              time: moment(closedAt ?? 0),
            })}
          </span>
          {incident.outcomeText !== null && (
            <span className="incident-said">{incident.outcomeText}</span>
          )}
        </p>
      )}
    </header>
  );
}
