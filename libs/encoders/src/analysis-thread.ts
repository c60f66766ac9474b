import { parentPort, workerData } from 'node:worker_threads';
import { analyse, formatAnalysis, quantiseVector, type AnalysedText, type FieldTexts } from '@throughtrain/text';
import { openShippedTable } from './shipped-table';
import type { AnalysisAnswer, AnalysisQuestion, AnalysisThreadData } from './threaded-analyser';

const { encodes } = workerData as AnalysisThreadData;
const table = encodes ? openShippedTable() : undefined;

async function analysed(texts: FieldTexts): Promise<AnalysedText> {
  const analysis = analyse(texts);
  const terms = formatAnalysis(analysis);
  const encoder = await table;
  if (encoder === undefined) return { terms };
  const [vector] = await encoder.encode([{ purpose: 'document', texts, analysis }]);
  return { terms, vector: { encoderVersion: encoder.version, numbers: quantiseVector(vector, encoder.dimensions) } };
}

async function answer({ id, texts }: AnalysisQuestion): Promise<void> {
  const found: AnalysisAnswer = { id, text: await analysed(texts) };
  parentPort?.postMessage(found);
}

/** The thread of a {@link ThreadedAnalyser}: answers texts with what it made of them, one by one. */
parentPort?.on('message', (question: AnalysisQuestion) => void answer(question));
