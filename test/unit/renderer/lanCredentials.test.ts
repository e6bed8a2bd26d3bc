import { describe, expect, it } from 'vitest';
import {
  askedFor,
  EMPTY_DRAFT,
} from '../../../renderer/screens/settings/lanBroker/credentialDraft.ts';

describe('credentials that are typed in', () => {
  it('of a device are for itself', () => {
    expect(askedFor({ ...EMPTY_DRAFT, name: ' b1-panel-3 ' })).toEqual({
      asked: { name: 'b1-panel-3', devices: ['b1-panel-3'], proof: { kind: 'password' } },
    });
  });

  it('of a gateway are for its list, whatever the list was copied from', () => {
    const draft = { ...EMPTY_DRAFT, who: 'gateway', name: 'gw', proof: 'made' } as const;
    expect(askedFor({ ...draft, devices: 'a\r\n\n b \na\n' })).toEqual({
      asked: { name: 'gw', devices: ['a', 'b'], proof: { kind: 'certificate', certificate: null } },
    });
    expect(askedFor({ ...draft, devices: '\n' })).toEqual({ wrong: ['devices'] });
    expect(askedFor({ ...draft, devices: 'a\nb/c' })).toEqual({ wrong: ['devices'] });
  });

  it('need a name that fits into a topic', () => {
    for (const name of ['', 'a/b', '+', '#', 'x'.repeat(129)])
      expect(askedFor({ ...EMPTY_DRAFT, name })).toEqual({ wrong: ['name'] });
  });

  it('take a certificate as it was pasted', () => {
    expect(
      askedFor({ ...EMPTY_DRAFT, name: 'a', proof: 'given', certificate: 'PEM' }),
    ).toMatchObject({ asked: { proof: { kind: 'certificate', certificate: 'PEM' } } });
  });
});
