/** People at a desk under test. All of them have the same password, so that one of them can be asked to add another. */
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/contract.ts';
import type { SignOnAnswer } from '#shared/contract/operatorViews.ts';
import type { OperatorView } from '#shared/contract/views.ts';

type Client = ContractRouterClient<Contract>;
type Role = OperatorView['role'];

export const TEST_PASSWORD = 'for-tests-alone-7';
const SECRET = { kind: 'password', text: TEST_PASSWORD } as const;

/** Makes the person when there is none of that name, and before them an administrator when there is none at all. */
export async function personOf(client: Client, name: string, role: Role): Promise<OperatorView> {
  const choices = await client.operators.list();
  const known = choices.find((one) => one.name === name);
  if (known) return known;
  const administrator = choices.find((one) => one.role === 'administrator' && one.signsInWith);
  if (!administrator) {
    const first = role === 'administrator' ? name : '첫 관리자';
    const asked = { name: first, secret: SECRET, desk: 'set-up' };
    const made = doneOf(await client.operators.makeAdministrator(asked));
    await client.operators.signOff({ session: made.session });
    return first === name ? made.operator : personOf(client, name, role);
  }
  const session = await sessionOf(client, administrator.id, 'set-up');
  const added = await client.operators.add({ session, name, role, secret: SECRET });
  await client.operators.signOff({ session });
  if (!added.done) throw new Error(`${name} could not be added: ${added.refusal}`);
  return added.operator;
}

/** Signs the person on, made first when there is none of that name. @returns the session */
export async function signedOn(
  client: Client,
  name = '김관제',
  { role = 'administrator', desk = `${name}의 자리` }: { role?: Role; desk?: string } = {},
): Promise<string> {
  const { id } = await personOf(client, name, role);
  return sessionOf(client, id, desk);
}

async function sessionOf(client: Client, operatorId: string, desk: string): Promise<string> {
  const answer = await client.operators.signOn({ operatorId, secret: TEST_PASSWORD, desk });
  return doneOf(answer).session;
}

function doneOf(answer: SignOnAnswer): Extract<SignOnAnswer, { done: true }> {
  if (answer.done) return answer;
  throw new Error(`the sign-on was refused: ${answer.refusal}`);
}
