import { domainWords } from '../data/domain-words';
import { hte2016 } from '../data/hte-2016';
import { sei2018 } from '../data/sei-2018';
import { subDomainWords } from '../data/sub-domain-words';
import { wordsOfDomains, wordsOfSubDomains } from './code-words';

const levelTwo = [...sei2018.keys()].filter((code) => code.includes('.'));

describe('words of codes', () => {
  it('has all codes of both lists, in order', () => {
    expect(wordsOfDomains.map(({ code }) => code)).toEqual(levelTwo);
    expect(wordsOfSubDomains.map(({ code }) => code)).toEqual([...hte2016.keys()]);
  });

  it('gives words to codes that exist', () => {
    expect(Object.keys(domainWords).sort()).toEqual([...levelTwo].sort());
    for (const code of Object.keys(subDomainWords)) expect(hte2016.has(code)).toBe(true);
  });

  it('has each word of a code once, and enough of them in both languages for a domain', () => {
    for (const { words } of [...wordsOfDomains, ...wordsOfSubDomains]) expect(new Set(words).size).toBe(words.length);
    for (const { code, words } of wordsOfDomains) {
      const isEnglish = (word: string): boolean => /^[a-z]{3}/.test(word);
      expect([code, words.length >= 10, words.some(isEnglish)]).toEqual([code, true, true]);
    }
  });

  it('begins with the name, without what all names have', () => {
    const wordsOf = (code: string) => [...wordsOfDomains, ...wordsOfSubDomains].find((one) => one.code === code)?.words;
    expect(wordsOf('6.3')?.slice(0, 3)).toEqual(['太阳能', '光伏', '光伏新能源']);
    expect(wordsOf('60303')?.[0]).toBe('燃料电池');
  });
});
