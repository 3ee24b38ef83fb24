import type { Bytes } from '../../bytes.js';
import { array, bulk, type DoubleReply, type RespValue } from '../../resp/value.js';
import type { Context } from '../context.js';
import { fail, LEX_RANGE_INVALID, SCORE_RANGE_NOT_FLOAT } from '../errors.js';
import { lenientDouble, printDouble } from '../values/double.js';
import type { LexRange, ScoredMember, ScoreRange } from '../values/zset-value.js';

export const scoreReply = (score: number): DoubleReply => ({ type: 'double', text: printDouble(score) });

/** Members, or members and scores: flat for RESP2, in pairs for RESP3. */
export function memberReplies(context: Context, members: readonly ScoredMember[], withScores: boolean): RespValue {
  if (!withScores) return array(members.map(({ member }) => bulk(member)));
  const pairs = members.map(({ member, score }) => [bulk(member), scoreReply(score)]);
  return array(context.resp === 2 ? pairs.flat() : pairs.map(array));
}

/** `zslParseRange` */
export function readScoreRange(min: Bytes, max: Bytes): ScoreRange {
  const low = readScoreBound(min);
  const high = readScoreBound(max);
  return { min: low.value, minExclusive: low.exclusive, max: high.value, maxExclusive: high.exclusive };
}

function readScoreBound(text: Bytes): { value: number; exclusive: boolean } {
  const exclusive = text.startsWith('(');
  return { value: lenientDouble(exclusive ? text.slice(1) : text) ?? fail(SCORE_RANGE_NOT_FLOAT), exclusive };
}

/** `zslParseLexRange` */
export function readLexRange(min: Bytes, max: Bytes): LexRange {
  return { min: readLexBound(min), max: readLexBound(max) };
}

function readLexBound(text: Bytes): LexRange['min'] {
  if (text === '-' || text === '+') return text;
  if (text.startsWith('(')) return { value: text.slice(1), exclusive: true };
  if (text.startsWith('[')) return { value: text.slice(1), exclusive: false };
  return fail(LEX_RANGE_INVALID);
}
