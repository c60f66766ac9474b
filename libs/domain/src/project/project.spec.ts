import { aProject } from '@throughtrain/testing';
import { completeness, missingForMatching, missingForPush, type Project } from './project';

function without(project: Project, ...keys: readonly (keyof Project)[]): Project {
  return Object.fromEntries(Object.entries(project).filter(([key]) => !keys.includes(key as keyof Project))) as never;
}

describe('completeness', () => {
  const project = aProject({ id: 'p' });

  it('finds nothing missing in a full record', () => {
    expect(missingForMatching(project)).toEqual([]);
    expect(missingForPush(project)).toEqual([]);
  });

  it('names a language that is not known', () => {
    expect(missingForMatching(without(project, 'language'))).toEqual(['language']);
  });

  it('takes 60 characters of text for a domain code', () => {
    const bare = { ...project, seiCodes: [], title: 't', summary: 's'.repeat(58) };
    expect(missingForMatching(bare)).toEqual(['domain-or-text']);
    expect(missingForMatching({ ...bare, summary: 's'.repeat(59) })).toEqual([]);
    expect(missingForMatching({ ...bare, hteCodes: ['10101'] })).toEqual([]);
  });

  it('takes a readiness level for a stage', () => {
    expect(missingForMatching(without(project, 'stage'))).toEqual(['stage']);
    expect(missingForMatching({ ...without(project, 'stage'), trl: 4 })).toEqual([]);
  });

  it('names consent, contact and ownership', () => {
    const silent = { ...without(project, 'contactRef', 'ownership'), consentToPush: false };
    expect(missingForPush(silent)).toEqual(['consent', 'contact', 'ownership']);
  });

  it('names the authority of an intermediary, where the submitter is known', () => {
    const agency = { kind: 'agency', name: '澄湖技术转移中心' } as const;
    expect(missingForPush(project, agency)).toEqual(['authority']);
    expect(missingForPush({ ...project, institution: { name: agency.name } }, agency)).toEqual([]);
    expect(missingForPush(project, { kind: 'institution', name: '澜州大学' })).toEqual([]);
  });

  it('tells the level that is reached and what the next one lacks', () => {
    expect(completeness(project)).toEqual({ level: 'pushable', lacks: [] });
    expect(completeness(without(project, 'ownership'))).toEqual({ level: 'matchable', lacks: ['ownership'] });
    expect(completeness(without(project, 'ownership', 'stage', 'language'))).toEqual({
      level: 'storable',
      lacks: ['language', 'stage'],
    });
  });
});
