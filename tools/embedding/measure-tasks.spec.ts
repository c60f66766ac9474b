import { tasksOf } from './measure-tasks';
import type { Paper, Side } from './papers';

const nothing: Side = { title: '', abstract: '', keywords: '' };
const paper = (id: string, keywords: string): Paper => ({
  id,
  source: 'chinaxiv',
  zh: { title: '磷酸铁锂的选择性浸出', abstract: '锂'.repeat(60), keywords },
  en: nothing,
  clc: '',
  summaries: [],
  isHeldOut: true,
});

describe('the task of one keyword', () => {
  it('asks by the first of each paper, once, for all papers that name it', () => {
    const papers = [paper('a', '锂回收；黑粉'), paper('b', '黑粉；锂回收'), paper('c', '锂回收, 湿法冶金')];
    const task = tasksOf(papers).find(({ name }) => name === 'one zh keyword → abstract');
    expect(task?.queries.map(({ title }) => title)).toEqual(['锂回收', '黑粉']);
    expect([0, 1, 2].map((document) => task?.gain(0, document))).toEqual([1, 1, 1]);
    expect([0, 1, 2].map((document) => task?.gain(1, document))).toEqual([1, 1, 0]);
    expect(task?.documents[2]).toEqual({ title: '', keywords: '', body: '锂'.repeat(60) });
  });
});

describe('the task of one class', () => {
  it('asks by titles alone for the other papers of its class', () => {
    const papers = [
      { ...paper('a', ''), clc: 'TM912' },
      { ...paper('b', ''), clc: 'TM911' },
      { ...paper('c', ''), clc: 'TF8' },
    ];
    const task = tasksOf(papers).find(({ name }) => name === 'same class of CLC, titles only');
    expect([0, 1, 2].map((document) => task?.gain(0, document))).toEqual([undefined, 1, 0]);
    expect(task?.documents[1]).toEqual({ title: '磷酸铁锂的选择性浸出', keywords: '', body: '' });
  });
});
