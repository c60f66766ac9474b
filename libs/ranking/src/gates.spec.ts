import { aProject } from '@throughtrain/testing';
import { mayBePushed, projectGate, toGated, type GateContext } from './gates';

const context: GateContext = { today: '2026-03-01', notHeads: new Set(), held: new Set(), onStage: new Set() };
const project = aProject({ id: 'p' });

describe('projectGate', () => {
  it('lets a full record pass', () => {
    expect(projectGate(toGated(project), context)).toBeUndefined();
  });

  it('stops a withdrawn project', () => {
    expect(projectGate(toGated({ ...project, status: 'withdrawn' }), context)).toBe('withdrawn');
  });

  it('stops a record the day after its last', () => {
    expect(projectGate(toGated({ ...project, validUntil: '2026-02-28' }), context)).toBe('expired');
    expect(projectGate(toGated({ ...project, validUntil: '2026-03-01' }), context)).toBeUndefined();
  });

  it('stops a record that lacks what matching needs', () => {
    expect(projectGate(toGated({ ...project, seiCodes: [] }), context)).toBe('not-matchable');
  });

  it('stops a project whose ownership is disputed, not one that is encumbered', () => {
    expect(projectGate(toGated({ ...project, ownership: 'disputed' }), context)).toBe('ownership-disputed');
    expect(projectGate(toGated({ ...project, ownership: 'encumbered' }), context)).toBeUndefined();
  });

  it('stops what is not the head of its group', () => {
    expect(projectGate(toGated(project), { ...context, notHeads: new Set(['p']) })).toBe('not-group-head');
  });

  it('stops what may say what a sealed project says, as it stops the sealed one', () => {
    expect(projectGate(toGated(project), { ...context, held: new Set(['p']), notHeads: new Set(['p']) })).toBe(
      'sealed',
    );
  });

  it('stops what was on stage for this host', () => {
    expect(projectGate(toGated(project), { ...context, onStage: new Set(['p']) })).toBe('on-stage-recently');
  });

  it('names the first gate where several stop it', () => {
    const bad = { ...project, status: 'withdrawn' as const, validUntil: '2020-01-01', seiCodes: [] };
    const all = { ...context, notHeads: new Set(['p']), onStage: new Set(['p']) };
    expect(projectGate(toGated(bad), all)).toBe('withdrawn');
    expect(projectGate(toGated({ ...bad, status: 'active' }), all)).toBe('expired');
    expect(projectGate(toGated({ ...bad, status: 'active', validUntil: '2027-01-01' }), all)).toBe('not-matchable');
    expect(projectGate(toGated(project), all)).toBe('not-group-head');
  });

  it('does not ask for consent: that is a matter of the push', () => {
    expect(projectGate(toGated({ ...project, consentToPush: false }), context)).toBeUndefined();
  });
});

describe('mayBePushed', () => {
  const current = { status: 'active', ownership: 'sole', consentToPush: true, contactRef: 'c' } as const;

  it('asks for an active record, consent, a contact and ownership without dispute', () => {
    expect(mayBePushed(current)).toBe(true);
    expect(mayBePushed({ ...current, status: 'withdrawn' })).toBe(false);
    expect(mayBePushed({ ...current, consentToPush: false })).toBe(false);
    expect(mayBePushed({ ...current, ownership: 'disputed' })).toBe(false);
    expect(mayBePushed({ status: 'active', ownership: 'sole', consentToPush: true })).toBe(false);
  });

  it('does not ask for declared ownership', () => {
    expect(mayBePushed({ status: 'active', consentToPush: true, contactRef: 'c' })).toBe(true);
  });
});
