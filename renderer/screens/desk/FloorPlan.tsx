import { Maximize, Minus, Plus } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { SET_ASIDE_EFFECTS, SET_ASIDE_TYPES } from '#shared/alarms/setAside.ts';
import type { FloorView } from '#shared/contract/views.ts';
import {
  useDesk,
  useEngineNow,
  useLanguage,
  useServices,
  useView,
  useWords,
} from '../../app/hooks.ts';
import { useDrawing } from '../../app/useDrawing.ts';
import { AsideMark } from '../../components/AsideMark.tsx';
import { LevelShape } from '../../components/LevelShape.tsx';
import { FloorMap, type Hover, KEY_ZOOM } from '../../floor-map/FloorMap.ts';
import { type Marker, markersOf } from '../../floor-map/markers.ts';
import { withOverlay } from '../../floor-map/overlays.ts';
import { asidesByDevice } from '../../state/asides.ts';
import { LEVELS } from '../../state/levels.ts';
import { useRevised } from '../../state/revised.ts';
import { FireBanner } from './FireBanner.tsx';
import { HoverCard } from './HoverCard.tsx';
import { NothingPlaced } from './NothingPlaced.tsx';
import { OverlayChoice, OverlayLegend } from './OverlayChoice.tsx';

const NO_FEEDS = [] as const;

