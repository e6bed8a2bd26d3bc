import { Ban, KeyRound, LockOpen, Trash2, UserRoundCheck } from 'lucide-react';
import { useState } from 'react';
import type { OperatorAccount } from '#shared/contract/operatorViews.ts';
import type { OperatorView } from '#shared/contract/views.ts';
import { formatAge } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../../app/hooks.ts';
import { GiveSecret, RemoveOperator } from './AccountDialogs.tsx';
import { ChangeRefusedNote } from './ChangeRefusedNote.tsx';
import { ROLES } from './roles.ts';
import { useChange } from './useChange.ts';

interface AccountRowProps {
  readonly account: OperatorAccount;
  /** When the list was told, to count a lock-out down. */
  readonly toldAt: number;
}

export function AccountRow({ account, toldAt }: AccountRowProps) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow();
  const { busy, refused, run } = useChange();
  const [wanted, setWanted] = useState<OperatorView['role'] | null>(null);
  const [dialog, setDialog] = useState<'secret' | 'remove' | null>(null);
  const { id, name, role, disabled, lockedForMs, signsInWith, secretGivenBy, lastSignOnAt } =
    account;
  const lockedFor = lockedForMs === null ? 0 : lockedForMs - Math.max(0, now - toldAt);
  const said = words.access.accounts;
  const setRole = async (next: OperatorView['role']) => {
    await run((client, session, options) =>
      client.operators.setRole({ session, operatorId: id, role: next }, options),
    );
    setWanted(null);
  };
  const setDisabled = () =>
    run((client, session, options) =>
      client.operators.setDisabled({ session, operatorId: id, disabled: !disabled }, options),
    );
  const unlock = () =>
    run((client, session, options) =>
      client.operators.unlock({ session, operatorId: id }, options),
    );
  return (
    <tr data-testid="account" data-name={name} data-disabled={disabled}>
      <th scope="row">{name}</th>
      <td>
        <div className="row-acts">
          <select
            className="input input-small"
            data-testid="account-role"
            aria-label={said.roleOf({ name })}
            disabled={busy}
            value={wanted ?? role}
            // Saved by a press of its own: the arrow keys pass through roles that nobody meant.
            onChange={(event) => setWanted(ROLES.find((one) => one === event.target.value) ?? null)}
          >
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {words.roles[one]}
              </option>
            ))}
          </select>
          {wanted !== null && wanted !== role && (
            <button
              type="button"
              className="button button-small button-primary"
              data-testid="account-role-save"
              disabled={busy}
              onClick={() => setRole(wanted)}
            >
              {said.save}
            </button>
          )}
        </div>
      </td>
      <td>
        {signsInWith === null ? words.access.none : words.access.kinds[signsInWith]}
        {secretGivenBy !== null && (
          <small className="cell-note">{said.givenBy({ name: secretGivenBy })}</small>
        )}
      </td>
      <td>
        {disabled ? said.disabled : signsInWith === null ? said.cannotSignIn : said.active}
        {lockedFor > 0 && (
          <small className="num cell-note cell-note-warning">
            {said.locked({ time: formatAge(lockedFor + 999, language) })}
          </small>
        )}
      </td>
      <td className="num">
        {lastSignOnAt === null ? said.neverSignedOn : time.moment(lastSignOnAt, now)}
      </td>
      <td>
        <div className="row-acts">
          {lockedFor > 0 && (
            <button
              type="button"
              className="button button-small"
              data-testid="account-unlock"
              disabled={busy}
              onClick={unlock}
            >
              <LockOpen aria-hidden="true" />
              {said.unlock}
            </button>
          )}
          <button
            type="button"
            className="button button-small"
            data-testid="account-secret"
            onClick={() => setDialog('secret')}
          >
            <KeyRound aria-hidden="true" />
            {said.giveSecret}
          </button>
          <button
            type="button"
            className="button button-small"
            data-testid="account-disable"
            disabled={busy}
            onClick={setDisabled}
          >
            {disabled ? <UserRoundCheck aria-hidden="true" /> : <Ban aria-hidden="true" />}
            {disabled ? said.enable : said.disable}
          </button>
          <button
            type="button"
            className="icon-button"
            data-testid="account-remove"
            aria-label={said.removeTitle({ name })}
            title={said.remove}
            onClick={() => setDialog('remove')}
          >
            <Trash2 aria-hidden="true" />
          </button>
        </div>
        <ChangeRefusedNote refused={refused} />
        {dialog === 'secret' && <GiveSecret account={account} onClose={() => setDialog(null)} />}
        {dialog === 'remove' && (
          <RemoveOperator account={account} onClose={() => setDialog(null)} />
        )}
      </td>
    </tr>
  );
}
