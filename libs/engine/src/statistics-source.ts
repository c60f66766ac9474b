import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DomainError } from '@throughtrain/domain';
import { parseCorpusStatistics, type CorpusStatistics } from '@throughtrain/text';

const unzip = promisify(gunzip);

/** Loads the corpus statistics that runs name by version, once each. */
export class StatisticsSource {
  private readonly loaded = new Map<string, Promise<CorpusStatistics>>();

  /** @param folder where `<version>.tsv.gz` lie */
  constructor(private readonly folder: string) {}

  /** @throws DomainError invalid `match-run.version-unknown` when there is no such version */
  load(version: string): Promise<CorpusStatistics> {
    const known = this.loaded.get(version);
    if (known !== undefined) return known;
    const loading = this.read(version);
    this.loaded.set(version, loading);
    loading.catch(() => this.loaded.delete(version));
    return loading;
  }

  private async read(version: string): Promise<CorpusStatistics> {
    const bytes = await unzip(await this.readBytes(version));
    return parseCorpusStatistics(bytes.toString('utf8'));
  }

  private async readBytes(version: string): Promise<Buffer> {
    const unknown = new DomainError('invalid', 'match-run.version-unknown', { statisticsVersion: version });
    if (!/^[\w.-]+$/.test(version)) throw unknown;
    try {
      return await readFile(join(this.folder, `${version}.tsv.gz`));
    } catch (error) {
      // Any other failure to read may pass with another attempt.
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? unknown : error;
    }
  }
}
