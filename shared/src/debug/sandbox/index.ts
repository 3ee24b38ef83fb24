export { createEmulator, type Emulator, type EmulatorOptions } from './emulator.js';
export { hostSandbox, TICK } from './host-sandbox.js';
export { Sandbox, type SandboxHooks, type SandboxMachine } from './sandbox.js';
