import type { OpenAPIObject } from '@nestjs/swagger';
import { errorMessages, roles, type ErrorCode, type Role } from '@throughtrain/domain';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;
type Responses = Operation['responses'];
type Components = NonNullable<OpenAPIObject['components']>;

/** Codes by the status that they are answered with. */
type Refusals = Readonly<Record<string, readonly ErrorCode[]>>;

/** What operations refuse in the same way, each by a component of its own. */
const commonRefusals = {
  InvalidRequest: ['400', ['request.invalid', 'request.not-json', 'request.repeated-key']],
  NoKey: ['401', ['auth.missing-key', 'auth.invalid-key']],
  WrongRole: ['403', ['auth.role-required']],
  NotFound: ['404', ['resource.not-found']],
  TooLarge: ['413', ['request.too-large']],
  UnsupportedType: ['415', ['request.unsupported-type']],
  TooMany: ['429', ['request.rate-limited']],
} as const satisfies Record<string, readonly [string, readonly ErrorCode[]]>;
type CommonRefusal = keyof typeof commonRefusals;

const upload: Refusals = { 422: ['import.empty', 'import.unreadable'] };

const personal: readonly ErrorCode[] = ['reason.personal-data'];
const noContact: Refusals = { 404: ['resource.not-found', 'contact.none'] };
const searched = {
  400: ['request.invalid', 'page.cursor-foreign'],
  422: ['domain.unknown', 'sub-domain.unknown', 'region.unknown'],
} as const satisfies Refusals;

const atOnce: readonly ErrorCode[] = [
  'scorer.unavailable',
  'scorer.busy',
  'scorer.other-version',
  'library.analysis-missing',
];

/** What single operations refuse besides, by their ids. */
const ownRefusals: Readonly<Record<string, Refusals>> = {
  Principal_register: { 404: ['resource.not-found'], 422: ['organisation.credit-code-required'] },
  Principal_deactivate: { 409: ['principal.deactivated', 'principal.is-caller'], 422: personal },
  Principal_replaceKey: { 409: ['principal.deactivated'] },
  Import_projects: upload,
  Import_enterprises: upload,
  Import_demands: upload,
  Import_expertScores: upload,
  ExpertScore_score: { 409: ['expert-score.conflict-of-interest'], 422: ['expert-score.in-the-future'] },
  Feed_add: { 409: ['feed.exists', 'feed.too-many'] },
  Feed_fetch: { 409: ['feed.paused'] },
  Duplicate_merge: { 404: ['resource.not-found'], 422: personal },
  Duplicate_split: { 404: ['resource.not-found'], 422: personal },
  ProjectLife_confirm: {
    409: ['project.already-withdrawn', 'project.sealed', 'project.expired'],
    422: ['project.confirmation-in-future'],
  },
  ProjectLife_confirmAll: { 422: ['project.confirmation-in-future'] },
  ProjectLife_consent: { 409: ['project.sealed', 'project.already-withdrawn'], 422: personal },
  Call_create: {
    404: ['resource.not-found'],
    409: ['call.no-shortlist', 'call.nothing-uncovered'],
    422: ['domain.unknown', 'call.closing-day-past'],
  },
  Call_close: { 409: ['call.already-closed'] },
  Call_extend: { 409: ['call.already-closed'], 422: ['call.closing-day-past'] },
  Project_withdraw: { 409: ['project.already-withdrawn'], 422: personal },
  Contact_ofProject: noContact,
  Contact_revealOfProject: {
    ...noContact,
    403: ['auth.role-required', 'contact.not-agreed'],
    422: personal,
    429: ['request.rate-limited', 'contact.reveal-limit'],
  },
  Contact_eraseOfProject: noContact,
  Contact_ofEnterprise: noContact,
  Contact_revealOfEnterprise: { ...noContact, 422: personal, 429: ['request.rate-limited', 'contact.reveal-limit'] },
  Contact_eraseOfEnterprise: noContact,
  Organisation_merge: { 409: ['organisation.merged-already'], 422: personal },
  ImportFile_file: { 409: ['import.not-completed', 'import.file-deleted'] },
  Import_confirm: {
    409: ['import.not-awaiting-mapping'],
    422: ['import.mapping-incomplete', 'import.mapping-conflict', 'import.mapping-unknown', 'import.secrecy-column'],
  },
  Quarantine_show: { 409: ['quarantine.already-decided'], 422: ['reason.personal-data'] },
  Quarantine_letIn: { 409: ['quarantine.already-decided', 'quarantine.row-refused'], 422: ['reason.personal-data'] },
  Quarantine_erase: { 409: ['quarantine.already-decided'], 422: ['reason.personal-data'] },
  Project_purge: { 422: ['reason.personal-data'] },
  Project_list: searched,
  Project_count: { 422: searched[422] },
  Library_list: searched,
  Library_count: { 422: searched[422] },
  Library_demands: { 422: ['demand.too-many'], 503: atOnce },
  Demand_list: { 422: ['domain.unknown', 'sub-domain.unknown'] },
  Demand_projects: { 503: [...atOnce, 'scorer.part-missing', 'scorer.parts-differ'] },
  Enterprise_list: { 422: ['region.unknown'] },
  Roadshow_create: { 422: ['domain.unknown'] },
  Roadshow_unenrol: { 409: ['roadshow.shortlist-frozen'] },
  MatchRun_request: { 409: ['match-run.already-running'], 422: ['roadshow.no-demands', 'roadshow.too-many-demands'] },
  MatchRun_cancel: { 409: ['match-run.already-finished'] },
  MatchRun_replay: { 409: ['match-run.not-completed'] },
  Shortlist_freeze: {
    409: ['shortlist.already-frozen', 'shortlist.other-frozen'],
    422: ['invitation.deadline-past'],
  },
  Invitation_answer: {
    404: ['resource.not-found', 'invitation.project-not-included'],
    409: ['invitation.closed', 'invitation.project-withdrawn'],
    422: ['intent.reason-without-refusal'],
  },
  Invitation_history: { 404: ['resource.not-found', 'invitation.project-not-included'] },
  PickList_make: { 409: ['pick-list.no-shortlist'] },
  PickList_direct: { 409: ['pick-list.too-many-pins'], 422: personal },
  PickList_publish: {
    409: [
      'pick-list.already-published',
      'pick-list.superseded',
      'pick-list.empty',
      'pick-list.project-withdrawn',
      'pick-list.outdated',
    ],
  },
  WeightProfile_find: { 404: ['resource.not-found'] },
  IndustryDomain_resolve: { 422: ['domain.unknown'] },
};

