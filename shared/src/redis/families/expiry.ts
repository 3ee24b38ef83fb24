import { integer, type RespValue } from '../../resp/value.js';
import { Args } from '../args.js';
import type { Context } from '../context.js';
import { EXPIRE_GT_AND_LT, EXPIRE_NX_WITH_OTHERS, expireOption, fail, invalidExpire } from '../errors.js';
import type { Family, Handler } from '../family.js';
import { INT64_MAX, INT64_MIN, normalized } from '../values/integer.js';

type Unit = 'seconds' | 'milliseconds';

export const expiryFamily: Family = {
  name: 'expiry',
  commands: {
    expire: expire('seconds', 'relative'),
    expireat: expire('seconds', 'absolute'),
    expiretime: timeToLive('seconds', 'absolute'),
    persist,
    pexpire: expire('milliseconds', 'relative'),
    pexpireat: expire('milliseconds', 'absolute'),
    pexpiretime: timeToLive('milliseconds', 'absolute'),
    pttl: timeToLive('milliseconds', 'relative'),
    ttl: timeToLive('seconds', 'relative'),
  },
};

interface Conditions {
  nx: boolean;
  xx: boolean;
  gt: boolean;
  lt: boolean;
}

/** `parseExtendedExpireArgumentsOrReply`. */
function readConditions(args: Args): Conditions {
  const conditions = { nx: false, xx: false, gt: false, lt: false };
  while (args.left > 0) {
    if (args.accept('NX')) conditions.nx = true;
    else if (args.accept('XX')) conditions.xx = true;
    else if (args.accept('GT')) conditions.gt = true;
    else if (args.accept('LT')) conditions.lt = true;
    else fail(expireOption(args.next()));
  }
  const { nx, xx, gt, lt } = conditions;
  if (nx && (xx || gt || lt)) fail(EXPIRE_NX_WITH_OTHERS);
  if (gt && lt) fail(EXPIRE_GT_AND_LT);
  return conditions;
}

/** `expireGenericCommand`: the options are read before the time. */
function expire(unit: Unit, from: 'relative' | 'absolute'): Handler {
  return ({ keys, now, command, argv }: Context, args: Args): RespValue => {
    const key = args.next();
    const conditions = readConditions(new Args(argv, 3));
    let at = args.bigint();
    if (unit === 'seconds') {
      if (at > INT64_MAX / 1000n || at < INT64_MIN / 1000n) fail(invalidExpire(command.name));
      at *= 1000n;
    }
    if (from === 'relative') {
      if (at > INT64_MAX - BigInt(now)) fail(invalidExpire(command.name));
      at += BigInt(now);
    }
    if (keys.lookupForWrite(key) === undefined) return integer(0);
    const current = keys.expiry(key);
    if (conditions.nx && current !== undefined) return integer(0);
    if (conditions.xx && current === undefined) return integer(0);
    if (conditions.gt && (current === undefined || at <= current)) return integer(0);
    if (conditions.lt && current !== undefined && at >= current) return integer(0);
    if (at <= now) {
      keys.remove(key);
      keys.notify('generic', 'del', key);
    } else {
      keys.setExpiry(key, normalized(at));
      keys.notify('generic', 'expire', key);
    }
    return integer(1);
  };
}

/** `ttlGenericCommand`: -2 without the key, -1 without an expiry. */
function timeToLive(unit: Unit, kind: 'relative' | 'absolute'): Handler {
  return ({ keys, now }: Context, args: Args): RespValue => {
    const key = args.next();
    if (keys.lookup(key, 'untouched') === undefined) return integer(-2);
    const at = keys.expiry(key);
    if (at === undefined) return integer(-1);
    let left = kind === 'absolute' ? BigInt(at) : BigInt(at) - BigInt(now);
    if (left < 0n) left = 0n;
    return integer(unit === 'milliseconds' ? left : (left + 500n) / 1000n);
  };
}

function persist({ keys }: Context, args: Args): RespValue {
  const key = args.next();
  if (keys.lookupForWrite(key) === undefined || keys.expiry(key) === undefined) return integer(0);
  keys.setExpiry(key, undefined);
  keys.notify('generic', 'persist', key);
  return integer(1);
}
