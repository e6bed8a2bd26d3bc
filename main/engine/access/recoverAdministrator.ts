import type { Storage } from '../openStorage.ts';
import type { NameRefusal } from './Operators.ts';

/**
 * Makes somebody the administrator, whoever is one already, for a site where every administrator forgot their
 * password. Only who can write the data folder comes here, and it stands in the record.
 *
 * @returns why not
 */
export function recoverAdministrator(
  storage: Pick<Storage, 'controlRoom' | 'operators' | 'sessions' | 'audit'>,
  name: string,
  hash: string,
): NameRefusal | null {
  const { controlRoom, operators, sessions, audit } = storage;
  return controlRoom
    .transaction(() => {
      const person = operators.byName(name) ?? operators.add({ name, role: 'administrator' });
      if (typeof person === 'string') return person;
      operators.setRole(person.id, 'administrator');
      operators.setDisabled(person.id, false);
      operators.setSecret(person.id, 'password', hash, null);
      sessions.endAllOf(person.id);
      controlRoom.prepare('DELETE FROM sign_on_failure WHERE scope = ?').run(person.id);
      audit.append({
        by: null,
        action: 'operator.recovered',
        subject: person.id,
        detail: { name: person.name },
      });
      return null;
    })
    .immediate();
}
