import { useEffect } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { useServices } from '../../app/hooks.ts';
import type { Services } from '../../app/services.ts';
import { ringing } from '../../sound/soundPolicy.ts';
import { moveSelection, possibleActs, selectedAlarm, sortAlarms } from '../../state/alarmList.ts';
import { showDevice } from '../../state/view.ts';

/** Keys are for the desk unless somebody is writing. */
function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [role=dialog]') !== null
  );
}

function goToAnnounced({ view, desk }: Services): boolean {
  const { announced } = view.getState();
  const { alarms, devices } = desk.getState();
  const alarm = announced
    .flatMap((id) => alarms.get(id) ?? [])
    .find((one) => waitsForAcknowledgement(one.state));
  if (alarm === undefined) return false;
  view.setState({ announced: [] });
  const floorId = devices.get(alarm.deviceId)?.placement?.floorId ?? null;
  showDevice(view, { id: alarm.deviceId, floorId }, alarm.id);
  return true;
}

/** @returns true when the key meant something */
function onKey(code: string, services: Services): boolean {
  const { view, desk, acts } = services;
  const { alarms, devices } = desk.getState();
  const { alarmId, drawerOpen, placing, inboxOpen } = view.getState();
  const sorted = sortAlarms(alarms);
  const selected = selectedAlarm(sorted, alarmId);
  const show = (alarm: AlarmRecord) => {
    const floorId = devices.get(alarm.deviceId)?.placement?.floorId ?? null;
    showDevice(view, { id: alarm.deviceId, floorId }, alarm.id);
  };
  const select = (step: 1 | -1) => {
    const next = moveSelection(sorted, selected?.id ?? null, step);
    if (next !== null) show(next);
    return next !== null;
  };
  switch (code) {
    case 'KeyJ':
    case 'ArrowDown':
      return select(1);
    case 'KeyK':
    case 'ArrowUp':
      return select(-1);
    case 'KeyA':
      if (selected === null || !possibleActs(selected).acknowledge) return false;
      services.acknowledge(selected);
      return true;
    case 'KeyS': {
      const rings = ringing(alarms.values());
      if (rings.length > 0) acts.perform('silence', rings);
      return rings.length > 0;
    }
    case 'KeyR':
      if (selected === null || !possibleActs(selected).reset) return false;
      acts.perform('reset', [selected]);
      return true;
    case 'KeyG':
      return goToAnnounced(services);
    case 'Enter':
      if (selected === null) return false;
      view.setState({ drawerOpen: true, inboxOpen: false, placing: null });
      show(selected);
      return true;
    case 'Escape':
      if (placing !== null) view.setState({ placing: null });
      else if (drawerOpen) view.setState({ drawerOpen: false });
      else if (inboxOpen) view.setState({ inboxOpen: false });
      else return false;
      return true;
    default:
      return false;
  }
}

/** The desk's keys, wherever the focus is. */
export function useDeskKeys(): void {
  const services = useServices();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      // Under the "not monitoring" panel nothing that is pressed could be meant for what it covers.
      if (services.connection.state.getState().monitoring !== 'live') return;
      if (services.session.state.getState().asking !== null) return;
      if (isWriting(event.target) && event.code !== 'Escape') return;
      // Enter on a button is that button's; a key held down acts once.
      const onButton = event.target instanceof HTMLButtonElement;
      if (onButton && (event.code === 'Enter' || event.code === 'Space')) return;
      const moves =
        event.code === 'ArrowDown' || event.code === 'ArrowUp' || /^Key[JK]$/.test(event.code);
      if (event.repeat && !moves) return;
      // By `code`, not `key`: with the Korean input method on, the key A says ㅁ.
      if (onKey(event.code, services)) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [services]);
}
