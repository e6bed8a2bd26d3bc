import { Maximize, Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { PlannedFloor } from '#shared/plans/plan.ts';
import type { Corner } from '#shared/plans/polygon.ts';
import { useLanguage, useServices, useWords } from '../../../app/hooks.ts';
import { useDrawing } from '../../../app/useDrawing.ts';
import { EditorMap } from '../../../floor-map/EditorMap.ts';
import { KEY_ZOOM } from '../../../floor-map/FloorMap.ts';
import type { Marker } from '../../../floor-map/markers.ts';
import { clampTo } from '../../../floor-map/snap.ts';
import {
  addZone,
  changeZone,
  insertCorner,
  moveDevices,
  removeZone,
  setCorner,
} from '../../../state/planDraft.ts';
import { bothNames } from './bothNames.ts';
import { DEVICE_TYPE } from './DeviceList.tsx';
import { drawnFloor, type Plan } from './usePlan.ts';

const STEP_M = 0.1;
const PAN_PX = 60;
const ARROWS: Readonly<Record<string, Corner>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A double press leaves a corner twice. */
function withoutRepeats(points: readonly Corner[]): readonly Corner[] {
  return points.filter(([x, y], i) => {
    const before = points[i - 1] ?? points.at(-1);
    return before === undefined || Math.hypot(before[0] - x, before[1] - y) > 0.02;
  });
}

/** The floor under the hand. What is done here can be done by numbers beside it as well. */
export function EditorCanvas({
  plan,
  floor,
  onChosen,
}: {
  plan: Plan;
  floor: PlannedFloor;
  onChosen: (what: 'zones' | 'devices') => void;
}) {
  const words = useWords();
  const said = words.plans;
  const language = useLanguage();
  const { planEditor, preferences } = useServices();
  const theme = useStore(preferences, (state) => state.theme);
  const editor = useStore(planEditor.state);
  const drawing = useDrawing(floor.drawing?.sha256 ?? null);
  const host = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const [zones, markers, notes, edit] = [
    useRef<HTMLCanvasElement>(null),
    useRef<HTMLCanvasElement>(null),
    useRef<HTMLCanvasElement>(null),
    useRef<HTMLCanvasElement>(null),
  ];
  const map = useRef<EditorMap>(null);
  const drawn = useMemo(() => drawnFloor(floor, plan.published), [floor, plan.published]);
  const shown = useMemo(
    () =>
      plan.devices.flatMap(({ deviceId, name, floorId, xM, yM }): Marker[] =>
        floorId !== floor.id
          ? []
          : [
              {
                deviceId,
                name,
                xM,
                yM,
                level: plan.draft.moves.has(deviceId) ? 'LOW' : 'NORMAL',
                stale: false,
                waiting: null,
                underTest: false,
                aside: null,
              },
            ],
      ),
    [plan.devices, plan.draft.moves, floor.id],
  );

  const size = { width: floor.widthM, height: floor.heightM };
  const moveDevice = useEffectEvent((deviceId: string, at: Corner) => {
    const [xM, yM] = clampTo(at, size);
    plan.change((draft) => moveDevices(draft, [{ deviceId, floorId: floor.id, xM, yM }]));
    planEditor.choose({ deviceId });
    onChosen('devices');
  });
  const moveCorner = useEffectEvent((zoneId: string, index: number, at: Corner) => {
    const zone = floor.zones.find(({ id }) => id === zoneId);
    if (zone === undefined) return;
    const polygon = setCorner(zone.polygon, index, clampTo(at, size));
    plan.change((draft) => changeZone(draft, floor.id, zoneId, { polygon }));
    planEditor.choose({ zoneId, corner: index });
  });
  const chooseZone = useEffectEvent((zoneId: string | null, corner: number | null) => {
    planEditor.choose({ zoneId, corner });
    if (zoneId !== null) onChosen('zones');
  });
  const closeZone = useEffectEvent(() => {
    const polygon = withoutRepeats(planEditor.state.getState().points);
    if (polygon.length < 3) return;
    const name = bothNames((one) => one.zoneNew({ number: floor.zones.length + 1 }));
    const { draft, zoneId } = addZone(plan.draft, floor.id, { name, kind: 'other', polygon });
    plan.change(() => draft);
    planEditor.use('select');
    chooseZone(zoneId, null);
  });
  const point = useEffectEvent((at: Corner) => {
    const { tool, points, deviceId } = planEditor.state.getState();
    if (tool === 'place' && deviceId !== null) {
      moveDevice(deviceId, at);
      planEditor.state.setState({ tool: 'select' });
    } else if (tool === 'scale') planEditor.setPoints(points.length >= 2 ? [at] : [...points, at]);
    else if (tool === 'zone') planEditor.setPoints([...points, at]);
  });
  const insert = useEffectEvent((zoneId: string, after: number, at: Corner) => {
    const zone = floor.zones.find(({ id }) => id === zoneId);
    if (zone === undefined) return;
    const polygon = insertCorner(zone.polygon, after, at);
    plan.change((draft) => changeZone(draft, floor.id, zoneId, { polygon }));
    planEditor.choose({ zoneId, corner: after + 1 });
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the elements are there as long as the map is.
  useEffect(() => {
    if (!host.current || !image.current || !zones.current) return;
    if (!markers.current || !notes.current || !edit.current) return;
    const made = new EditorMap(
      host.current,
      {
        image: image.current,
        zones: zones.current,
        markers: markers.current,
        notes: notes.current,
        edit: edit.current,
      },
      {
        chooseDevice: (deviceId) => {
          planEditor.choose({ deviceId });
          onChosen('devices');
        },
        chooseZone: (zoneId, corner) => chooseZone(zoneId, corner),
        moveDevice: (deviceId, at) => moveDevice(deviceId, at),
        moveCorner: (zoneId, index, at) => moveCorner(zoneId, index, at),
        insertCorner: (zoneId, after, at) => insert(zoneId, after, at),
        point: (at) => point(at),
        close: () => closeZone(),
      },
    );
    map.current = made;
    document.fonts.ready.then(() => made.recolour());
    return () => made.dispose();
  }, []);
  useEffect(
    () => map.current?.setFloor(drawn, { theme, language }, drawing),
    [drawn, theme, language, drawing],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is read from the theme's CSS.
  useEffect(() => map.current?.recolour(), [theme]);
  useEffect(() => map.current?.setState(shown, editor), [shown, editor]);

  /** @returns whether the key meant something */
  const onKey = ({ code, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean => {
    const command = ctrlKey || metaKey;
    if (command && code === 'KeyZ') {
      if (shiftKey) planEditor.redo();
      else planEditor.undo();
      return true;
    }
    if (command && code === 'KeyY') {
      planEditor.redo();
      return true;
    }
    if (command) return false;
    const { tool, points, zoneId, corner, deviceId } = editor;
    const zone = floor.zones.find(({ id }) => id === zoneId);
    const arrow = ARROWS[code];
    if (arrow !== undefined) {
      const metres = shiftKey ? 10 * STEP_M : STEP_M;
      const by = ([x, y]: Corner): Corner => [x + arrow[0] * metres, y + arrow[1] * metres];
      const device = plan.devices.find((one) => one.deviceId === deviceId);
      const chosen = corner === null ? undefined : zone?.polygon[corner];
      if (zone && chosen && corner !== null) moveCorner(zone.id, corner, by(chosen));
      else if (device?.floorId === floor.id)
        moveDevice(device.deviceId, by([device.xM, device.yM]));
      else map.current?.pan(-arrow[0] * PAN_PX, -arrow[1] * PAN_PX);
      return true;
    }
    switch (code) {
      case 'Equal':
      case 'NumpadAdd':
        map.current?.zoom(KEY_ZOOM);
        return true;
      case 'Minus':
      case 'NumpadSubtract':
        map.current?.zoom(1 / KEY_ZOOM);
        return true;
      case 'Digit0':
      case 'Numpad0':
        map.current?.fit();
        return true;
      case 'Enter':
        if (tool === 'zone' && points.length >= 3) closeZone();
        return tool === 'zone';
      case 'Escape':
        if (tool === 'select') planEditor.choose({});
        else planEditor.use('select');
        return true;
      case 'Backspace':
      case 'Delete':
        if (tool === 'zone') planEditor.setPoints(points.slice(0, -1));
        else if (zone && corner !== null) {
          const polygon = setCorner(zone.polygon, corner, null);
          plan.change((draft) => changeZone(draft, floor.id, zone.id, { polygon }));
          planEditor.choose({ zoneId: zone.id });
        } else if (zone) {
          plan.change((draft) => removeZone(draft, floor.id, zone.id));
          planEditor.choose({});
        }
        return true;
      default:
        return false;
    }
  };

  return (
    <div className="plan-canvas">
      <div
        ref={host}
        className="plan-map inset-focus"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys, see aria-label.
        tabIndex={0}
        aria-label={`${said.mapLabel({ floor: floor.name[language] })}. ${said.mapHelp}`}
        data-testid="plan-canvas"
        data-drawing={drawing === null ? undefined : floor.drawing?.sha256}
        data-points={editor.points.length}
        onKeyDown={(event) => {
          if (!onKey(event)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes(DEVICE_TYPE)) event.preventDefault();
        }}
        onDrop={(event) => {
          const deviceId = event.dataTransfer.getData(DEVICE_TYPE);
          const at = map.current?.placeOf(event.clientX, event.clientY);
          if (deviceId === '' || !at) return;
          event.preventDefault();
          moveDevice(deviceId, at);
        }}
      >
        <img ref={image} className="plan-image" alt="" draggable={false} />
        <canvas ref={zones} className="plan-notes" />
        <canvas ref={markers} className="plan-markers" />
        <canvas ref={notes} className="plan-notes" />
        <canvas ref={edit} className="plan-notes" />
      </div>
      <div className="plan-tools">
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
    </div>
  );
}
