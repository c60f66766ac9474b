import { detectLanguage } from './detect-language';

describe('detectLanguage', () => {
  it.each([
    ['锂电池', 'zh'],
    ['基于SiC MOSFET的逆变器', 'zh'],
    ['Lithium-ion battery, 280 Ah', 'en'],
    ['литий', 'other'],
    ['リチウム', 'other'],
  ])('%s: %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it('takes one Han letter in five for Chinese', () => {
    expect(detectLanguage('abcd池')).toBe('zh');
    expect(detectLanguage('abcde池')).toBe('en');
  });

  it.each(['', '123 ％ …', '²'])('knows nothing of %p', (text) => {
    expect(detectLanguage(text)).toBeUndefined();
  });
});
