/** What the words around a figure say of how it is bound. */
export interface BoundWords {
  readonly bound?: 'at-least' | 'at-most' | 'about' | 'better' | undefined;
  readonly change?: 'up' | 'down' | undefined;
  /** Characters at the end of what stands before the figure that are such words. */
  readonly length: number;
}

const symbolsAtLeast = '≥|>=|=>|>';
const symbolsAtMost = '≤|<=|=<|<';
const atLeast = `${symbolsAtLeast}|(?:不|不得|不能|不应|别)(?:低|少|小)于|不低過|别低过|大于等于|(?:高|大|多)于等于|高于|大于|多于|超过|超|突破|至少(?:为|要|达到)?|最低|最少|at least|no less than|not less than|no lower than|greater than|more than|higher than|larger than|above|exceeding|exceeds?|exceeded|a minimum of|minimum`;
const atMost = `${symbolsAtMost}|(?:不|不得|不能|不应|别|未)(?:要)?(?:超过|超|高于|大于|多于|长于)|小于等于|低于等于|低于|小于|少于|最多|最大|至多|最高不超过|不到|不足|不过|at most|no more than|not more than|no greater than|not exceeding|less than|lower than|fewer than|smaller than|below|under|within|a maximum of|maximum|<~`;
const about =
  '约为?|大约|近|接近|控制在|可达|达到?|高达|最高|最高可达|about|approximately|around|nearly|up to|roughly|some|~';
const better = '优于|好于|better than';
const rises =
  '提高|提升|增加|增长|增幅|上升|延长|增大|升高|增强|增|(?<!温)升|高出|increase[sd]? by|increase of|increased|increases?|rises? (?:by )?|rose (?:by )?|raised by|improve[sd]? by|improvement of|extended by|grew by|gain of';
const falls =
  '下降|降低|减少|缩短|降幅|减小|减轻|节约|节省|缩减|削减|节电|节能|减排|下降率|(?<!压)降|减|省|reduced by|reduce[sd]? .{0,30} by|reduction of|decrease[sd]? by|decrease of|lowered by|cut by|falls? (?:by )?|fell (?:by )?|dropp?e?d? (?:by )?|shortened by|saves?|saving of';

const tail = (words: string): RegExp => new RegExp(`(?:${words})\\s*$`);
const before = {
  'at-least': tail(atLeast),
  'at-most': tail(atMost),
  about: tail(about),
  better: tail(better),
};
const changeTail = (words: string): RegExp => new RegExp(`(?:${words})(?:了|幅度?|率|量|比例|约|近|by|of| |:|=)*\\s*$`);
const changes = { up: changeTail(rises), down: changeTail(falls) };

/** Longest stretch before a figure in which its bounds are looked for. */
const reach = 48;

/** @param context what stands before a figure, in small letters */
export function readBoundBefore(context: string): BoundWords {
  let rest = context.slice(-reach);
  const whole = rest.length;
  rest = rest.replace(/[±\s]+$/, '');
  let bound: BoundWords['bound'];
  // 不超过 before 超过, 不低于 before 低于: the longest of all that stand at the end.
  let longest = 0;
  for (const [kind, pattern] of Object.entries(before) as [NonNullable<BoundWords['bound']>, RegExp][]) {
    const found = pattern.exec(rest)?.[0].length ?? 0;
    if (found > longest) [bound, longest] = [kind, found];
  }
  rest = rest.slice(0, rest.length - longest);
  const afterBound = rest;
  for (const change of ['up', 'down'] as const) {
    const found = changes[change].exec(rest);
    if (found !== null) return { bound, change, length: whole - rest.length + found[0].length };
  }
  return { bound, length: whole - afterBound.length };
}

const afterPattern =
  /\s?(?:(及?以上|或以上|之上|起(?![来初源])|\+|or more|or above|or higher|or greater|and above)|((?:及|或)?以下|以内|之内|内(?![部蒙外径阻嵌置壁胆])|or less|or below|or lower|封顶)|(左右|上下))/y;

/** Reads 以上, 以内, 左右, "or more" behind a figure. */
export function readBoundAfter(text: string, at: number): BoundWords {
  afterPattern.lastIndex = at;
  const match = afterPattern.exec(text);
  if (match === null) return { length: 0 };
  const bound = match[1] === undefined ? (match[2] === undefined ? 'about' : 'at-most') : 'at-least';
  return { bound, length: match[0].length };
}

const changeAfter =
  /^ (?:(?:lower|less|reduction|decrease|drop|fewer|shorter|cheaper|smaller)|(higher|more|increase|improvement|longer|greater|faster))\b/;

/** Reads "30% lower", "a 20% increase". */
export function readChangeAfter(rest: string): 'up' | 'down' | undefined {
  const match = changeAfter.exec(rest);
  return match === null ? undefined : match[1] === undefined ? 'down' : 'up';
}