/** What the header Location of a success names, by operation. */
const locations: Readonly<Record<string, string>> = {
  Import_projects: 'The report of the import',
  Import_enterprises: 'The report of the import',
  Import_demands: 'The report of the import',
  Roadshow_create: 'The roadshow',
  Call_create: 'The call',
  MatchRun_request: 'The match run',
  MatchRun_replay: 'The new match run',
  PickList_make: 'The new version',
};

/**
 * Says of each operation who may call it, what it refuses, and where its header Location leads.
 * @throws Error when a table here names an operation that does not exist
 */
export function addAnswers(operations: readonly Operation[]): void {
  const byId = new Map(operations.map((operation) => [operation.operationId, operation]));
  for (const operation of operations) {
    operation.description = rolesOf(operation);
    addRefusals(operation);
  }
  for (const id of Object.keys(ownRefusals)) if (!byId.has(id)) throw new Error(`there is no operation ${id}`);
  for (const [id, description] of Object.entries(locations)) addLocation(byId.get(id), id, description);
}

/** Components that the answers of the operations refer to. */
export function answerComponents(): NonNullable<Components['responses']> {
  return Object.fromEntries(Object.entries(commonRefusals).map(([name, [, codes]]) => [name, problem(codes)]));
}

const allowedOf = (operation: Operation): readonly Role[] =>
  (operation as { readonly 'x-roles'?: readonly Role[] })['x-roles'] ?? [];

function rolesOf(operation: Operation): string {
  const allowed = allowedOf(operation);
  return allowed.length === roles.length ? 'For every role.' : `For the roles: ${allowed.join(', ')}.`;
}

function addRefusals(operation: Operation): void {
  const { operationId = '', requestBody } = operation;
  const parameters = (operation.parameters ?? []) as readonly {
    readonly in: string;
    readonly schema?: { format?: string };
  }[];
  const common: readonly (CommonRefusal | false)[] = [
    (parameters.length > 0 || requestBody !== undefined) && 'InvalidRequest',
    'NoKey',
    allowedOf(operation).length < roles.length && 'WrongRole',
    parameters.some((parameter) => parameter.in === 'path' && parameter.schema?.format === 'uuid') && 'NotFound',
    requestBody !== undefined && 'TooLarge',
    requestBody !== undefined && 'UnsupportedType',
    'TooMany',
  ];
  const answers: Responses = {};
  for (const name of common) {
    if (name !== false) answers[commonRefusals[name][0]] = { $ref: `#/components/responses/${name}` };
  }
  for (const [status, codes] of Object.entries(ownRefusals[operationId] ?? {})) answers[status] = problem(codes);
  Object.assign(operation.responses, answers, { default: problem([]) });
}

/** Each code with its sentence, so that a reader need not provoke it. */
function problem(codes: readonly ErrorCode[]): NonNullable<Responses[string]> {
  const told = codes.map((code) => `\`${code}\`: ${errorMessages[code]}`).join('\n\n');
  return {
    description: told === '' ? 'What else went wrong' : told,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function addLocation(operation: Operation | undefined, id: string, description: string): void {
  const success = Object.entries(operation?.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1];
  if (success === undefined || '$ref' in success) throw new Error(`there is no operation ${id} that answers`);
  success.headers = { Location: { description, schema: { type: 'string', format: 'uri-reference' } } };
}
