import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Emulator } from './emulator.js';
import type { EmulatorOptions, ToEmulator } from './messages.js';

if (parentPort === null) throw new Error('This is the code of a worker thread.');
const port = parentPort;
const receive = (): ToEmulator | undefined =>
  (receiveMessageOnPort(port) as { readonly message: ToEmulator } | undefined)?.message;
const emulator = new Emulator(port, receive, workerData as EmulatorOptions);
port.on('message', (message: ToEmulator) => emulator.handle(message));

/** Milliseconds between two looks at the clock. */
const TICK = 10;
setInterval(() => emulator.tick(), TICK).unref();
