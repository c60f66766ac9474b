import { RemoteEncoder } from './remote-encoder';
import { StaticTableEncoder } from './static-table-encoder';

/** Where texts are encoded; see `docs/encoders.md`. */
export interface EncoderSettings {
  readonly EMBEDDING_URL?: string | undefined;
  readonly EMBEDDING_MODEL?: string | undefined;
  readonly EMBEDDING_DIMENSIONS?: number | undefined;
  readonly EMBEDDING_API_KEY?: string | undefined;
}

/**
 * @param table used unless an endpoint is set up
 * @param warn told once, before the first text leaves the machine
 * @throws Error when an endpoint is set up in part
 */
export function openEncoder(
  settings: EncoderSettings,
  table: StaticTableEncoder,
  warn: (message: string) => void,
): StaticTableEncoder | RemoteEncoder {
  const { EMBEDDING_URL: url, EMBEDDING_MODEL: model, EMBEDDING_DIMENSIONS: dimensions } = settings;
  if (url === undefined) return table;
  if (model === undefined || dimensions === undefined)
    throw new Error(
      'EMBEDDING_URL needs EMBEDDING_MODEL and EMBEDDING_DIMENSIONS: vectors are stored by model and length',
    );
  const { EMBEDDING_API_KEY: apiKey } = settings;
  return new RemoteEncoder({ url, model, dimensions, warn, ...(apiKey !== undefined && { apiKey }) });
}
