import { useEffect } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { useServices } from '../../app/hooks.ts';
import type { Services } from '../../app/services.ts';
import { ringing } from '../../sound/soundPolicy.ts';
import { possibleActs } from '../../state/alarmList.ts';
import { mayInvestigate } from '../../state/escalationView.ts';
import { alarmsOf, inRowOrder, type ListRow, meantBy, moveRow } from '../../state/foldAlarms.ts';
import { pageIsHeld } from '../../state/heldPage.ts';
import { isWriting } from '../../state/isWriting.ts';
import { pickClass, pickRange } from '../../state/picking.ts';
import { take, writeNote } from '../../state/taking.ts';
import { NOTHING_PICKED, setAsideAlarms, showDevice, stopPlacing } from '../../state/view.ts';
import { alarmRowsNow, turnFold } from './alarmRows.ts';

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
function onKey(code: string, shift: boolean, services: Services): boolean {
  const { view, desk, acts } = services;
  const { alarms, devices } = desk.getState();
  const { picked, pickFrom, drawerOpen, placing, inboxOpen } = view.getState();
  const { sorted, rows, chosen } = alarmRowsNow(services);
  const fold = chosen?.type === 'fold' ? chosen : null;
  const selected = chosen?.type === 'alarm' ? chosen.alarm : null;
  const show = (alarm: AlarmRecord) => {
    const floorId = devices.get(alarm.deviceId)?.placement?.floorId ?? null;
    showDevice(view, { id: alarm.deviceId, floorId }, alarm.id);
  };
  const go = (row: ListRow) => {
    if (row.type === 'alarm') show(row.alarm);
    else view.setState({ foldKey: row.key, picked: NOTHING_PICKED, pickFrom: null });
  };
  const select = (step: 1 | -1) => {
    const next = moveRow(rows, chosen, step);
    if (next === null) return false;
    const from = pickFrom ?? alarmsOf(chosen)[0]?.id ?? null;
    const to = alarmsOf(next).at(-1);
    go(next);
    if (shift && to !== undefined)
      view.setState({ picked: pickRange(inRowOrder(rows), from, to.id), pickFrom: from });
    return true;
  };
  switch (code) {
    case 'KeyJ':
    case 'ArrowDown':
      return select(1);
    case 'KeyK':
    case 'ArrowUp':
      return select(-1);
    case 'KeyA': {
      const meant = meantBy(chosen, sorted, picked);
      services.acknowledge(meant);
      return meant.length > 0;
    }
    case 'KeyS': {
      const rings = ringing(alarms.values());
      if (rings.length > 0) acts.perform('silence', rings);
      return rings.length > 0;
    }
    case 'KeyR':
      if (selected === null || !possibleActs(selected).reset) return false;
      acts.perform('reset', [selected]);
      return true;
    case 'KeyT':
      if (selected === null) return false;
      take(services, selected);
      return true;
    case 'KeyN':
      if (selected === null) return false;
      writeNote(services, selected);
      return true;
    case 'KeyH': {
      const meant = meantBy(chosen, sorted, picked);
      setAsideAlarms(view, meant.length > 0 ? meant : selected === null ? [] : [selected]);
      return selected !== null;
    }
    case 'KeyF':
    case 'KeyI':
      if (selected === null || !mayInvestigate(selected)) return false;
      view.setState({
        investigating: { alarmId: selected.id, what: code === 'KeyF' ? 'confirm' : 'report' },
      });
      return true;
    case 'KeyG':
      return goToAnnounced(services);
    case 'KeyO': {
      const first = alarms.get(selected?.firstOutId ?? '');
      if (first === undefined) return false;
      show(first);
      return true;
    }
    case 'ArrowRight':
      if (fold === null || fold.unfolded) return false;
      turnFold(view, fold.key, true);
      return true;
    case 'ArrowLeft': {
      const key = fold?.unfolded ? fold.key : chosen?.type === 'alarm' ? chosen.within : null;
      if (key === null) return false;
      turnFold(view, key, false);
      return true;
    }
    case 'Enter':
      if (fold !== null) {
        turnFold(view, fold.key, !fold.unfolded);
        return true;
      }
      if (selected === null) return false;
      view.setState({ drawerOpen: true, inboxOpen: false, placing: null });
      show(selected);
      return true;
    case 'Escape':
      if (picked.size > 0) view.setState({ picked: NOTHING_PICKED, pickFrom: null });
      else if (placing !== null) stopPlacing(view);
      else if (drawerOpen) view.setState({ drawerOpen: false });
      else if (inboxOpen) view.setState({ inboxOpen: false });
      else return false;
      return true;
    default:
      return false;
  }
}

/** Ctrl+A: every alarm of the selected one's class that may be acknowledged together. */
function pickAll({ view, desk }: Services): boolean {
  const { sorted, chosen } = alarmRowsNow({ desk, view });
  const [first] = alarmsOf(chosen);
  if (first === undefined) return false;
  view.setState({ picked: pickClass(sorted, first.alarmClass), pickFrom: null });
  return true;
}

/** The desk's keys, wherever the focus is. */
export function useDeskKeys(): void {
  const services = useServices();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const control = event.ctrlKey || event.metaKey;
      if (control && event.code !== 'KeyA') return;
      // Under the "not monitoring" panel nothing that is pressed could be meant for what it covers.
      if (services.connection.state.getState().monitoring !== 'live') return;
      if (services.session.state.getState().asking !== null) return;
      // A button that was pressed in a dialog may have lost the focus to the page behind.
      if (pageIsHeld()) return;
      if (isWriting(event.target) && event.code !== 'Escape') return;
      if (control) {
        if (!event.repeat && pickAll(services)) event.preventDefault();
        return;
      }
      // Enter on a button, or on what unfolds, is that one's; a key held down acts once.
      const onButton =
        event.target instanceof Element && event.target.closest('button, summary') !== null;
      if (onButton && (event.code === 'Enter' || event.code === 'Space')) return;
      const moves =
        event.code === 'ArrowDown' || event.code === 'ArrowUp' || /^Key[JK]$/.test(event.code);
      if (event.repeat && !moves) return;
      // By `code`, not `key`: with the Korean input method on, the key A says ㅁ.
      if (onKey(event.code, event.shiftKey, services)) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [services]);
}
