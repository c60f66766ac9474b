import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canEnter, serverAccount } from './server-account';

const isRoot = process.getuid?.() === 0;
const somebody = { uid: 54_321, gid: 54_321 };

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'throughtrain-account-')));
});
afterEach(() => rm(folder, { recursive: true }));

async function passwd(...lines: string[]): Promise<string> {
  const file = join(folder, 'passwd');
  await writeFile(file, lines.join('\n'));
  return file;
}

(isRoot ? describe : describe.skip)('serverAccount (as root)', () => {
  const root = 'root:x:0:0:root:/root:/bin/bash';
  const nobody = 'nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin';

  it('prefers the account postgres', async () => {
    const file = await passwd(root, nobody, 'postgres:x:101:104::/var/lib/postgresql:/bin/bash');
    expect(serverAccount(file)).toEqual({ uid: 101, gid: 104 });
  });

  it('falls back to nobody, whose ids may be written as negative', async () => {
    expect(serverAccount(await passwd(root, nobody))).toEqual({ uid: 65_534, gid: 65_533 });
    expect(serverAccount(await passwd(root, 'nobody:*:-2:-2::/:/usr/bin/false'))).toEqual({
      uid: 4_294_967_294,
      gid: 4_294_967_294,
    });
  });

  it('says what to do when there is neither', async () => {
    const file = await passwd(root, 'postgres:x:0:0::/:/bin/sh');
    expect(() => serverAccount(file)).toThrow('set DATABASE_URL');
  });
});

(isRoot ? it.skip : it)('serverAccount is nobody else for an ordinary user', () => {
  expect(serverAccount('/nonexistent')).toBeUndefined();
});

describe('canEnter', () => {
  it('needs the right to pass on every folder of the path', async () => {
    const below = join(folder, 'a', 'b');
    await mkdir(below, { recursive: true });
    await chmod(folder, 0o711);
    expect(await canEnter(somebody, below)).toBe(true);
    await chmod(join(folder, 'a'), 0o700);
    expect(await canEnter(somebody, below)).toBe(false);
  });

  it('reads the bits of owner and group for those', async () => {
    await chmod(folder, 0o700);
    expect(await canEnter({ uid: process.getuid?.() ?? -1, gid: -1 }, folder)).toBe(true);
    expect(await canEnter({ uid: somebody.uid, gid: process.getgid?.() ?? -1 }, folder)).toBe(false);
    await chmod(folder, 0o710);
    expect(await canEnter({ uid: somebody.uid, gid: process.getgid?.() ?? -1 }, folder)).toBe(true);
  });
});
