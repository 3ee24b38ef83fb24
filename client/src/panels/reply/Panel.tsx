import { fromText } from '@luascope/shared/bytes';
import type { Recording } from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';
import { useCallback, useMemo } from 'react';
import { useMessages } from '../../i18n/messages.js';
import { useOpenRecording } from '../../state/debug.js';
import type { ReplyFormat } from '../../state/model.js';
import { useSelectedRun } from '../../state/runs.js';
import { announce } from '../../state/screen.js';
import { changeSettings, useSetting } from '../../state/settings.js';
import { Blank } from '../../ui/Blank.js';
import { Button } from '../../ui/Button.js';
import { Rows } from '../../ui/Rows.js';
import { Segment } from '../../ui/Segment.js';
import { ErrorReply } from './ErrorReply.js';
import { Explain } from './Explain.js';
import { cliLines, jsonLines, respLines, type Lines } from './lines.js';
import { NoReply } from './NoReply.js';
import { NoScript } from './NoScript.js';
import { originsOf } from './origin.js';
import css from './Panel.module.css';
import { copyText, isNoScript } from './select.js';
import { Tree } from './Tree.js';
import { shownLine } from '../../ui/text.js';

const LINE_HEIGHT = 20;
/** Bytes of one string in one line. */
const LONGEST = 4096;
const FORMATS: readonly ReplyFormat[] = ['tree', 'cli', 'resp', 'json'];

export function ReplyPanel() {
  const m = useMessages();
  const format = useSetting('replyFormat');
  const run = useSelectedRun();
  const recording = run?.recording;
  if (run?.status === 'failed') return <NoReply run={run} />;
  if (recording === undefined)
    return (
      <Blank icon="reply" title={m.reply.empty}>
        {m.reply.emptyText}
      </Blank>
    );
  const { reply } = recording;
  if (reply === undefined || run === undefined) return <NoReply run={run!} />;
  return (
    <>
      {isNoScript(recording) && <NoScript recording={recording} />}
      {format === 'tree' && reply.type === 'error' ? (
        <ErrorReply text={reply.text} />
      ) : format === 'tree' ? (
        // A new reply is a new tree: what was opened in the old one means nothing in it.
        <OriginTree key={recording.id} reply={reply} recording={recording} />
      ) : (
        <TextView key={recording.id} recording={recording} format={format} />
      )}
      <Explain recording={recording} />
    </>
  );
}

/** What values came from is known from the recording that is open, as far as it goes; else from the run. */
function OriginTree({ reply, recording }: { readonly reply: RespValue; readonly recording: Recording }) {
  const stepped = useOpenRecording() ?? recording;
  const origins = useMemo(() => originsOf(stepped), [stepped]);
  return <Tree reply={reply} version={recording.request.resp} origins={origins} />;
}

function TextView({
  recording,
  format,
}: {
  readonly recording: NonNullable<ReturnType<typeof useSelectedRun>>['recording'] & object;
  readonly format: ReplyFormat;
}) {
  const m = useMessages();
  const reply = recording.reply!;
  const { resp } = recording.request;
  const gap = useCallback((bytes: number) => ` … ${m.byteCount(bytes)} … `, [m]);
  const lines = useMemo<Lines>(
    () =>
      format === 'cli'
        ? cliLines(reply, { longest: LONGEST, gap: (bytes) => fromText(gap(bytes)) })
        : format === 'resp'
          ? respLines(reply, resp, { longest: LONGEST, gap })
          : jsonLines(reply, { longest: LONGEST, gap }),
    [reply, format, resp, gap],
  );
  return (
    <>
      <Rows
        className={css.text}
        count={lines.count}
        height={LINE_HEIGHT}
        label={m.reply.formats[format]}
        is="text"
        testId={`reply-${format}`}
        row={(i) => {
          const line = lines.at(i);
          return (
            <div key={i} className={css.line} style={{ height: LINE_HEIGHT }}>
              {format === 'cli' ? shownLine(line) : line}
            </div>
          );
        }}
      />
      {format === 'resp' && recording.wire !== undefined && (
        <div className="panel-foot">{m.reply.wire(recording.wire.total, resp)}</div>
      )}
    </>
  );
}

export function ReplyTools() {
  const m = useMessages();
  const format = useSetting('replyFormat');
  const recording = useSelectedRun()?.recording;
  return (
    <>
      {recording?.reply !== undefined && (
        <Button
          icon="copy"
          iconOnly
          small
          label={m.reply.copy}
          testId="btn-copy-reply"
          onClick={() => {
            void navigator.clipboard
              .writeText(copyText(recording, format))
              .then(() => announce(m.copied))
              .catch(() => announce(m.copyFailed));
          }}
        />
      )}
      <Segment
        small
        label={m.reply.format}
        testId="reply-format"
        value={format}
        onChange={(value) => changeSettings({ replyFormat: value })}
        options={FORMATS.map((value) => ({ value, label: m.reply.formats[value], testId: `reply-format-${value}` }))}
      />
    </>
  );
}
