import { CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react';
import type {
  MeterFigure,
  MeterFigureId,
  MeterReport,
  MeterVerdict,
} from '#shared/alarms/meter.ts';
import { useWords } from '../../../app/hooks.ts';
import { figureText, type MeterTextParts } from './meterText.ts';

const GROUPS = [
  {
    id: 'load',
    figures: [
      'perTenMinutes',
      'perHour',
      'perDay',
      'peak',
      'floods',
      'floodShare',
      'alarms',
      'worsened',
      'topShare',
    ],
  },
  { id: 'answer', figures: ['waitMedian', 'wait95', 'fireWaitMedian', 'fireWait95'] },
  { id: 'now', figures: ['standing', 'unacknowledged', 'stale', 'chattering', 'setAside'] },
] as const satisfies readonly {
  readonly id: string;
  readonly figures: readonly MeterFigureId[];
}[];

const VERDICT_ICONS = { good: CircleCheck, busy: CircleMinus, tooMuch: TriangleAlert } as const;

function Verdict({ verdict }: { verdict: MeterVerdict }) {
  const words = useWords();
  const Icon = VERDICT_ICONS[verdict];
  return (
    <span className="verdict" data-verdict={verdict}>
      <Icon aria-hidden="true" />
      {words.meter.verdicts[verdict]}
    </span>
  );
}

function Figure({ figure, parts }: { figure: MeterFigure; parts: MeterTextParts }) {
  const words = useWords();
  const { name, value, target } = figureText(figure, parts);
  return (
    <article className="card meter-figure" data-testid={`figure-${figure.id}`}>
      <h4>{name}</h4>
      <p className="figure num" data-testid="figure-value">
        {value}
      </p>
      <p className="meter-target num">
        {target !== '' && <span data-testid="figure-target">{target}</span>}
        {figure.verdict !== null && <Verdict verdict={figure.verdict} />}
      </p>
      <p className="meter-meaning">{words.meter.meanings[figure.id]}</p>
    </article>
  );
}

/** Every figure with its target beside it and what it means under it. */
export function MeterFigures({ report, parts }: { report: MeterReport; parts: MeterTextParts }) {
  const words = useWords();
  const byId = new Map(report.figures.map((figure) => [figure.id, figure]));
  return (
    <>
      {GROUPS.map(({ id, figures }) => (
        <section key={id} className="page-section">
          <h3>{words.meter.groups[id]}</h3>
          <div className="cards meter-cards">
            {figures.flatMap((name) => {
              const figure = byId.get(name);
              return figure === undefined
                ? []
                : [<Figure key={name} figure={figure} parts={parts} />];
            })}
          </div>
        </section>
      ))}
    </>
  );
}
