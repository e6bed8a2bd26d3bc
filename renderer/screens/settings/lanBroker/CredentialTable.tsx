import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { LanCredentialView } from '#shared/contract/lanBrokerViews.ts';
import { useEngineNow, useTime, useWords } from '../../../app/hooks.ts';
import { ScrollTable } from '../../../components/ScrollTable.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';

/** As many ids as fit beside the other columns. */
const SHOWN_DEVICES = 5;

export function CredentialTable({
  credentials,
  mayChange,
}: {
  readonly credentials: readonly LanCredentialView[];
  readonly mayChange: boolean;
}) {
  const said = useWords().lanBroker;
  const time = useTime();
  const now = useEngineNow();
  const [revoked, setRevoked] = useState<LanCredentialView | null>(null);
  if (credentials.length === 0)
    return (
      <p className="note" data-testid="no-credentials">
        {said.none}
      </p>
    );
  return (
    <>
      <ScrollTable label={said.table}>
        <table className="table table-acts" data-testid="lan-credentials">
          <thead>
            <tr>
              <th scope="col">{said.name}</th>
              <th scope="col">{said.kind}</th>
              <th scope="col">{said.devices}</th>
              <th scope="col">{said.created}</th>
              <th scope="col">{said.seen}</th>
              {mayChange && <th scope="col">{said.acts}</th>}
            </tr>
          </thead>
          <tbody>
            {credentials.map((credential) => {
              const { id, name, kind, devices, createdAt, createdBy, expiresAt } = credential;
              return (
                <tr key={id} data-testid="lan-credential" data-name={name}>
                  <th scope="row">{name}</th>
                  <td>
                    {said.kinds[kind]}
                    {expiresAt !== null && (
                      <small className="cell-note">
                        {said.expires({ date: time.calendar(expiresAt) })}
                      </small>
                    )}
                  </td>
                  <td>
                    {devices.slice(0, SHOWN_DEVICES).join(', ')}
                    {devices.length > SHOWN_DEVICES &&
                      ` ${said.more({ count: devices.length - SHOWN_DEVICES })}`}
                  </td>
                  <td className="num">
                    {time.moment(createdAt, now)} <small className="cell-note">{createdBy}</small>
                  </td>
                  <td className="num">
                    {credential.connected && said.connected}
                    {!credential.connected &&
                      (credential.lastSeenAt === null
                        ? said.never
                        : time.moment(credential.lastSeenAt, now))}
                  </td>
                  {mayChange && (
                    <td>
                      <button
                        type="button"
                        className="button button-small"
                        data-testid="lan-revoke"
                        aria-label={said.revokeTitle({ name })}
                        onClick={() => setRevoked(credential)}
                      >
                        <Trash2 aria-hidden="true" />
                        {said.revoke}
                      </button>
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollTable>
      {revoked !== null && <RevokeDialog credential={revoked} onClose={() => setRevoked(null)} />}
    </>
  );
}
