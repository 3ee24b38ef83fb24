/** redlock 5's package exports hide its types: this is the part that the tests use. */
declare module 'redlock' {
  import type { Redis } from 'ioredis';
  interface Lock {
    readonly value: string;
    release(): Promise<unknown>;
    extend(duration: number): Promise<Lock>;
  }
  export default class Redlock {
    constructor(clients: Iterable<Redis>, settings?: { readonly retryCount?: number });
    acquire(resources: string[], duration: number): Promise<Lock>;
  }
}
