import { fromHex, fromText, toHex, toText, type Bytes } from '@luascope/shared/bytes';
import type { RespValue } from '@luascope/shared/resp';
import * as z from 'zod';

/** Bytes in the JSON of the HTTP API: text when they are valid UTF-8, else their hexadecimal digits. */
export type JsonBytes = string | { readonly hex: string };

/** A reply in the JSON of the HTTP API: the shapes of {@link RespValue}, with bytes as {@link JsonBytes} and big integers as digits. */
export type JsonReply = { readonly type: RespValue['type'] } & Readonly<Record<string, unknown>>;

/** What the HTTP API takes as a byte string; it arrives as {@link Bytes}. */
export const jsonBytes = z.union([
  z.string().transform(fromText),
  z
    .strictObject({
      hex: z.string().transform((digits, context): Bytes => {
        const bytes = fromHex(digits);
        if (bytes !== undefined) return bytes;
        context.issues.push({ code: 'custom', message: 'not_hex', input: digits });
        return z.NEVER;
      }),
    })
    .transform(({ hex }) => hex),
]);

export function bytesToJson(bytes: Bytes): JsonBytes {
  return toText(bytes) ?? { hex: toHex(bytes) };
}

export function replyToJson(reply: RespValue): JsonReply {
  switch (reply.type) {
    case 'status':
    case 'error':
    case 'double':
    case 'bignumber':
      return { type: reply.type, text: bytesToJson(reply.text) };
    case 'integer':
      return { type: 'integer', value: typeof reply.value === 'bigint' ? reply.value.toString() : reply.value };
    case 'bulk':
      return { type: 'bulk', value: bytesToJson(reply.value) };
    case 'verbatim':
      return { type: 'verbatim', format: bytesToJson(reply.format), value: bytesToJson(reply.value) };
    case 'nil':
      return { type: 'nil', shape: reply.shape };
    case 'boolean':
      return { type: 'boolean', value: reply.value };
    case 'array':
    case 'set':
    case 'push':
      return { type: reply.type, items: reply.items.map(replyToJson) };
    case 'map':
      return { type: 'map', entries: entriesToJson(reply.entries) };
    case 'attribute':
      return { type: 'attribute', entries: entriesToJson(reply.entries), value: replyToJson(reply.value) };
  }
}

function entriesToJson(
  entries: readonly (readonly [RespValue, RespValue])[],
): readonly (readonly [JsonReply, JsonReply])[] {
  return entries.map(([key, value]) => [replyToJson(key), replyToJson(value)]);
}
