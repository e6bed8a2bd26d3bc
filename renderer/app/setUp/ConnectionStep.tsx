import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { ConnectionForm } from '../../screens/settings/connections/ConnectionForm.tsx';
import { useRevised } from '../../state/revised.ts';
import { useServices, useWords } from '../hooks.ts';
import type { StepProps } from './stepProps.ts';

/** Adds the first connection; where there is one already, it may be used as it is. */
export function ConnectionStep({ move, busy }: StepProps) {
  const { connections, common } = useWords();
  const words = connections.setUp;
  const { session } = useServices();
  const token = useStore(session.state, (state) => state.session) ?? '';
  const { value } = useRevised(
    'connections',
    (client, options) => client.connections.overview({ session: token }, options),
    token,
  );
  const [another, setAnother] = useState(false);
  const back = (
    <button type="button" className="button" data-testid="set-up-back" onClick={() => move('site')}>
      <ArrowLeft aria-hidden="true" />
      {words.back}
    </button>
  );
  if (value === null)
    return (
      <p className="note" role="status">
        {common.loading}
      </p>
    );
  const [first] = value.connections;
  if (first && !another)
    return (
      <div className="form">
        <p className="note">{words.haveConnection({ name: first.config.name })}</p>
        <div className="form-buttons">
          {back}
          <button type="button" className="button" onClick={() => setAnother(true)}>
            {connections.add}
          </button>
          <button
            type="button"
            className="button button-primary"
            data-testid="set-up-next"
            disabled={busy}
            onClick={() => move('message')}
          >
            {words.next}
            <ArrowRight aria-hidden="true" />
          </button>
        </div>
      </div>
    );
  return (
    <>
      <p className="note">{words.connectionIntro}</p>
      <p className="field-hint">{words.demo}</p>
      <ConnectionForm
        connection={null}
        onSaved={() => move('message')}
        buttons={
          <>
            {back}
            <button
              type="button"
              className="button"
              data-testid="set-up-skip"
              disabled={busy}
              onClick={() => move('message')}
            >
              {words.skip}
            </button>
          </>
        }
      />
    </>
  );
}
