import type { Bytes } from '../bytes.js';
import { lowerCase } from '../commands/lookup.js';
import { untilNul } from './errors.js';
import { parseEventClasses, printEventClasses } from './event-classes.js';
import type { Setting } from './settings-table.js';
import { parseDouble } from './values/double.js';
import { parseInt64 } from './values/integer.js';

/** Why a value is refused, in the words of CONFIG SET. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

function refuse(reason: string): never {
  throw new SettingError(reason);
}

/** The value as CONFIG GET will show it. Throws {@link SettingError}. `current` is the value so far, for settings that are set in part. */
export function parseSetting(setting: Setting, value: Bytes, current: Bytes): Bytes {
  switch (setting.kind) {
    case 'boolean':
      return parseBoolean(setting, value);
    case 'choice':
      return parseChoice(setting, value);
    case 'number':
      return parseNumber(setting, value);
    case 'text':
      return parseText(setting, value);
    case 'special':
      return (SPECIAL[setting.name] ?? asIs)(value, current);
  }
}

function parseBoolean({ impossible }: Setting, value: Bytes): Bytes {
  const word = lowerCase(value);
  if (word !== 'yes' && word !== 'no') refuse("argument must be 'yes' or 'no'");
  return word === 'yes' && impossible !== undefined ? refuse(impossible) : word;
}

function parseChoice({ name, choices = [], multi }: Setting, value: Bytes): Bytes {
  const words = (multi === true ? value.split(' ') : [value]).map(lowerCase);
  if (!words.every((word) => choices.includes(word)))
    refuse(`argument(s) must be one of the following: ${choices.join(', ')}`);
  if (name === 'oom-score-adj' && words[0] === 'relative') return 'yes';
  if (multi !== true) return words[0]!;
  if (words.includes('save') && words.includes('nosave'))
    refuse("shutdown options SAVE and NOSAVE can't be used simultaneously");
  const flags = choices.filter((choice) => choice !== 'default' && words.includes(choice));
  return flags.length === 0 ? 'default' : flags.join(' ');
}

const UNITS: Readonly<Record<string, bigint>> = {
  '': 1n,
  b: 1n,
  k: 1000n,
  kb: 1024n,
  m: 1_000_000n,
  mb: 1n << 20n,
  g: 1_000_000_000n,
  gb: 1n << 30n,
};

const UINT64_MAX = (1n << 64n) - 1n;
const MOST_DIGITS = 127;

/** `memtoull`: a number of bytes, with `kb` and the like. `strtoull` stops at the greatest number, the product wraps around. */
export function parseMemory(value: Bytes): bigint | undefined {
  const [, digits = '', unit = ''] = /^(\d*)([a-z]*)$/i.exec(untilNul(value)) ?? [undefined, '', '?'];
  const factor = UNITS[lowerCase(unit)];
  if (factor === undefined || digits.length > MOST_DIGITS) return undefined;
  const number = BigInt(digits === '' ? 0 : digits);
  return BigInt.asUintN(64, (number > UINT64_MAX ? UINT64_MAX : number) * factor);
}

/** `numericParseString`: percentages are negative. */
function readNumber({ unit, percent }: Setting, value: Bytes): bigint {
  const memory = unit === 'memory' ? parseMemory(value) : undefined;
  if (memory !== undefined) return BigInt.asIntN(64, memory);
  if (percent === true && value.endsWith('%')) {
    const number = parseInt64(value.slice(0, -1));
    if (number !== undefined && number >= 0) return -BigInt(number);
  }
  if (unit === 'octal' && /^[+-]?[0-7]{1,20}$/.test(value))
    return value.startsWith('-') ? -BigInt(`0o${value.slice(1)}`) : BigInt(`0o${value.replace('+', '')}`);
  const number = unit === undefined && percent !== true ? parseInt64(value) : undefined;
  if (number !== undefined) return BigInt(number);
  if (unit === 'memory') refuse(`argument must be a memory${percent === true ? ' or percent' : ''} value`);
  return refuse(
    unit === 'octal' ? "argument couldn't be parsed as an octal number" : "argument couldn't be parsed into an integer",
  );
}

function parseNumber(setting: Setting, value: Bytes): Bytes {
  const { min = 0n, max = 0n, unit, percent, unsigned, keptBetween, impossible } = setting;
  const number = readNumber(setting, value);
  const show = (bound: bigint): string => (unit === 'octal' ? bound.toString(8) : bound.toString());
  if (percent === true && number < 0n) {
    if (number < min) refuse(`percentage argument must be less or equal to ${-min}`);
    return `${-number}%`;
  }
  const compared = unsigned === true ? BigInt.asUintN(64, number) : number;
  if (compared > max || compared < min) refuse(`argument must be between ${show(min)} and ${show(max)} inclusive`);
  if (impossible !== undefined && number !== 0n) refuse(impossible);
  if (keptBetween !== undefined) {
    const [least, most] = keptBetween;
    return (number < least ? least : number > most ? most : number).toString();
  }
  return unit === 'octal' ? number.toString(8) : compared.toString();
}

