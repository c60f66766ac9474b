import { intentSchema, invitationHeadListSchema, invitationSchema } from '@throughtrain/contracts';
import type { ApiClient } from '../client/api-client';
import { register } from '../client/register';
import type { ExternalIds } from './external-ids';
import { seededRandom, simulateAnswers, type Grades } from './simulate-answers';

/** Same seed, same answers. */
const seed = 20190322;

/**
 * Each invited enterprise of the sample opens its invitation with a key of its own and answers from the hidden grades.
 * @returns how many enterprises answered and how many answers they gave
 */
export async function answerInvitations(
  operator: ApiClient,
  enterpriseIds: readonly string[],
  grades: Grades,
  ids: ExternalIds,
  onProgress: (done: number) => void,
): Promise<{ enterprises: number; answers: number }> {
  const total = { enterprises: 0, answers: 0 };
  // In the order of the files, so that a run repeats whatever ids the database gave out.
  const inOrder = [...enterpriseIds].sort((a, b) =>
    (ids.enterprises.get(a) ?? a) < (ids.enterprises.get(b) ?? b) ? -1 : 1,
  );
  for (const [index, id] of inOrder.entries()) {
    const { api } = await register(operator, { id }, 'sample enterprise', ['enterprise']);
    // Each has a generator of its own, so that another's list does not change what it answers.
    const random = seededRandom(seed ^ checksum(ids.enterprises.get(id) ?? ''));
    const answers = await answerOne(api, id, grades, ids, random);
    if (answers > 0) total.enterprises += 1;
    total.answers += answers;
    onProgress(index + 1);
  }
  return total;
}

async function answerOne(
  api: ApiClient,
  enterpriseId: string,
  grades: Grades,
  ids: ExternalIds,
  random: () => number,
): Promise<number> {
  const { items: invitations } = await api.get('/v1/invitations', invitationHeadListSchema);
  const own = demandsOf(enterpriseId, ids, grades);
  let count = 0;
  for (const { id } of invitations) {
    const { items } = await api.get(`/v1/invitations/${id}`, invitationSchema);
    const graded = items.map(({ projectId }) => ({ projectId, grade: own(ids.projects.get(projectId) ?? '') }));
    for (const { projectId, ...answer } of simulateAnswers(graded, random) ?? []) {
      await api.call('PUT', `/v1/invitations/${id}/intents/${projectId}`, { json: answer }, intentSchema);
      count += 1;
    }
  }
  return count;
}

/** @returns the highest grade of a project over the demands of one enterprise of the sample */
function demandsOf(enterpriseId: string, ids: ExternalIds, grades: Grades): (project: string) => number {
  const enterprise = ids.enterprises.get(enterpriseId) ?? '';
  const demands = ids.demandsOfEnterprise.get(enterprise) ?? [];
  return (project) => Math.max(0, ...demands.map((demand) => grades.get(`${demand}\t${project}`) ?? 0));
}

function checksum(text: string): number {
  return [...text].reduce((sum, character) => (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) >>> 0, 7);
}
