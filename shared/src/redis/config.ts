import type { Bytes } from '../bytes.js';
import { lowerCase } from '../commands/lookup.js';
import { fail, untilNul } from './errors.js';
import { parseSetting, SettingError } from './setting-values.js';
import { SETTINGS, type Setting } from './settings-table.js';
import type { EncodingLimits } from './value.js';
import { globMatch } from './values/glob.js';

const BY_NAME = new Map<Bytes, Setting>();
for (const setting of SETTINGS) {
  BY_NAME.set(setting.name, setting);
  if (setting.alias !== undefined) BY_NAME.set(setting.alias, setting);
}

/** The server's configuration: every parameter of 7.0.15 with its value as CONFIG GET shows it. */
export class Configuration {
  private readonly values = new Map<Setting, Bytes>();
  /** The values as they were given. CONFIG GET shows some of them otherwise, and not always all there is in them. */
  private readonly given = new Map<Setting, Bytes>();
  private readonly listeners: (() => void)[] = [];
  /** The encoding thresholds; a new object whenever one changes, so that deltas can keep the one they were made with. */
  limits: EncodingLimits;
  /** Bytes; 0 is no limit. Looked at by every command, so kept as a number. */
  maxmemory = 0;
  /** Microseconds (negative: off), and how many entries are kept. */
  slowlog = { slowerThan: 0, maxLength: 0 };
  /** Whether every call is timed for LATENCY HISTOGRAM, and the milliseconds from which one is an event (0: never). */
  latency = { tracked: true, threshold: 0 };
  /** `proto-max-bulk-len`: no string may grow longer. */
  maxStringLength = 0;
  /** Writes need replicas that keep up (`min-replicas-to-write`, `min-replicas-max-lag`). */
  needsReplicas = false;

  constructor(settings: Readonly<Record<string, Bytes>>) {
    for (const setting of SETTINGS) this.values.set(setting, setting.initial);
    for (const [name, value] of Object.entries(settings)) {
      const setting = BY_NAME.get(lowerCase(name));
      if (setting === undefined) throw new Error(`No such setting: ${name}`);
      this.values.set(setting, parseSetting(setting, value, this.values.get(setting)!));
      this.given.set(setting, value);
    }
    this.limits = this.readLimits();
    this.readFastSettings();
  }

  /** Told after settings changed. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  get databases(): number {
    return this.number('databases');
  }

  text(name: Bytes): Bytes {
    return this.values.get(BY_NAME.get(name)!)!;
  }

  /** The value in the words of whoever set it. */
  textGiven(name: Bytes): Bytes {
    return this.given.get(BY_NAME.get(name)!) ?? this.text(name);
  }

  number(name: Bytes): number {
    return Number(this.text(name));
  }

  flag(name: Bytes): boolean {
    return this.text(name) === 'yes';
  }

  find(name: Bytes): Setting | undefined {
    return BY_NAME.get(lowerCase(name));
  }

  /** CONFIG GET: names (as asked for, when there is no wildcard) and values. */
  get(patterns: readonly Bytes[]): (readonly [Bytes, Bytes])[] {
    const found = new Map<Bytes, Bytes>();
    for (const pattern of patterns) {
      if (!/[*?[]/.test(pattern)) {
        const setting = BY_NAME.get(lowerCase(pattern));
        if (setting !== undefined && !found.has(lowerCase(pattern))) found.set(pattern, this.values.get(setting)!);
        continue;
      }
      for (const [name, setting] of BY_NAME)
        if (setting.hidden !== true && !found.has(name) && globMatch(pattern, name, true))
          found.set(name, this.values.get(setting)!);
    }
    return [...found];
  }

  /** CONFIG SET: all or nothing. Throws the error that CONFIG SET replies. */
  set(pairs: readonly (readonly [Bytes, Bytes])[]): void {
    const settings = this.settable(pairs);
    const next = new Map<Setting, Bytes>();
    settings.forEach((setting, i) => {
      try {
        next.set(setting, parseSetting(setting, pairs[i]![1], this.values.get(setting)!));
      } catch (thrown) {
        if (!(thrown instanceof SettingError)) throw thrown;
        fail(configSetFailed(setting.alias === lowerCase(pairs[i]![0]) ? setting.alias : setting.name, thrown.message));
      }
    });
    for (const [setting, value] of next) this.values.set(setting, value);
    settings.forEach((setting, i) => this.given.set(setting, pairs[i]![1]));
    this.limits = this.readLimits();
    this.readFastSettings();
    for (const listener of this.listeners) listener();
  }

  private settable(pairs: readonly (readonly [Bytes, Bytes])[]): Setting[] {
    const settings: Setting[] = [];
    const names = new Set<Bytes>();
    for (const [name] of pairs) {
      const setting = this.find(name);
      if (setting === undefined)
        return fail(`ERR Unknown option or number of arguments for CONFIG SET - '${untilNul(name)}'`);
      if (setting.immutable === true) fail(configSetFailed(name, "can't set immutable config"));
      if (setting.protected === true && this.text('enable-protected-configs') === 'no')
        fail(configSetFailed(name, "can't set protected config"));
      if (names.has(lowerCase(name))) fail(configSetFailed(name, 'duplicate parameter'));
      names.add(lowerCase(name));
      settings.push(setting);
    }
    return settings;
  }

  private readFastSettings(): void {
    this.maxmemory = this.number('maxmemory');
    this.slowlog = {
      slowerThan: this.number('slowlog-log-slower-than'),
      maxLength: this.number('slowlog-max-len'),
    };
    this.latency = { tracked: this.flag('latency-tracking'), threshold: this.number('latency-monitor-threshold') };
    this.maxStringLength = this.number('proto-max-bulk-len');
    this.needsReplicas = this.number('min-replicas-to-write') > 0 && this.number('min-replicas-max-lag') > 0;
  }

  private readLimits(): EncodingLimits {
    return {
      hashMaxListpackEntries: this.number('hash-max-listpack-entries'),
      hashMaxListpackValue: this.number('hash-max-listpack-value'),
      setMaxIntsetEntries: this.number('set-max-intset-entries'),
      zsetMaxListpackEntries: this.number('zset-max-listpack-entries'),
      zsetMaxListpackValue: this.number('zset-max-listpack-value'),
      listMaxListpackSize: this.number('list-max-listpack-size'),
      listCompressDepth: this.number('list-compress-depth'),
      streamNodeMaxBytes: this.number('stream-node-max-bytes'),
      streamNodeMaxEntries: this.number('stream-node-max-entries'),
      hllSparseMaxBytes: this.number('hll-sparse-max-bytes'),
    };
  }
}

const configSetFailed = (name: Bytes, reason: Bytes): Bytes =>
  `ERR CONFIG SET failed (possibly related to argument '${name}') - ${reason}`;
