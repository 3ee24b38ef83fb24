import { decodeUtf8At, escaped, toHex, toText, type Bytes } from '@luascope/shared/bytes';
import { encode, extentOf, print, type Extent, type RespValue, type RespVersion } from '@luascope/shared/resp';
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

/** How to show a string that is too long for a line: its two ends, and between them how many bytes are left out. */
export interface Cut {
  /** In bytes. */
  readonly longest: number;
  readonly gap: (bytes: number) => string;
}

/** How one notation spreads values over lines. */
interface Notation {
  /** Elements inside a value, undefined for one that has none by its type, and the element at an index from 0. */
  count(value: RespValue): number | undefined;
  child(value: RespValue, index: number): RespValue;
  /** Lines of a value. */
  lines(extent: Extent): number;
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
/** Lines that are long to make and long themselves are kept, this many. */
const LONG = 4096;
const LONG_KEPT = 64;

function linesOf(reply: RespValue, notation: Notation): Lines {
  /** By container: the lines before each element, only where some element has more than one. */
  const starts = new Map<RespValue, Float64Array>();

  const startsOf = (value: RespValue, elements: number): Float64Array => {
    const known = starts.get(value);
    if (known !== undefined) return known;
    let before = EMPTY_COUNTS;
    if (insideOf(value) !== elements) {
      before = new Float64Array(elements + 1);
      for (let i = 0; i < elements; i++) before[i + 1] = before[i]! + linesIn(notation.child(value, i));
    }
    starts.set(value, before);
    return before;
  };

  const linesIn = (value: RespValue): number => notation.lines(extentOf(value));
  const insideOf = (value: RespValue): number => linesIn(value) - (notation.head ? 1 : 0) - (notation.foot ? 1 : 0);

  /** Texts that may have many lines, split once. */
  const split = new Map<RespValue, readonly string[]>();
  const leafOf = (value: RespValue): readonly string[] => {
    if (value.type !== 'verbatim') return notation.leaf(value);
    const texts = split.get(value) ?? notation.leaf(value);
    split.set(value, texts);
    return texts;
  };

  const line = (value: RespValue, index: number, first: string, rest: string, last: string): string => {
    const elements = notation.count(value);
    if (elements === undefined) {
      const texts = leafOf(value);
      // Further lines of a text stand at the margin.
      return (index === 0 ? first : '') + texts[index]! + (index === texts.length - 1 ? last : '');
    }
    if (elements === 0) return first + notation.empty(value) + last;
    let inside = index;
    if (notation.head) {
      if (index === 0) return first + notation.head(value);
      inside -= 1;
    }
    if (inside >= insideOf(value)) return rest + notation.foot!(value) + last;
    const before = startsOf(value, elements);
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
  const long = new Map<number, string>();
  return {
    count: linesIn(root),
    at: (index) => {
      const known = long.get(index);
      if (known !== undefined) return known;
      const text = line(root, index, '', '', '');
      if (text.length < LONG) return text;
      if (long.size === LONG_KEPT) long.clear();
      long.set(index, text);
      return text;
    },
  };
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

/** redis-cli's own layout (`cliFormatReplyTTY`). */
export function cliLines(reply: RespValue, cut?: Cut): Lines {
  const width = (value: RespValue) => String(childCount(value)).length;
  return linesOf(printable(bare(reply)), {
    ...ELEMENTS,
    lines: ({ keyless, filled, breaks }) => keyless - filled + breaks,
    leaf: (value) =>
      value.type === 'bulk'
        ? [`"${inOneLine(value.value, escaped, cut)}"`]
        : print(value)
            .split('\n')
            .map((text) => inOneLine(text, (part) => part, cut)),
    head: undefined,
    foot: undefined,
    empty: print,
    first: (value, index, outer) => {
      const number = `${outer}${String(index + 1).padStart(width(value))}${SEPARATOR[value.type] ?? ')'} `;
      return value.type === 'map' ? `${number}${print(value.entries[index]![0])} => ` : number;
    },
    rest: (value, rest) => rest + ' '.repeat(width(value) + 2),
    comma: '',
  });
}

/**
 * A reply with maps shares its lines between elements, so it is printed whole and its lines are text already; but not a map of single values,
 * which has a line for each pair.
 */
function printable(value: RespValue): RespValue {
  const { values, keyless, breaks } = extentOf(value);
  if (values === keyless) return value;
  const pairs = value.type === 'map' ? value.entries.length : 0;
  if (keyless === pairs + 1 && values === 2 * pairs + 1 && breaks === 0) return value;
  return { type: 'verbatim', format: 'txt', value: print(value) };
}

const INDENT = '  ';

const SIGN: Readonly<Partial<Record<RespValue['type'], string>>> = { set: '~', push: '>', map: '%' };

/** The bytes on the wire, one value a line, with CR, LF and everything that is no character as escapes. Pairs of a map follow each other. */
export function respLines(reply: RespValue, version: RespVersion, cut?: Cut): Lines {
  const count = (value: RespValue) => (value.type === 'map' ? value.entries.length * 2 : childCount(value));
  const header = (value: RespValue): string =>
    version === 3 ? `${SIGN[value.type] ?? '*'}${childCount(value)}\\r\\n` : `*${count(value)}\\r\\n`;
  return linesOf(bare(reply), {
    count,
    child: (value, index) =>
      bare(value.type === 'map' ? value.entries[index >> 1]![index & 1]! : childAt(value, index).value),
    lines: ({ values }) => values,
    leaf: (value) => [inOneLine(encode(value, version), wireText, cut)],
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
export function jsonLines(reply: RespValue, cut?: Cut): Lines {
  return linesOf(bare(reply), {
    ...ELEMENTS,
    lines: ({ keyless, filled }) => keyless + filled,
    leaf: (value) => [jsonLeaf(value, cut)],
    head: (value) => (value.type === 'map' ? '{' : '['),
    foot: (value) => (value.type === 'map' ? '}' : ']'),
    empty: (value) => (value.type === 'map' ? '{}' : '[]'),
    first: (value, index, rest) =>
      rest + INDENT + (value.type === 'map' ? `${JSON.stringify(jsonKey(value.entries[index]![0]))}: ` : ''),
    rest: (_value, rest) => rest + INDENT,
    comma: ',',
  });
}

const jsonText = (bytes: Bytes, cut?: Cut): string =>
  isText(bytes)
    ? `"${inOneLine(bytes, (part) => JSON.stringify(toText(part)).slice(1, -1), cut)}"`
    : `{"hex": "${inOneLine(bytes, toHex, cut)}"}`;

function isText(bytes: Bytes): boolean {
  for (let i = 0; i < bytes.length;) {
    if (bytes.charCodeAt(i) < 0x80) i++;
    else {
      const point = decodeUtf8At(bytes, i);
      if (point === undefined) return false;
      i += point.length;
    }
  }
  return true;
}

/** Bytes as `write` writes them; too long, the two ends. Characters are not torn apart. */
function inOneLine(bytes: Bytes, write: (bytes: Bytes) => string, cut: Cut | undefined): string {
  if (cut === undefined || bytes.length <= cut.longest) return write(bytes);
  const half = cut.longest >> 1;
  const end = characterFrom(bytes, half);
  const start = characterFrom(bytes, bytes.length - half);
  return write(bytes.slice(0, end)) + cut.gap(start - end) + write(bytes.slice(start));
}

/** The first index from `at` on where a character begins, if UTF-8 is what the bytes are. */
function characterFrom(bytes: Bytes, at: number): number {
  for (let i = at; i < at + 4; i++) if ((bytes.charCodeAt(i) & 0xc0) !== 0x80) return i;
  return at;
}

/** JSON has text for keys only: other keys are written as redis-cli prints them. */
const jsonKey = (key: RespValue): string =>
  (key.type === 'bulk' || key.type === 'verbatim' ? toText(key.value) : undefined) ?? print(key);

function jsonLeaf(value: RespValue, cut?: Cut): string {
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
      return jsonText(value.value, cut);
    case 'error':
      return `{"error": ${jsonText(value.text)}}`;
    case 'status':
      return jsonText(value.text);
    default:
      throw new TypeError(`${value.type} is no single value`);
  }
}
