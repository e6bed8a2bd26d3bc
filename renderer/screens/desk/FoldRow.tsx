import { Check, ChevronDown, ChevronRight } from 'lucide-react';
import type { CSSProperties } from 'react';
import { formatAge } from '#shared/i18n/format.ts';
import { useDesk, useEngineNow, useLanguage, useServices, useWords } from '../../app/hooks.ts';
import { ClassMark } from '../../components/ClassMark.tsx';
import type { FoldRow as Fold } from '../../state/foldAlarms.ts';
import { NOTHING_PICKED } from '../../state/view.ts';
import { turnFold } from './alarmRows.ts';

/** Kinds that are named before the rest is only counted. */
const NAMED_KINDS = 2;

/** What the alarms of the fold have in common, and the floor that it is on. */
function usePlace({ group, members }: Fold): { readonly name: string; readonly floor: string } {
  const words = useWords();
  const language = useLanguage();
  const floors = useDesk((desk) => desk.floors);
  const floorId = useDesk(
    (desk) => desk.devices.get(members[0]?.deviceId ?? '')?.placement?.floorId ?? null,
  );
  const floor = floors.find((one) => one.id === floorId);
  const floorName = floor?.name[language] ?? words.floors.unplaced;
  if (group === null) return { name: words.flood.elsewhere, floor: '' };
  if (group.by === 'panel')
    return { name: words.flood.panel({ name: group.panel }), floor: floorName };
  const zone =
    group.by === 'zone' ? floor?.zones.find((one) => one.id === group.zoneId) : undefined;
  return zone === undefined
    ? { name: floorName, floor: '' }
    : { name: zone.name[language], floor: floorName };
}

interface FoldRowProps {
  readonly fold: Fold;
  readonly active: boolean;
  readonly picked: ReadonlySet<string>;
  readonly index: number;
  readonly count: number;
  readonly style: CSSProperties;
}

/** Many alarms of one place as one row, in a flood: how many, how bad, how many nobody has seen. */
export function FoldRow({ fold, active, picked, index, count, style }: FoldRowProps) {
  const words = useWords();
  const language = useLanguage();
  const now = useEngineNow();
  const { view } = useServices();
  const { members, waiting, unfolded, key } = fold;
  const place = usePlace(fold);
  // Most urgent first; a fold has at least two.
  const worst = members[0];
  if (worst === undefined) return null;
  const kinds = [...new Set(members.map(({ kind }) => words.kinds[kind]))];
  const named = kinds.slice(0, NAMED_KINDS).join(' · ');
  const more = kinds.length - NAMED_KINDS;
  const newest = Math.max(...members.map(({ onsetAt }) => onsetAt));
  const allPicked = members.every(({ id }) => picked.has(id));
  const Icon = unfolded ? ChevronDown : ChevronRight;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys for its rows (aria-activedescendant).
    <div
      id={`alarm-${key}`}
      role="option"
      className="alarm alarm-fold"
      tabIndex={-1}
      style={style}
      aria-selected={allPicked || active}
      aria-setsize={count}
      aria-posinset={index + 1}
      data-testid="fold-row"
      data-fold={key}
      data-class={worst.alarmClass}
      data-waiting={waiting > 0}
      data-count={members.length}
      data-unacknowledged={waiting}
      data-active={active}
      data-picked={allPicked}
      data-unfolded={unfolded}
      onClick={() => {
        view.setState({ picked: NOTHING_PICKED, pickFrom: null });
        turnFold(view, key, !unfolded);
      }}
    >
      <span className="alarm-mark">
        {allPicked ? (
          <span className="alarm-pick">
            <Check aria-hidden="true" />
          </span>
        ) : (
          <Icon
            className="fold-turn"
            aria-label={unfolded ? words.flood.close : words.flood.open}
          />
        )}
      </span>
      <span className="alarm-what">
        <span className="alarm-kind truncate">{place.name}</span>
        <b className="fold-count num">{words.flood.count({ count: members.length })}</b>
      </span>
      <span className="alarm-age num">{formatAge(now - newest, language)}</span>
      <span className="alarm-where truncate">
        <span className="fold-worst">
          <ClassMark alarmClass={worst.alarmClass} />
          {words.classes[worst.alarmClass]} · {words.priorities[worst.priority]}
        </span>{' '}
        <b>{place.floor}</b>
      </span>
      <span className="alarm-why truncate">
        {more > 0 ? words.flood.kinds({ names: named, more }) : named}
      </span>
      <span className="alarm-progress">
        <span className="state-chip num" data-waiting={waiting > 0}>
          {waiting > 0 ? words.flood.waiting({ count: waiting }) : words.flood.allSeen}
        </span>
        <span className="truncate num">
          {words.flood.newest({ age: formatAge(now - newest, language) })}
        </span>
      </span>
    </div>
  );
}
