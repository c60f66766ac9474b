import type { Encoder } from '@throughtrain/text';
import { ModelEncoder } from './model/model-encoder';
import { RemoteEncoder } from './remote-encoder';
import type { StaticTableEncoder } from './static-table-encoder';

/** Where texts are encoded; see `docs/encoders.md`. */
export interface EncoderSettings {
  readonly EMBEDDING_MODEL_DIR?: string | undefined;
  readonly EMBEDDING_URL?: string | undefined;
  readonly EMBEDDING_MODEL?: string | undefined;
  readonly EMBEDDING_DIMENSIONS?: number | undefined;
  readonly EMBEDDING_API_KEY?: string | undefined;
  readonly EMBEDDING_QUERY_PREFIX?: string | undefined;
}

/**
 * @param table used unless a model folder or an endpoint is set up
 * @param warn told once, before the first text leaves the machine
 * @throws Error when both are set up, when an endpoint is in part, or when the model can not be used
 */
export async function openEncoder(
  settings: EncoderSettings,
  table: StaticTableEncoder,
  warn: (message: string) => void,
): Promise<Encoder> {
  const { EMBEDDING_MODEL_DIR: folder, EMBEDDING_URL: url } = settings;
  if (folder !== undefined && url !== undefined)
    throw new Error('EMBEDDING_MODEL_DIR and EMBEDDING_URL are both set: texts are encoded by one of them');
  if (folder !== undefined) return openModel(folder, settings);
  return url === undefined ? table : remoteEncoder(url, settings, warn);
}

async function openModel(
  folder: string,
  { EMBEDDING_DIMENSIONS: dimensions, EMBEDDING_QUERY_PREFIX: queryPrefix }: EncoderSettings,
): Promise<ModelEncoder> {
  const encoder = await ModelEncoder.open(folder, queryPrefix);
  if (dimensions !== undefined && dimensions !== encoder.dimensions)
    throw new Error(`EMBEDDING_DIMENSIONS is ${dimensions}, but the vectors of ${folder} have ${encoder.dimensions}`);
  return encoder;
}

function remoteEncoder(url: string, settings: EncoderSettings, warn: (message: string) => void): RemoteEncoder {
  const { EMBEDDING_MODEL: model, EMBEDDING_DIMENSIONS: dimensions } = settings;
  const { EMBEDDING_API_KEY: apiKey, EMBEDDING_QUERY_PREFIX: queryPrefix } = settings;
  if (model === undefined || dimensions === undefined)
    throw new Error(
      'EMBEDDING_URL needs EMBEDDING_MODEL and EMBEDDING_DIMENSIONS: vectors are stored by model and length',
    );
  return new RemoteEncoder({
    ...{ url, model, dimensions, warn },
    ...(apiKey !== undefined && { apiKey }),
    ...(queryPrefix !== undefined && { queryPrefix }),
  });
}
