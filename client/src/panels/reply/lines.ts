import { escaped, toHex, toText, type Bytes } from '@luascope/shared/bytes';
import { encode, print, type RespValue, type RespVersion } from '@luascope/shared/resp';
import { bare, childAt, childCount } from './children.js';

/**
 * A reply as lines of text, made one by one when they are wanted: a million elements are never one string. Texts are bytes as redis-cli
 * would print them (`cli`), or characters (`resp`, `json`).
 */
export interface Lines {
  readonly count: number;
  /** The line at an index from 0. */
  at(index: number): string;
}

/** How one notation spreads values over lines. */
interface Notation {
  /** Elements inside a value, undefined for one that has none by its type, and the element at an index from 0. */
  count(value: RespValue): number | undefined;
  child(value: RespValue, index: number): RespValue;
  /** Lines of a value without elements. */
  leaf(value: RespValue): readonly string[];
  /** Lines around the elements of a container with at least one, and what stands for an empty one. */
  readonly head: ((value: RespValue) => string) | undefined;
  readonly foot: ((value: RespValue) => string) | undefined;
  empty(value: RespValue): string;
  /** The text in front of the first line of an element, and in front of its others. */
  first(value: RespValue, index: number, rest: string): string;
  rest(value: RespValue, rest: string): string;
  /** What follows the last line of every element but the last. */
  readonly comma: string;
}

const EMPTY_COUNTS = new Float64Array();

function linesOf(reply: RespValue, notation: Notation): Lines {
  /** By container: the lines before each element, only where some element has more than one. */
  const starts = new Map<RespValue, Float64Array>();

  const startsOf = (value: RespValue): Float64Array => {
    const known = starts.get(value);
    if (known !== undefined) return known;
    const count = notation.count(value)!;
    let single = true;
    const before = new Float64Array(count + 1);
    for (let i = 0; i < count; i++) {
      const lines = linesIn(notation.child(value, i));
      if (lines !== 1) single = false;
      before[i + 1] = before[i]! + lines;
    }
    const kept = single ? EMPTY_COUNTS : before;
    starts.set(value, kept);
    return kept;
  };

  /** Texts that may have many lines, split once. */
  const split = new Map<RespValue, readonly string[]>();
  const leafOf = (value: RespValue): readonly string[] => {
    if (value.type !== 'verbatim') return notation.leaf(value);
    const texts = split.get(value) ?? notation.leaf(value);
    split.set(value, texts);
    return texts;
  };

  const linesIn = (value: RespValue): number => {
    const elements = notation.count(value);
    if (elements === undefined) return value.type === 'verbatim' ? leafOf(value).length : 1;
    if (elements === 0) return 1;
    const before = startsOf(value);
    const inside = before === EMPTY_COUNTS ? elements : before[elements]!;
    return inside + (notation.head ? 1 : 0) + (notation.foot ? 1 : 0);
  };

  const line = (value: RespValue, index: number, first: string, rest: string, last: string): string => {
    const elements = notation.count(value);
    const start = index === 0 ? first : rest;
    if (elements === undefined) {
      const texts = leafOf(value);
      return start + texts[index]! + (index === texts.length - 1 ? last : '');
    }
    if (elements === 0) return start + notation.empty(value) + last;
    let inside = index;
    if (notation.head) {
      if (index === 0) return first + notation.head(value);
      inside -= 1;
    }
    const before = startsOf(value);
    const total = before === EMPTY_COUNTS ? elements : before[elements]!;
    if (inside >= total) return rest + notation.foot!(value) + last;
    const at = before === EMPTY_COUNTS ? inside : lastNotAfter(before, inside);
    const offset = before === EMPTY_COUNTS ? 0 : inside - before[at]!;
    // Without a head, the first element stands on the container's own first line.
    const outer = at === 0 && !notation.head ? first : rest;
    return line(
      notation.child(value, at),
      offset,
      notation.first(value, at, outer),
      notation.rest(value, rest),
      at === elements - 1 ? '' : notation.comma,
    );
  };

  const root = bare(reply);
  return { count: linesIn(root), at: (index) => line(root, index, '', '', '') };
}

const ELEMENTS = {
  count: childCount,
  child: (value: RespValue, index: number): RespValue => childAt(value, index).value,
};

/** The last index whose start is not after `line`. */
function lastNotAfter(starts: Float64Array, line: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= line) low = middle;
    else high = middle - 1;
  }
  return low;
}

