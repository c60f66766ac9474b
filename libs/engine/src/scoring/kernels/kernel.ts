import type { KernelMemory } from './kernel-memory';

/** Modules that are kept, so that a job finds code that was made faster while others ran. */
const mostModules = 16;
const modules = new Map<string, WebAssembly.Module>();

/**
 * @param key names everything that the code depends on
 * @param imports functions that it calls
 * @returns what a kernel exports, working in the memory
 */
export function kernel(
  key: string,
  code: () => Uint8Array<ArrayBuffer>,
  { memory }: KernelMemory,
  imports: Readonly<Record<string, (...numbers: never[]) => unknown>> = {},
): Readonly<Record<string, unknown>> {
  const module = modules.get(key) ?? new WebAssembly.Module(code());
  modules.delete(key);
  modules.set(key, module);
  const [oldest] = modules.keys();
  if (modules.size > mostModules && oldest !== undefined) modules.delete(oldest);
  return new WebAssembly.Instance(module, { env: { memory, ...imports } }).exports;
}
