import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Field } from '@throughtrain/text';
import { z } from 'zod';
import type { Paper, Side } from './papers';

export type Texts = Readonly<Record<Field, string>>;

/** Queries, documents, and how well documents answer queries. */
export interface Task {
  readonly name: string;
  readonly queries: readonly Texts[];
  readonly documents: readonly Texts[];
  /** Above 0 where the document answers the query; undefined where it is the query itself. */
  readonly gain: (query: number, document: number) => number | undefined;
}

const title = ({ title: text }: Side): Texts => ({ title: text, keywords: '', body: '' });
const keywords = (side: Side): Texts => ({ title: '', keywords: side.keywords, body: '' });
const abstract = (side: Side): Texts => ({ title: '', keywords: '', body: side.abstract });
const whole = (side: Side): Texts => ({ title: side.title, keywords: side.keywords, body: side.abstract });

/** Letter and following sign: TP, S5. */
const classOf = (paper: Paper | undefined): string | undefined => paper?.clc.slice(0, 2);

/** Shorter abstracts are remarks of the submission. */
const leastAbstract = 60;
const leastTitle = 6;

/** One text of a paper. */
interface PaperText {
  readonly language: 'zh' | 'en';
  readonly form: (side: Side) => Texts;
}

const zh = (form: PaperText['form']): PaperText => ({ language: 'zh', form });
const en = (form: PaperText['form']): PaperText => ({ language: 'en', form });

/** Each paper's one text asks for its other. */
function knownItems(name: string, papers: readonly Paper[], query: PaperText, document: PaperText): Task {
  const textsOf = ({ language, form }: PaperText): Texts[] => papers.map((paper) => form(paper[language]));
  return {
    name,
    queries: textsOf(query),
    documents: textsOf(document),
    gain: (i, j) => (i === j ? 1 : 0),
  };
}

/** Each paper's first keyword asks for the abstracts of all papers that name it. */
function firstKeywords(name: string, papers: readonly Paper[]): Task {
  const keywordsOf = papers.map(({ zh: side }) => side.keywords.split(/[；;，,、]/).map((word) => word.trim()));
  const asked = [...new Set(keywordsOf.flatMap(([first]) => (first === undefined || first === '' ? [] : [first])))];
  const named = keywordsOf.map((words) => new Set(words));
  return {
    name,
    queries: asked.map((word) => ({ title: word, keywords: '', body: '' })),
    documents: papers.map((paper) => abstract(paper.zh)),
    gain: (i, j) => (named[j]?.has(asked[i] ?? '') === true ? 1 : 0),
  };
}

/** Each paper asks for those of its class, by the same texts. */
function sameClass(name: string, papers: readonly Paper[], text: PaperText): Task {
  const task = knownItems(name, papers, text, text);
  return {
    ...task,
    documents: task.queries,
    gain: (i, j) => (i === j ? undefined : classOf(papers[i]) === classOf(papers[j]) ? 1 : 0),
  };
}

const hasText = (side: Side): boolean => side.title.length >= leastTitle && side.abstract.length >= leastAbstract;

/** What the table is measured by: held-out papers only, as queries and as documents. */
export function tasksOf(papers: readonly Paper[]): Task[] {
  const heldOut = papers.filter(({ isHeldOut }) => isHeldOut);
  const chinese = heldOut.filter((paper) => paper.source === 'chinaxiv' && hasText(paper.zh));
  const withKeywords = chinese.filter((paper) => paper.zh.keywords.length >= leastTitle);
  const both = chinese.filter((paper) => hasText(paper.en));
  const classed = chinese.filter(({ clc }) => clc.length > 1);
  const arxiv = heldOut.filter((paper) => paper.source === 'arxiv' && hasText(paper.en));
  const summarised = arxiv.filter((paper) => paper.zh.abstract.length >= leastAbstract);
  return [
    knownItems('zh title → abstract', chinese, zh(title), zh(abstract)),
    knownItems('zh keywords → abstract', withKeywords, zh(keywords), zh(abstract)),
    firstKeywords('one zh keyword → abstract', withKeywords),
    knownItems('zh → en, whole', both, zh(whole), en(whole)),
    knownItems('en → zh, whole', both, en(whole), zh(whole)),
    knownItems('zh → en, title only', both, zh(title), en(title)),
    knownItems('en → zh, title only', both, en(title), zh(title)),
    knownItems('zh title → en whole', both, zh(title), en(whole)),
    knownItems('en title → abstract', both, en(title), en(abstract)),
    knownItems('arXiv en title → abstract', arxiv, en(title), en(abstract)),
    knownItems('arXiv zh summary → en whole', summarised, zh(abstract), en(whole)),
    sameClass('same class of CLC', classed, zh(whole)),
    sameClass('same class of CLC, titles only', classed, zh(title)),
  ];
}

const record = z.object({ externalId: z.string(), title: z.string(), keywords: z.array(z.string()).default([]) });
const demand = record.extend({ description: z.string() });
const project = record.extend({ summary: z.string() });

/** The sample has faulty lines on purpose. */
function parsed<T>(line: string, schema: z.ZodType<T>): T[] {
  try {
    return [schema.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

/** The demands and projects of the shipped sample with their grades: the language of enterprises, and nothing of it was trained on. */
export function sampleTask(folder: string): Task {
  const lines = (name: string): string[] => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
  const demands = lines('demands.ndjson').flatMap((line) => parsed(line, demand));
  const projects = lines('projects.ndjson').flatMap((line) => parsed(line, project));
  const grades = new Map(
    lines('grades.tsv').map((line) => {
      const [topic, , document, grade] = line.split('\t');
      return [`${topic ?? ''} ${document ?? ''}`, Number(grade)];
    }),
  );
  const texts = (title: string, words: readonly string[], body: string): Texts => ({
    title,
    keywords: words.join('；'),
    body,
  });
  return {
    name: 'sample demands → projects, graded',
    queries: demands.map(({ title, keywords: words, description }) => texts(title, words, description)),
    documents: projects.map(({ title, keywords: words, summary }) => texts(title, words, summary)),
    gain: (i, j) => grades.get(`${demands[i]?.externalId ?? ''} ${projects[j]?.externalId ?? ''}`) ?? 0,
  };
}
