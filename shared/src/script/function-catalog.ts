import type { Bytes } from '../bytes.js';
import { librarySize } from '../redis/script-size.js';
import { lowerCase } from '../commands/lookup.js';
import { fail } from '../redis/errors.js';
import { INVALID_NAME, isValidName, Library, type LibraryFunction, readMetadata } from './library.js';

/** Runs the code of a library, which registers its functions. Throws `RedisError` when it fails. */
export type LibraryLoader = (library: Library, body: Bytes) => void;

/** All libraries and their functions (`functionsLibCtx`). Function names know no case. */
export class FunctionCatalog {
  private readonly libraries = new Map<Bytes, Library>();
  private readonly functions = new Map<Bytes, LibraryFunction>();

  get libraryCount(): number {
    return this.libraries.size;
  }

  get functionCount(): number {
    let count = 0;
    for (const library of this.libraries.values()) count += library.functions.size;
    return count;
  }

  /** Bytes that the libraries take (`cache_memory`). */
  get bytes(): number {
    let bytes = 0;
    for (const library of this.libraries.values()) bytes += librarySize(library);
    return bytes;
  }

  list(): Iterable<Library> {
    return this.libraries.values();
  }

  find(name: Bytes): LibraryFunction | undefined {
    return this.functions.get(lowerCase(name));
  }

  /** `functionsCreateWithLibraryCtx`: all or nothing. Gives the new library, or throws `RedisError`. */
  load(code: Bytes, replace: boolean, loader: LibraryLoader): Library {
    const { engine, name, body } = readMetadata(code);
    if (!isValidName(name)) fail(`ERR ${INVALID_NAME}`);
    if (lowerCase(engine) !== 'lua') fail(`ERR Engine '${engine}' not found`);
    const old = this.libraries.get(name);
    if (old !== undefined && !replace) fail(`ERR Library '${name}' already exists`);
    if (old !== undefined) this.unlink(old);
    try {
      const library = new Library(name, code);
      loader(library, body);
      if (library.functions.size === 0) fail('ERR No functions registered');
      this.refuseCollisions(library);
      this.link(library);
      return library;
    } catch (thrown) {
      if (old !== undefined) this.link(old);
      throw thrown;
    }
  }

  delete(name: Bytes): void {
    this.unlink(this.libraries.get(name) ?? fail('ERR Library not found'));
  }

  clear(): void {
    this.libraries.clear();
    this.functions.clear();
  }

  /** Takes over all libraries of another catalog (`libraryJoin`): all or nothing. */
  join(other: FunctionCatalog, replace: boolean): void {
    const replaced: Library[] = [];
    try {
      for (const library of other.libraries.values()) {
        const old = this.libraries.get(library.name);
        if (old === undefined) continue;
        if (!replace) fail(`ERR Library ${library.name} already exists`);
        this.unlink(old);
        replaced.push(old);
      }
      for (const library of other.libraries.values()) this.refuseCollisions(library);
    } catch (thrown) {
      for (const old of replaced) this.link(old);
      throw thrown;
    }
    for (const library of other.libraries.values()) this.link(library);
  }

  private refuseCollisions(library: Library): void {
    for (const name of library.functions.keys())
      if (this.functions.has(lowerCase(name))) fail(`ERR Function ${name} already exists`);
  }

  private link(library: Library): void {
    this.libraries.set(library.name, library);
    for (const [name, definition] of library.functions) {
      const key = lowerCase(name);
      // Names of one library that differ in case only: the first one keeps the place.
      if (!this.functions.has(key)) this.functions.set(key, definition);
    }
  }

  private unlink(library: Library): void {
    this.libraries.delete(library.name);
    for (const name of library.functions.keys()) this.functions.delete(lowerCase(name));
  }
}
