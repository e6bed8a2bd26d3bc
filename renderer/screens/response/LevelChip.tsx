import type { IncidentLevel } from '#shared/response/level.ts';
import { useWords } from '../../app/hooks.ts';
import { Tip } from '../../components/Tip.tsx';

/** How far the response reaches, as the number and its bars; what it means is a hover or a focus away. */
export function LevelChip({ level }: { level: IncidentLevel }) {
  const words = useWords();
  return (
    <Tip text={words.response.levelHints[level]}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what the level means must be reachable without a mouse. */}
      <span className="level-chip" data-response-level={level} tabIndex={0}>
        <span className="level-bars" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        {words.response.level({ level })}
      </span>
    </Tip>
  );
}
