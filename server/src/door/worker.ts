import { parentPort, workerData } from 'node:worker_threads';
import { Emulator } from './emulator.js';
import { frameToSockets, messageToEmulator } from './frames.js';
import type { EmulatorThread, ToEmulator, ToSockets } from './messages.js';
import { Ring } from './ring.js';

if (parentPort === null) throw new Error('This is the code of a worker thread.');
const sockets = parentPort;
const options = workerData as EmulatorThread;
const inbox = new Ring(options.toEmulator);
const outbox = new Ring(options.toSockets);

/** Milliseconds between two looks at the clock. */
const TICK = 10;
/** Milliseconds until the sockets are reminded that the mailbox is full. */
const REMINDER = 5;

function receive(): ToEmulator | undefined {
  const frame = inbox.read();
  return frame === undefined ? undefined : messageToEmulator(frame);
}

function send(message: ToSockets): void {
  const { kind, connection, payload } = frameToSockets(message);
  let rest = payload;
  for (;;) {
    const written = outbox.write(kind, connection, rest);
    if (written >= 0) rest = rest.subarray(written);
    sockets.postMessage(0);
    if (written >= 0 && rest.length === 0) return;
    if (written < 0) outbox.waitForRoom(REMINDER);
  }
}

const emulator = new Emulator({ receive, send }, options);

// This thread has no events: it sleeps until the mailbox or the clock wakes it.
for (let nextTick = performance.now() + TICK; ;) {
  emulator.work();
  const now = performance.now();
  if (now >= nextTick) {
    emulator.tick();
    nextTick = now + TICK;
  } else inbox.waitForFrame(nextTick - now);
}
