import type { ProjectRecord } from '@throughtrain/contracts';
import { lacksAuthority, type Submitter } from '@throughtrain/domain';

/** What a person might mend in a record that is taken as it is. It tells no value of a field. */
export interface RecordAdvice {
  readonly column: string;
  readonly code: string;
  readonly message: string;
  readonly messageZh: string;
}

type Said = Pick<
  ProjectRecord,
  | 'channel'
  | 'programme'
  | 'programmeNumbers'
  | 'callId'
  | 'institution'
  | 'ownership'
  | 'authority'
  | 'confirmedOn'
  | 'validUntil'
>;

interface Rule extends RecordAdvice {
  readonly applies: (record: Said, submitter: Submitter, today: string) => boolean;
}

const rules: readonly Rule[] = [
  {
    applies: lacksAuthority,
    column: 'authority',
    code: 'project.authority-missing',
    message: 'is submitted for somebody else without saying by what right',
    messageZh: '代他人提交，未填写授权依据，不能达到可推送级别',
  },
  {
    applies: ({ channel, programme, programmeNumbers }) =>
      channel === 'national-programme' && programme === undefined && programmeNumbers === undefined,
    column: 'programme',
    code: 'project.programme-missing',
    message: 'comes from a national programme that is not named',
    messageZh: '来自国家科技计划，未填写计划名称或项目编号',
  },
  {
    applies: ({ channel, callId }) => channel === 'targeted-call' && callId === undefined,
    column: 'callId',
    code: 'project.call-missing',
    message: 'answers a targeted call that is not named',
    messageZh: '来自重点征集，未填写征集编号，承办单位看不到该应征成果',
  },
  {
    applies: ({ channel, institution, ownership }) =>
      channel === 'self-nominated' && institution === undefined && ownership !== 'personal',
    column: 'institution',
    code: 'project.owner-unclear',
    message: 'names neither an institution nor says that it is personal',
    messageZh: '自主推荐的成果应填写完成单位，或将权属状况填为“个人非职务”',
  },
  {
    applies: ({ validUntil }, _submitter, today) => validUntil !== undefined && validUntil < today,
    column: 'validUntil',
    code: 'project.expired',
    message: 'has expired and is not matched',
    messageZh: '已过有效期，不参与匹配',
  },
  {
    applies: ({ confirmedOn }, _submitter, today) => confirmedOn !== undefined && confirmedOn > today,
    column: 'confirmedOn',
    code: 'project.confirmed-in-future',
    message: 'is confirmed for a day that is still to come',
    messageZh: '确认日期晚于今天',
  },
];

/**
 * @param today day in China, YYYY-MM-DD
 * @returns what might be mended, in a fixed order; none of it keeps the record out of the library
 */
export function recordAdvice(record: Said, submitter: Submitter, today: string): readonly RecordAdvice[] {
  return rules
    .filter(({ applies }) => applies(record, submitter, today))
    .map(({ column, code, message, messageZh }) => ({ column, code, message, messageZh }));
}
