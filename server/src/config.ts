import { isIP } from 'node:net';
import { z } from 'zod';
import { parseRedisUrl, type RedisAddress } from './redis/address.js';

/** What the environment decides, checked once at the start. Everything else in the server takes it as a parameter. */
export interface Config {
  readonly host: string;
  /** The port to try first; 0 lets the system choose. A taken one: the next free one. */
  readonly port: number;
  /** Lower-case names (without port) that a request's Host may have, beside the loopback names. */
  readonly hostNames: readonly string[];
  /** The Redis to work on; without one the server looks for a binary and starts a private server. */
  readonly redis: RedisAddress | undefined;
  /** The binary of the private server; `search` looks on PATH, `off` starts none. */
  readonly privateServer: 'search' | 'off' | { readonly binary: string };
  /** Memory limit of the private server, as redis.conf writes it. */
  readonly privateMemory: string;
  /** Upper-case names of commands that are allowed on a Redis we did not start: `FLUSHALL`, `CONFIG` or `CONFIG|GET`. */
  readonly allow: ReadonlySet<string>;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Only the API is served: in development Vite serves the client and forwards `/api`. */
  readonly apiOnly: boolean;
}

/** A variable of the environment has a value that cannot be used. The message names the variable and quotes no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const list = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== ''))
  .default([]);

const Environment = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .refine((port) => port <= 65535, 'must be at most 65535')
    .default(7379),
  HOST: z.string().default('127.0.0.1'),
  LUASCOPE_HOSTS: list.pipe(
    z.array(
      z
        .string()
        .toLowerCase()
        .regex(/^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)$/, 'must be host names without port, separated by commas'),
    ),
  ),
  LUASCOPE_ALLOW: list.pipe(
    z.array(
      z
        .string()
        .toUpperCase()
        .regex(/^[A-Z0-9_.-]+(\|[A-Z0-9_.-]+)?$/, 'must be command names (CONFIG or CONFIG|GET), separated by commas'),
    ),
  ),
  LUASCOPE_REDIS_SERVER: z.string().default('search'),
  LUASCOPE_REDIS_MEMORY: z
    .string()
    .regex(/^\d+(b|kb|mb|gb)?$/i, 'must be a size such as 256mb')
    .default('256mb'),
  LUASCOPE_LOG: z.enum(LOG_LEVELS).default('info'),
  LUASCOPE_DEV: z.enum(['0', '1']).default('0'),
  REDIS_URL: z.string().optional(),
  REDIS_CA: z.string().optional(),
  REDIS_CERT: z.string().optional(),
  REDIS_KEY: z.string().optional(),
  REDIS_TLS_SERVERNAME: z.string().optional(),
});

/** The configuration an environment asks for; an empty variable counts as unset. Throws {@link ConfigError}, one line for each problem. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = Environment.safeParse(given);
  if (!result.success)
    throw new ConfigError(
      result.error.issues.map((issue) => `${issue.path[0]?.toString()} ${wording(issue)}`).join('\n'),
    );
  const env = result.data;
  if (!isLoopback(env.HOST) && env.LUASCOPE_HOSTS.length === 0)
    throw new ConfigError(
      `HOST ${env.HOST} is open to other machines: name the host names it may be reached by in LUASCOPE_HOSTS ` +
        '(for example LUASCOPE_HOSTS=luascope.example.org)',
    );
  return {
    host: env.HOST,
    port: env.PORT,
    hostNames: env.LUASCOPE_HOSTS,
    redis: env.REDIS_URL === undefined ? undefined : redisAddress(env.REDIS_URL, env),
    privateServer:
      env.LUASCOPE_REDIS_SERVER === 'search' || env.LUASCOPE_REDIS_SERVER === 'off'
        ? env.LUASCOPE_REDIS_SERVER
        : { binary: env.LUASCOPE_REDIS_SERVER },
    privateMemory: env.LUASCOPE_REDIS_MEMORY,
    allow: new Set(env.LUASCOPE_ALLOW),
    logLevel: env.LUASCOPE_LOG,
    apiOnly: env.LUASCOPE_DEV === '1',
  };
}

function redisAddress(url: string, env: z.infer<typeof Environment>): RedisAddress {
  try {
    return parseRedisUrl(url, {
      ca: env.REDIS_CA,
      cert: env.REDIS_CERT,
      key: env.REDIS_KEY,
      serverName: env.REDIS_TLS_SERVERNAME,
    });
  } catch (error) {
    throw new ConfigError(`REDIS_URL ${error instanceof Error ? error.message : 'cannot be used'}`);
  }
}

/** zod quotes the received value in some of its messages; a secret must not get there, so only our own and enum messages are passed on. */
function wording(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message;
}

/** True for the names and addresses by which only this machine can reach itself. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
