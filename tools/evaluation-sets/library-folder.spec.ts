import type { Paper } from '../embedding/papers';
import { libraryFolder } from './library-folder';

const nothing = { title: '', abstract: '', keywords: '' };
const paper = (id: string, given: Partial<Paper>): Paper => ({
  id,
  source: 'chinaxiv',
  zh: nothing,
  en: nothing,
  clc: '',
  summaries: [],
  isHeldOut: false,
  ...given,
});

describe('libraryFolder', () => {
  it('holds papers of ChinaXiv with a Chinese title by their ids, and a line without judgement for each demand', () => {
    const folder = libraryFolder(
      [
        paper('p1', { zh: { title: '甲', abstract: '乙', keywords: '丙；丁' } }),
        paper('p2', { en: { title: 'only English', abstract: '', keywords: '' } }),
        paper('p3', { source: 'arxiv', zh: { title: '机器译文', abstract: '', keywords: '' } }),
      ],
      '{"id":"q1","title":"a"}\n{"id":"q2","title":"b"}\n',
    );
    expect(folder['projects.ndjson']).toBe('{"id":"p1","title":"甲","summary":"乙","keywords":"丙；丁"}\n');
    expect(folder['demands.ndjson']).toBe('{"id":"q1","title":"a"}\n{"id":"q2","title":"b"}\n');
    expect(folder['qrels.tsv']).toBe('q1\t0\tp1\t-1\nq2\t0\tp1\t-1\n');
  });

  it('refuses demands without an id, and a corpus without papers', () => {
    const papers = [paper('p1', { zh: { title: '甲', abstract: '', keywords: '' } })];
    expect(() => libraryFolder(papers, '{"title":"a"}\n')).toThrow('id');
    expect(() => libraryFolder([], '{"id":"q1"}\n')).toThrow('no papers');
  });
});
