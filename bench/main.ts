import { benchText } from './text';

/** Measures speed: `npm run bench -- text`. Each subject prints what it measured. */
const subjects: Readonly<Record<string, () => Promise<void>>> = { text: benchText };

async function main(): Promise<void> {
  const subject = subjects[process.argv[2] ?? ''];
  if (subject === undefined) throw new Error(`say what to measure: ${Object.keys(subjects).join(', ')}`);
  await subject();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
