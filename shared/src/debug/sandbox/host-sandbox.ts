import { MailboxReader } from '../mailbox.js';
import { Sandbox, type SandboxMachine } from './sandbox.js';
import { serve } from '../serve.js';
import type { Transport } from '../transport.js';
import type { FromWorker, ToWorker } from '../worker/protocol.js';

/** How often the sandbox looks at its clock without being asked, ms: blocked clients that time out, keys that expire. */
export const TICK = 100;

/**
 * Runs a sandbox in this thread and answers the `SandboxWorker` at the other end of `port`. Everything that takes time (the VM's libraries, the
 * command table) is loaded here at once, so that a spare worker is warm before it is started.
 *
 * @returns the sandbox; the thread calls its `tick` every {@link TICK} ms
 */
export function hostSandbox(port: Transport, machine: SandboxMachine): Sandbox {
  let mailbox: MailboxReader | undefined;
  let deliver: (message: unknown) => void = () => {};
  const post = (message: FromWorker): void => port.send(message);
  const readMailbox = (): void => {
    for (const message of mailbox?.read() ?? []) deliver(message);
  };
  const sandbox = new Sandbox(machine, {
    onPatch: (patch) => post({ from: 'image', patch }),
    onRun: (id, times) => post({ from: 'run', id, times }),
    onShutdown: () => post({ from: 'shutdown' }),
    whileBusy: readMailbox,
  });
  const transport: Transport = {
    send: (message) => post({ from: 'engine', message }),
    onMessage: (listener) => void (deliver = listener),
    onEnd: (listener) => port.onEnd(listener),
  };
  port.onMessage((received) => {
    const message = received as ToWorker;
    switch (message.to) {
      case 'start':
        if (message.mailbox !== undefined) mailbox = new MailboxReader(message.mailbox);
        sandbox.restore(new Map(message.image), message.version);
        return;
      case 'engine':
        deliver(message.message);
        return;
      case 'record-from':
        sandbox.recordFrom(
          {
            image: new Map(message.image),
            version: message.version,
            ...(message.at !== undefined && { at: message.at }),
          },
          message.times,
        );
        return;
      case 'mail':
        readMailbox();
    }
  });
  serve(sandbox, transport, { atOnce: (call) => sandbox.answerWhileRunning(call) });
  return sandbox;
}
