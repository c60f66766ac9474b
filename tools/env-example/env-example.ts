import { z } from 'zod';

/** What the example says of one setting. */
interface Setting {
  readonly name: string;
  readonly description: string;
  readonly constraint: string;
  readonly required: boolean;
  readonly defaultValue?: string;
  /** The schema of the setting as text: equal names in two processes must mean the same. */
  readonly definition: string;
  readonly processes: readonly string[];
}

/** The part of a JSON Schema that settings use. */
const settingSchema = z.object({
  description: z.string(),
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
const defaultSchema = z.union([z.string(), z.number(), z.boolean()]);

/** JSON Schema writes the largest safe integer where the schema sets no limit. */
const isLimit = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;

function constraintOf(setting: z.infer<typeof settingSchema>): string {
  if (setting.enum) return setting.enum.join(', ');
  if (setting.type === 'boolean') return 'true or false';
  if (isLimit(setting.minimum) && isLimit(setting.maximum)) return `${setting.minimum} to ${setting.maximum}`;
  if (isLimit(setting.minimum)) return `at least ${setting.minimum}`;
  if (isLimit(setting.maximum)) return `at most ${setting.maximum}`;
  return '';
}

function settingsOf(process: string, schema: z.ZodObject): Setting[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const definition = z.toJSONSchema(field);
    const shown = settingSchema.safeParse(definition);
    if (!shown.success) throw new Error(`${name} cannot be shown: ${z.prettifyError(shown.error)}`);
    const unset = z.safeParse(field, undefined);
    return {
      name,
      description: shown.data.description,
      constraint: constraintOf(shown.data),
      required: !unset.success,
      ...(unset.data !== undefined && { defaultValue: String(defaultSchema.parse(unset.data)) }),
      definition: JSON.stringify(definition),
      processes: [process],
    };
  });
}

function mergeSettings(schemas: Readonly<Record<string, z.ZodObject>>): Setting[] {
  const merged = new Map<string, Setting>();
  for (const [process, schema] of Object.entries(schemas)) {
    for (const setting of settingsOf(process, schema)) {
      const known = merged.get(setting.name);
      if (known && known.definition !== setting.definition) {
        throw new Error(`${setting.name} differs between ${known.processes.join(', ')} and ${process}`);
      }
      merged.set(setting.name, { ...setting, processes: [...(known?.processes ?? []), process] });
    }
  }
  return [...merged.values()];
}

function renderSetting(setting: Setting): string {
  const remarks = [setting.constraint, setting.required ? 'required' : ''].filter((remark) => remark !== '');
  const remark = remarks.length > 0 ? ` (${remarks.join('; ')})` : '';
  const assignment = `${setting.name}=${setting.defaultValue ?? ''}`;
  return `# ${setting.description}${remark}\n${setting.required ? '' : '# '}${assignment}`;
}

/**
 * Writes the settings of all processes as an example of an environment file: those that must be set as empty
 * assignments, the others commented out with their defaults, grouped by the processes that read them.
 * @param schemas object schema of each process by the name of the process; every setting has a description
 * @returns the text of the file, ending in a newline
 * @throws Error when a setting has no description or means different things to two processes
 */
export function renderEnvExample(schemas: Readonly<Record<string, z.ZodObject>>): string {
  const everyone = Object.keys(schemas).length;
  const groups = new Map<string, Setting[]>();
  for (const setting of mergeSettings(schemas)) {
    const title = setting.processes.length === everyone ? 'every process' : setting.processes.join(' and ');
    groups.set(title, [...(groups.get(title) ?? []), setting]);
  }
  const sections = [...groups].map(
    ([title, settings]) => `## ${title}\n\n${settings.map(renderSetting).join('\n\n')}\n`,
  );
  return [
    '# Settings of the processes, read from the environment. Generated from libs/platform/src/config/config.schema.ts',
    '# by `npm run env:write`; `npm run check` fails when this file is out of date. `npm start` needs none of them.',
    '',
    ...sections,
  ].join('\n');
}
