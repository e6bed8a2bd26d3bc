import { Clock } from 'lucide-react';
import { SET_UP_STEPS, type SetUpStep, type SetUpView } from '#shared/contract/connectionViews.ts';
import { Modal } from '../../components/Modal.tsx';
import { useRevised } from '../../state/revised.ts';
import { useServices, useView, useWords } from '../hooks.ts';
import { useAct } from '../useAct.ts';
import { ConnectionStep } from './ConnectionStep.tsx';
import { DoneStep } from './DoneStep.tsx';
import { MessageStep } from './MessageStep.tsx';
import { SiteStep } from './SiteStep.tsx';
import type { StepProps } from './stepProps.ts';

/** Leads a new desk from its name to its first reading. Opened after the first sign-on, and again when asked for. */
export function SetUpDialog() {
  const open = useView((view) => view.settingUp);
  const { view } = useServices();
  const words = useWords().connections.setUp;
  const { value } = useRevised('connections', (client, options) =>
    client.connections.setUp(undefined, options),
  );
  const { act } = useAct();
  if (!open || value === null || value.simulated) return null;
  const close = () => view.setState({ settingUp: false });
  /** Put off where it stands; whoever may not say so only closes it. */
  const later = () => {
    if (value.step === 'done') return close();
    void act((client, session, options) =>
      client.connections.moveSetUp({ session, step: value.step, later: true }, options),
    );
    close();
  };
  return (
    <Modal title={words.title} testId="set-up" onClose={later}>
      <Steps key={value.step} setUp={value} onLater={later} onClose={close} />
    </Modal>
  );
}

function Steps({
  setUp,
  onLater,
  onClose,
}: {
  setUp: SetUpView;
  onLater: () => void;
  onClose: () => void;
}) {
  const { connections, failures } = useWords();
  const words = connections.setUp;
  const { busy, failed, act } = useAct();
  const { step } = setUp;
  const move = (to: SetUpStep) =>
    void act((client, session, options) =>
      client.connections.moveSetUp({ session, step: to, later: false }, options),
    );
  const props: StepProps = { move, busy };
  const place = SET_UP_STEPS.indexOf(step) + 1;
  return (
    <div className="set-up" data-testid="set-up-step" data-step={step}>
      <nav aria-label={words.progress({ step: place, of: SET_UP_STEPS.length })}>
        <ol className="set-up-steps">
          {SET_UP_STEPS.map((one, index) => (
            <li
              key={one}
              data-past={index + 1 < place}
              aria-current={one === step ? 'step' : undefined}
            >
              <span className="num" aria-hidden="true">
                {index + 1}
              </span>
              {words.steps[one]}
            </li>
          ))}
        </ol>
      </nav>
      {step === 'site' && <SiteStep {...props} />}
      {step === 'connection' && <ConnectionStep {...props} />}
      {step === 'message' && <MessageStep {...props} />}
      {step === 'done' && <DoneStep onClose={onClose} />}
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {words.siteFailed} {failures[failed]}
        </p>
      )}
      {step !== 'done' && (
        <div>
          <button type="button" className="button" data-testid="set-up-later" onClick={onLater}>
            <Clock aria-hidden="true" />
            {words.later}
          </button>
        </div>
      )}
    </div>
  );
}
