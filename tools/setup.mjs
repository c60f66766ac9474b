// Installs what is missing and builds what has changed; runs before anything is installed, so it uses Node alone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dependenciesFingerprint, sourcesFingerprint } from './lib/fingerprint.mjs';
import { acquireLock } from './lib/lock.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dependenciesStamp = join(root, 'node_modules', '.throughtrain-dependencies');
const sourcesStamp = join(root, 'dist', '.throughtrain-sources');

await main().catch((error) => {
  process.stderr.write(`setup: ${error.message}\n`);
  process.exitCode = 1;
});

async function main() {
  checkNode();
  if (areDependenciesCurrent() && isBuildCurrent()) return;
  const release = await acquireLock(join(root, '.run', 'setup.lock'), (pid) => {
    say(`waiting for the set-up of process ${pid}`);
  });
  try {
    if (!areDependenciesCurrent()) await install();
    if (!isBuildCurrent()) await build();
  } finally {
    release();
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
  }
}

function areDependenciesCurrent() {
  return readStamp(dependenciesStamp) === dependenciesFingerprint(root);
}

function isBuildCurrent() {
  return readStamp(sourcesStamp) === sourcesFingerprint(root, dependenciesFingerprint(root));
}

async function install() {
  say('installing dependencies, which can take a minute');
  const startedAt = performance.now();
  // An install that is interrupted leaves no stamp.
  rmSync(dependenciesStamp, { force: true });
  const [file, ...args] = npmCommand();
  await run(file, [...args, 'install', '--include=dev', '--no-audit', '--no-fund'], 'npm install');
  // npm may have completed the lock file, so it is read again.
  writeFileSync(dependenciesStamp, dependenciesFingerprint(root));
  say(`dependencies installed in ${secondsSince(startedAt)} s`);
}

async function build() {
  const startedAt = performance.now();
  // Taken before: a file that is saved during the build is built the next time.
  const fingerprint = sourcesFingerprint(root, dependenciesFingerprint(root));
  rmSync(sourcesStamp, { force: true });
  await run(process.execPath, [join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build'], 'nest build');
  for (const app of ['api', 'ingest', 'matcher']) {
    const entry = join('apps', app, 'src', 'main');
    if (existsSync(join(root, `${entry}.ts`)) && !existsSync(join(root, 'dist', `${entry}.js`))) {
      throw new Error(`nest build reported success but left no dist/${entry}.js.`);
    }
  }
  writeFileSync(sourcesStamp, fingerprint);
  say(`built in ${secondsSince(startedAt)} s`);
}

/** The npm that runs this script, when one does, else the one on PATH. */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running !== undefined && basename(running) === 'npm-cli.js' && existsSync(running))
    return [process.execPath, running];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

/** Runs a program quietly; its last lines are shown when it fails. */
function run(file, args, name) {
  return new Promise((resolve, reject) => {
    const [program, ...programArgs] = [...endedWithUs(), file, ...args];
    // The stack of the compiler would hide its message.
    const env = { ...process.env, RUST_BACKTRACE: '0' };
    const child = spawn(program, programArgs, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-20_000));
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => reject(new Error(`${name} could not be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `${name} failed (${signal ?? `exit status ${code}`}):\n${output.trimEnd().split('\n').slice(-40).join('\n')}`,
          ),
        );
    });
  });
}

/** An npm that outlived a killed set-up would work against that of the next one. */
function endedWithUs() {
  const prefix = ['setpriv', '--pdeathsig', 'TERM', '--'];
  return spawnSync(prefix[0], [...prefix.slice(1), 'true'], { stdio: 'ignore' }).status === 0 ? prefix : [];
}

function readStamp(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function secondsSince(startedAt) {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}

function say(line) {
  process.stdout.write(`setup: ${line}\n`);
}
