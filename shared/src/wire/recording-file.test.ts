import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { RECORDING_VERSION, type Recording } from '../debug/index.js';
import { bulk } from '../resp/index.js';
import { looksLikeRecording, readRecordingFile, writeRecordingFile } from './recording-file.js';

/** As they were saved in their time; never changed. */
const FIXTURES = ['recording.v1.sandbox.json', 'recording.v1.live.json'];
const textOf = (fixture: string): string => readFileSync(new URL(`fixtures/${fixture}`, import.meta.url), 'utf8');

function opened(text: string): Recording {
  const read = readRecordingFile(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return read.file.recording;
}

const recording = opened(textOf(FIXTURES[0]!));
const saved = (changes: object): string =>
  writeRecordingFile({ name: 'a.lua', recording: { ...recording, ...changes } });
const problemIn = (text: string) => {
  const read = readRecordingFile(text);
  return read.ok ? undefined : read.problem;
};

describe.each(FIXTURES)('the frozen %s', (fixture) => {
  const text = textOf(fixture);
  const read = readRecordingFile(text);

  it('opens', () => {
    expect(read).toMatchObject({ ok: true, file: { name: 'points.lua', recording: { version: RECORDING_VERSION } } });
    const { request, steps, calls, changes } = opened(text);
    expect(request).toMatchObject({ keys: ['k'], args: ['\xe4\xff'] });
    expect([steps!.line.length, calls.length]).toEqual([12, 7]);
    expect(changes.map(({ key }) => key).sort()).toEqual(['k', 's']);
  });

  it('is saved again as it was', () => {
    const again = writeRecordingFile({ name: 'points.lua', recording: opened(text) });
    expect(opened(again)).toEqual(opened(text));
  });
});

test('every byte survives', () => {
  const all = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join('');
  const { request, reply } = opened(
    saved({ request: { ...recording.request, script: all, keys: [all] }, reply: bulk(all) }),
  );
  expect([request.script, request.keys, reply]).toEqual([all, [all], bulk(all)]);
});

test('what only the program itself can use is not saved', () => {
  const request = { ...recording.request, confirmed: true, rerun: 'x', startOf: 'x', again: recording };
  expect(opened(saved({ request })).request).toEqual(recording.request);
});

test('a recording of 10 MB', () => {
  const calls = Array.from({ length: 10_000 }, (_, ordinal) => ({
    ...recording.calls[0]!,
    ordinal,
    reply: bulk('\xff'.repeat(1000)),
  }));
  const text = saved({ calls });
  expect(text.length).toBeGreaterThan(10_000_000);
  expect(opened(text).calls).toEqual(calls);
});

const NESTED = `${'{"type":"array","items":['.repeat(100_000)}${']}'.repeat(100_000)}`;

/** One member of a fixture's text taken for another. */
const altered = (from: string | RegExp, to: string): string => textOf(FIXTURES[0]!).replace(from, to);

test.each([
  ['nothing', '', { reason: 'other' }],
  ['a script', 'return 1', { reason: 'other' }],
  ['other JSON', '{"a":1}', { reason: 'other' }],
  ['null', 'null', { reason: 'other' }],
  ['a list', '[]', { reason: 'other' }],
  ['another kind of file', '{"luascope":"link","version":1}', { reason: 'other' }],
  ['a newer version', altered('"version":1', '"version":99'), { reason: 'newer', version: 99 }],
  ['no version', '{"luascope":"recording"}', { reason: 'other' }],
  ['half a file', textOf(FIXTURES[0]!).slice(0, 3000), { reason: 'damaged', field: '' }],
  ['nothing inside', '{"luascope":"recording","version":1}', { reason: 'damaged', field: 'name' }],
  ['an empty recording', '{"luascope":"recording","version":1,"name":"","recording":{}}', { field: 'version' }],
  ['a call without a reply', altered('"reply":{"type":"integer","value":41},"at"', '"at"'), { field: 'calls.0.reply' }],
  ['an unknown type of reply', altered('"type":"array"', '"type":"tree"'), { field: 'reply.type' }],
  ['text that is no bytes', altered('"keys":["k"]', '"keys":["键"]'), { field: 'request.keys.0' }],
  ['a negative line', altered('"line":3', '"line":-3'), { field: 'calls.0.line' }],
  ['uneven columns', altered(/"column":\{"\$u16":"[^"]*"\}/, '"column":{"$u16":"AAA="}'), { field: 'steps' }],
  ['a function there is not', altered(/"functions":\["main"\]/, '"functions":[]'), { field: 'steps' }],
  ['a step there is not', altered('"step":3', '"step":3000'), { field: '' }],
  ['a column that is no number', altered(/"\$u32":"[^"]*"/, '"$u32":"A"'), { reason: 'damaged' }],
  ['data that no value has', altered('"value":{"type":"hash"', '"value":{"type":"heap"'), { reason: 'damaged' }],
  [
    'a reply nested without end',
    altered('"reply":{"type":"array"', `"reply":${NESTED},"x":{"type":"array"`),
    { reason: 'damaged' },
  ],
])('%s', (_what, text, problem) => {
  expect(problemIn(text)).toMatchObject(problem);
});

test('a member named __proto__ does nothing', () => {
  const text = altered('"outcome":', '"__proto__":{"polluted":true},"outcome":');
  expect(Object.getPrototypeOf(opened(text))).toBe(Object.prototype);
  expect('polluted' in {}).toBe(false);
});

test('what a later version adds is left out', () => {
  expect(opened(altered('"outcome":', '"weather":"fine","outcome":'))).toEqual(recording);
});

test.each([
  [textOf(FIXTURES[1]!), true],
  ['{ "luascope" : "recording", …', true],
  ['{"a":1}', false],
  ['return 1', false],
])('%.40s looks like a recording: %s', (text, looks) => {
  expect(looksLikeRecording(text)).toBe(looks);
});
