import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isKeyList } from '@throughtrain/platform';
import { ownDataKey } from './data-key';

describe('ownDataKey', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'data-key-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes a key once, which only its owner reads', async () => {
    const file = join(folder, 'data-key');
    const key = await ownDataKey(file);
    expect(isKeyList(key)).toBe(true);
    expect(await ownDataKey(file)).toBe(key);
    expect(readFileSync(file, 'utf8')).toBe(`${key}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('takes the keys that somebody has written there', async () => {
    const file = join(folder, 'data-key');
    writeFileSync(file, 'new,old\n');
    expect(await ownDataKey(file)).toBe('new,old');
  });

  it('does not take an unreadable file for a missing one', async () => {
    await expect(ownDataKey(folder)).rejects.toThrow('EISDIR');
  });
});
