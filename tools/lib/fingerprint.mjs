import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Hashes what decides which packages belong into node_modules.
 * @param {string} root the checkout
 * @returns {string} changes with package.json, the lock file, the platform and the ABI of Node
 */
export function dependenciesFingerprint(root) {
  const hash = createHash('sha256');
  hash.update(`${process.versions.modules} ${process.platform} ${process.arch}`);
  for (const name of ['package.json', 'package-lock.json']) addFile(hash, root, name);
  return hash.digest('hex');
}

/**
 * Hashes what decides the content of dist. Modification times are not looked at: git sets them anew.
 * @param {string} root the checkout
 * @param {string} dependencies fingerprint of the packages, as the compiler is one of them
 * @returns {string} changes with every file that is compiled and with the settings of the compiler
 */
export function sourcesFingerprint(root, dependencies) {
  const hash = createHash('sha256').update(dependencies);
  const settings = readdirSync(root).filter((name) => /^tsconfig.*\.json$/.test(name));
  for (const name of [...settings.sort(), 'nest-cli.json', '.swcrc']) addFile(hash, root, name);
  for (const folder of ['apps', 'bench', 'libs', 'tools']) addFolder(hash, root, folder);
  return hash.digest('hex');
}

/** Test files are compiled by Jest, never into dist. */
function isCompiled(path) {
  return !path.endsWith('.spec.ts') && !path.startsWith('libs/testing/') && !path.includes('/node_modules/');
}

function addFolder(hash, root, folder) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) addFolder(hash, root, path);
    else if (entry.isFile() && isCompiled(path)) addFile(hash, root, path);
  }
}

function addFile(hash, root, path) {
  let content;
  try {
    content = readFileSync(join(root, path));
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  hash.update(`\0${path}\0${content.length}\0`).update(content);
}
