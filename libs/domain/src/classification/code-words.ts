import { domainPhrases } from '../data/domain-phrases';
import { domainWords } from '../data/domain-words';
import { hte2016 } from '../data/hte-2016';
import { sei2018 } from '../data/sei-2018';
import { subDomainWords } from '../data/sub-domain-words';

/** A code with the words by which a text shows that it belongs there. */
export interface CodeWords {
  readonly code: string;
  /** In Chinese and English, each once, the name first. */
  readonly words: readonly string[];
}

/** The codes of SEI 2018, level 2, in order: name, phrases of hosts, words of texts. */
export const wordsOfDomains: readonly CodeWords[] = [...sei2018]
  .filter(([code]) => code.includes('.'))
  .map(([code, name]) => ({
    code,
    words: distinct([name.replace(/产业$/, ''), ...phrasesOf(code), ...listed(domainWords[code])]),
  }));

/** The sub-domains of HTE 2016, level 3, in order: name, words of texts. */
export const wordsOfSubDomains: readonly CodeWords[] = [...hte2016].map(([code, name]) => ({
  code,
  words: distinct([name.replace(/技术$/, ''), ...listed(subDomainWords[code])]),
}));

function phrasesOf(code: string): readonly string[] {
  return domainPhrases.filter(({ seiCodes }) => seiCodes.includes(code)).flatMap(({ phrases }) => phrases);
}

function listed(words = ''): readonly string[] {
  return words.split('、').filter((word) => word !== '');
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
