import { z } from 'zod';
import * as contracts from '../index';

/** Schemas of requests and answers with the example that the OpenAPI document shows. */
const examples = Object.entries(contracts).flatMap(([name, value]: [string, unknown]) => {
  if (!(value instanceof z.ZodType)) return [];
  const example = value.meta()?.['example'];
  return example === undefined ? [] : [{ name, schema: value, example }];
});

describe('examples of the API', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThan(10);
  });

  it.each(examples)('of $name fits its schema and says nothing that is not in it', ({ schema, example }) => {
    expect(schema.parse(example)).toEqual(example);
  });
});
