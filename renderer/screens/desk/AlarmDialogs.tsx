import { useState } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { useDesk, useServices, useView, useWords } from '../../app/hooks.ts';
import { Modal } from '../../components/Modal.tsx';
import { TextDialog } from '../response/TextDialog.tsx';

function TakeOver({ alarmId }: { alarmId: string }) {
  const words = useWords();
  const { view, acts } = useServices();
  const alarm = useDesk((desk) => desk.alarms.get(alarmId));
  const close = () => view.setState({ takingOver: null });
  if (alarm === undefined) return null;
  return (
    <Modal
      title={words.response.takeOverTitle}
      intro={words.response.takeOverText({ name: alarm.takenBy ?? words.common.unknown })}
      testId="take-over-dialog"
      onClose={close}
    >
      <div className="form-buttons">
        <button type="button" className="button" onClick={close}>
          {words.common.cancel}
        </button>
        <button
          type="button"
          className="button button-primary"
          data-first=""
          data-testid="take-over"
          onClick={() => {
            close();
            acts.perform('take', [alarm]);
          }}
        >
          {words.response.takeOver}
        </button>
      </div>
    </Modal>
  );
}

/** Stays with the alarm it was opened for, even when that ends meanwhile: what was written must not vanish. */
function AlarmNote({ alarm }: { alarm: AlarmRecord }) {
  const words = useWords();
  const { view, acts } = useServices();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const close = () => view.setState({ noting: null });
  return (
    <TextDialog
      title={words.response.noteTitle}
      label={words.alarms.notePlaceholder}
      submit={words.response.noteSave}
      busy={busy}
      failure={failed ? words.response.noteRefused : null}
      onClose={close}
      onSubmit={async (text) => {
        setBusy(true);
        const saved = await acts.perform('note', [alarm], text);
        setBusy(false);
        setFailed(!saved);
        if (saved) close();
      }}
    />
  );
}

function NoteOf({ alarmId }: { alarmId: string }) {
  const alarm = useDesk((desk) => desk.alarms.get(alarmId));
  const [opened] = useState(alarm);
  return opened === undefined ? null : <AlarmNote alarm={opened} />;
}

/** What is asked about an alarm before it is done, wherever the key was pressed. */
export function AlarmDialogs() {
  const takingOver = useView((state) => state.takingOver);
  const noting = useView((state) => state.noting);
  return (
    <>
      {takingOver !== null && <TakeOver alarmId={takingOver} />}
      {noting !== null && <NoteOf key={noting} alarmId={noting} />}
    </>
  );
}
