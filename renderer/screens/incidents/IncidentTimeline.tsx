import {
  BellRing,
  CircleDot,
  FolderCheck,
  ListChecks,
  type LucideIcon,
  MessageSquareText,
  Paperclip,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { AlarmClass, AlarmEventType } from '#shared/alarms/alarm.ts';
import type { IncidentDetail, TimelineEntry } from '#shared/contract/responseViews.ts';
import {
  useDesk,
  useEngineNow,
  useLanguage,
  useServices,
  useTime,
  useWords,
} from '../../app/hooks.ts';
import { useAct } from '../../app/useAct.ts';
import { TextDialog } from '../response/TextDialog.tsx';

/** One line as it is drawn, whatever it tells. */
interface Line {
  readonly Icon: LucideIcon;
  readonly what: string;
  readonly about: string | null;
  readonly by: string | null;
  readonly text: string | null;
  /** Of an alarm that began or got worse. */
  readonly alarmClass?: AlarmClass | undefined;
}

/** What alarms do by themselves looks other than what people did. */
const BY_ITSELF: ReadonlySet<AlarmEventType> = new Set<AlarmEventType>([
  'raise',
  'worsen',
  'clear',
  'escalate',
]);

const BEGINS: ReadonlySet<AlarmEventType> = new Set<AlarmEventType>(['raise', 'worsen']);

function useLine(detail: IncidentDetail): (entry: TimelineEntry) => Line {
  const words = useWords();
  const language = useLanguage();
  const devices = useDesk((desk) => desk.devices);
  const alarms = new Map(detail.alarms.map((alarm) => [alarm.id, alarm]));
  const who = (by: string | null, desk: string | null) =>
    by === null ? null : [by, desk].filter((part) => part !== null).join(' · ');
  const nameOf = (alarmId: string) => {
    const alarm = alarms.get(alarmId);
    if (alarm === undefined) return null;
    const device = devices.get(alarm.deviceId)?.placement?.name ?? alarm.deviceId;
    return `${words.kinds[alarm.kind]} · ${device}`;
  };
  return (entry) => {
    switch (entry.type) {
      case 'alarm': {
        const { event } = entry;
        return {
          Icon: BY_ITSELF.has(event.type) ? BellRing : CircleDot,
          what: words.events[event.type],
          about: nameOf(event.alarmId),
          by: who(event.operator, event.desk),
          text: event.note,
          ...(BEGINS.has(event.type) && { alarmClass: alarms.get(event.alarmId)?.alarmClass }),
        };
      }
      case 'step':
        return {
          Icon: ListChecks,
          what: words.incidents[entry.change],
          about: entry.text?.[language] ?? entry.stepId,
          by: who(entry.by, entry.desk),
          text: entry.note,
        };
      case 'incident': {
        const { change, detail: told } = entry;
        const about = [
          told.name,
          told.outcome === undefined ? undefined : words.incidents.outcomes[told.outcome],
          told.cause == null ? undefined : words.incidents.causes[told.cause],
          told.otherNumber === undefined
            ? undefined
            : words.incidents.otherIncident({ number: told.otherNumber }),
          told.corrects === undefined ? undefined : words.incidents.correcting,
        ].filter((part) => part !== undefined);
        return {
          Icon:
            change === 'note' ? MessageSquareText : change === 'attach' ? Paperclip : FolderCheck,
          what: words.incidents.events[change],
          about: about.length === 0 ? null : about.join(' · '),
          by: who(entry.by, entry.desk),
          text: entry.text,
        };
      }
    }
  };
}

function Entry({
  entry,
  line: { Icon, what, about, by, text, alarmClass },
  corrected,
  children,
}: {
  entry: TimelineEntry;
  line: Line;
  corrected: boolean;
  children: ReactNode;
}) {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow(60_000);
  return (
    <li
      className="timeline-entry"
      data-testid="timeline-entry"
      data-type={entry.type}
      data-what={entry.type === 'alarm' ? entry.event.type : entry.change}
      data-corrected={corrected}
      data-class={alarmClass}
    >
      <span className="timeline-at num">{time.moment(entry.at, now)}</span>
      <Icon aria-hidden="true" />
      <span className="timeline-what">
        <b>{what}</b>
        {about !== null && <span>{about}</span>}
        {by !== null && <span className="timeline-by">{by}</span>}
      </span>
      {text !== null && (
        <p className="timeline-text">
          {corrected && <em>{words.incidents.corrected}</em>}
          {text}
        </p>
      )}
      {children}
    </li>
  );
}

/** Everything that happened and was done, newest first, so that the last word is in sight. */
export function IncidentTimeline({
  detail,
  onOlder,
}: {
  detail: IncidentDetail;
  onOlder: () => void;
}) {
  const words = useWords();
  const { session } = useServices();
  const { busy, failed, act } = useAct();
  const lineOf = useLine(detail);
  const [correcting, setCorrecting] = useState<{ id: number; text: string } | null>(null);
  const corrected = new Set(
    detail.timeline.flatMap((entry) =>
      entry.type === 'incident' ? (entry.detail.corrects ?? []) : [],
    ),
  );
  const older = detail.timelineTotal - detail.timeline.length;
  return (
    <section className="incident-part">
      <h3>{words.incidents.timeline}</h3>
      <ol className="timeline" data-testid="timeline">
        {detail.timeline
          .map((entry, index) => ({ entry, key: `${detail.timelineTotal - older + index}` }))
          .reverse()
          .map(({ entry, key }) => {
            const isNote = entry.type === 'incident' && entry.change === 'note';
            return (
              <Entry
                key={key}
                entry={entry}
                line={lineOf(entry)}
                corrected={isNote && corrected.has(entry.id)}
              >
                {isNote && !corrected.has(entry.id) && (
                  <button
                    type="button"
                    className="timeline-correct"
                    data-testid="note-correct"
                    onClick={async () => {
                      const { id, text } = entry;
                      if ((await session.require()) !== null)
                        setCorrecting({ id, text: text ?? '' });
                    }}
                  >
                    {words.incidents.correct}
                  </button>
                )}
              </Entry>
            );
          })}
      </ol>
      {older > 0 && (
        <button
          type="button"
          className="button button-small"
          data-testid="timeline-older"
          onClick={onOlder}
        >
          {words.incidents.older({ count: older })}
        </button>
      )}
      {correcting !== null && (
        <TextDialog
          title={words.incidents.correcting}
          label={words.response.note}
          submit={words.response.noteSave}
          initial={correcting.text}
          busy={busy}
          failure={failed === null ? null : words.failures[failed]}
          onClose={() => setCorrecting(null)}
          onSubmit={(text) =>
            act(
              (client, signedOn, options) =>
                client.incidents.note(
                  {
                    session: signedOn,
                    incidentId: detail.incident.id,
                    text,
                    corrects: correcting.id,
                  },
                  options,
                ),
              () => setCorrecting(null),
            )
          }
        />
      )}
    </section>
  );
}
