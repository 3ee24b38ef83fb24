/** The version that the emulator follows. */
export const VERSION = '7.0.15';