function parseText({ name, binary }: Setting, given: Bytes): Bytes {
  const value = binary === true ? given : untilNul(given);
  if (name === 'cluster-announce-hostname') {
    if (value.length >= 256) refuse('Hostnames must be less than 256 characters');
    if (!/^[A-Za-z0-9.-]*$/.test(value)) refuse('Hostnames may only contain alphanumeric characters, hyphens or dots');
  }
  if (name === 'dbfilename' && /[/\\]/.test(value)) refuse("dbfilename can't be a path, just a filename");
  if (name === 'proc-title-template') {
    const known = /\{(?:title|listen-addr|server-mode|port|tls-port|unixsocket|config-file)\}/g;
    const shown = value.replace(/\{(?:title|server-mode|unixsocket|config-file)\}/g, '').trim();
    if (shown === '' || /[{}]/.test(value.replace(known, '')))
      refuse('template format is invalid or contains unknown variables');
  }
  return value;
}

const asIs = (value: Bytes): Bytes => value;

/** Settings with a reader of their own: the value to show for the value given. */
const SPECIAL: Readonly<Record<string, (value: Bytes, current: Bytes) => Bytes>> = {
  save: parseSave,
  bind: parseBind,
  'notify-keyspace-events': (value) =>
    printEventClasses(parseEventClasses(value) ?? refuse("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.")),
  'client-output-buffer-limit': parseBufferLimits,
  'oom-score-adj-values': parseOomScores,
  'latency-tracking-info-percentiles': parsePercentiles,
};

/** Addresses that every machine has; nothing listens here, but a server cannot be bound to any other. */
function parseBind(value: Bytes): Bytes {
  const isLocal = (address: Bytes): boolean => /^-?(?:127\.0\.0\.1|0\.0\.0\.0|::1|::\*|\*)$/.test(address);
  return value === '' || value.split(' ').every(isLocal) ? value : refuse('Failed to bind to specified addresses.');
}

function parseSave(value: Bytes): Bytes {
  if (value === '') return '';
  const words = value.split(' ');
  // `strtoll`: nothing at all is 0.
  const numbers = words.map((word) => (/^(?:[ \t-\r]*[+-]?\d+)?$/.test(word) ? Number(word) : NaN));
  if (words.length % 2 !== 0 || !numbers.every((number, i) => number >= (i % 2 === 0 ? 1 : 0)))
    refuse('Invalid save parameters');
  return numbers.join(' ');
}

function parseBufferLimits(value: Bytes, current: Bytes): Bytes {
  if (value === '') return current;
  const words = value.split(' ');
  if (words.length % 4 !== 0) refuse('Wrong number of arguments in buffer limit configuration.');
  const limits = new Map<Bytes, Bytes>();
  const known = current.split(' ');
  for (let i = 0; i < known.length; i += 4) limits.set(known[i]!, known.slice(i, i + 4).join(' '));
  for (let i = 0; i < words.length; i += 4) {
    const name = lowerCase(words[i]!).replace('replica', 'slave');
    if (!limits.has(name)) refuse('Invalid client class specified in buffer limit configuration.');
    const [hard, soft] = [parseMemory(words[i + 1]!), parseMemory(words[i + 2]!)];
    if (hard === undefined || soft === undefined || !/^\d+$/.test(words[i + 3]!))
      refuse('Error in hard, soft or soft_seconds setting in buffer limit configuration.');
    limits.set(name, `${name} ${hard} ${soft} ${Number(words[i + 3])}`);
  }
  return [...limits.values()].join(' ');
}

function parseOomScores(value: Bytes): Bytes {
  const words = value.split(' ');
  if (words.length !== 3) refuse('wrong number of arguments');
  if (!words.every((word) => /^[+-]?\d+$/.test(word) && Math.abs(Number(word)) <= 2000))
    refuse('Invalid oom-score-adj-values, elements must be between -2000 and 2000.');
  return words.map(Number).join(' ');
}

function parsePercentiles(value: Bytes): Bytes {
  if (value === '') return '';
  return value
    .split(' ')
    .map((word) => {
      const number = parseDouble(word) ?? refuse('Invalid latency-tracking-info-percentiles parameters');
      if (number < 0 || number > 100)
        refuse('latency-tracking-info-percentiles parameters should sit between [0.0,100.0]');
      return number.toFixed(6).replace(/\.?0+$/, '');
    })
    .join(' ');
}
