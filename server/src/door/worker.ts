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
/** Milliseconds of looking for more after something came: the next command of the same client is about to. */
const ALERT = 0.1;

function receive(): ToEmulator | undefined {
  const frame = inbox.readText();
  return frame === undefined ? undefined : messageToEmulator(frame);
}

function send(message: ToSockets): void {
  let frame = frameToSockets(message);
  for (;;) {
    const written = outbox.writeText(frame);
    if (outbox.mustCall()) sockets.postMessage(0);
    if (written === frame.payload.length) return;
    if (written < 0) outbox.waitForRoom(REMINDER);
    else frame = { ...frame, payload: frame.payload.slice(written) };
  }
}

const emulator = new Emulator({ receive, send }, options);

// This thread has no events: it sleeps until the mailbox or the clock wakes it.
for (let nextTick = performance.now() + TICK; ;) {
  const worked = emulator.work();
  inbox.settle();
  const now = performance.now();
  if (now >= nextTick) {
    emulator.tick();
    nextTick = now + TICK;
  } else inbox.waitForFrame(nextTick - now, worked ? ALERT : 0);
}
