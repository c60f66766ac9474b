/** Why a text looks as if it were not public. */
export const secrecyMarkCodes = [
  'mark.level',
  'mark.level-declared',
  'mark.internal',
  'mark.state-secret',
  'mark.defence-programme',
  'mark.defence-number',
  'mark.foreign',
] as const;
export type SecrecyMarkCode = (typeof secrecyMarkCodes)[number];

/** What stands between the characters of a mark that is spaced out: 机 密. */
const gap = String.raw`[\s\p{Cf}]*`;
const spaced = (word: string): string => [...word].join(gap);
const level = `(?:${['绝密', '机密', '秘密'].map(spaced).join('|')})`;
const star = '[★☆✩✭⭐]';
const years = String.raw`(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*年|长期`;

/** Words that hold the name of a level or of secrecy and say nothing about the text; a star or a term of years behind them still does. */
const falseFriends = new RegExp(
  `(?:${[
    '(?:商业|技术|企业|个人|通信|贸易)(?:秘密|机密)',
    '机密(?:计算|容器|虚拟|性|推理|空间|联邦)',
    '秘密(?:共享|分享|分割|分发|重构|比较|求交|份额)',
    '(?:不|非|未|无|去|避免)涉密',
    String.raw`(?:不|未|无)(?:涉及|属于|含有?|含)(?:任何)?(?:国家)?秘密`,
    '(?:已|经)(?:解密|脱密)',
  ].join('|')})(?!${gap}(?:${star}|${years}))`,
  'gu',
);

/**
 * What texts that are not public carry: marks of documents (保守国家秘密法实施条例, 国家秘密定密管理暂行规定: level ★ term), and names and
 * numbers of defence programmes (general knowledge, so that a person decides, not the table).
 */
const marks: readonly (readonly [SecrecyMarkCode, RegExp])[] = [
  // With a star, a term of years or what it is a level of; in brackets; alone in a line; or as 绝密, which no other word holds.
  [
    'mark.level',
    new RegExp(`${level}${gap}(?:${star}|级|项目|课题|文件|资料|成果|${years})|${star}${gap}${level}`, 'u'),
  ],
  ['mark.level', new RegExp(String.raw`[【\[(〔]${gap}(?:${level}|内部)${gap}[】\])〕]`, 'u')],
  ['mark.level', new RegExp(String.raw`^[ \t]*${level}[ \t]*$`, 'mu')],
  ['mark.level', new RegExp(spaced('绝密'), 'u')],
  ['mark.level-declared', new RegExp(String.raw`${spaced('密级')}${gap}[:为是]?${gap}(?:${level}|内部)`, 'u')],
  [
    'mark.internal',
    /内部(?:资料|材料|文件|刊物|使用)[^。\n]{0,6}(?:注意(?:保管|保存|保密)|(?:不得|请勿|严禁|禁止)(?:外传|复制|扩散|公开))/u,
  ],
  ['mark.state-secret', /国家秘密|军事秘密|涉密(?!资质|资格)/u],
  [
    'mark.defence-programme',
    /(?:国防(?:科工局?|预研|基础科研|科技工业|科技创新|重点|技术基础)|(?:武器)?装备(?:预研|预先研究|型号|科研)|军委(?:科技委|装备发展部)|总装(?:备部)?预研|军(?:工|品)(?:科研|配套|预研))[^。;\n]{0,8}(?:项目|课题|计划|任务|基金|专项)|国防(?:专利|973|863)/u,
  ],
  // JCKY: 国防基础科研; 9140 and 6140: 预研基金.
  ['mark.defence-number', /(?<![A-Z0-9])(?:JCKY\d{4}[A-Z0-9]{3,}|JSHS\d{4}[A-Z0-9]{3,}|(?:9140[AC]|6140)\d{8,})/u],
  [
    'mark.foreign',
    /\bTOP SECRET\b|\b(?:SECRET|CONFIDENTIAL)\s*\/\/|\bNOFORN\b|\bCLASSIFIED (?:SECRET|CONFIDENTIAL)\b/u,
  ],
];

const traditional: Readonly<Record<string, string>> = {
  絕: '绝',
  機: '机',
  祕: '秘',
  級: '级',
  國: '国',
  內: '内',
  資: '资',
};

/**
 * Looks for marks that a text which is not public would carry. Full-width forms, traditional characters and blanks within a mark hide nothing.
 * @returns the codes of the marks that are there, without repeats, in the order of the table; empty for most texts. It is a suspicion, not a
 *   finding: a person decides
 */
export function findSecrecyMarks(text: string): readonly SecrecyMarkCode[] {
  const folded = text
    .normalize('NFKC')
    .replace(/[絕機祕級國內資]/g, (character) => traditional[character] ?? character)
    .replace(falseFriends, '〇');
  return [...new Set(marks.flatMap(([code, pattern]) => (pattern.test(folded) ? [code] : [])))];
}