const SEPARATOR: Readonly<Partial<Record<RespValue['type'], string>>> = { set: '~', map: '#' };

/** redis-cli's own layout (`cliFormatReplyTTY`). Maps are printed whole, as their pairs share lines. */
export function cliLines(reply: RespValue): Lines {
  const width = (value: RespValue) => String(childCount(value)).length;
  return linesOf(maplessOr(bare(reply)), {
    ...ELEMENTS,
    leaf: (value) => print(value).split('\n'),
    head: undefined,
    foot: undefined,
    empty: print,
    first: (value, index, outer) =>
      `${outer}${String(index + 1).padStart(width(value))}${SEPARATOR[value.type] ?? ')'} `,
    rest: (value, rest) => rest + ' '.repeat(width(value) + 2),
    comma: '',
  });
}

/** A map, and everything around one, as text that is already in lines. */
function maplessOr(value: RespValue): RespValue {
  if (!hasMap(value)) return value;
  return { type: 'verbatim', format: 'txt', value: print(value) };
}

function hasMap(value: RespValue): boolean {
  if (value.type === 'map') return true;
  const count = childCount(value) ?? 0;
  for (let i = 0; i < count; i++) if (hasMap(childAt(value, i).value)) return true;
  return false;
}

const INDENT = '  ';

const SIGN: Readonly<Partial<Record<RespValue['type'], string>>> = { set: '~', push: '>', map: '%' };

/** The bytes on the wire, one value a line, with CR, LF and everything that is no character as escapes. Pairs of a map follow each other. */
export function respLines(reply: RespValue, version: RespVersion): Lines {
  const count = (value: RespValue) => (value.type === 'map' ? value.entries.length * 2 : childCount(value));
  const header = (value: RespValue): string =>
    version === 3 ? `${SIGN[value.type] ?? '*'}${childCount(value)}\\r\\n` : `*${count(value)}\\r\\n`;
  return linesOf(bare(reply), {
    count,
    child: (value, index) =>
      bare(value.type === 'map' ? value.entries[index >> 1]![index & 1]! : childAt(value, index).value),
    leaf: (value) => [wireText(encode(value, version))],
    head: header,
    foot: undefined,
    empty: header,
    first: (_value, _index, rest) => rest + INDENT,
    rest: (_value, rest) => rest + INDENT,
    comma: '',
  });
}

/** As `escaped`, but a quote needs no escape outside quotes. */
const wireText = (bytes: Bytes): string => bytes.split('"').map(escaped).join('"');

/** The reply as JSON: UTF-8 strings as text, other bytes as `{"hex": "…"}`, errors as `{"error": "…"}`. */
export function jsonLines(reply: RespValue): Lines {
  return linesOf(bare(reply), {
    ...ELEMENTS,
    leaf: (value) => [jsonLeaf(value)],
    head: (value) => (value.type === 'map' ? '{' : '['),
    foot: (value) => (value.type === 'map' ? '}' : ']'),
    empty: (value) => (value.type === 'map' ? '{}' : '[]'),
    first: (value, index, rest) =>
      rest + INDENT + (value.type === 'map' ? `${JSON.stringify(jsonKey(value.entries[index]![0]))}: ` : ''),
    rest: (_value, rest) => rest + INDENT,
    comma: ',',
  });
}

const jsonText = (bytes: Bytes): string => {
  const text = toText(bytes);
  return text === undefined ? `{"hex": "${toHex(bytes)}"}` : JSON.stringify(text);
};

/** JSON has text for keys only: other keys are written as redis-cli prints them. */
const jsonKey = (key: RespValue): string =>
  (key.type === 'bulk' || key.type === 'verbatim' ? toText(key.value) : undefined) ?? print(key);

function jsonLeaf(value: RespValue): string {
  switch (value.type) {
    case 'nil':
      return 'null';
    case 'boolean':
    case 'integer':
      return String(value.value);
    case 'bignumber':
      return value.text;
    case 'double':
      return Number.isFinite(Number(value.text)) ? value.text : JSON.stringify(value.text);
    case 'bulk':
    case 'verbatim':
      return jsonText(value.value);
    case 'error':
      return `{"error": ${jsonText(value.text)}}`;
    case 'status':
      return jsonText(value.text);
    default:
      throw new TypeError(`${value.type} is no single value`);
  }
}
