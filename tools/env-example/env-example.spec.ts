import { z } from 'zod';
import { renderEnvExample } from './env-example';

const url = z.url().describe('Where the database is');
const level = z.enum(['quiet', 'loud']).default('quiet').describe('How much is said');

describe('renderEnvExample', () => {
  it('asks for what is required and comments out the rest, with defaults and limits', () => {
    const text = renderEnvExample({
      web: z.object({
        DATABASE: url,
        LEVEL: level,
        PORT: z.coerce.number().int().min(1).max(65_535).default(3000).describe('Port'),
        PLAIN: z.stringbool().default(true).describe('Without TLS'),
      }),
      worker: z.object({
        DATABASE: url,
        LEVEL: level,
        CACHE: z.string().optional().describe('Where the cache is'),
        PAUSE: z.coerce.number().int().min(10).default(20).describe('Seconds between looks'),
      }),
    });

    expect(text.slice(text.indexOf('\n\n') + 2)).toBe(
      [
        '## every process',
        '',
        '# Where the database is (required)',
        'DATABASE=',
        '',
        '# How much is said (quiet, loud)',
        '# LEVEL=quiet',
        '',
        '## web',
        '',
        '# Port (1 to 65535)',
        '# PORT=3000',
        '',
        '# Without TLS (true or false)',
        '# PLAIN=true',
        '',
        '## worker',
        '',
        '# Where the cache is',
        '# CACHE=',
        '',
        '# Seconds between looks (at least 10)',
        '# PAUSE=20',
        '',
      ].join('\n'),
    );
  });

  it('names the processes of a setting that some but not all of them read', () => {
    const schemas = { a: z.object({ LEVEL: level }), b: z.object({ LEVEL: level }), c: z.object({}) };
    expect(renderEnvExample(schemas)).toContain('## a and b\n');
  });

  it('refuses a setting without a description', () => {
    expect(() => renderEnvExample({ a: z.object({ LEVEL: z.string() }) })).toThrow('LEVEL cannot be shown');
  });

  it('refuses a name that means different things to two processes', () => {
    const schemas = { a: z.object({ LEVEL: level }), b: z.object({ LEVEL: level.unwrap().describe('Another') }) };
    expect(() => renderEnvExample(schemas)).toThrow('LEVEL differs between a and b');
  });
});
