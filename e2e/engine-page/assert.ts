// What the engine suite uses of Node's assert, for a page.

class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

function fail(what: string, actual: unknown, expected: unknown): never {
  const shown = (value: unknown) =>
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
  throw new AssertionError(`${what}: ${shown(actual)} is not ${shown(expected)}`);
}

/** Same shape and same leaves; an absent property is not an undefined one. */
function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const [keysOfA, keysOfB] = [Object.keys(a), Object.keys(b)];
  if (keysOfA.length !== keysOfB.length) return false;
  return keysOfA.every((key) => Object.hasOwn(b, key) && alike(Reflect.get(a, key), Reflect.get(b, key)));
}

function assert(value: unknown, message = 'not true'): asserts value {
  if (!value) fail(message, value, true);
}

export default Object.assign(assert, {
  equal(actual: unknown, expected: unknown, message = 'not equal'): void {
    if (!Object.is(actual, expected)) fail(message, actual, expected);
  },
  deepEqual(actual: unknown, expected: unknown, message = 'not alike'): void {
    if (!alike(actual, expected)) fail(message, actual, expected);
  },
  /** `expected`: an error with the same own properties, or what says of an error whether it is the right one. */
  async rejects(promise: Promise<unknown>, expected: Error | ((error: unknown) => boolean)): Promise<void> {
    let value: unknown;
    try {
      value = await promise;
    } catch (error) {
      if (typeof expected === 'function' ? expected(error) : sameError(error, expected)) return;
      throw error;
    }
    fail('did not reject', value, 'a rejection');
  },
});

function sameError(error: unknown, expected: Error): boolean {
  if (!(error instanceof Error) || error.name !== expected.name || error.message !== expected.message) return false;
  return Object.entries(expected).every(([key, value]) => key === 'stack' || alike(Reflect.get(error, key), value));
}
