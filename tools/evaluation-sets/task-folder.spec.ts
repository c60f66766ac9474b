import type { Texts } from '../embedding/measure-tasks';
import { folderName, taskFolder } from './task-folder';

const texts = (title: string): Texts => ({ title, keywords: 'k', body: 'b' });

describe('taskFolder', () => {
  it('writes queries as demands, documents as projects, gains as grades', () => {
    const folder = taskFolder({
      name: 'zh → en, whole',
      queries: [texts('甲'), texts('乙')],
      documents: [texts('a'), texts('b')],
      gain: (query, document) => (query === document ? 1 : 0),
    });
    expect(folder['projects.ndjson']).toBe(
      '{"id":"d0","title":"a","keywords":"k","summary":"b"}\n{"id":"d1","title":"b","keywords":"k","summary":"b"}\n',
    );
    expect(folder['demands.ndjson']).toContain('{"id":"q1","title":"乙","keywords":"k","description":"b"}\n');
    expect(folder['qrels.tsv']).toBe('q0\t0\td0\t1\nq1\t0\td1\t1\n');
  });

  it('lets every second text ask for the others where none may find itself', () => {
    const all = ['a', 'b', 'c', 'd'].map(texts);
    const folder = taskFolder({
      name: 'same class',
      queries: all,
      documents: all,
      gain: (query, document) => (query === document ? undefined : document > 1 ? 1 : 0),
    });
    expect(folder['demands.ndjson']?.match(/"q\d"/g)).toEqual(['"q0"', '"q2"']);
    expect(folder['projects.ndjson']?.match(/"d\d"/g)).toEqual(['"d1"', '"d3"']);
    expect(folder['qrels.tsv']).toBe('q0\t0\td3\t1\nq2\t0\td3\t1\n');
  });
});

describe('folderName', () => {
  it('is made of words', () => {
    expect(folderName({ name: 'zh → en, title only' })).toBe('zh-to-en-title-only');
  });
});
