import { Pencil } from 'lucide-react';
import { useState } from 'react';
import type { LogLine } from '#shared/contract/shiftViews.ts';
import { AUTOMATIC_LINES, type LogLineType } from '#shared/shift/log.ts';
import { useEngineNow, useTime, useWords } from '../../app/hooks.ts';
import { useRevised } from '../../state/revised.ts';
import { Failure } from './Failure.tsx';
import { LogForm } from './LogForm.tsx';
import { logText, typesNamed } from './logText.ts';

const DAY_MS = 86_400_000;
const SPANS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, ever: null } as const;
type Span = keyof typeof SPANS;
const SPAN_NAMES = ['day', 'week', 'month', 'ever'] as const satisfies readonly Span[];

const SHOWN: Readonly<Record<'all' | 'written' | 'automatic', readonly LogLineType[] | undefined>> =
  {
    all: undefined,
    written: ['entry'],
    automatic: AUTOMATIC_LINES,
  };
const SHOWN_NAMES = ['all', 'written', 'automatic'] as const;

/** Lines that come at first, and with each press of "more". */
const PAGE = 100;
const MOST = 500;

function Line({ line, onCorrect }: { line: LogLine; onCorrect: () => void }) {
  const words = useWords();
  const time = useTime();
  const { log } = words.shift;
  const stamp = (at: number) => `${time.date(at)} ${time.minutes(at)}`;
  const { label, text } = logText(line, words, stamp);
  const written = line.type === 'entry';
  return (
    <tr
      data-testid="log-line"
      data-type={line.type}
      data-corrected={line.correctedBy !== null}
      data-written={written}
    >
      <td className="num">
        <span className="log-day">{time.date(line.at)}</span> {time.clock(line.at)}
      </td>
      <td>
        <span className="log-label">{label}</span>
      </td>
      <td className="log-words">
        {line.corrects !== null && <small className="log-mark">{log.isCorrection}</small>}
        {line.correctedBy !== null && <small className="log-mark">{log.corrected}</small>}
        {line.correctedBy === null ? <span>{text}</span> : <s>{text}</s>}
      </td>
      <td>
        {line.operator ?? ''} <span className="muted">{line.desk ?? ''}</span>
      </td>
      <td className="screen-only">
        {written && line.correctedBy === null && (
          <button
            type="button"
            className="icon-button"
            data-testid="log-correct"
            aria-label={log.correct}
            title={log.correct}
            onClick={onCorrect}
          >
            <Pencil aria-hidden="true" />
          </button>
        )}
      </td>
    </tr>
  );
}

/** What happened during the shifts: what people wrote among what the desk recorded. */
export function ShiftLog() {
  const words = useWords();
  const { log } = words.shift;
  // To the minute: a list that asks anew every second is never at rest.
  const now = useEngineNow(60_000);
  const [search, setSearch] = useState('');
  const [span, setSpan] = useState<Span>('day');
  const [shown, setShown] = useState<keyof typeof SHOWN>('all');
  const [limit, setLimit] = useState(PAGE);
  const [correcting, setCorrecting] = useState<LogLine | null>(null);
  const length = SPANS[span];
  const from = length === null ? 0 : Math.max(0, now - length);
  const types = SHOWN[shown];
  const { value, failed } = useRevised(
    'shift',
    (client, options) =>
      client.shift.log(
        {
          from,
          limit,
          text: search,
          namedTypes: [...typesNamed(search, words)],
          ...(types === undefined ? {} : { types: [...types] }),
        },
        options,
      ),
    `${search} ${span} ${shown} ${limit} ${now}`,
  );
  // What was there stays until the new answer comes: a list must not blink while somebody types.
  const [lines, setLines] = useState(value?.lines ?? null);
  if (value !== null && value.lines !== lines) setLines(value.lines);
  return (
    <section className="page-section" data-testid="shift-log">
      <LogForm
        key={correcting?.key ?? 'new'}
        correcting={correcting}
        onDone={() => setCorrecting(null)}
      />
      <div className="filters screen-only">
        <input
          type="search"
          className="input"
          data-testid="log-search"
          aria-label={log.search}
          placeholder={log.searchHint}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <label className="field">
          <span className="sr-only">{log.span}</span>
          <select
            className="input"
            data-testid="log-span"
            value={span}
            onChange={(event) =>
              setSpan(SPAN_NAMES.find((one) => one === event.target.value) ?? 'day')
            }
          >
            {SPAN_NAMES.map((one) => (
              <option key={one} value={one}>
                {log.spans[one]}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="sr-only">{log.show}</span>
          <select
            className="input"
            data-testid="log-shown"
            value={shown}
            onChange={(event) =>
              setShown(SHOWN_NAMES.find((one) => one === event.target.value) ?? 'all')
            }
          >
            {SHOWN_NAMES.map((one) => (
              <option key={one} value={one}>
                {log[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Failure code={failed} />
      {lines === null && failed === null && <p className="note">{words.common.loading}</p>}
      {lines?.length === 0 && <p className="note">{log.empty}</p>}
      {lines !== null && lines.length > 0 && (
        <table className="table log-table">
          <thead>
            <tr>
              <th scope="col">{log.time}</th>
              <th scope="col">{log.category}</th>
              <th scope="col">{log.what}</th>
              <th scope="col">{log.who}</th>
              <th scope="col" className="screen-only">
                <span className="sr-only">{log.correct}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={line.key} line={line} onCorrect={() => setCorrecting(line)} />
            ))}
          </tbody>
        </table>
      )}
      {value?.next != null && limit < MOST && (
        <button
          type="button"
          className="button screen-only"
          data-testid="log-more"
          onClick={() => setLimit(Math.min(MOST, limit + PAGE))}
        >
          {log.more}
        </button>
      )}
    </section>
  );
}
