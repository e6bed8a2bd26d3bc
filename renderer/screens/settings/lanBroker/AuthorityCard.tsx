import { FileDown } from 'lucide-react';
import type { LanAuthorityView } from '#shared/contract/lanBrokerViews.ts';
import { useTime, useWords } from '../../../app/hooks.ts';
import { download } from '../../../state/download.ts';

/** What devices have to trust, and how a person at the device sees that it is the right one. */
export function AuthorityCard({ authority }: { readonly authority: LanAuthorityView | null }) {
  const words = useWords().lanBroker;
  const said = words.authority;
  const time = useTime();
  if (authority === null)
    return (
      <section aria-label={said.title}>
        <h3>{said.title}</h3>
        <p className="note note-bad">{said.unavailable}</p>
      </section>
    );
  const { certificate, fingerprint, expiresAt } = authority;
  const save = () =>
    download(new Blob([certificate], { type: 'application/x-pem-file' }), 'emberwatch-lan-ca.pem');
  return (
    <section aria-label={said.title}>
      <h3>{said.title}</h3>
      <p className="note">{said.hint}</p>
      <p className="note">
        {said.fingerprint} <span className="mono lan-fingerprint">{fingerprint}</span>{' '}
        {words.expires({ date: time.calendar(expiresAt) })}
      </p>
      <button type="button" className="button" data-testid="lan-ca-save" onClick={save}>
        <FileDown aria-hidden="true" />
        {said.download}
      </button>
    </section>
  );
}
