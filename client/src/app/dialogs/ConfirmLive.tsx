import { useMessages } from '../../i18n/messages.js';
import { useRecordingMessages } from '../../i18n/recording.js';
import { canDryRun, dryRunScript } from '../../running/record.js';
import { runScript } from '../../running/run.js';
import type { Dialog as Shown } from '../../state/model.js';
import { closeDialog } from '../../state/screen.js';
import { changeSettings } from '../../state/settings.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';

/** Asked before the first script of a visit on a server which may hold somebody's data, and again for each new hazard. */
export function ConfirmLive({ script, mode, hazards }: Extract<Shown, { kind: 'confirm-live' }>) {
  const m = useMessages();
  const address = String(hazards['address'] ?? '');
  const commands = String(hazards['commands'] ?? '');
  const crashLines = String(hazards['crashLines'] ?? '');
  const died = hazards['died'] === 1;
  const r = useRecordingMessages();
  const tryable = useApp(canDryRun);
  return (
    <Dialog
      title={m.confirmLive.title(address || m.target.live)}
      onClose={closeDialog}
      testId="dialog-confirm-live"
      width={560}
      actions={
        <>
          <Button kind="line" label={m.cancel} onClick={closeDialog} />
          <Button
            kind="line"
            label={m.confirmLive.sandbox}
            testId="confirm-live-sandbox"
            onClick={() => {
              closeDialog();
              changeSettings({ target: 'sandbox' });
              void runScript(script, { mode });
            }}
          />
          {tryable && (
            <Button
              kind="line"
              icon="flask"
              label={r.dryRun}
              tip={r.dryRunHint.live}
              testId="confirm-live-dryrun"
              onClick={() => {
                closeDialog();
                void dryRunScript(script);
              }}
            />
          )}
          <Button
            kind={commands || crashLines || died ? 'danger' : 'primary'}
            label={m.confirmLive.run}
            testId="confirm-live-run"
            onClick={() => {
              closeDialog();
              void runScript(script, { mode, confirmed: true });
            }}
          />
        </>
      }
    >
      <p>{m.confirmLive.text}</p>
      {commands !== '' && (
        <p className="c-bad">
          {m.confirmLive.commands} <code>{commands.toUpperCase()}</code>
        </p>
      )}
      {died ? (
        <p className="c-bad">{r.died(crashLines)}</p>
      ) : (
        crashLines !== '' && <p className="c-bad">{m.confirmLive.crash(crashLines)}</p>
      )}
    </Dialog>
  );
}
