import { parentPort } from 'node:worker_threads';
import { analyse, formatAnalysis } from '@throughtrain/text';
import type { AnalysisAnswer, AnalysisQuestion } from './threaded-analyser';

/** The thread of a {@link ThreadedAnalyser}: answers texts with their analyses, one by one. */
parentPort?.on('message', ({ id, texts }: AnalysisQuestion) => {
  const answer: AnalysisAnswer = { id, terms: formatAnalysis(analyse(texts)) };
  parentPort?.postMessage(answer);
});