/** What lies over the plan's sides, so that fitting and centring use what can be seen. */
function useInsets(): { left: number; right: number } {
  const drawerOpen = useView((view) => view.drawerOpen);
  const inboxOpen = useView((view) => view.inboxOpen);
  const [rem, setRem] = useState(16);
  useEffect(() => {
    const measure = () =>
      setRem(Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, []);
  // The widths of .drawer and .inbox in desk.css.
  return { left: inboxOpen ? 24 * rem : 0, right: drawerOpen ? 30 * rem : 0 };
}

function Legend({
  markers,
  insets,
}: {
  markers: readonly Marker[];
  insets: { readonly left: number; readonly right: number };
}) {
  const words = useWords();
  return (
    <div className="legend num" style={{ marginLeft: insets.left, marginRight: insets.right }}>
      <OverlayLegend />
      {LEVELS.map((level) => (
        <span key={level} className="legend-item">
          <LevelShape level={level} />
          {words.levels[level]}
          <b>{markers.filter((marker) => marker.level === level && !marker.stale).length}</b>
        </span>
      ))}
      <span className="legend-item">
        <LevelShape level="LOW" stale />
        {words.map.stale}
        <b>{markers.filter((marker) => marker.stale).length}</b>
      </span>
      <span className="legend-item">
        <span className="legend-ring" aria-hidden="true" />
        {words.map.alarm}
        <b>{markers.filter((marker) => marker.waiting !== null).length}</b>
      </span>
      {SET_ASIDE_TYPES.filter((type) => markers.some(({ aside }) => aside === type)).map((type) => (
        <span key={type} className="legend-item" data-testid={`legend-${type}`}>
          <AsideMark type={type} />
          {words.states[SET_ASIDE_EFFECTS[type].state]}
          <b>{markers.filter(({ aside }) => aside === type).length}</b>
        </span>
      ))}
      {markers.some((marker) => marker.underTest) && (
        <span className="legend-item" data-testid="legend-under-test">
          <span className="under-test">{words.walkTest.underTest}</span>
          <b>{markers.filter((marker) => marker.underTest).length}</b>
        </span>
      )}
    </div>
  );
}

function PlanOf({ floor }: { floor: FloorView }) {
  const words = useWords();
  const language = useLanguage();
  const { view, preferences } = useServices();
  const theme = useStore(preferences, (state) => state.theme);
  const devices = useDesk((desk) => desk.devices);
  const alarms = useDesk((desk) => desk.alarms);
  const feeds = useDesk((desk) => desk.status?.feeds ?? NO_FEEDS);
  const underTest = useStore(useServices().underTest.state, (state) => state.devices);
  const { value: setAside } = useRevised('setAside', (client, options) =>
    client.setAside.list(undefined, options),
  );
  const asides = useMemo(() => asidesByDevice(setAside ?? []), [setAside]);
  const selected = useView((state) => state.deviceId);
  const placing = useView((state) => state.placing);
  const centre = useView((state) => state.centre);
  const insets = useInsets();
  const drawing = useDrawing(floor.drawing?.sha256 ?? null);
  const [hover, setHover] = useState<Hover | null>(null);
  /** The drawing that the browser could not show. */
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const host = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const miniCanvas = useRef<HTMLCanvasElement>(null);
  const zoneCanvas = useRef<HTMLCanvasElement>(null);
  const markerCanvas = useRef<HTMLCanvasElement>(null);
  const noteCanvas = useRef<HTMLCanvasElement>(null);
  const map = useRef<FloorMap>(null);
  const overlay = useView((state) => state.overlay);
  const now = useEngineNow(overlay === 'age' ? 5_000 : 3_600_000);
  const plain = useMemo(
    () => markersOf(floor.id, devices, alarms, feeds, underTest, asides),
    [floor.id, devices, alarms, feeds, underTest, asides],
  );
  const markers = useMemo(
    () => withOverlay(plain, devices, overlay, now),
    [plain, devices, overlay, now],
  );

  const select = useEffectEvent((deviceId: string | null) => {
    view.setState({ deviceId, drawerOpen: deviceId !== null, inboxOpen: false });
  });
  const pick = useEffectEvent((place: { xM: number; yM: number }) => {
    const { placing: now } = view.getState();
    if (now !== null) view.setState({ placing: { ...now, ...place } });
  });

  useEffect(() => {
    if (host.current === null || image.current === null) return;
    if (zoneCanvas.current === null || markerCanvas.current === null) return;
    if (noteCanvas.current === null || miniCanvas.current === null) return;
    const elements = {
      image: image.current,
      zones: zoneCanvas.current,
      mini: miniCanvas.current,
      markers: markerCanvas.current,
      notes: noteCanvas.current,
    };
    const made = new FloorMap(host.current, elements, {
      select: (deviceId) => select(deviceId),
      pick: (place) => pick(place),
      hover: setHover,
    });
    map.current = made;
    // The first frame may have been drawn before the font was there; names are measured, so draw again.
    document.fonts.ready.then(() => made.recolour());
    return () => made.dispose();
  }, []);

  // In this order: a floor needs its camera before its markers, and a wish to centre needs both.
  useEffect(
    () => map.current?.setFloor(floor, { theme, language }, drawing),
    [floor, theme, language, drawing],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is read from the theme's CSS.
  useEffect(() => map.current?.recolour(), [theme]);
  useEffect(() => map.current?.setInsets(insets));
  useEffect(() => {
    const ghost =
      placing === null || placing.xM === null || placing.yM === null
        ? null
        : { xM: placing.xM, yM: placing.yM };
    map.current?.setState({ markers, selected, ghost, placing: placing !== null });
  }, [markers, selected, placing]);
  useEffect(() => {
    if (centre !== null) map.current?.centre(centre.deviceId);
  }, [centre]);

  const shown = floor.drawing?.sha256 ?? floor.planSvg;
  const chosen = markers.find((marker) => marker.deviceId === selected);
  return (
    <section className="plan" aria-label={words.map.label({ floor: floor.name[language] })}>
      <div
        ref={host}
        className="plan-map inset-focus"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys, see aria-label.
        tabIndex={0}
        aria-label={`${words.map.label({ floor: floor.name[language] })}. ${words.map.help}`}
        data-testid="floor-map"
        data-floor-id={floor.id}
        data-markers={markers.length}
        data-drawing={drawing === null ? undefined : floor.drawing?.sha256}
        data-zones={floor.zones.length}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (event.code === 'Enter' && selected !== null) view.setState({ drawerOpen: true });
          else if (map.current?.key(event.code) !== true) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        <img
          ref={image}
          className="plan-image"
          alt=""
          draggable={false}
          hidden={unreadable === shown}
          onError={() => setUnreadable(shown)}
        />
        <canvas ref={zoneCanvas} className="plan-notes" />
        <canvas ref={markerCanvas} className="plan-markers" />
        <canvas ref={noteCanvas} className="plan-notes" />
      </div>
      <p className="sr-only" aria-live="polite">
        {chosen !== undefined &&
          [
            chosen.name,
            words.levels[chosen.level],
            ...(chosen.aside === null ? [] : [words.states[SET_ASIDE_EFFECTS[chosen.aside].state]]),
            ...(chosen.underTest ? [words.walkTest.underTest] : []),
          ].join(', ')}
      </p>
      <header className="plan-title" style={{ marginLeft: insets.left }}>
        <h2>{floor.name[language]}</h2>
        <span className="num">{words.map.markers({ count: markers.length })}</span>
        <OverlayChoice />
      </header>
      <div className="plan-mini-place" style={{ marginLeft: insets.left }} aria-hidden="true">
        <canvas ref={miniCanvas} className="plan-mini" hidden />
      </div>
      <div className="plan-tools" style={{ marginRight: insets.right }}>
        <button
          type="button"
          className="tool"
          aria-label={words.map.zoomIn}
          title={`${words.map.zoomIn} (+)`}
          onClick={() => map.current?.zoom(KEY_ZOOM)}
        >
          <Plus aria-hidden="true" />
        </button>
        <button
          type="button"
          className="tool"
          aria-label={words.map.zoomOut}
          title={`${words.map.zoomOut} (−)`}
          onClick={() => map.current?.zoom(1 / KEY_ZOOM)}
        >
          <Minus aria-hidden="true" />
        </button>
        <button
          type="button"
          className="tool"
          aria-label={words.map.fit}
          title={`${words.map.fit} (0)`}
          onClick={() => map.current?.fit()}
        >
          <Maximize aria-hidden="true" />
        </button>
      </div>
      {hover !== null && placing === null && (
        <HoverCard hover={hover} asides={asides.get(hover.marker.deviceId) ?? []} />
      )}
      {unreadable === shown && (
        <p className="plan-unreadable note-bad" role="status">
          {words.map.unreadable}
        </p>
      )}
      <NothingPlaced />
      <div className="banner-place" style={{ left: insets.left, right: insets.right }}>
        <FireBanner />
      </div>
      <Legend markers={markers} insets={insets} />
    </section>
  );
}

/** The middle of the desk: the chosen floor, live. */
export function FloorPlan({ floorId }: { floorId: string | null }) {
  const words = useWords();
  const floor = useDesk((desk) => desk.floors.find((one) => one.id === floorId));
  if (floor !== undefined) return <PlanOf floor={floor} />;
  return (
    <section className="plan">
      <div className="empty">
        <strong>{words.map.noFloor}</strong>
        <p>{words.floors.emptyHint}</p>
      </div>
      <div className="banner-place">
        <FireBanner />
      </div>
    </section>
  );
}
