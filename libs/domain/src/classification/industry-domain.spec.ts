import { DomainError } from '../domain-error';
import { domainPhrases } from '../data/domain-phrases';
import { sei2018 } from '../data/sei-2018';
import {
  belongsToDomain,
  domainDepth,
  resolveIndustryDomain,
  resolveIndustryDomains,
  suggestDomains,
} from './industry-domain';

describe('resolveIndustryDomain', () => {
  it('takes every code and every name', () => {
    for (const [code, name] of sei2018) {
      expect(resolveIndustryDomain(code)).toEqual([code]);
      expect(resolveIndustryDomain(name)).toEqual([code]);
    }
  });

  it('takes a name without 产业', () => {
    expect(resolveIndustryDomain('新能源汽车')).toEqual(['5']);
    expect(resolveIndustryDomain('风能')).toEqual(['6.2']);
  });

  it('folds width, case and white space', () => {
    expect(resolveIndustryDomain(' ５.２ ')).toEqual(['5.2']);
    expect(resolveIndustryDomain('ＡＩ')).toEqual(resolveIndustryDomain('ai'));
  });

  it('takes every phrase of the table, and gives codes that exist, sorted', () => {
    for (const { phrases } of domainPhrases) {
      for (const phrase of phrases) {
        const codes = resolveIndustryDomain(phrase);
        expect(codes.length).toBeGreaterThan(0);
        expect(codes.every((code) => sei2018.has(code))).toBe(true);
        expect(codes).toEqual([...codes].sort());
      }
    }
  });

  it('gives all codes of a phrase that has several', () => {
    expect(resolveIndustryDomain('航空航天')).toEqual(['2.2', '2.3']);
  });

  it('reaches every code of level 2 by two phrases that are not its name', () => {
    for (const [code, name] of sei2018) {
      if (!code.includes('.')) continue;
      const phrases = domainPhrases.filter(({ seiCodes }) => seiCodes.length === 1 && seiCodes[0] === code);
      const others = phrases.flatMap((row) => row.phrases).filter((phrase) => !name.startsWith(phrase));
      expect([code, others.length >= 2]).toEqual([code, true]);
    }
  });

  it('holds each phrase once, so that none means two things', () => {
    const phrases = domainPhrases.flatMap((row) => row.phrases.map((phrase) => phrase.toLowerCase()));
    expect(phrases.filter((phrase, index) => phrases.indexOf(phrase) !== index)).toEqual([]);
  });

  it('keeps to the narrowest code that a phrase means', () => {
    expect(resolveIndustryDomain('机器人')).toEqual(['2.1']);
    expect(resolveIndustryDomain('光伏')).toEqual(['6.3']);
    expect(resolveIndustryDomain('储能')).toEqual(['6.5']);
    expect(resolveIndustryDomain('动力电池')).toEqual(['5.2']);
    expect(resolveIndustryDomain('低空经济')).toEqual(['2.2']);
  });

  it('reads several domains in one text, as application forms hold them', () => {
    expect(resolveIndustryDomain('尼龙新材料、电气装备')).toEqual(['3.3', '6.5']);
    expect(resolveIndustryDomain('生物医药与医疗器械')).toEqual(['4.1', '4.2']);
    expect(resolveIndustryDomain('新材料，石墨烯')).toEqual(['3']);
    expect(resolveIndustryDomain('新能源汽车与智能网联汽车')).toEqual(['5']);
  });

  it('names the part that it does not know, and what looks like it', () => {
    expect(refusalOf(['光伏、新能源汽车零配件'])).toMatchObject({
      details: { domain: '新能源汽车零配件', suggestions: expect.arrayContaining(['新能源汽车零部件']) as unknown },
    });
    expect(suggestDomains('')).toEqual([]);
    expect(suggestDomains('汽车零件').length).toBeLessThanOrEqual(5);
  });

  it.each(['', '5.9', '炼金术', 'A I'])('refuses %p', (text) => {
    const refusal = refusalOf([text]);
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'domain.unknown' });
  });
});

function refusalOf(texts: readonly string[]): unknown {
  try {
    return resolveIndustryDomains(texts);
  } catch (error) {
    return error;
  }
}

describe('resolveIndustryDomains', () => {
  it('gives each code once, sorted, and none below another', () => {
    expect(resolveIndustryDomains(['5.2', '集成电路', '1.2'])).toEqual(['1.2', '5.2']);
    expect(resolveIndustryDomains(['高端装备制造'])).toEqual(['2']);
    expect(resolveIndustryDomains(['5.2', '新能源汽车'])).toEqual(['5']);
  });

  it('refuses the one that it does not know, and says which', () => {
    expect(refusalOf(['5.2', '炼金术'])).toMatchObject({
      code: 'domain.unknown',
      details: { domain: '炼金术', position: 2, suggestions: [] },
    });
  });
});

describe('belongsToDomain', () => {
  it('holds for the code itself and below, not for the parent or a code that begins alike', () => {
    expect(belongsToDomain('5.2', '5.2')).toBe(true);
    expect(belongsToDomain('5.2', '5')).toBe(true);
    expect(belongsToDomain('5', '5.2')).toBe(false);
    expect(belongsToDomain('5.21', '5.2')).toBe(false);
  });
});

describe('domainDepth', () => {
  it.each([
    [['5.2'], ['5.2'], 2],
    [['5'], ['5'], 1],
    [['5.2'], ['5'], 1],
    [['5.2', '5'], ['5'], 1],
    [['5.2'], ['5.1'], 1],
    [['5.2'], ['3.1'], 0],
    [['5.2', '3.1'], ['3.6', '1.2'], 1],
    [['3.1', '5.2'], ['3.6', '5.2'], 2],
  ] as const)('%p and %p: %p', (left, right, depth) => {
    expect(domainDepth(left, right)).toBe(depth);
    expect(domainDepth(right, left)).toBe(depth);
  });

  it('is unknown when a side names no code', () => {
    expect(domainDepth([], ['5.2'])).toBeUndefined();
    expect(domainDepth(['5.2'], [])).toBeUndefined();
  });
});
