import { useState } from 'react';
import { useDebugMessages } from '../../i18n/debug.js';
import { useMessages } from '../../i18n/messages.js';
import { describeFailure } from '../../running/describe.js';
import { useSession } from '../../state/debug.js';
import { Blank } from '../../ui/Blank.js';
import css from './Panel.module.css';
import { variableRows } from './select.js';
import { VariableTree } from './VariableTree.js';

/** Variables of the chosen frame and of its callers, at the step. */
export function VariablesPanel() {
  const m = useDebugMessages();
  const words = useMessages();
  const session = useSession();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  if (session === undefined) return null;
  const { stack, frame, step, failure } = session;
  if (failure !== undefined)
    return (
      <Blank icon="failed" title={m.noValues}>
        {describeFailure(failure, words)}
      </Blank>
    );
  if (stack === undefined) return <Blank icon="lines" title={m.readingFrames} />;
  const rows = variableRows(stack.frames, frame, opened, stack.before);
  if (rows.length === 0)
    return (
      <Blank icon="lines" title={m.noVariables}>
        {m.noVariablesText}
      </Blank>
    );
  return (
    <div className="panel-body" aria-busy={stack.step !== step || undefined} data-testid="variables">
      <VariableTree rows={rows} label={m.panels.variables} opened={opened} onOpened={setOpened} m={m} />
    </div>
  );
}

export function VariablesTools() {
  const m = useDebugMessages();
  const session = useSession();
  if (session === undefined || session.step === 0) return null;
  return <span className={css.since}>{m.changedSince(session.step)}</span>;
}
