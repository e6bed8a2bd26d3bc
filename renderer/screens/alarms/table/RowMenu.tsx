import * as ContextMenu from '@radix-ui/react-context-menu';
import type { ReactNode } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { AlarmTableRow } from '#shared/contract/alarmTableViews.ts';
import { useServices, useWords } from '../../../app/hooks.ts';
import { possibleActs } from '../../../state/alarmList.ts';
import { mayInvestigate } from '../../../state/escalationView.ts';
import { showIncident } from '../../../state/view.ts';
import { actByKey, showOnDesk } from './tableActs.ts';

interface RowMenuProps {
  /** The chosen row; null while none is, or it is not here. */
  readonly row: AlarmTableRow | null;
  /** Its alarm as it is now; null when it is over. */
  readonly open: AlarmRecord | null;
  readonly meant: readonly AlarmRecord[];
  readonly onOpen: () => void;
  readonly onPick: () => void;
  readonly onOnly: (what: 'subject' | 'kind') => void;
  readonly children: ReactNode;
}

function Item(props: {
  testId: string;
  disabled?: boolean;
  shortcut?: string;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <ContextMenu.Item
      className="menu-item"
      data-testid={props.testId}
      disabled={props.disabled === true}
      onSelect={props.onSelect}
    >
      {props.children}
      {props.shortcut !== undefined && <kbd>{props.shortcut}</kbd>}
    </ContextMenu.Item>
  );
}

/** The acts on a row where it was pressed with the right button, or with the menu key or M. */
export function RowMenu({ row, open, meant, onOpen, onPick, onOnly, children }: RowMenuProps) {
  const words = useWords();
  const said = words.alarmTable;
  const services = useServices();
  const { view } = services;
  const act = (code: string) => () => {
    actByKey(services, code, meant, open);
  };
  return (
    // Not modal: Radix would lock the scrolling with a style element, which the content security policy refuses.
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content
          className="menu row-menu"
          data-testid="row-menu"
          aria-label={said.menu}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            // Back to the table, and not to nothing: its keys go on where they were.
            event.preventDefault();
            document.getElementById('alarm-grid')?.focus({ preventScroll: true });
          }}
        >
          <Item testId="menu-open" shortcut="Enter" onSelect={onOpen}>
            {said.open}
          </Item>
          <Item
            testId="menu-desk"
            onSelect={() => row !== null && showOnDesk(services, open ?? row.alarm)}
          >
            {said.showOnDesk}
          </Item>
          {row?.incident && (
            <Item
              testId="menu-incident"
              onSelect={() => row.incident !== null && showIncident(view, row.incident.id)}
            >
              {said.openIncident({ number: row.incident.number })}
            </Item>
          )}
          <ContextMenu.Separator className="menu-line" />
          <Item
            testId="menu-acknowledge"
            shortcut="A"
            disabled={meant.length === 0}
            onSelect={act('KeyA')}
          >
            {meant.length > 1
              ? words.alarms.acknowledgeMany({ count: meant.length })
              : words.alarms.acknowledge}
          </Item>
          <Item
            testId="menu-reset"
            shortcut="R"
            disabled={open === null || !possibleActs(open).reset}
            onSelect={act('KeyR')}
          >
            {words.alarms.reset}
          </Item>
          <Item testId="menu-take" shortcut="T" disabled={open === null} onSelect={act('KeyT')}>
            {words.alarms.take}
          </Item>
          <Item testId="menu-note" shortcut="N" disabled={open === null} onSelect={act('KeyN')}>
            {words.alarms.note}
          </Item>
          <Item testId="menu-shelve" shortcut="H" disabled={open === null} onSelect={act('KeyH')}>
            {said.shelve}
          </Item>
          {open !== null && mayInvestigate(open) && (
            <Item testId="menu-investigate" shortcut="I" onSelect={act('KeyI')}>
              {words.escalation.report}
            </Item>
          )}
          <Item
            testId="menu-pick"
            shortcut="Space"
            disabled={open === null || !waitsForAcknowledgement(open.state)}
            onSelect={onPick}
          >
            {said.pick}
          </Item>
          <ContextMenu.Separator className="menu-line" />
          <Item testId="menu-only-device" onSelect={() => onOnly('subject')}>
            {said.onlyDevice}
          </Item>
          <Item testId="menu-only-kind" onSelect={() => onOnly('kind')}>
            {said.onlyKind}
          </Item>
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
