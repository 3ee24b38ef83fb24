import { quoted, type Bytes } from '../../bytes.js';
import { integer, NIL, type RespValue } from '../../resp/value.js';
import type { KeyState } from '../recording.js';
import type { Packed } from './unpack.js';

/** All the digits it takes to tell the number from every other. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}

/**
 * The reply that became this Lua value (`redisProtocolToLuaType`, backwards). Which kind of nil it was is lost on the way, and so is a
 * double's text.
 */
export function replyOf(value: Packed): RespValue {
  if (value === null || value === false) return NIL;
  if (value === true) return { type: 'boolean', value: true };
  if (typeof value === 'number')
    return Number.isInteger(value) ? integer(value) : { type: 'double', text: String(value) };
  if (typeof value === 'string') return { type: 'bulk', value };
  if (isList(value)) return { type: 'array', items: value.map(replyOf) };
  const field = (name: string): Packed | undefined => value.get(name);
  const ok = field('ok');
  const err = field('err');
  const double = field('double');
  const map = field('map');
  const set = field('set');
  const verbatim = field('verbatim_string');
  const big = field('big_number');
  if (typeof err === 'string') return { type: 'error', text: err };
  if (typeof ok === 'string') return { type: 'status', text: ok };
  if (typeof double === 'number') return { type: 'double', text: numberText(double) };
  if (typeof big === 'string') return { type: 'bignumber', text: big };
  if (isTable(verbatim))
    return { type: 'verbatim', format: textOf(verbatim.get('format')), value: textOf(verbatim.get('string')) };
  if (map !== undefined) return { type: 'map', entries: pairsOf(map).map(([k, v]) => [replyOf(k), replyOf(v)]) };
  if (set !== undefined) return { type: 'set', items: pairsOf(set).map(([k]) => replyOf(k)) };
  return { type: 'array', items: [] };
}

/** A table of a trace, which MessagePack writes as a list when its keys are 1, 2, 3 … */
function pairsOf(value: Packed): (readonly [Packed, Packed])[] {
  if (isList(value)) return value.map((item, i) => [i + 1, item]);
  return isTable(value) ? [...value] : [];
}

const TYPES = ['string', 'hash', 'list', 'set', 'zset', 'stream'] as const;

/** What the tracer's `state` tells of a key; undefined when there was none. */
export function keyStateOf(value: Packed | undefined): KeyState | undefined {
  if (!isList(value)) return undefined;
  const [typeName, encoding, length, expiresAt, contents] = value;
  const type = TYPES.find((name) => name === typeName);
  if (type === undefined) return undefined;
  return {
    type,
    encoding: textOf(encoding),
    length: Number(length),
    ...(typeof expiresAt === 'number' && expiresAt > 0 && { expiresAt: Math.round(expiresAt) }),
    preview: type === 'stream' ? streamItems(contents) : itemsOf(contents).map(textOf),
  };
}

function streamItems(contents: Packed | undefined): Bytes[] {
  const items = itemsOf(contents);
  const entries: Bytes[] = [];
  for (let i = 0; i + 1 < items.length; i += 2)
    entries.push([textOf(items[i]), ...itemsOf(items[i + 1]).map((field) => quoted(textOf(field)))].join(' '));
  return entries;
}

/** The items of a list; an empty table says neither list nor map. */
export function itemsOf(value: Packed | undefined): readonly Packed[] {
  return isList(value) ? value : [];
}

/** A string, or the text of a number; empty for anything else. */
export function textOf(value: Packed | undefined): Bytes {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function isTable(value: Packed | undefined): value is ReadonlyMap<Packed, Packed> {
  return value instanceof Map;
}

/** An array of MessagePack: a list of the script's, or what the tracer made. */
export function isList(value: Packed | undefined): value is readonly Packed[] {
  return Array.isArray(value);
}
