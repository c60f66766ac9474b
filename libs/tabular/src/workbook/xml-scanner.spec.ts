import fc from 'fast-check';
import { XmlScanner, type XmlHandler } from './xml-scanner';

/** What a document tells, with neighbouring pieces of text joined. */
function events(text: string, cuts: readonly number[] = []): string[] {
  const seen: string[] = [];
  let pending = '';
  const flush = () => {
    if (pending !== '') seen.push(pending);
    pending = '';
  };
  const handler: XmlHandler = {
    open: (name, attributes) => {
      flush();
      seen.push(`<${[name, ...[...attributes()].map(([key, value]) => `${key}=${value}`)].join(' ')}>`);
    },
    text: (piece) => (pending += piece),
    close: (name) => {
      flush();
      seen.push(`</${name}>`);
    },
  };
  const scanner = new XmlScanner(handler);
  const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
  for (const [index, start] of places.slice(0, -1).entries()) scanner.write(text.slice(start, places[index + 1]));
  scanner.end();
  return seen;
}

function faultOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

const document = `<?xml version="1.0"?><!-- <a> --><x:a r:id='1>2' b = "&lt;&#x4e2d;"><c/>一&amp;&#20108;<![CDATA[<三>]]>
<d t="s"  >四</d ></x:a>\n`;
const told = ['<a id=1>2 b=<中>', '<c>', '</c>', '一&二<三>\n', '<d t=s>', '四', '</d>', '</a>'];

describe('XmlScanner', () => {
  it('tells elements, attributes and text', () => {
    expect(events(document)).toEqual(told);
  });

  it('tells the same wherever the document is cut', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: document.length }), { maxLength: 30 });
    fc.assert(fc.property(cuts, (places) => expect(events(document, places)).toEqual(told)));
    expect(
      events(
        document,
        Array.from(document, (_, at) => at),
      ),
    ).toEqual(told);
  });

  it.each([
    ['nothing', ''],
    ['text only', 'a'],
    ['text before the root', 'a<b/>'],
    ['two roots', '<a/><b/>'],
    ['an element without end', '<a><b></b>'],
    ['ends in another order', '<a><b></a></b>'],
    ['an end without a start', '</a>'],
    ['a tag that is cut off', '<a/><b'],
    ['a tag within a tag', '<a <b>></a>'],
    ['an attribute without end', '<a b="1>2</a>'],
    ['a comment without end', '<a/><!-- '],
    ['an ampersand', '<a>b & c</a>'],
    ['an entity of its own', '<a>&lol;</a>'],
    ['a character beyond Unicode', '<a>&#x110000;</a>'],
    ['a billion laughs', '<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;">]><a>&m;</a>'],
    ['a file that it would fetch', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a tag that goes on and on', `<a b="${'x'.repeat(200_000)}"/>`.slice(0, -2)],
    ['a depth that no workbook has', '<a>'.repeat(300) + '</a>'.repeat(300)],
  ])('refuses %s', (_name, text) => {
    expect(faultOf(() => events(text))).toMatchObject({
      code: 'import.unreadable',
      details: { reason: 'broken-workbook' },
    });
  });

  it('holds no more than the tag that it reads', () => {
    let characters = 0;
    const scanner = new XmlScanner({
      open: () => undefined,
      close: () => undefined,
      text: (piece) => (characters += piece.length),
    });
    scanner.write('<a>');
    for (let count = 0; count < 1_000; count += 1) scanner.write('一'.repeat(10_000));
    scanner.write('</a>');
    scanner.end();
    expect(characters).toBe(10_000_000);
  });
});
