import { PROFILE_NAMES } from '@luascope/shared/debug';
import * as z from 'zod/mini';
import { DEFAULT_SETTINGS, MOST_STEPS, TARGETS, type Settings } from './model.js';
import { MODES, type Script } from './script.js';

/**
 * What this browser keeps, as text: `{ v, … }` with the version it was written in. A record of an older version passes through the
 * upgraders from its version on; one that no schema accepts reads as undefined and is left where it is.
 */
export interface Kind<T> {
  readonly version: number;
  /** `upgrades[n]` turns the data of version n into that of n + 1. */
  readonly upgrades: Readonly<Record<number, (data: unknown) => unknown>>;
  readonly schema: z.ZodMiniType<T>;
}

const envelope = z.looseObject({ v: z.number() });

export function read<T>(kind: Kind<T>, text: string | null): T | undefined {
  if (text === null) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  const outer = z.safeParse(envelope, raw);
  if (!outer.success || outer.data.v > kind.version) return undefined;
  let data: unknown = outer.data;
  for (let v = outer.data.v; v < kind.version; v++) data = kind.upgrades[v]?.(data);
  const parsed = z.safeParse(kind.schema, data);
  return parsed.success ? parsed.data : undefined;
}

const row = z.object({ id: z.string(), text: z.string(), bytes: z.boolean() });
const script = z.object({
  name: z.string(),
  text: z.string(),
  keys: z.array(row),
  args: z.array(row),
  given: z.string(),
  data: z.enum(['fresh', 'keep']),
  mode: z.enum(MODES),
  functionName: z.exactOptional(z.string()),
  resp: z.union([z.literal(2), z.literal(3)]),
  order: z.number(),
  example: z.optional(z.string()),
});

/** A script as kept: `rev` counts its writes over all windows, `by` names the window of the last one. */
export interface KeptScript {
  readonly rev: number;
  readonly by: string;
  readonly script: Omit<Script, 'id'>;
}

const keptScript = z.object({ rev: z.number(), by: z.string(), script });
const SCRIPT: Kind<z.infer<typeof keptScript>> = { version: 1, upgrades: {}, schema: keptScript };

export function readScript(text: string | null): KeptScript | undefined {
  const kept = read(SCRIPT, text);
  if (kept === undefined) return undefined;
  const { example, ...rest } = kept.script;
  return { ...kept, script: example === undefined ? rest : { ...rest, example } };
}

export function writeScript(value: Script, rev: number, by: string): string {
  const { id: _id, ...rest } = value;
  return JSON.stringify({ v: SCRIPT.version, rev, by, script: rest });
}

/** What cannot be read is as if it had never been chosen. */
const orElse = z.catch;
const sizes = z.record(z.string(), z.record(z.string(), z.number()));
const panel = z.enum([
  'reply',
  'errors',
  'keyspace',
  'cache',
  'libraries',
  'timeline',
  'logs',
  'console',
  'variables',
  'stack',
  'watch',
]);
const keptSettings = z.object({
  theme: orElse(z.enum(['dark', 'light']), DEFAULT_SETTINGS.theme),
  language: orElse(z.enum(['en', 'zh']), DEFAULT_SETTINGS.language),
  target: orElse(z.enum(TARGETS), DEFAULT_SETTINGS.target),
  version: orElse(z.enum(PROFILE_NAMES), DEFAULT_SETTINGS.version),
  replyFormat: orElse(z.enum(['tree', 'cli', 'resp', 'json']), DEFAULT_SETTINGS.replyFormat),
  keyspaceView: orElse(z.enum(['diff', 'after']), DEFAULT_SETTINGS.keyspaceView),
  givenOpen: orElse(z.boolean(), DEFAULT_SETTINGS.givenOpen),
  sizes: orElse(sizes, {}),
  panels: orElse(z.object({ result: panel, upper: panel, trace: panel }), DEFAULT_SETTINGS.panels),
  phoneTab: orElse(z.enum(['code', 'inputs', 'reply', 'timeline', 'keys']), DEFAULT_SETTINGS.phoneTab),
  maxSteps: orElse(z.int().check(z.minimum(1), z.maximum(MOST_STEPS)), DEFAULT_SETTINGS.maxSteps),
  started: orElse(z.boolean(), false),
  consoleHistory: orElse(z.array(z.string()), []),
});

export interface KeptSettings extends Settings {
  readonly started: boolean;
  readonly consoleHistory: readonly string[];
}

const SETTINGS: Kind<z.infer<typeof keptSettings>> = { version: 1, upgrades: {}, schema: keptSettings };

export const readSettings = (text: string | null): KeptSettings | undefined => read(SETTINGS, text);
export const writeSettings = (settings: KeptSettings): string => JSON.stringify({ v: SETTINGS.version, ...settings });
