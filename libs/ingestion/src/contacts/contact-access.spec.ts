import fc from 'fast-check';
import { roles, type Role } from '@throughtrain/domain';
import type { ContactStanding } from '../ports/contact-store.port';
import { contactAccess } from './contact-access';

const nothing: ContactStanding = { isKeeper: false, isListed: false, isAgreed: false };

describe('contactAccess', () => {
  it.each<[Role, Partial<ContactStanding>, ReturnType<typeof contactAccess>]>([
    ['agency', { isKeeper: true }, 'whole'],
    ['owner', { isKeeper: true }, 'whole'],
    ['host', { isKeeper: true }, undefined],
    ['agency', { isListed: true, isAgreed: true }, undefined],
    ['host', { isListed: true }, 'masked'],
    ['host', { isListed: true, isAgreed: true }, 'whole'],
    ['host', { isAgreed: true }, undefined],
    ['host', {}, undefined],
  ])('lets a %s for whose organisation holds %j see a project’s contact: %s', (role, standing, access) => {
    expect(contactAccess([role], 'project', { ...nothing, ...standing })).toBe(access);
  });

  it('lets hosts see those of their own enterprises', () => {
    expect(contactAccess(['host'], 'enterprise', { ...nothing, isKeeper: true })).toBe('whole');
    expect(contactAccess(['agency'], 'enterprise', { ...nothing, isKeeper: true })).toBeUndefined();
  });

  it('shows enterprises, analysts and operators none, whatever holds', () => {
    const standing = fc.record({ isKeeper: fc.boolean(), isListed: fc.boolean(), isAgreed: fc.boolean() });
    const others = fc.subarray(roles.filter((role) => ['enterprise', 'analyst', 'operator'].includes(role)));
    fc.assert(
      fc.property(standing, others, fc.constantFrom('project' as const, 'enterprise' as const), (holds, who, kind) => {
        expect(contactAccess(who, kind, holds)).toBeUndefined();
      }),
    );
  });
});
