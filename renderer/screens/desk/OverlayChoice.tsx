import { useServices, useView, useWords } from '../../app/hooks.ts';
import { BANDS, OVERLAYS, STEPS } from '../../floor-map/overlays.ts';
import { BAND_LEVELS } from '../../floor-map/sprites.ts';

/** What the markers are ringed with, beside their level. */
export function OverlayChoice() {
  const said = useWords().overlays;
  const { view } = useServices();
  const overlay = useView((state) => state.overlay);
  return (
    <select
      className="overlay-choice"
      aria-label={said.label}
      title={said.label}
      data-testid="overlay"
      value={overlay}
      onChange={(event) => {
        const chosen = OVERLAYS.find((one) => one === event.target.value);
        if (chosen !== undefined) view.setState({ overlay: chosen });
      }}
    >
      {OVERLAYS.map((one) => (
        <option key={one} value={one}>
          {said.names[one]}
        </option>
      ))}
    </select>
  );
}

/** What the rings mean. */
export function OverlayLegend() {
  const said = useWords().overlays;
  const overlay = useView((state) => state.overlay);
  if (overlay === 'risk') return null;
  const steps = STEPS[overlay];
  return (
    <span className="legend-item overlay-legend" data-testid="overlay-legend">
      <b>{said.names[overlay]}</b>
      {BANDS.map((band) => (
        <span key={band} className="legend-item">
          <i className="overlay-dot" data-level={BAND_LEVELS[band]} data-band={band} />
          {band === 0
            ? said.below({ value: steps[0] ?? 0 })
            : said.from({ value: steps[band - 1] ?? 0 })}
        </span>
      ))}
    </span>
  );
}
